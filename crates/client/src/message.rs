//! Makes a message ready to send: encrypts what is still in clear, adds what is missing, and
//! wraps a bare request into an envelope.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use secrecy::{ExposeSecret, SecretString};

use super::error::MessageError;
use super::scan::{Slot, scan};
use sac_diagnostic::{Finding, Text};
use sac_domain::operation::Operation;
use sac_xml::{Charset, Document, decode};

/// The namespace in front of every `SOAPAction` (contract §1).
const ACTION_NAMESPACE: &str = "http://ws.cert.sanita.finanze.it/";

const ENVELOPE_OPENING: &str =
    r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>"#;
const ENVELOPE_CLOSING: &str = "</soapenv:Body></soapenv:Envelope>";

/// A message ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The operation it asks for; none when its request element is not of the contract.
    pub operation: Option<Operation>,
    /// The charset of the body.
    pub charset: Charset,
    /// The envelope.
    pub body: Bytes,
}

/// Which pincode a message goes out with.
#[derive(Clone, Copy, Debug)]
pub enum Pincode<'a> {
    /// The one in the message, if any.
    AsWritten,
    /// This one, where a doctor's message has none.
    IfMissing(&'a SecretString),
    /// This one, whatever the message has.
    Instead(&'a SecretString),
}

/// Encrypts a value for the service: clear text to base64 (contract §7).
pub type Seal<'a> = &'a dyn Fn(&str) -> Result<String, String>;

impl Message {
    /// The `SOAPAction`, without its quotes; empty for an operation that is not of the contract.
    #[must_use]
    pub fn action(&self) -> String {
        self.operation.map(|operation| format!("{ACTION_NAMESPACE}{operation}")).unwrap_or_default()
    }

    /// The `Content-Type`.
    #[must_use]
    pub fn content_type(&self) -> String {
        format!("text/xml; charset={}", self.charset.name())
    }

    /// A message of these very bytes: nothing is checked, encrypted or wrapped.
    #[must_use]
    pub fn as_is(bytes: Vec<u8>) -> Self {
        let document = decode(&bytes, None).ok();
        let charset = document.as_ref().map(Document::charset).unwrap_or_default();
        let operation = document
            .and_then(|document| scan(&document).ok())
            .and_then(|scan| Operation::from_request_element(&scan.request));
        Self { operation, charset, body: Bytes::from(bytes) }
    }
}

/// Makes the message in `bytes` ready: a request element or a whole envelope, in UTF-8 or
/// ISO-8859-1. Nothing changes but the fields to be encrypted, and the envelope where there
/// is none.
///
/// # Errors
/// When the bytes are no such message, or when there is something to encrypt and no way to.
pub fn prepare(bytes: &[u8], pincode: Pincode<'_>, seal: Option<Seal<'_>>) -> Result<Message, MessageError> {
    let document = decode(bytes, None).map_err(|error| MessageError::Charset(Text::of(&Finding::from(error))))?;
    let text = document.text();
    let scan = scan(&document)?;
    let seal = |field: &'static str, clear: &str| {
        let seal = seal.ok_or(MessageError::NoCertificate(field))?;
        seal(clear).map_err(|problem| MessageError::NotSealed { field, problem })
    };

    let mut edits = Vec::new();
    if let Some(slot) = &scan.worker {
        let value = text.get(slot.range.clone()).unwrap_or_default();
        if looks_like_codice_fiscale(value) {
            edits.push((slot, seal("lavoratore/codiceFiscale", value)?));
        }
    }
    let written = scan.pincode.as_ref().map(|slot| (slot, text.get(slot.range.clone()).unwrap_or_default()));
    if let Some((slot, clear)) = pincode_to_seal(pincode, written, scan.missing_pincode.as_ref()) {
        edits.push((slot, seal("pincode", clear)?));
    }

    let edited = apply(text, edits);
    let enveloped = if scan.is_envelope {
        edited
    } else {
        // Edits stand inside the root, so its start is where it was.
        let (before, content) = edited.split_at_checked(scan.start).unwrap_or(("", &edited));
        // With as many line breaks before it as there were, the places that an answer names are those of the file.
        let lines = "\n".repeat(before.matches('\n').count());
        let declaration = format!(r#"<?xml version="1.0" encoding="{}"?>"#, document.charset().name());
        format!("{declaration}{ENVELOPE_OPENING}{lines}{}{ENVELOPE_CLOSING}", content.trim_end())
    };
    Ok(Message {
        operation: Operation::from_request_element(&scan.request),
        charset: document.charset(),
        body: encode(enveloped, document.charset()),
    })
}

/// The pincode that has to be encrypted, and where it goes.
fn pincode_to_seal<'a>(
    pincode: Pincode<'a>,
    written: Option<(&'a Slot, &'a str)>,
    missing: Option<&'a Slot>,
) -> Option<(&'a Slot, &'a str)> {
    match (pincode, written) {
        (Pincode::Instead(given), Some((slot, _))) => Some((slot, given.expose_secret())),
        (Pincode::IfMissing(given), Some((slot, value))) if is_blank(slot, value) => {
            Some((slot, given.expose_secret()))
        }
        (_, Some((slot, value))) if !is_blank(slot, value) && !is_sealed(value) => Some((slot, value)),
        (Pincode::Instead(given) | Pincode::IfMissing(given), None) => {
            missing.map(|slot| (slot, given.expose_secret()))
        }
        _ => None,
    }
}

