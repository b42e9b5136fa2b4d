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
    exchange: String,
    /// When it was received, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    received: Instant,
    /// By which way it came: `soap`, `web`, `azienda`, `cittadino`, `phone`.
    channel: &'static str,
    /// The operation, once it is known.
    operation: Option<String>,
    /// The user's name, once it is known to be a user's.
    caller: Option<String>,
    /// The user's kind: `medico`, `operatore`, `ente`.
    kind: Option<String>,
    /// `password` or `certificate`.
    authenticated_by: Option<&'static str>,
    /// The address from which it came.
    peer: Option<String>,
    /// The worker's codice fiscale; only where messages are kept.
    worker: Option<String>,
    /// `accepted`, `refused`, `fault` or `dropped`.
    outcome: &'static str,
    /// The status of the answer.
    status: Option<u16>,
    /// The rules that were broken.
    rules: Vec<String>,
    /// Codes of findings, numbers of refusals, the code of a fault.
    codes: Vec<String>,
    /// What was found in the request; only where messages are kept.
    findings: Vec<FindingShown>,
    /// The number that was assigned, else the one that the request names.
    puc: Option<String>,
    /// All numbers that the request names or that were assigned.
    numbers: Vec<String>,
    /// The rule of the fault plan that was applied.
    fault: Option<String>,
    /// What that rule did: its `do.kind`.
    fault_kind: Option<String>,
    /// The charset of the request.
    charset: Option<String>,
    /// The version of TLS.
    tls: Option<String>,
    /// The host name that the client asked for in TLS.
    sni: Option<String>,
    /// The subject of the client certificate; only where messages are kept.
    client_certificate: Option<String>,
    /// How long each step took, in microseconds.
    times: TimesShown,
    /// How long all of it took, in microseconds, without the reading.
    microseconds: u64,
    /// Bytes of the request's body.
    bytes_in: u64,
    /// Bytes of the answer's body, as far as it was sent.
    bytes_out: u64,
    /// Whether the messages are kept.
    has_bodies: bool,
}

/// A finding in the request.
#[derive(Clone, Serialize, ToSchema)]
struct FindingShown {
    code: String,
    line: Option<u32>,
    column: Option<u32>,
    xpath: Option<String>,
    message: Words,
}

/// A sentence in two languages.
#[derive(Clone, Serialize, ToSchema)]
struct Words {
    it: String,
    en: String,
}

/// How long each step took, in microseconds.
#[derive(Clone, Serialize, ToSchema)]
struct TimesShown {
    read: u64,
    authenticate: u64,
    validate: u64,
    serve: u64,
    commit: u64,
    write: u64,
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
