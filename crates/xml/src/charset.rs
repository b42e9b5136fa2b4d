//! Bytes to characters (contract §1): byte order mark, HTTP charset, XML declaration, UTF-8,
//! in that order, and never a guess.
//!
//! RFC 7303 lets the HTTP charset silently win over the XML declaration. Here a contradiction
//! is an error: a message whose two labels differ was read differently by its author and by a
//! program that forwarded it, and in one of the two the names are wrong. A `Content-Type` without a
//! charset contradicts nothing. US-ASCII, a subset of both charsets, contradicts neither, but
//! then every byte must be ASCII. Bytes 0x80–0x9F of ISO-8859-1 are the control characters
//! that they are in that standard, which XML 1.0 allows.

use std::borrow::Cow;

use super::declaration::{self, Declared};
use super::document::{Charset, Document};
use super::error::{CharsetSource, ErrorKind, ParseError};
use super::path;
use super::place::{Locator, Place};

/// Decodes a message. `http_charset` is the `charset` parameter of the `Content-Type`, if it
/// has one; quotes around it do not matter.
///
/// # Errors
/// When the charset is not one of the two, when two labels contradict each other, or when a
/// byte is not valid, with the offset of that byte.
pub fn decode<'a>(bytes: &'a [u8], http_charset: Option<&str>) -> Result<Document<'a>, Box<ParseError>> {
    if let Some((format, mark)) = binary(bytes) {
        return Err(Box::new(error(ErrorKind::Binary { format, mark }, bytes, 0)));
    }
    if let Some((charset, mark)) = utf16_or_32(bytes) {
        let mark = bytes.get(..mark).unwrap_or(bytes).to_vec();
        return Err(Box::new(error(ErrorKind::Wide { charset, mark }, bytes, 0)));
    }
    let bom = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    let content = bytes.get(bom..).unwrap_or_default();

    let mut labels = Vec::with_capacity(3);
    if bom > 0 {
        labels.push((CharsetSource::ByteOrderMark, Label::Charset(Charset::Utf8), 0));
    }
    if let Some(label) = http_charset {
        let label = label.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
        labels.push((CharsetSource::ContentType, parse_label(CharsetSource::ContentType, label, bytes, 0)?, 0));
    }
    // A malformed declaration declares nothing: the reader will refuse it.
    if let Declared::Well { encoding: Some((label, offset)), .. } = declaration::read(content) {
        labels.push((
            CharsetSource::Declaration,
            parse_label(CharsetSource::Declaration, label, bytes, bom + offset)?,
            bom + offset,
        ));
    }

    let charset = reconcile(&labels, bytes)?;
    if labels.iter().any(|(_, label, _)| *label == Label::Ascii)
        && let Some(position) = content.iter().position(|byte| !byte.is_ascii())
    {
        return Err(Box::new(bad_byte(bytes, bom + position, "US-ASCII")));
    }
    let text = match charset {
        Charset::Latin1 => encoding_rs::mem::decode_latin1(content),
        Charset::Utf8 => match std::str::from_utf8(content) {
            Ok(text) => Cow::Borrowed(text),
            Err(error) => return Err(Box::new(bad_byte(bytes, bom + error.valid_up_to(), "UTF-8"))),
        },
    };
    Ok(Document::new(text, charset, bom))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Charset(Charset),
    Ascii,
}

/// The one charset that all the labels allow: the first that is not US-ASCII, else UTF-8.
fn reconcile(labels: &[(CharsetSource, Label, usize)], bytes: &[u8]) -> Result<Charset, Box<ParseError>> {
    let mut chosen: Option<(CharsetSource, Charset)> = None;
    for &(source, label, offset) in labels {
        let Label::Charset(charset) = label else {
            continue;
        };
        match chosen {
            None => chosen = Some((source, charset)),
            Some(earlier) if earlier.1 != charset => {
                return Err(Box::new(error(
                    ErrorKind::CharsetClash { later: (source, charset), earlier },
                    bytes,
                    offset,
                )));
            }
            Some(_) => {}
        }
    }
    Ok(chosen.map_or(Charset::Utf8, |(_, charset)| charset))
}

fn parse_label(source: CharsetSource, label: &str, bytes: &[u8], offset: usize) -> Result<Label, Box<ParseError>> {
    const UTF8: &[&str] = &["utf-8", "utf8", "csutf8"];
    const LATIN1: &[&str] = &[
        "iso-8859-1",
        "iso8859-1",
        "iso_8859-1",
        "iso-8859_1",
        "iso88591",
        "iso_8859-1:1987",
        "iso-ir-100",
        "latin1",
        "latin-1",
        "l1",
        "ibm819",
        "cp819",
        "csisolatin1",
    ];
    const ASCII: &[&str] = &["us-ascii", "ascii", "iso646-us", "ansi_x3.4-1968", "iso-ir-6", "us", "csascii"];
    let is_in = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(label));
    if is_in(UTF8) {
        Ok(Label::Charset(Charset::Utf8))
    } else if is_in(LATIN1) {
        Ok(Label::Charset(Charset::Latin1))
    } else if is_in(ASCII) {
        Ok(Label::Ascii)
    } else {
        Err(Box::new(error(ErrorKind::UnsupportedCharset { label: label.to_owned(), source }, bytes, offset)))
    }
}

