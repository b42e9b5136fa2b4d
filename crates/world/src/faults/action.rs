//! What a rule does to a call.

use std::num::NonZeroUsize;
use std::time;

use serde::{Deserialize, Serialize};

use sac_certificates::rule::Rule as BrokenRule;
use sac_domain::delivery::ReceiptKind;
use sac_domain::duration::Duration;
use sac_domain::likeness::{closest, meant};
use sac_domain::words::Text;

use super::phase::Phase;

/// What a rule does to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// Nothing is sent; the connection is closed after `hold`.
    NoReply {
        /// How long it stays open.
        #[serde(default = "a_minute")]
        hold: Duration,
    },
    /// The connection is reset (RST).
    Reset {},
    /// The connection is closed (FIN) without a byte.
    Close {},
    /// The answer breaks off.
    Cut {
        /// After so many bytes of its body.
        at: u64,
    },
    /// The answer comes later.
    Delay {
        /// So much later.
        by: Duration,
    },
    /// The answer is sent in small pieces.
    Drip {
        /// The bytes of a piece.
        bytes: NonZeroUsize,
        /// The pause after each.
        every: Duration,
    },
    /// A bare HTTP status.
    Status {
        /// The status, 400 to 599.
        code: u16,
        /// `Retry-After`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<RetryAfter>,
    },
    /// A SOAP fault.
    Fault {
        /// One of SOAP 1.1: `Client`, `Server`, `VersionMismatch`, `MustUnderstand`, perhaps with a dot and more.
        faultcode: String,
        /// The sentence.
        faultstring: String,
    },
    /// A `ricevutaNonOk`.
    Refuse {
        /// Of this rule of the rule book.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// With this number.
        #[serde(rename = "tipoErrore", default, skip_serializing_if = "Option::is_none")]
        tipo_errore: Option<Number>,
        /// With this sentence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        descrizione: Option<String>,
    },
    /// The refusal that says that INPS does not answer.
    InpsUnavailable {},
    /// A `ricevutaInfo` in an otherwise normal receipt.
    Notice {
        /// Its code.
        codice: String,
        /// Its text.
        info: String,
    },
    /// A `ricevutaVarie` in an otherwise normal receipt.
    Varie {
        /// Its key.
        chiave: String,
        /// Its value.
        valore: String,
    },
    /// The answer says that it is in UTF-8 and is in ISO-8859-1.
    WrongCharset {},
    /// An HTML page with the status 502, as proxies send it.
    HttpErrorPage {},
    /// The TLS handshake ends in an alert.
    TlsClose {},
    /// A message cannot be handed over now; it is tried again.
    DeliveryTransient {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// A message cannot be handed over at all.
    DeliveryPermanent {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// A message is handed over later.
    DeliveryDelay {
        /// So much later.
        by: Duration,
    },
    /// A receipt of certified mail does not come.
    NoReceipt {
        /// Which: `accettazione` or `avvenuta-consegna`.
        receipt: ReceiptKind,
    },
}

/// When to come back: seconds, or a duration as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RetryAfter {
    /// Seconds.
    Seconds(u64),
    /// A duration.
    Text(Duration),
}

/// A number, written with or without quotation marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// Without.
    Plain(u32),
    /// With.
    Text(String),
}

/// A value of an action that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAction {
    /// The member of the action.
    pub member: &'static str,
    /// What is wrong, and what would be right.
    pub detail: Text,
}

impl RetryAfter {
    /// As the header has it.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        match self {
            Self::Seconds(seconds) => *seconds,
            Self::Text(duration) => duration.0.as_secs(),
        }
    }
}

