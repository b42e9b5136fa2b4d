//! What is wrong or suspicious about the characters of a message, and what its bytes would read as
//! in another charset (contract §1).
//!
//! [`sac_xml::decode`] refuses what the contract forbids; here its one finding gets
//! readings. What the contract allows and was hardly meant (text encoded or escaped twice, Windows-1252
//! bytes in ISO-8859-1, a byte order mark in the middle) becomes a warning, one for each kind and
//! form, at its first place. Values are looked at as they read once references are resolved.

mod bad_byte;
mod code_page;
mod entities;
mod marks;
mod readings;
mod sequence;
mod suspicious;
#[cfg(test)]
mod table_tests;
mod utf16;
mod values;

use std::ops::Range;

use self::code_page::CodePage;
pub(super) use self::marks::blame_marks;
pub(super) use self::readings::BOM;
use self::readings::{around, first_accent, in_all};
use self::suspicious::Oddity;
use self::values::Form;
use super::body::Body;
use super::issue::{Issue, Reading};
use encoding_rs::{Encoding, WINDOWS_1252};
use sac_diagnostic::{Code, Finding, Locator, Place, Text, hex, kept};
use sac_xml::{Charset, Document, ErrorKind, Event, Limits, ParseError, Reader};

/// The finding that kept a message from being decoded, with readings.
pub(super) fn explain(error: ParseError, body: &Body<'_>) -> Issue {
    let bytes = body.bytes;
    let readings = match &error.kind {
        ErrorKind::BadByte { .. } => {
            let offset = error.place.offset;
            return bad_byte::explain(error.into(), bytes, offset);
        }
        ErrorKind::Binary { .. } => Vec::new(),
        ErrorKind::Wide { .. } => utf16::reading(bytes).into_iter().collect(),
        ErrorKind::UnsupportedCharset { label, .. } => as_labelled(body, label),
        ErrorKind::CharsetClash { later: (_, charset), .. } => as_labelled(body, charset.name()),
        _ => as_labelled(body, ""),
    };
    Issue { readings, ..Issue::from(Finding::from(error)) }
}

/// What stands around the first accented letter, in the charset of a label and in others.
fn as_labelled(body: &Body<'_>, label: &str) -> Vec<Reading> {
    let in_http = body.charset.as_deref().unwrap_or_default();
    first_accent(body.bytes).map(|first| in_all(around(body.bytes, first), &[label, in_http])).unwrap_or_default()
}

/// The message as characters for its places to be shown, where it could not be decoded.
pub(super) fn lossy(bytes: &[u8]) -> String {
    utf16::decode(bytes).unwrap_or_else(|| narrow(bytes))
}

/// A message in the charset that it is written in, where the service does not read that one: its
/// characters, and how many bytes stand for a part of them from the start.
pub(super) fn own_reading(body: &Body<'_>) -> Option<(String, impl Fn(&str) -> usize)> {
    let bytes = body.bytes;
    let (text, origin): (String, fn(&str) -> usize) = if let Some((_, size)) = sac_xml::utf16_or_32(bytes) {
        let origin = if size == 2 {
            |before: &str| 2 * before.encode_utf16().count()
        } else {
            |before: &str| 4 * before.chars().count()
        };
        (utf16::decode(bytes)?, origin)
    } else {
        let labelled = sac_xml::decode(bytes, body.charset.as_deref()).err().and_then(|error| match error.kind {
            ErrorKind::UnsupportedCharset { label, .. } => Encoding::for_label(label.as_bytes()),
            ErrorKind::BadByte { .. } => Some(WINDOWS_1252),
            _ => None,
        });
        let encoding = labelled.filter(|encoding| encoding.is_single_byte())?;
        (encoding.decode_without_bom_handling(bytes).0.into_owned(), |before| before.chars().count())
    };
    let mark = if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        4
    } else if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        2
    } else {
        0
    };
    text.trim_start().starts_with('<').then_some((text, move |before: &str| mark + origin(before)))
}

fn narrow(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_prefix(BOM).unwrap_or(bytes)).into_owned()
}