/// Whether the slot is an empty element's, or holds nothing but white space.
fn is_blank(slot: &Slot, value: &str) -> bool {
    !slot.before.is_empty() || value.trim().is_empty()
}

fn apply(text: &str, mut edits: Vec<(&Slot, String)>) -> String {
    edits.sort_by_key(|(slot, _)| slot.range.start);
    let mut edited = text.to_owned();
    for (slot, value) in edits.into_iter().rev() {
        edited.replace_range(slot.range.clone(), &format!("{}{value}{}", slot.before, slot.after));
    }
    edited
}

/// Whether a value has the shape of a codice fiscale in clear: 16 letters and digits, or the
/// 11 digits of a provisional one. Whether it is a right one is for the service to say.
fn looks_like_codice_fiscale(value: &str) -> bool {
    let letters_and_digits = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    (value.len() == 16 && letters_and_digits) || (value.len() == 11 && digits)
}

/// Whether a value is base64 of at least as many bytes as the smallest RSA block in use (512 bits).
fn is_sealed(value: &str) -> bool {
    let compact: String = value.split_ascii_whitespace().collect();
    STANDARD.decode(compact).is_ok_and(|block| block.len() >= 64)
}

fn encode(text: String, charset: Charset) -> Bytes {
    match charset {
        Charset::Utf8 => Bytes::from(text),
        // Everything in it came out of Latin-1 or is ASCII, so nothing is lost.
        Charset::Latin1 => Bytes::from(encoding_rs::mem::encode_latin1_lossy(&text).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: &str = concat!(
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7",
        "PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3",
        "eHl6e3x9fn8="
    );

    const SEAL: Seal<'_> = &|clear| Ok(format!("[{clear}]"));

    fn body(bytes: &[u8], pincode: Pincode<'_>) -> String {
        let message = prepare(bytes, pincode, Some(SEAL)).unwrap();
        String::from_utf8(message.body.to_vec()).unwrap()
    }

    /// What becomes of the inside of a bare request.
    fn inside(operation: &str, content: &str, pincode: Pincode<'_>) -> String {
        let sent = body(format!("<c:{operation} xmlns:c='x'>{content}</c:{operation}>").as_bytes(), pincode);
        let opening = format!("<c:{operation} xmlns:c='x'>");
        let (_, rest) = sent.split_once(&opening).unwrap();
        rest.split_once("</c:").unwrap().0.to_owned()
    }

    #[test]
    fn only_what_is_in_clear_is_encrypted() {
        let sealed_worker = format!("<lavoratore><codiceFiscale>{BLOCK}</codiceFiscale></lavoratore>");
        let sealed_pincode = format!("<medico><pincode>{BLOCK}</pincode></medico>");
        let cases = [
            (
                "<lavoratore><codiceFiscale>PNIMRA70A01H501P</codiceFiscale></lavoratore>",
                "<lavoratore><codiceFiscale>[PNIMRA70A01H501P]</codiceFiscale></lavoratore>",
            ),
            (
                "<lavoratore><codiceFiscale>00743110157</codiceFiscale></lavoratore>",
                "<lavoratore><codiceFiscale>[00743110157]</codiceFiscale></lavoratore>",
            ),
            // Not the shape of a codice fiscale: for the service to refuse.
            (
                "<lavoratore><codiceFiscale>PNI</codiceFiscale></lavoratore>",
                "<lavoratore><codiceFiscale>PNI</codiceFiscale></lavoratore>",
            ),
            (&sealed_worker, &sealed_worker),
            (&sealed_pincode, &sealed_pincode),
            (
                "<medico>\n <pincode>1234567890</pincode></medico>",
                "<medico>\n <pincode>[1234567890]</pincode></medico>",
            ),
            ("<medico><pincode/></medico>", "<medico><pincode/></medico>"),
            ("<medico></medico>", "<medico></medico>"),
            // The same names elsewhere mean something else.
            (
                "<medico><codiceFiscale>PROVAX00X00X000Y</codiceFiscale></medico>",
                "<medico><codiceFiscale>PROVAX00X00X000Y</codiceFiscale></medico>",
            ),
        ];
        for (content, expected) in cases {
            assert_eq!(inside("ristampaMalattiaRequest", content, Pincode::AsWritten), expected);
        }
    }

    #[test]
    fn a_pincode_is_filled_in_or_replaced() {
        let sealed = format!("<medico><pincode>{BLOCK}</pincode></medico>");
        let missing: [(&str, &str); 6] = [
            ("<medico/>", "<medico><pincode>[1]</pincode></medico>"),
            ("<medico><pincode/></medico>", "<medico><pincode>[1]</pincode></medico>"),
            ("<medico><pincode /></medico>", "<medico><pincode >[1]</pincode></medico>"),
            ("<medico><pincode> </pincode></medico>", "<medico><pincode>[1]</pincode></medico>"),
            (
                "<medico><codiceRegione>120</codiceRegione></medico>",
                "<medico><pincode>[1]</pincode><codiceRegione>120</codiceRegione></medico>",
            ),
            ("<medico><codiceFiscale>X</codiceFiscale></medico>", "<medico><codiceFiscale>X</codiceFiscale></medico>"),
        ];
        for (content, expected) in missing {
            for pincode in [Pincode::IfMissing(&"1".into()), Pincode::Instead(&"1".into())] {
                assert_eq!(inside("ristampaMalattiaRequest", content, pincode), expected);
            }
        }
        assert_eq!(inside("ristampaMalattiaRequest", &sealed, Pincode::IfMissing(&"1".into())), sealed);
        let replaced = inside("ristampaMalattiaRequest", &sealed, Pincode::Instead(&"1".into()));
        assert_eq!(replaced, "<medico><pincode>[1]</pincode></medico>");
        let operator = "<operatore><codiceRegione>120</codiceRegione></operatore>";
        assert_eq!(inside("invioRicoveroRequest", operator, Pincode::IfMissing(&"1".into())), operator);
    }

    #[test]
    fn a_bare_request_is_wrapped_and_an_envelope_kept() {
        let bare = "<?xml version='1.0'?>\n<!-- c --><r:ristampaMalattiaRequest xmlns:r='x'/>\n";
        assert_eq!(
            body(bare.as_bytes(), Pincode::AsWritten),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\n\
             <r:ristampaMalattiaRequest xmlns:r='x'/></soapenv:Body></soapenv:Envelope>"
        );
        let envelope = "<S:Envelope xmlns:S='s'><S:Header><medico/></S:Header>\n <S:Body><a:annullamentoMalattiaRequest \
                        xmlns:a='x'><medico></medico></a:annullamentoMalattiaRequest></S:Body></S:Envelope>\n";
        assert_eq!(body(envelope.as_bytes(), Pincode::AsWritten), envelope);
        let filled = body(envelope.as_bytes(), Pincode::IfMissing(&"1".into()));
        assert_eq!(filled, envelope.replace("<medico></medico>", "<medico><pincode>[1]</pincode></medico>"));
        let message = prepare(envelope.as_bytes(), Pincode::AsWritten, None).unwrap();
        assert_eq!(message.action(), "http://ws.cert.sanita.finanze.it/AnnullaMalattia");
    }

    #[test]
    fn the_charset_stays_what_it_was() {
        let mut latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><x:invioMalattiaRequest xmlns:x='x'>".to_vec();
        latin.extend_from_slice(b"<medico><pincode>1</pincode></medico>caff\xE8</x:invioMalattiaRequest>");
        let message = prepare(&latin, Pincode::AsWritten, Some(SEAL)).unwrap();
        assert_eq!(message.content_type(), "text/xml; charset=ISO-8859-1");
        assert!(message.body.starts_with(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"));
        assert!(message.body.windows(5).any(|window| window == b"caff\xE8"));
        let with_mark = "\u{FEFF}<x:invioMalattiaRequest xmlns:x='x'>è</x:invioMalattiaRequest>";
        assert!(body(with_mark.as_bytes(), Pincode::AsWritten).contains("'x'>è</x:"));
    }

    #[test]
    fn what_cannot_be_sent_is_told() {
        let error = |bytes: &[u8]| prepare(bytes, Pincode::AsWritten, None).unwrap_err();
        assert!(matches!(error(b"<a>\xE8</a>"), MessageError::Charset(_)));
        assert!(matches!(error(b"<a>\n<b></a>"), MessageError::NotXml { line: 2, .. }));
        assert!(matches!(error(b"<!DOCTYPE a><a/>"), MessageError::NotXml { line: 1, .. }));
        assert!(matches!(error(b"<a><b>"), MessageError::NotXml { .. }));
        assert!(matches!(error(b"  "), MessageError::NotXml { .. }));
        assert_eq!(error(b"<Envelope><Header/><Body/></Envelope>"), MessageError::NoRequest);
        let clear = b"<a><lavoratore><codiceFiscale>PNIMRA70A01H501P</codiceFiscale></lavoratore></a>";
        assert_eq!(error(clear), MessageError::NoCertificate("lavoratore/codiceFiscale"));
        let refusing: Seal<'_> = &|_| Err("too long".to_owned());
        assert!(matches!(prepare(clear, Pincode::AsWritten, Some(refusing)), Err(MessageError::NotSealed { .. })));
    }

    #[test]
    fn bytes_as_they_are_stay_so() {
        for bytes in [&b"not xml"[..], b"\xFF\xFE", b"<x:invioRicoveroRequest xmlns:x='x'/>"] {
            assert_eq!(Message::as_is(bytes.to_vec()).body, bytes);
        }
        assert_eq!(Message::as_is(b"not xml".to_vec()).action(), "");
    }
}
