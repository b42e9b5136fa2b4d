//! A message as it is shown.

use std::fmt::Write as _;

use sac_domain::delivery::Message;
use sac_domain::instant::Instant;
use sac_world::MessageFile;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// A message, without its text and files.
#[derive(Serialize, ToSchema)]
#[schema(as = Message)]
pub(super) struct MessageShown {
    id: String,
    world: String,
    /// `email`, `pec`, `sms` or `letter`.
    kind: &'static str,
    /// Why it was written.
    event: String,
    /// The protocol number of the document that it is about.
    document: Option<String>,
    to: String,
    from: String,
    subject: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created: Instant,
    /// When the next thing happens to it.
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Instant>,
    /// `queued`, `sent`, `delivered`, `failed` or `cancelled`.
    state: &'static str,
    /// Each attempt to hand it over.
    attempts: Vec<AttemptShown>,
    /// Receipts of certified mail.
    receipts: Vec<ReceiptShown>,
    message_id: String,
    /// The exchange in which it was written, where the journal still has it.
    exchange: Option<u64>,
}

/// A message.
#[derive(Serialize, ToSchema)]
pub(super) struct MessageWhole {
    #[serde(flatten)]
    message: MessageShown,
    text: String,
    attachments: Vec<FileShown>,
}

/// An attempt.
#[derive(Serialize, ToSchema)]
struct AttemptShown {
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// `sent`, `transient`, `permanent` or `delayed`.
    outcome: String,
    /// Why, where it failed.
    detail: Option<String>,
}

/// A receipt.
#[derive(Serialize, ToSchema)]
struct ReceiptShown {
    /// `accettazione`, `avvenuta-consegna`, `preavviso-errore-consegna` or `errore-consegna`.
    kind: &'static str,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    id: String,
}

/// A file.
#[derive(Serialize, ToSchema)]
struct FileShown {
    name: String,
    /// The media type.
    #[serde(rename = "type")]
    media: String,
    /// How many bytes it has.
    bytes: usize,
    /// In hexadecimal.
    sha256: String,
}

impl MessageShown {
    pub(super) fn of(message: Message, world: &str) -> Self {
        let (message_id, nr) = (message.message_id(), message.nr);
        let body = message.body;
        let attempt = |attempt: sac_domain::delivery::Attempt| AttemptShown {
            at: Instant(attempt.at),
            outcome: attempt.outcome,
            detail: attempt.detail,
        };
        let receipt = |(place, receipt): (usize, sac_domain::delivery::Receipt)| ReceiptShown {
            kind: receipt.kind.as_str(),
            at: Instant(receipt.at),
            id: format!("{nr}-{}", place + 1),
        };
        Self {
            id: nr.to_string(),
            world: world.to_owned(),
            kind: message.kind.as_str(),
            event: message.event,
            document: message.document.map(|number| format!("{number:09}")),
            to: message.to,
            from: body.from,
            subject: body.subject,
            created: Instant(message.created),
            due: message.due.map(Instant),
            state: message.state.as_str(),
            attempts: body.attempts.into_iter().map(attempt).collect(),
            receipts: body.receipts.into_iter().enumerate().map(receipt).collect(),
            message_id,
            exchange: message.exchange,
        }
    }
}

impl MessageWhole {
    pub(super) fn of(message: Message, files: Vec<MessageFile>, world: &str) -> Self {
        let text = message.body.text.clone();
        let file = |file: MessageFile| FileShown {
            name: file.name,
            media: file.media,
            bytes: file.bytes.len(),
            sha256: hex(&Sha256::digest(&file.bytes)),
        };
        let attachments = files.into_iter().map(file).collect();
        Self { message: MessageShown::of(message, world), text, attachments }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