/// What is legal about the characters of a message, and yet odd.
pub(super) fn doubts(document: &Document<'_>, bytes: &[u8], limits: Limits) -> Vec<Issue> {
    let mut issues = Vec::new();
    if bytes.starts_with(BOM) {
        let place = Place { line: 1, column: 1, ..Place::default() };
        issues.push(Finding::new(Code::CHARSET_BOM).found(&hex(BOM)).at(place).into());
    }
    let text = document.text();
    if text.is_ascii() && !text.contains('&') {
        return issues;
    }
    let mut doubts: Vec<Doubt> = Vec::new();
    values::each(text, |value| {
        for odd in suspicious::places(&value.text) {
            let (range, form) = value.source(odd.range.clone());
            // An ampersand that is no text, but markup that XML refuses, is reported as that.
            let (_, first) = value.source(odd.range.start..odd.range.start + 1);
            if odd.oddity == Oddity::Escaped && first == Form::Characters {
                continue;
            }
            if let Some(doubt) = doubts.iter_mut().find(|doubt| doubt.oddity == odd.oddity && doubt.form == form) {
                doubt.times += 1;
            } else {
                let read = value.text.get(odd.range).unwrap_or_default().to_owned();
                doubts.push(Doubt { oddity: odd.oddity, form, range, read, meant: odd.meant, times: 1 });
            }
        }
    });
    issues.extend(doubts.iter().map(|doubt| doubt.issue(document, bytes, limits)));
    issues
}

/// One kind of oddity in one form, at its first place.
struct Doubt {
    oddity: Oddity,
    form: Form,
    /// Where it is written, in the text.
    range: Range<usize>,
    /// As it reads.
    read: String,
    meant: Option<String>,
    times: usize,
}

impl Doubt {
    fn issue(&self, document: &Document<'_>, bytes: &[u8], limits: Limits) -> Issue {
        let Self { oddity, form, range, read, .. } = self;
        let written = document.text().get(range.clone()).unwrap_or_default();
        let raw = document.origin(range.start)..document.origin(range.end);
        let raw = bytes.get(raw).unwrap_or_default();
        // References are shown as they are written, and so is markup between pieces of a value.
        let is_plain = *form != Form::References && *oddity != Oddity::Escaped && !written.contains('<');
        let shown = if is_plain { hex(raw) } else { kept(written) };
        let found = |code| Finding::new(code).found(&shown).at(place(document, limits, range.start));
        let mut issue = match oddity {
            Oddity::Mark => found(Code::CHARSET_STRAY_BOM).into(),
            Oddity::Lost => lost(found(Code::CHARSET_REPLACEMENT), read),
            Oddity::Control => c1(found(Code::CHARSET_C1), read),
            Oddity::Escaped => self.escaped(found(Code::CHARSET_ESCAPED)),
            Oddity::Twice(CodePage::Western) if document.charset() == Charset::Latin1 && *form != Form::References => {
                self.read_twice(found(Code::CHARSET_MISLABELLED))
            }
            Oddity::Twice(page) => self.read_twice_in(*page, found(Code::CHARSET_DOUBLE)),
        };
        issue.length = Some(written.chars().count());
        if *oddity != Oddity::Escaped
            && let Some(words) = in_form(*form)
        {
            issue = issue.because(&words);
        }
        if self.times > 1 {
            let times = self.times;
            let count = Text::new(format!("In tutto {times} volte."), format!("{times} times in all."));
            issue = issue.because(&count);
        }
        issue
    }

    /// Text that is UTF-8 read as something else.
    fn read_twice(&self, finding: Finding) -> Issue {
        let meant = self.meant.clone().unwrap_or_default();
        with_readings(finding.about(&self.read).allowed(quoted(&meant)), vec![("UTF-8", meant)])
    }

    fn read_twice_in(&self, page: CodePage, finding: Finding) -> Issue {
        let mut issue = self.read_twice(finding);
        if page != CodePage::Western {
            let name = page.name();
            issue.hint = Text::new(
                format!(
                    "Convertire il testo in UTF-8 una volta sola: un programma o una console legge come {name} ciò che è già UTF-8."
                ),
                format!(
                    "Convert the text to UTF-8 only once: a program or console reads as {name} what is UTF-8 already."
                ),
            );
        }
        issue
    }

