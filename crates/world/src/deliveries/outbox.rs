//! Messages as they leave: their files, and the whole as RFC 5322.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sac_domain::delivery::{Attachment, Message, MessageKind};
use sac_print::{Kind, PrintError};
use sac_store::Ledger;

use super::carrier::Carrier;

/// The messages of one world.
#[derive(Clone, Debug)]
pub struct Outbox {
    pub(crate) ledger: Ledger,
    /// The world's name, which is on every print.
    pub(crate) world: String,
    pub(crate) carrier: Arc<Carrier>,
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Outbox {
    /// Whether messages of this kind leave the machine.
    #[must_use]
    pub fn leaves(&self, kind: MessageKind) -> bool {
        self.carrier.server_of(kind).is_some()
    }

    /// The files of a message, in order. A print shows the document as it was accepted, whatever became of it.
    ///
    /// # Errors
    /// The store's, or a print cannot be made.
    pub async fn files(&self, message: &Message) -> Result<Vec<MessageFile>, PrintError> {
        let mut files = Vec::new();
        for attachment in &message.body.attachments {
            files.extend(self.file(message, attachment).await?);
        }
        Ok(files)
    }

    async fn file(&self, message: &Message, attachment: &Attachment) -> Result<Option<MessageFile>, PrintError> {
        let store = self.ledger.store();
        let name = attachment.name().to_owned();
        let found = match attachment {
            Attachment::File { name } => store.message_file(message.nr, name).await?,
            Attachment::Print { kind, number, .. } => {
                let Ok(kind) = kind.to_string().parse::<Kind>() else { return Ok(None) };
                let pdf = sac_print::print_as_accepted(kind, number, store, &self.world).await?;
                pdf.map(|pdf| ("application/pdf".to_owned(), pdf))
            }
        };
        Ok(found.map(|(media, bytes)| MessageFile { name, media, bytes }))
    }

    /// A message of e-mail or certified mail, byte for byte as it travels; an SMS and a letter have no such form.
    ///
    /// # Errors
    /// The store's, or a print cannot be made.
    pub async fn raw(&self, message: &Message) -> Result<Option<Vec<u8>>, PrintError> {
        if !matches!(message.kind, MessageKind::Email | MessageKind::Pec) {
            return Ok(None);
        }
        let files = self.files(message).await?;
        let boundary = format!("sac-{}-{}", message.nr, message.created.timestamp_millis());
        let mut out = String::new();
        let body = &message.body;
        let mut header = |name: &str, value: &str| {
            let _ = write!(out, "{name}: {value}\r\n");
        };
        header("From", &body.from);
        match self.carrier.redirect_to() {
            Some(to) => {
                header("To", to);
                header("X-Sac-To", &message.to);
            }
            None => header("To", &message.to),
        }
        header("Subject", &encoded(body.subject.as_deref().unwrap_or_default()));
        header("Date", &message.created.to_rfc2822());
        header("Message-ID", &message.message_id());
        header("MIME-Version", "1.0");
        header("Content-Type", &format!("multipart/mixed; boundary=\"{boundary}\""));
        let _ = write!(
            out,
            "\r\n--{boundary}\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            wrapped(body.text.replace('\n', "\r\n").as_bytes())
        );
        for MessageFile { name, media, bytes } in files {
            let _ = write!(
                out,
                "--{boundary}\r\nContent-Type: {media}; name=\"{name}\"\r\nContent-Disposition: attachment; \
                 filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                wrapped(&bytes)
            );
        }
        let _ = write!(out, "--{boundary}--\r\n");
        Ok(Some(out.into_bytes()))
    }
}

/// Base64 in lines of 76 characters.
fn wrapped(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut out = String::with_capacity(text.len() + text.len() / 38 + 2);
    for line in text.as_bytes().chunks(76) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push_str("\r\n");
    }
    out
}

/// A header's text, as encoded words where it is not ASCII.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.replace(['\r', '\n'], " ");
    }
    let characters: Vec<char> = text.chars().collect();
    let words = characters.chunks(12).map(|part| {
        let part: String = part.iter().collect();
        format!("=?UTF-8?B?{}?=", STANDARD.encode(part))
    });
    words.collect::<Vec<_>>().join("\r\n ")
}
