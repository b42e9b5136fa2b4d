//! The charset doctor: what is wrong, or odd, about the bytes, and what they would read as in
//! another charset (contract §1).
//!
//! [`crate::xml::decode`] refuses what the contract forbids; here its one finding gets
//! readings. What the contract allows and nobody means — text encoded twice, Windows-1252 bytes
//! in ISO-8859-1, a byte order mark in the middle — becomes a warning, one for each kind, at
//! its first place.

mod odd;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use self::odd::{Odd, Oddity};
use super::issue::{Issue, Reading};
use crate::diagnostic::{Code, Finding, Locator, Place, Text};
use crate::xml::{Charset, Document, Event, Limits, Reader};

const BOM: &[u8] = &[0xEF, 0xBB, 0xBF];
/// How many bytes around a place are read in other charsets.
const AROUND: usize = 24;

/// The finding that kept `bytes` from being decoded, with readings.
pub(super) fn explain(finding: Finding, bytes: &[u8], http_charset: Option<&str>) -> Issue {
    let (code, offset) = (finding.code, finding.place.as_ref().map_or(0, |place| place.offset));
    let label = finding.found.clone().unwrap_or_default();
    let mut issue = Issue::from(finding);
    if code == Code::CHARSET_BAD_BYTE {
        issue.length = Some(1);
        issue.readings = in_single_bytes(around(bytes, offset));
    } else if code == Code::CHARSET_UTF16 {
        issue.readings = wide_reading(bytes).into_iter().collect();
    } else if let Some(first) = first_accent(bytes) {
        issue.readings = in_all(around(bytes, first), &[&label, http_charset.unwrap_or_default()]);
    }
    issue
}

/// The message as characters for its places to be shown, where it could not be decoded.
pub(super) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(BOM).unwrap_or(bytes)).into_owned()
}

/// What is legal about the characters of a message, and yet odd.
pub(super) fn doubts(document: &Document<'_>, bytes: &[u8], limits: Limits) -> Vec<Issue> {
    let mut issues = Vec::new();
    if bytes.starts_with(BOM) {
        let place = Place { line: 1, column: 1, ..Place::default() };
        issues.push(Finding::new(Code::CHARSET_BOM).found(&hex(BOM)).at(place).into());
    }
    if document.text().is_ascii() {
        return issues;
    }
    let mut doubts: Vec<Doubt> = Vec::new();
    for odd in odd::places(document.text()) {
        match doubts.iter_mut().find(|doubt| doubt.first.oddity == odd.oddity) {
            Some(doubt) => doubt.times += 1,
            None => doubts.push(Doubt { first: odd, times: 1 }),
        }
    }
    issues.extend(doubts.iter().map(|doubt| doubt.issue(document, bytes, limits)));
    issues
}

/// One kind of oddity, at its first place.
struct Doubt {
    first: Odd,
    times: usize,
}

impl Doubt {
    fn issue(&self, document: &Document<'_>, bytes: &[u8], limits: Limits) -> Issue {
        let Odd { oddity, range } = &self.first;
        let text = document.text().get(range.clone()).unwrap_or_default();
        let raw = document.origin(range.start)..document.origin(range.end);
        let raw = bytes.get(raw).unwrap_or_default();
        let found = |code| Finding::new(code).found(&hex(raw)).at(place(document, limits, range.start));
        let mut issue = match oddity {
            Oddity::Mark => found(Code::CHARSET_STRAY_BOM).into(),
            Oddity::Lost => found(Code::CHARSET_REPLACEMENT).into(),
            Oddity::Control => c1(found(Code::CHARSET_C1), text),
            Oddity::Twice if document.charset() == Charset::Utf8 => read_twice(found(Code::CHARSET_DOUBLE), text),
            Oddity::Twice => read_twice(found(Code::CHARSET_MISLABELLED), text),
        };
        issue.length = Some(text.chars().count());
        if self.times > 1 {
            let times = self.times;
            let count = Text::new(format!("In tutto {times} volte."), format!("{times} times in all."));
            issue = issue.because(&count);
        }
        issue
    }
}

/// A control character where Windows-1252 may have a sign.
fn c1(finding: Finding, text: &str) -> Issue {
    let control = text.chars().next().unwrap_or_default();
    let finding = finding.about(format!("U+{:04X}", u32::from(control)));
    let meant = odd::in_windows_1252(control).map(String::from);
    let allowed = quoted(meant.as_deref().unwrap_or_default());
    with_reading(finding.allowed(allowed), "Windows-1252", meant)
}

/// Text that is UTF-8 read as something else.
fn read_twice(finding: Finding, text: &str) -> Issue {
    let meant = odd::read_once(text);
    with_reading(finding.about(text).allowed(quoted(&meant)), "UTF-8", Some(meant))
}