    /// A reference that reads as its own text.
    fn escaped(&self, finding: Finding) -> Issue {
        let meant = self.meant.clone().unwrap_or_default();
        let copy = match meant.chars().next() {
            Some('<') => "&lt;".to_owned(),
            Some('&') => "&amp;".to_owned(),
            Some(c) if c.is_ascii() => c.to_string(),
            Some(c) => format!("{c}, &#{};", u32::from(c)),
            None => String::new(),
        };
        let issue = Issue::from(finding.about(&self.read).allowed(Text::same(copy)));
        if self.form == Form::Cdata {
            let words = Text::new(
                "In una sezione CDATA i riferimenti non valgono: restano il testo che sono.",
                "In a CDATA section references do not count: they stay the text that they are.",
            );
            return issue.because(&words);
        }
        issue
    }
}

/// How the characters are written, where that is not as themselves.
fn in_form(form: Form) -> Option<Text> {
    Some(match form {
        Form::Characters => return None,
        Form::References => Text::new(
            "È scritto con riferimenti a caratteri: il loro numero è quello di Unicode, non un byte di un'altra codifica.",
            "It is written by character references: their number is that of Unicode, not a byte of another charset.",
        ),
        Form::Cdata => Text::new("Sta in una sezione CDATA.", "It stands in a CDATA section."),
    })
}

/// A control character where Windows-1252 has a sign, and CP850 perhaps an accented letter.
fn c1(finding: Finding, text: &str) -> Issue {
    let control = text.chars().next().unwrap_or_default();
    let finding = finding.about(format!("U+{:04X}", u32::from(control)));
    let byte = u8::try_from(u32::from(control)).ok();
    let read = |page: CodePage| byte.and_then(|byte| page.character(byte)).map(String::from);
    let console = read(CodePage::Cp850).filter(|c| "àèéìòùÉ".contains(c.as_str())).map(|c| ("CP850", c));
    let Some(meant) = read(CodePage::Western) else {
        let nothing =
            Text::new("nemmeno Windows-1252 ha un segno al suo posto", "not even Windows-1252 has a sign for it");
        let hint = Text::new(
            "Cercare a monte da dove viene il carattere: il testo era forse in un'altra codifica (CP850, Mac Roman).",
            "Look upstream for where the character comes from: the text was perhaps in another charset (CP850, Mac Roman).",
        );
        return Issue { hint, ..with_readings(finding.allowed(nothing), console.into_iter().collect()) };
    };
    let allowed =
        Text::new(format!("in Windows-1252 sarebbe «{meant}»"), format!("in Windows-1252 it would be “{meant}”"));
    with_readings(finding.allowed(allowed), [("Windows-1252", meant)].into_iter().chain(console).collect())
}

/// U+FFFD, as it is or encoded once more.
fn lost(finding: Finding, text: &str) -> Issue {
    let issue = Issue::from(finding);
    if text.starts_with('\u{FFFD}') {
        return issue;
    }
    issue.because(&Text::new(
        format!("Dopo la perdita il testo è stato anche codificato due volte: si legge «{text}»."),
        format!("After the loss the text was encoded twice as well: it reads “{text}”."),
    ))
}

