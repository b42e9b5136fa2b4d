//! What is kept of an exchange: for the audit who called, for what, and how it ended ([`Entry`]);
//! for testers the rest of it ([`Exchange`]).
//!
//! No field of an [`Entry`] holds a worker's code, a name or a diagnosis, and none of these may be
//! written into the fields that exist. An [`Exchange`] may hold all of them.

mod kept;

pub use kept::{Channel, Details, Exchange, Messages, Note, Times};

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};

/// How a caller was authenticated (rules §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// HTTP Basic.
    Password,
    /// A client certificate.
    Certificate,
}

impl How {
    /// The name by which it goes in tables and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Certificate => "certificate",
        }
    }

    /// The inverse of [`How::name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "password" => Some(Self::Password),
            "certificate" => Some(Self::Certificate),
            _ => None,
        }
    }
}

/// How an exchange ended (rules §1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a receipt.
    Accepted,
    /// With a `ricevutaNonOk`, for these rules.
    Refused {
        /// The rules' names, in the order of the receipt.
        rules: Vec<String>,
    },
    /// With a fault or a bare HTTP status.
    Fault {
        /// Fault code or status, such as `Client` or `413`.
        code: String,
    },
    /// Without an answer, or with a part of one: a fault plan wanted it so.
    Dropped,
}

impl Ending {
    /// The names of all endings.
    pub const NAMES: [&str; 4] = ["accepted", "refused", "fault", "dropped"];

    /// The name by which it goes in tables and records.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused { .. } => "refused",
            Self::Fault { .. } => "fault",
            Self::Dropped => "dropped",
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused { rules } => write!(f, "refused: {}", rules.join(", ")),
            Self::Fault { code } => write!(f, "fault: {code}"),
            Self::Dropped => f.write_str("dropped"),
        }
    }
}

/// One exchange, as the audit keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names the exchange; the same as in the log.
    pub id: u64,
    /// When the request was received, to the millisecond.
    pub received: DateTime<Utc>,
    /// The operation, once it is known.
    pub operation: Option<String>,
    /// The user's name, once it is known to be a user's.
    pub user: Option<String>,
    /// The user's kind, as `UserKind::name` gives it.
    pub kind: Option<String>,
    /// How the user was authenticated; nothing where that failed.
    pub how: Option<How>,
    /// Where the request came from.
    pub peer: Option<IpAddr>,
    /// How it ended.
    pub ending: Ending,
    /// The number assigned: PUC, PUCIR or cancellation.
    pub number: Option<u32>,
    /// From the request's first byte to the answer, kept to the microsecond.
    pub duration: Duration,
    /// Size of the request's body in bytes.
    pub bytes_in: u64,
    /// Size of the answer's body in bytes.
    pub bytes_out: u64,
}
