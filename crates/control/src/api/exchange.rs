//! An exchange as it is shown.

use sac_domain::instant::Instant;
use sac_world::journal::{Ending, Exchange, How, Times};
use serde::Serialize;
use utoipa::ToSchema;

/// An exchange, without its messages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ExchangeShown {
    /// Its number.
    pub(crate) id: u64,
    /// By which it goes in the log and in faults of the gateway itself.
    pub(crate) exchange: String,
    /// When it was received, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) received: Instant,
    /// By which way it came: `soap`, `web`, `azienda`, `cittadino`, `phone`.
    pub(crate) channel: &'static str,
    /// The operation, once it is known.
    pub(crate) operation: Option<String>,
    /// The user's name, once it is known to be a user's.
    pub(crate) caller: Option<String>,
    /// The user's kind: `medico`, `operatore`, `ente`.
    pub(crate) kind: Option<String>,
    /// `password` or `certificate`.
    pub(crate) authenticated_by: Option<&'static str>,
    /// The address from which it came.
    pub(crate) peer: Option<String>,
    /// The worker's codice fiscale; only where messages are kept.
    pub(crate) worker: Option<String>,
    /// `accepted`, `refused`, `fault` or `dropped`.
    pub(crate) outcome: &'static str,
    /// The status of the answer.
    pub(crate) status: Option<u16>,
    /// The rules that were broken.
    pub(crate) rules: Vec<String>,
    /// Codes of findings, numbers of refusals, the code of a fault.
    pub(crate) codes: Vec<String>,
    /// What was found in the request; only where messages are kept.
    pub(crate) findings: Vec<FindingShown>,
    /// The number that was assigned, else the one that the request names.
    pub(crate) puc: Option<String>,
    /// All numbers that the request names or that were assigned.
    pub(crate) numbers: Vec<String>,
    /// The rule of the fault plan that was applied.
    pub(crate) fault: Option<String>,
    /// What that rule did: its `do.kind`.
    pub(crate) fault_kind: Option<String>,
    /// The charset of the request.
    pub(crate) charset: Option<String>,
    /// The version of TLS.
    pub(crate) tls: Option<String>,
    /// The host name that the client asked for in TLS.
    pub(crate) sni: Option<String>,
    /// The subject of the client certificate; only where messages are kept.
    pub(crate) client_certificate: Option<String>,
    /// How long each step took, in microseconds.
    pub(crate) times: TimesShown,
    /// How long all of it took, in microseconds, without the reading.
    pub(crate) microseconds: u64,
    /// Bytes of the request's body.
    pub(crate) bytes_in: u64,
    /// Bytes of the answer's body, as far as it was sent.
    pub(crate) bytes_out: u64,
    /// Whether the messages are kept.
    pub(crate) has_bodies: bool,
}

/// A finding in the request.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct FindingShown {
    pub(crate) code: String,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) xpath: Option<String>,
    pub(crate) message: Words,
}

/// A sentence in two languages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Words {
    pub(crate) it: String,
    pub(crate) en: String,
}

/// How long each step took, in microseconds.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct TimesShown {
    pub(crate) read: u64,
    pub(crate) authenticate: u64,
    pub(crate) validate: u64,
    pub(crate) serve: u64,
    pub(crate) commit: u64,
    pub(crate) write: u64,
}

impl ExchangeShown {
    pub(crate) fn of(exchange: Exchange) -> Self {
        let Exchange { entry, channel, worker, mut numbers, codes, fault, details, has_messages } = exchange;
        let outcome = entry.ending.name();
        let rules = match entry.ending {
            Ending::Refused { rules } => rules,
            _ => Vec::new(),
        };
        let assigned = entry.number.map(|number| format!("{number:09}"));
        numbers.sort();
        let Times { read, authenticate, validate, serve, commit, write } = details.times;
        Self {
            id: entry.id,
            exchange: format!("{:016x}", entry.id),
            received: Instant(entry.received),
            channel: channel.name(),
            operation: entry.operation,
            caller: entry.user,
            kind: entry.kind,
            authenticated_by: entry.how.map(How::name),
            peer: entry.peer.map(|peer| peer.to_string()),
            worker,
            outcome,
            status: details.status,
            rules,
            codes,
            findings: details
                .findings
                .into_iter()
                .map(|note| FindingShown {
                    code: note.code,
                    line: note.line,
                    column: note.column,
                    xpath: note.xpath,
                    message: Words { it: note.message_it, en: note.message_en },
                })
                .collect(),
            puc: assigned.or_else(|| numbers.first().cloned()),
            numbers,
            fault,
            fault_kind: details.fault_kind,
            charset: details.charset,
            tls: details.tls,
            sni: details.sni,
            client_certificate: details.client_certificate,
            times: TimesShown { read, authenticate, validate, serve, commit, write },
            microseconds: Times::micros(entry.duration),
            bytes_in: entry.bytes_in,
            bytes_out: entry.bytes_out,
            has_bodies: has_messages,
        }
    }
}