fn with_reading(finding: Finding, charset: &'static str, text: Option<String>) -> Issue {
    let readings = text.map(|text| Reading { charset, text });
    Issue { allowed: None, readings: readings.into_iter().collect(), ..Issue::from(finding) }
}

fn quoted(text: &str) -> Text {
    Text::new(format!("«{text}»"), format!("“{text}”"))
}

/// The place of an offset in the text, with the path of the element around it.
fn place(document: &Document<'_>, limits: Limits, offset: usize) -> Place {
    let mut reader = Reader::new(document, limits);
    while reader.position() <= offset {
        match reader.read() {
            Ok(Event::Finish) => break,
            Ok(_) => {}
            Err(_) => {
                // Not well-formed, which is told on its own: here the line will do.
                let (line, column) = Locator::new(document.text()).locate(offset);
                return Place { line, column, offset: document.origin(offset), xpath: String::new() };
            }
        }
    }
    reader.place(offset)
}

/// The first byte outside ASCII, behind a byte order mark.
fn first_accent(bytes: &[u8]) -> Option<usize> {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    bytes.iter().skip(start).position(|byte| !byte.is_ascii()).map(|at| start + at)
}

/// The bytes around a place, within its line and its element.
fn around(bytes: &[u8], offset: usize) -> &[u8] {
    let is_edge = |byte: &u8| matches!(byte, b'<' | b'>' | b'\n' | b'\r' | b'"');
    let (before, after) = bytes.split_at_checked(offset).unwrap_or((bytes, &[]));
    let before = before.rsplit(is_edge).next().unwrap_or_default();
    let after = after.split(is_edge).next().unwrap_or_default();
    let start = offset - before.len().min(AROUND);
    bytes.get(start..offset + after.len().min(AROUND)).unwrap_or_default()
}

/// A reading as ISO-8859-1, or as Windows-1252 where the two differ.
fn in_single_bytes(bytes: &[u8]) -> Vec<Reading> {
    let charset = if bytes.iter().any(|byte| matches!(byte, 0x80..=0x9F)) { "Windows-1252" } else { "ISO-8859-1" };
    vec![Reading { charset, text: super::excerpt::visible(&WINDOWS_1252.decode_without_bom_handling(bytes).0) }]
}

/// Readings as UTF-8, where it is that, as a single-byte charset, and in those that are named.
fn in_all(bytes: &[u8], labels: &[&str]) -> Vec<Reading> {
    let mut readings = in_single_bytes(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        readings.push(Reading { charset: "UTF-8", text: super::excerpt::visible(text) });
    }
    for encoding in labels.iter().filter_map(|label| Encoding::for_label(label.as_bytes())) {
        let charset = encoding.name();
        let known = readings.iter().any(|reading| reading.charset.eq_ignore_ascii_case(charset));
        if !known && encoding != WINDOWS_1252 {
            let text = super::excerpt::visible(&encoding.decode_without_bom_handling(bytes).0);
            readings.push(Reading { charset, text });
        }
    }
    readings
}

/// The start of a text in UTF-16.
fn wide_reading(bytes: &[u8]) -> Option<Reading> {
    let little = bytes.starts_with(&[0xFF, 0xFE]) || bytes.get(1) == Some(&0);
    let encoding = if little { UTF_16LE } else { UTF_16BE };
    let start = bytes.get(..bytes.len().min(4 * AROUND) & !1)?;
    // UTF-32 has whole zero units, which no text in UTF-16 has.
    let is_utf32 = start.chunks_exact(2).any(|unit| unit == [0, 0]);
    let text = encoding.decode_with_bom_removal(start).0;
    (!is_utf32).then(|| Reading { charset: encoding.name(), text: super::excerpt::visible(&text) })
}

