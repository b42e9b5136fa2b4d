//! A signed file: PKCS#7 or `CAdES`, in DER, in base64 or in PEM, alone or as a part of a mail.

use super::other::Other;
use sac_diagnostic::Text;
use sac_keys::sealed::decode_field;
use sac_keys::signed_content;

/// The object identifier of signed data (PKCS#7), as DER writes it.
const SIGNED_DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
/// What it begins with in PEM.
const MARKS: [&[u8]; 2] = [b"-----BEGIN PKCS7", b"-----BEGIN CMS"];
/// Within how many bytes it stands.
const HEAD: usize = 32;

pub(super) fn recognise(bytes: &[u8]) -> Option<Other> {
    let (file, how) = if is_signed(bytes) {
        (bytes.to_vec(), Text::new("in DER", "in DER"))
    } else if let Some(file) = in_base64(bytes) {
        (file, Text::new("in base64", "in base64"))
    } else if MARKS.iter().any(|mark| bytes.trim_ascii_start().starts_with(mark)) {
        (Vec::new(), Text::new("in PEM, ma danneggiato,", "in PEM, but damaged,"))
    } else {
        return None;
    };
    let content = signed_content(&file).or_else(|| between_tags(&file));
    Some(Other::refused(
        Text::new(
            format!("un file firmato {} (PKCS#7, .p7m)", how.it),
            format!("a signed file {} (PKCS#7, .p7m)", how.en),
        ),
        Text::new(
            "Inviare il messaggio senza la busta della firma: il servizio riceve XML. Ciò che vi è dentro è controllato a parte; la firma no.",
            "Send the message without the envelope of the signature: the service takes XML. What is in it is checked by itself; the signature is not.",
        ),
        content.into_iter().collect(),
    ))
}

fn is_signed(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    head.first() == Some(&0x30) && memchr::memmem::find(head, SIGNED_DATA).is_some()
}

/// The signed file behind base64, lines of PEM and the head of a mail put aside.
fn in_base64(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}').trim();
    let is_mail = text.get(..text.len().min(4096)).is_some_and(|head| head.contains("pkcs7-mime"));
    let text = if is_mail { text.split_once("\n\n").or_else(|| text.split_once("\r\n\r\n"))?.1 } else { text };
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=') || c.is_ascii_whitespace();
    if !text.starts_with("-----BEGIN ") && !text.starts_with('M') {
        return None;
    }
    let lines: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let file = decode_field(&lines).filter(|_| lines.chars().all(is_base64))?;
    is_signed(&file).then_some(file)
}

/// The document in a file whose frame is damaged: from its declaration or envelope to its last tag.
fn between_tags(file: &[u8]) -> Option<Vec<u8>> {
    const END: &[u8] = b"Envelope>";
    let envelope = || {
        let name = memchr::memmem::find(file, b"Envelope")?;
        file.get(..name)?.iter().rposition(|byte| *byte == b'<')
    };
    let start = memchr::memmem::find(file, b"<?xml").or_else(envelope)?;
    let end = memchr::memmem::rfind(file, END).map(|at| at + END.len() - 1);
    let end = end.or_else(|| file.iter().rposition(|byte| *byte == b'>'))?;
    file.get(start..=end).map(<[u8]>::to_vec)
}
