//! What is kept of an exchange for testers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Entry;

/// By which way an exchange came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Channel {
    #[default]
    Soap,
    Web,
    Azienda,
    Cittadino,
    Phone,
    Pin,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Soap, Self::Web, Self::Azienda, Self::Cittadino, Self::Phone, Self::Pin];

    /// The name by which it goes in tables and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Soap => "soap",
            Self::Web => "web",
            Self::Azienda => "azienda",
            Self::Cittadino => "cittadino",
            Self::Phone => "phone",
            Self::Pin => "pin",
        }
    }

    /// The inverse of [`Channel::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// One exchange, as far as it is kept in indexed columns and can be listed. Its number in the
/// journal is the entry's `id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What the audit keeps.
    pub entry: Entry,
    /// By which way it came.
    pub channel: Channel,
    /// The worker whom it is about. Personal: nothing where messages are not kept.
    pub worker: Option<String>,
    /// The numbers that the request names or that were assigned, nine digits each.
    pub numbers: Vec<String>,
    /// Codes of what was found, and numbers of the refusals.
    pub codes: Vec<String>,
    /// The rule of the fault plan that was applied.
    pub fault: Option<String>,
    /// What is only shown.
    pub details: Details,
    /// Whether the messages are kept.
    pub has_messages: bool,
}

impl Exchange {
    /// An exchange over SOAP of which the audit's entry is all that is known.
    #[must_use]
    pub fn of(entry: Entry) -> Self {
        Self {
            entry,
            channel: Channel::Soap,
            worker: None,
            numbers: Vec::new(),
            codes: Vec::new(),
            fault: None,
            details: Details::default(),
            has_messages: false,
        }
    }
}

/// What is shown of an exchange, and not looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The charset of the request.
    pub charset: Option<String>,
    /// The version of TLS, such as `TLSv1.3`.
    pub tls: Option<String>,
    /// The host name that the client asked for in TLS.
    pub sni: Option<String>,
    /// The subject of the client certificate. Personal: nothing where messages are not kept.
    pub client_certificate: Option<String>,
    /// The status of the answer; nothing where none was sent.
    pub status: Option<u16>,
    /// What the fault plan did, such as `no-reply`.
    pub fault_kind: Option<String>,
    /// What was found in the request. Personal: nothing where messages are not kept.
    pub findings: Vec<Note>,
    /// How long each step took.
    pub times: Times,
}

/// One finding, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its code.
    pub code: String,
    /// The line of the request, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
    /// The path of the element.
    pub xpath: Option<String>,
    /// The sentence, in Italian.
    pub message_it: String,
    /// The sentence, in English.
    pub message_en: String,
}

/// How long each step took, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the steps are named")]
pub struct Times {
    pub read: u64,
    pub authenticate: u64,
    pub validate: u64,
    pub serve: u64,
    pub commit: u64,
    pub write: u64,
}

impl Times {
    /// A duration as it is kept here.
    #[must_use]
    pub fn micros(duration: Duration) -> u64 {
        u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
    }
}

/// The messages of an exchange, byte for byte. A head is the start line and the headers, each
/// line with its CR and LF, without the empty line; the value of `Authorization` is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Messages<B> {
    pub request_head: Vec<u8>,
    pub request: B,
    pub response_head: Vec<u8>,
    pub response: B,
}