fn hex(bytes: &[u8]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = bytes.iter().take(MOST).map(|byte| format!("0x{byte:02X}")).collect();
    if bytes.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::decode;

    fn doubted(bytes: &[u8], http: Option<&str>) -> Vec<String> {
        let document = decode(bytes, http).unwrap();
        let told = |issue: &Issue| {
            let place = issue.place.clone().unwrap_or_default();
            let readings: Vec<_> = issue.readings.iter().map(|reading| reading.text.as_str()).collect();
            let code = issue.code.as_str().trim_start_matches("SAC-CHARSET-");
            format!("{code}@{} {} {}", place.offset, issue.value.as_deref().unwrap_or_default(), readings.join("|"))
        };
        doubts(&document, bytes, Limits::default()).iter().map(|issue| told(issue).trim_end().to_owned()).collect()
    }

    #[test]
    fn each_oddity_is_told_once_with_offset_bytes_and_reading() {
        let cases: &[(&[u8], Option<&str>, &[&str])] = &[
            ("<a>perché no</a>".as_bytes(), None, &[]),
            ("<a>«È»</a>".as_bytes(), None, &[]),
            ("<a>«È» più à«»</a>".as_bytes(), None, &[]),
            ("<a>«Ã» „Ä“ «Â» Â» »Å« «IRMÃ» „Ö“ Ä… Ã… «Ä»</a>".as_bytes(), None, &[]),
            ("<a>città» perché… più» l’Â “à” Ó’ — É»</a>".as_bytes(), None, &[]),
            ("<a>«Â\u{a0}»</a>".as_bytes(), None, &[]),
            ("<a>NoÃ«l</a>".as_bytes(), None, &["DOUBLE@5 0xC3 0x83 0xC2 0xAB ë"]),
            ("<a>PERÃ’ no</a>".as_bytes(), None, &["DOUBLE@6 0xC3 0x83 0xE2 0x80 0x99 Ò"]),
            ("<a>Â«NovÃ¡Äek»</a>".as_bytes(), None, &["DOUBLE@3 0xC3 0x82 0xC2 0xAB «"]),
            ("<a>MiloÅ¡</a>".as_bytes(), None, &["DOUBLE@7 0xC3 0x85 0xC2 0xA1 š"]),
            ("<a>37Â°C</a>".as_bytes(), None, &["DOUBLE@5 0xC3 0x82 0xC2 0xB0 °"]),
            ("<a>perchÃ©</a>".as_bytes(), None, &["DOUBLE@8 0xC3 0x83 0xC2 0xA9 é"]),
            ("<a>cittÃ\u{a0} e perchÃ©</a>".as_bytes(), None, &["DOUBLE@7 0xC3 0x83 0xC2 0xA0 à"]),
            ("<a>l\u{e2}€™influenza</a>".as_bytes(), None, &["DOUBLE@4 0xC3 0xA2 0xE2 0x82 0xAC 0xE2 0x84 0xA2 ’"]),
            ("<a>Forl\u{ec}</a>".as_bytes(), Some("iso-8859-1"), &["MISLABELLED@7 0xC3 0xAC ì"]),
            (b"<a>l\x92influenza</a>", Some("iso-8859-1"), &["C1@4 0x92 ’"]),
            ("<a>l\u{92}influenza</a>".as_bytes(), None, &["C1@4 0xC2 0x92 ’"]),
            (b"\xEF\xBB\xBF<a/>", None, &["BOM@0 0xEF 0xBB 0xBF"]),
            (b"<a>x\xEF\xBB\xBFy</a>", None, &["STRAY-BOM@4 0xEF 0xBB 0xBF"]),
            (b"<a>x\xEF\xBB\xBFy</a>", Some("latin1"), &["STRAY-BOM@4 0xEF 0xBB 0xBF"]),
            ("<a>Forl\u{FFFD}</a>".as_bytes(), None, &["REPLACEMENT@7 0xEF 0xBF 0xBD"]),
        ];
        for (bytes, http, expected) in cases {
            let found = doubted(bytes, *http);
            assert_eq!(&found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_read_in_other_charsets() {
        type Case = (&'static [u8], Option<&'static str>, &'static [(&'static str, &'static str)]);
        let cases: &[Case] = &[
            (b"<a>Forl\xEC</a>", None, &[("ISO-8859-1", "Forlì")]),
            (b"<a>l\x92influenza</a>", None, &[("Windows-1252", "l’influenza")]),
            (b"\xFF\xFE<\0a\0/\0>\0", None, &[("UTF-16LE", "<a/>")]),
            (b"\0<\0a\0/\0>", None, &[("UTF-16BE", "<a/>")]),
            (b"<\0\0\0a\0\0\0", None, &[]),
            (
                b"<?xml version='1.0' encoding='UTF-8'?><a>Forl\xC3\xAC</a>",
                Some("ISO-8859-1"),
                &[("ISO-8859-1", "ForlÃ¬"), ("UTF-8", "Forlì")],
            ),
            (b"<a>\xA4</a>", Some("iso-8859-15"), &[("ISO-8859-1", "¤"), ("ISO-8859-15", "€")]),
        ];
        for (bytes, http, expected) in cases {
            let finding = decode(bytes, *http).unwrap_err();
            let issue = explain(*finding, bytes, *http);
            let found: Vec<_> = issue.readings.iter().map(|reading| (reading.charset, reading.text.as_str())).collect();
            assert_eq!(&found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