fn with_readings(finding: Finding, readings: Vec<(&'static str, String)>) -> Issue {
    let readings = readings.into_iter().map(|(charset, text)| Reading { charset, text });
    Issue { allowed: None, readings: readings.collect(), ..Issue::from(finding) }
}

fn quoted(text: &str) -> Text {
    Text::new(format!("«{text}»"), format!("“{text}”"))
}

/// The place of an offset in the text, with the path of the element around it.
pub(super) fn place(document: &Document<'_>, limits: Limits, offset: usize) -> Place {
    let mut reader = Reader::new(document, limits);
    while reader.position() <= offset {
        match reader.read() {
            Ok(Event::Finish) => break,
            Ok(_) => {}
            Err(_) => {
                // Not well-formed, which is reported by itself: here the line is enough.
                let (line, column) = Locator::new(document.text()).locate(offset);
                return Place { line, column, offset: document.origin(offset), xpath: String::new() };
            }
        }
    }
    reader.place(offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_xml::decode;

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
            (b"<a>\x81x\x92</a>", Some("iso-8859-1"), &["C1@3 0x81"]),
            ("<a>Forlï¿½</a>".as_bytes(), None, &["REPLACEMENT@7 0xC3 0xAF 0xC2 0xBF 0xC2 0xBD"]),
            ("<a>Forl\u{FFFD}</a>".as_bytes(), Some("latin1"), &["REPLACEMENT@7 0xEF 0xBF 0xBD"]),
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
    fn a_bad_byte_is_shown_with_all_that_belongs_to_it() {
        let declared = b"<?xml version='1.0' encoding='US-ASCII'?>\n<a>Forl\xC3\xAC</a>";
        let cases: &[(&[u8], &str, &str, usize)] = &[
            (b"<a>Forl\xEC</a>", "0xEC", "", 1),
            (b"<a>\xC0\xBC</a>", "0xC0 0xBC", "overlong form of U+003C “<”", 0),
            (b"<a>\xED\xA0\xBD\xED\xB8\x80</a>", "0xED 0xA0 0xBD 0xED 0xB8 0x80", "U+1F600", 0),
            (b"<a>\xED\xA0\x80</a>", "0xED 0xA0 0x80", "half of a surrogate pair (U+D800)", 0),
            (b"<a>\xE2\x82</a>", "0xE2 0x82", "2 of 3 bytes", 0),
            (b"<a>perch\xC3", "0xC3", "1 of 2 bytes", 0),
            (
                b"<a>perch\xC3\xA9</a>\n<b>Forl\xEC</b>",
                "0xEC",
                "Elsewhere the text is UTF-8 all the same (“perché”)",
                2,
            ),
            (
                b"<b>Forl\xEC</b>\r\n<a>perch\xC3\xA9</a>",
                "0xEC",
                "Elsewhere the text is UTF-8 all the same (“perché”)",
                2,
            ),
            (declared, "0xC3 0xAC", "", 1),
        ];
        for (bytes, found, told, readings) in cases {
            let issue = explain(*decode(bytes, None).unwrap_err(), &Body::bare(bytes));
            assert_eq!(issue.value.as_deref(), Some(*found));
            assert!(issue.message.en.contains(found) && issue.message.en.contains(told), "{}", issue.message.en);
            assert_eq!(issue.readings.len(), *readings, "{:?}", issue.readings);
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_read_in_other_charsets() {
        type Case = (&'static [u8], Option<&'static str>, &'static [(&'static str, &'static str)]);
        let cases: &[Case] = &[
            (b"<a>Forl\xEC</a>", None, &[("ISO-8859-1", "Forlì")]),
            (b"<a>l\x92influenza</a>", None, &[("Windows-1252", "l’influenza")]),
            (b"<a>perch\xC3\xA9 Forl\xEC</a>", None, &[("ISO-8859-1", "perchÃ© Forlì"), ("UTF-8", "perché Forl�")]),
            ("<a>Forlì</a>".as_bytes(), Some("us-ascii"), &[("UTF-8", "Forlì")]),
            (b"<a>Forl\xEC</a>", Some("us-ascii"), &[("ISO-8859-1", "Forlì")]),
            (b"\xFF\xFE<\0a\0/\0>\0", None, &[("UTF-16LE", "<a/>")]),
            (b"\0<\0a\0/\0>", None, &[("UTF-16BE", "<a/>")]),
            (b"<\0\0\0a\0\0\0/\0\0\0>\0\0\0", None, &[("UTF-32LE", "<a/>")]),
            (b"\0\0\xFE\xFF\0\0\0<\0\0\0a\0\0\0/\0\0\0>", None, &[("UTF-32BE", "<a/>")]),
            (b"\n\0<\0a\0/\0>\0", None, &[("UTF-16LE", "␊<a/>")]),
            (b"\0 \0<\0a\0/\0>", None, &[("UTF-16BE", " <a/>")]),
            (b"\r\0\0\0<\0\0\0a\0\0\0>\0\0\0", None, &[("UTF-32LE", "␍<a>")]),
            (b"\0\0\0\t\0\0\0<", None, &[("UTF-32BE", " <")]),
            (
                b"<?xml version='1.0' encoding='UTF-8'?><a>Forl\xC3\xAC</a>",
                Some("ISO-8859-1"),
                &[("ISO-8859-1", "ForlÃ¬"), ("UTF-8", "Forlì")],
            ),
            (b"<a>\xA4</a>", Some("iso-8859-15"), &[("ISO-8859-1", "¤"), ("ISO-8859-15", "€")]),
        ];
        for (bytes, http, expected) in cases {
            let error = decode(bytes, *http).unwrap_err();
            let issue = explain(*error, &Body { charset: http.map(str::to_owned), ..Body::bare(bytes) });
            let found: Vec<_> = issue.readings.iter().map(|reading| (reading.charset, reading.text.as_str())).collect();
            assert_eq!(&found, expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
