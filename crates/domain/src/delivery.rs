//! Messages that leave for workers, employers and others.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// Ordinary e-mail.
    Email,
    /// Certified e-mail.
    Pec,
    /// A text message.
    Sms,
    /// A letter.
    Letter,
}

impl MessageKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Email, Self::Pec, Self::Sms, Self::Letter];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Pec => "pec",
            Self::Sms => "sms",
            Self::Letter => "letter",
        }
    }

    /// The name of a delivery, in fault plans and lists of what happened.
    #[must_use]
    pub fn delivery(self) -> &'static str {
        match self {
            Self::Email => "delivery:email",
            Self::Pec => "delivery:pec",
            Self::Sms => "delivery:sms",
            Self::Letter => "delivery:letter",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    /// It waits for its next attempt.
    Queued,
    /// It was handed over.
    Sent,
    /// It arrived.
    Delivered,
    /// It was given up.
    Failed,
    /// The service was switched off before it left.
    Cancelled,
}

impl MessageState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Sent, Self::Delivered, Self::Failed, Self::Cancelled];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attachment {
    /// A print of a document as it was when it was accepted.
    Print {
        /// Its name.
        name: String,
        /// Which print, `A` to `E`.
        kind: char,
        /// PUC or PUCIR.
        number: String,
    },
    /// A file that is kept.
    File {
        /// Its name.
        name: String,
    },
}

impl Attachment {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Print { name, .. } | Self::File { name } => name,
        }
    }
}

/// A message as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// How it travels.
    pub kind: MessageKind,
    /// Why it was written: `malattia`, `rettifica`, …
    pub event: &'static str,
    /// PUC or PUCIR of the document that it is about.
    pub document: Option<u32>,
    /// The number that the exchange assigned.
    pub number: Option<u32>,
    /// The worker whom it is about.
    pub worker: Option<String>,
    /// To whom.
    pub to: String,
    /// From whom.
    pub from: String,
    /// Its subject; an SMS has none.
    pub subject: Option<String>,
    /// Its text. Never a name or a diagnosis.
    pub text: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Files that are kept, as name, media type and bytes.
    pub files: Vec<(String, &'static str, Vec<u8>)>,
    /// When it was written.
    pub created: DateTime<Utc>,
}

/// A message on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number, from 1.
    pub nr: i64,
    /// How it travels.
    pub kind: MessageKind,
    /// Why it was written.
    pub event: String,
    /// PUC or PUCIR of the document that it is about.
    pub document: Option<u32>,
    /// The worker whom it is about.
    pub worker: Option<String>,
    /// To whom.
    pub to: String,
    /// What became of it.
    pub state: MessageState,
    /// When it was written.
    pub created: DateTime<Utc>,
    /// When the next thing happens to it.
    pub due: Option<DateTime<Utc>>,
    /// The exchange in which it was written, where the journal still has it.
    pub exchange: Option<u64>,
    /// The rest.
    pub body: MessageBody,
}

impl Message {
    /// Its `Message-ID`.
    #[must_use]
    pub fn message_id(&self) -> String {
        format!("<sac.{}.{}@posta.example>", self.nr, self.created.timestamp_millis())
    }
}

/// What of a message is not looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageBody {
    /// From whom.
    pub from: String,
    /// Its subject.
    pub subject: Option<String>,
    /// Its text.
    pub text: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Each attempt to hand it over.
    pub attempts: Vec<Attempt>,
    /// Receipts of certified mail.
    pub receipts: Vec<Receipt>,
    /// The receipt that a fault plan withholds.
    pub withheld: Option<ReceiptKind>,
}

/// An attempt to hand a message over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// `sent`, `transient`, `permanent` or `delayed`.
    pub outcome: String,
    /// Why, where it failed.
    pub detail: Option<String>,
}

/// A receipt of certified mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which.
    pub kind: ReceiptKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// The receipts of certified mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptKind {
    /// It was taken over.
    Accettazione,
    /// It arrived.
    AvvenutaConsegna,
    /// It has not arrived for twelve hours.
    PreavvisoErroreConsegna,
    /// It did not arrive.
    ErroreConsegna,
}

impl ReceiptKind {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accettazione => "accettazione",
            Self::AvvenutaConsegna => "avvenuta-consegna",
            Self::PreavvisoErroreConsegna => "preavviso-errore-consegna",
            Self::ErroreConsegna => "errore-consegna",
        }
    }
}