impl Number {
    /// The digits.
    #[must_use]
    pub fn digits(&self) -> String {
        match self {
            Self::Plain(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Action {
    /// Whether it happens to messages that leave, rather than to calls.
    #[must_use]
    pub fn is_of_deliveries(&self) -> bool {
        matches!(
            self,
            Self::DeliveryTransient { .. }
                | Self::DeliveryPermanent { .. }
                | Self::DeliveryDelay { .. }
                | Self::NoReceipt { .. }
        )
    }

    /// The phase of a rule that names none: for what happens to an answer the work is done, for the
    /// rest it is not.
    pub(super) fn phase(&self) -> Phase {
        match self {
            Self::Cut { .. }
            | Self::Delay { .. }
            | Self::Drip { .. }
            | Self::Notice { .. }
            | Self::Varie { .. }
            | Self::WrongCharset {} => Phase::After,
            _ => Phase::Before,
        }
    }

    /// Its name: the member `kind`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoReply { .. } => "no-reply",
            Self::Reset {} => "reset",
            Self::Close {} => "close",
            Self::Cut { .. } => "cut",
            Self::Delay { .. } => "delay",
            Self::Drip { .. } => "drip",
            Self::Status { .. } => "status",
            Self::Fault { .. } => "fault",
            Self::Refuse { .. } => "refuse",
            Self::InpsUnavailable {} => "inps-unavailable",
            Self::Notice { .. } => "notice",
            Self::Varie { .. } => "varie",
            Self::WrongCharset {} => "wrong-charset",
            Self::HttpErrorPage {} => "http-error-page",
            Self::TlsClose {} => "tls-close",
            Self::DeliveryTransient { .. } => "delivery-transient",
            Self::DeliveryPermanent { .. } => "delivery-permanent",
            Self::DeliveryDelay { .. } => "delivery-delay",
            Self::NoReceipt { .. } => "no-receipt",
        }
    }

    /// Checks what the types leave open.
    pub(super) fn check(&self, phase: Option<Phase>) -> Result<(), BadAction> {
        match self {
            Self::Status { code, .. } if !(400..=599).contains(code) => bad(
                "code",
                format!("{code} non è lo stato di un errore: da 400 a 599"),
                format!("{code} is no status of an error: 400 to 599"),
            ),
            Self::Fault { faultcode, .. } if !is_fault_code(faultcode) => bad(
                "faultcode",
                format!("`{faultcode}` non è di SOAP 1.1: Client, Server, VersionMismatch, MustUnderstand"),
                format!("`{faultcode}` is none of SOAP 1.1: Client, Server, VersionMismatch, MustUnderstand"),
            ),
            Self::Fault { faultstring: text, .. } if !is_text(text) => no_text("faultstring"),
            Self::Refuse { .. } | Self::InpsUnavailable {} if phase == Some(Phase::After) => bad(
                "kind",
                "un rifiuto viene prima del lavoro: la sua fase è `before`",
                "a refusal comes before the work: its phase is `before`",
            ),
            Self::Refuse { rule, tipo_errore, descrizione } => {
                check_refusal(rule.as_deref(), tipo_errore.as_ref(), descrizione.as_deref())
            }
            Self::Notice { .. } | Self::Varie { .. } if phase == Some(Phase::Before) => bad(
                "kind",
                "si aggiunge a una ricevuta, per la quale il lavoro è fatto: la sua fase è `after`",
                "it adds to a receipt, for which the work is done: its phase is `after`",
            ),
            Self::NoReceipt { receipt }
                if !matches!(receipt, ReceiptKind::Accettazione | ReceiptKind::AvvenutaConsegna) =>
            {
                bad("receipt", "è `accettazione` o `avvenuta-consegna`", "it is `accettazione` or `avvenuta-consegna`")
            }
            Self::Notice { codice, .. } if !is_text(codice) => no_text("codice"),
            Self::Notice { info, .. } if !is_text(info) => no_text("info"),
            Self::Varie { chiave, .. } if !is_text(chiave) => no_text("chiave"),
            Self::Varie { valore, .. } if !is_text(valore) => no_text("valore"),
            Self::TlsClose {} if phase == Some(Phase::After) => bad(
                "kind",
                "l'handshake viene prima di ogni lavoro: la sua fase è `before`",
                "a handshake comes before any work: its phase is `before`",
            ),
            _ => Ok(()),
        }
    }
}

fn check_refusal(rule: Option<&str>, tipo_errore: Option<&Number>, descrizione: Option<&str>) -> Result<(), BadAction> {
    if let Some(name) = rule.filter(|name| BrokenRule::from_name(name).is_none()) {
        let nearest = closest(name, BrokenRule::ALL.iter().map(|rule| rule.name()));
        let meant = meant(nearest.first().copied());
        return bad(
            "rule",
            format!("la regola `{name}` non esiste{}", meant.it),
            format!("there is no rule `{name}`{}", meant.en),
        );
    }
    match (rule, tipo_errore) {
        (None, None) => {
            return bad("rule", "a un rifiuto serve `rule` o `tipoErrore`", "a refusal needs `rule` or `tipoErrore`");
        }
        (Some(_), Some(_)) => {
            return bad("tipoErrore", "`rule` o `tipoErrore`, non entrambi", "either `rule` or `tipoErrore`, not both");
        }
        _ => {}
    }
    if let Some(digits) = tipo_errore.map(Number::digits)
        && (!(1..=5).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return bad(
            "tipoErrore",
            format!("`{digits}` non è da una a cinque cifre"),
            format!("`{digits}` is not one to five digits"),
        );
    }
    match descrizione {
        Some(text) if !is_text(text) => no_text("descrizione"),
        _ => Ok(()),
    }
}

/// Whether XML can hold the text.
fn is_text(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..))
}

fn no_text(member: &'static str) -> Result<(), BadAction> {
    bad(
        member,
        "XML non può contenere questo testo: ha caratteri di controllo",
        "XML cannot hold this text: it has control characters",
    )
}

fn bad(member: &'static str, it: impl Into<String>, en: impl Into<String>) -> Result<(), BadAction> {
    Err(BadAction { member, detail: Text::new(it, en) })
}

fn is_fault_code(code: &str) -> bool {
    let mut parts = code.split('.');
    let is_known = matches!(parts.next(), Some("Client" | "Server" | "VersionMismatch" | "MustUnderstand"));
    is_known && parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn a_minute() -> Duration {
    Duration(time::Duration::from_mins(1))
}
