//! What was handed in, where it is not a message: named files and standard input alike are looked
//! at here first. Messages that are in it are taken out and checked.
//!
//! Everything is bounded: what is taken out is part of the input or its plain decoding, so many
//! messages at most, and what was taken out is looked into so deep and no deeper.

mod editor;
mod html;
mod json;
mod log;
mod other;
mod packets;
mod signed;
mod soapui;

use self::other::{MOST, Other};
use super::body::Body;
use super::charset::BOM;
use super::checker::Checker;
use super::issue::Issue;
use super::report::Report;
use super::{capture, message};
use sac_diagnostic::{Code, Finding, Text};

pub(super) use self::editor::included_file;

/// How deep files within files are looked into.
const DEEPEST: usize = 3;

/// Checks what `bytes` hold.
pub(super) fn check(checker: &Checker, name: &str, bytes: &[u8]) -> Vec<Report> {
    let mut reports = check_at(checker, name, bytes, 0);
    if reports.len() > 1 {
        for (index, report) in reports.iter_mut().enumerate() {
            report.part = Some(index + 1);
        }
    }
    reports
}

/// Whether a file whose name says nothing holds messages all the same, or something that says what
/// became of them.
pub(super) fn holds_messages(checker: &Checker, bytes: &[u8]) -> bool {
    let is_text = std::str::from_utf8(bytes).is_ok();
    capture::is_capture(UNNAMED, bytes)
        || capture::looks_like_a_message(&checker.contract.interface, bytes)
        || recognise(checker, bytes).is_some_and(|other| !other.parts.is_empty() || !is_text)
}

fn check_at(checker: &Checker, name: &str, bytes: &[u8], depth: usize) -> Vec<Report> {
    if capture::is_capture(name, bytes) {
        return capture::check(checker, name, bytes);
    }
    let Some(other) = (depth < DEEPEST).then(|| recognise(checker, bytes)).flatten() else {
        return vec![message::check(checker, name, &Body::bare(bytes))];
    };
    let issue = other.issue();
    if other.parts.is_empty() {
        let issues = std::iter::once(issue).chain(other.unread).collect();
        return vec![unread(name, bytes, issues, Code::CHECK_FORMAT)];
    }
    // Parts have no name of their own: each is known by what it begins with.
    let inner = other.parts.iter().take(MOST).flat_map(|part| check_at(checker, UNNAMED, part, depth + 1));
    let mut reports: Vec<Report> =
        inner.map(|report| Report { file: name.to_owned(), unpacked: true, part: None, ..report }).collect();
    if other.parts.len() > MOST {
        let finding = Finding::new(Code::LIMIT_MESSAGES).allowed(Text::same(MOST.to_string()));
        reports.push(unread(name, bytes, vec![finding.into()], Code::LIMIT_MESSAGES));
    }
    if !other.unread.is_empty() {
        reports.push(unread(name, bytes, other.unread, Code::CHECK_FORMAT));
    }
    if let Some(first) = reports.first_mut() {
        first.issues.insert(0, issue);
    }
    reports
}

fn unread(name: &str, bytes: &[u8], issues: Vec<Issue>, because: Code) -> Report {
    Report::unread(name, bytes.len(), issues, vec![because.as_str().to_owned()])
}

/// The name of what has none, as standard input has.
const UNNAMED: &str = "-";

fn recognise(checker: &Checker, bytes: &[u8]) -> Option<Other> {
    // `<?xml` in the code pages of IBM's mainframes.
    const EBCDIC: &[u8] = b"\x4C\x6F\xA7\x94\x93";
    if let Some(other) = packets::recognise(checker, bytes) {
        return Some(other);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Other::record(
            Text::new("un archivio zip dentro un altro file", "a zip archive within another file"),
            Text::new(
                "Estrarre l'archivio e controllarlo da solo: qui non si apre.",
                "Take the archive out and check it by itself: it is not opened here.",
            ),
            Vec::new(),
        ));
    }
    if bytes.starts_with(EBCDIC) {
        return Some(Other::refused(
            Text::new("un testo in EBCDIC, la codifica dei mainframe", "a text in EBCDIC, the charset of mainframes"),
            Text::new(
                "Convertire il messaggio in UTF-8 prima dell'invio, per esempio con iconv -f IBM280 -t UTF-8.",
                "Convert the message to UTF-8 before sending it, with iconv -f IBM280 -t UTF-8 for example.",
            ),
            Vec::new(),
        ));
    }
    if let Some(other) = signed::recognise(bytes) {
        return Some(other);
    }
    let text = std::str::from_utf8(bytes.strip_prefix(BOM).unwrap_or(bytes)).ok()?;
    html::recognise(text)
        .or_else(|| soapui::recognise(text))
        .or_else(|| json::recognise(text))
        .or_else(|| log::recognise(text))
}