fn bad_byte(bytes: &[u8], offset: usize, charset: &'static str) -> ParseError {
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let before = bytes.get(..offset).and_then(|before| std::str::from_utf8(before).ok()).unwrap_or_default();
    let mut error = error(ErrorKind::BadByte { byte, charset }, bytes, offset);
    error.place.xpath = path::where_it_breaks_off(before.trim_start_matches('\u{FEFF}'));
    error
}

fn error(kind: ErrorKind, bytes: &[u8], offset: usize) -> ParseError {
    ParseError { kind, place: ascii_place(bytes, offset) }
}

/// The place of a byte in bytes that are UTF-8, or at least ASCII, up to there.
fn ascii_place(bytes: &[u8], offset: usize) -> Place {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let before = before.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(before);
    let text = String::from_utf8_lossy(before);
    let (line, column) = Locator::new(&text).locate(text.len());
    Place { line, column, offset, xpath: String::new() }
}

/// Recognises files that are not text but are sent as messages.
fn binary(bytes: &[u8]) -> Option<(&'static str, &'static [u8])> {
    const KINDS: [(&str, &[u8]); 3] = [("gzip", b"\x1F\x8B"), ("zip", b"PK\x03\x04"), ("PDF", b"%PDF-")];
    KINDS.into_iter().find(|(_, mark)| bytes.starts_with(mark))
}

/// Recognises the wide encodings by their mark, or by how two characters look in them, the
/// first being what a document begins with: `<`, or a blank before it. A single zero before
/// or behind `<` is a stray one. Gives the name, and how many bytes are the first character.
#[must_use]
pub fn utf16_or_32(bytes: &[u8]) -> Option<(&'static str, usize)> {
    let begins = |byte: &u8| b"<\n\r\t ".contains(byte);
    Some(match bytes {
        [0xFF, 0xFE, 0, 0, ..] => ("UTF-32LE", 4),
        [0, 0, 0xFE, 0xFF, ..] => ("UTF-32BE", 4),
        [0xFF, 0xFE, ..] => ("UTF-16LE", 2),
        [0xFE, 0xFF, ..] => ("UTF-16BE", 2),
        [first, 0, 0, 0, ..] if begins(first) => ("UTF-32LE", 4),
        [0, 0, 0, first, ..] if begins(first) => ("UTF-32BE", 4),
        [first, 0, _, 0, ..] if begins(first) => ("UTF-16LE", 2),
        [0, first, 0, _, ..] if begins(first) => ("UTF-16BE", 2),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcome(bytes: &[u8], http: Option<&str>) -> String {
        match decode(bytes, http) {
            Ok(document) => format!("{} {}", document.charset().name(), document.text()),
            Err(error) => {
                let kind = match error.kind {
                    ErrorKind::Binary { .. } => "BINARY",
                    ErrorKind::Wide { .. } => "UTF16",
                    ErrorKind::UnsupportedCharset { .. } => "UNSUPPORTED",
                    ErrorKind::CharsetClash { .. } => "CLASH",
                    ErrorKind::BadByte { .. } => "BAD-BYTE",
                    other => other.name(),
                };
                format!("{kind}@{}", error.place.offset)
            }
        }
    }

    #[test]
    fn labels_are_read_in_order_and_never_guessed() {
        let cases: &[(&[u8], Option<&str>, &str)] = &[
            (b"<a/>", None, "UTF-8 <a/>"),
            (b"<a/>", Some("utf-8"), "UTF-8 <a/>"),
            (b"<a/>", Some("\"Latin1\""), "ISO-8859-1 <a/>"),
            (b"<\xE8/>", Some("ISO-8859-1"), "ISO-8859-1 <è/>"),
            // Bytes of the C1 range are control characters, not windows-1252.
            (b"\x92", Some("iso-8859-1"), "ISO-8859-1 \u{92}"),
            (b"\xEF\xBB\xBF<a/>", None, "UTF-8 <a/>"),
            (b"\xEF\xBB\xBF<a/>", Some("utf8"), "UTF-8 <a/>"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-1'?>\xE0",
                None,
                "ISO-8859-1 <?xml version='1.0' encoding='ISO-8859-1'?>à",
            ),
            (
                b"<?xml version=\"1.0\" encoding = \"us-ascii\"?>",
                Some("utf-8"),
                "UTF-8 <?xml version=\"1.0\" encoding = \"us-ascii\"?>",
            ),
            // Contradictions.
            (b"<?xml version='1.0' encoding='UTF-8'?>", Some("ISO-8859-1"), "CLASH@30"),
            (b"\xEF\xBB\xBF<?xml version='1.0' encoding='latin1'?>", None, "CLASH@33"),
            (b"\xEF\xBB\xBF<a/>", Some("ISO-8859-1"), "CLASH@0"),
            // Bad bytes.
            (b"<a>\xE8</a>", None, "BAD-BYTE@3"),
            (b"\xEF\xBB\xBFab\xC0\x80", None, "BAD-BYTE@5"),
            (b"a\xED\xA0\x80", None, "BAD-BYTE@1"),
            (b"abc\xC3", None, "BAD-BYTE@3"),
            (b"a\xC3\xA8", Some("us-ascii"), "BAD-BYTE@1"),
            // Charsets that are not served.
            (b"<a/>", Some("windows-1252"), "UNSUPPORTED@0"),
            (b"<a/>", Some("utf-16"), "UNSUPPORTED@0"),
            (b"<?xml version='1.0' encoding='ISO-8859-15'?>", None, "UNSUPPORTED@30"),
            (b"\xFF\xFE<\0a\0", None, "UTF16@0"),
            (b"\0<\0a", Some("utf-8"), "UTF16@0"),
            (b"<\0\0\0", None, "UTF16@0"),
            (b"\n\0<\0", None, "UTF16@0"),
            (b"\0\r\0\n\0<", None, "UTF16@0"),
            (b"\0\0\0 \0\0\0<", None, "UTF16@0"),
            (b"\t\0\0\0<\0\0\0", None, "UTF16@0"),
            (b"\0\0\0\0", None, "UTF-8 \0\0\0\0"),
            (b"\0<?xml version='1.0'?>", None, "UTF-8 \0<?xml version='1.0'?>"),
            (b"<\0a/>", None, "UTF-8 <\0a/>"),
            // No text at all.
            (b"\x1F\x8B\x08\0", None, "BINARY@0"),
            (b"PK\x03\x04", Some("latin1"), "BINARY@0"),
            (b"%PDF-1.7", None, "BINARY@0"),
            (b"", None, "UTF-8 "),
        ];
        for (bytes, http, expected) in cases {
            assert_eq!(&outcome(bytes, *http), expected, "{bytes:?} {http:?}");
        }
    }

    #[test]
    fn places_of_bad_bytes_have_lines_and_columns() {
        let place = decode(b"<a>\nb\xC3\xA8\xE8", None).unwrap_err().place;
        assert_eq!((place.line, place.column, place.offset), (2, 3, 7));
        let cases: &[(&[u8], &str)] = &[
            (b"<a>x\xE8</a>", "/a"),
            (b"<a><b/><b>x\xE8</b></a>", "/a/b[2]"),
            (b"<a><b c='x\xE8'/></a>", "/a/b"),
            (b"<a><b\xE8/></a>", "/a"),
            (b"<a><b></b\xE8></a>", "/a/b"),
            (b"<a><!-- \xE8 --></a>", "/a"),
            (b"<a></a><!-- \xE8 -->", ""),
            (b"\xE8<a/>", ""),
            // What stands before cannot be read.
            (b"<a></b>\xE8", ""),
        ];
        for (bytes, xpath) in cases {
            let place = decode(bytes, None).unwrap_err().place;
            assert_eq!(place.xpath, *xpath, "{}", bytes.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_within_them(bytes: Vec<u8>, label in proptest::option::of("utf-8|iso-8859-1|us-ascii|x")) {
            match decode(&bytes, label.as_deref()) {
                Ok(document) => {
                    for (offset, _) in document.text().char_indices() {
                        prop_assert!(document.origin(offset) < bytes.len());
                    }
                    prop_assert_eq!(document.origin(document.text().len()), bytes.len());
                }
                Err(error) => prop_assert!(error.place.offset <= bytes.len()),
            }
        }

        #[test]
        fn latin1_and_utf8_carry_the_same_text(text in "[\\u{1}-\\u{FF}]*") {
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
            prop_assume!(utf16_or_32(&latin).is_none() && binary(&latin).is_none() && !latin.starts_with(&[0xEF, 0xBB, 0xBF]));
            let document = decode(&latin, Some("latin1")).unwrap();
            prop_assert_eq!(document.text(), &text);
            for (offset, c) in text.char_indices() {
                prop_assert_eq!(u32::from(latin[document.origin(offset)]), u32::from(c));
            }
        }
    }
}
