//! Whole HTTP messages in a file, as a proxy, a debugger or an editor's HTTP client writes
//! them: one or more, each a head, an empty line and a body. Lines may end with LF alone;
//! lines that begin with `#` or `//` before a head are remarks, those with `@` an editor's variables.

mod captured;
mod messages;
mod scan;
mod stretches;

use hyper::StatusCode;

use super::body::Body;
use super::charset::BOM;
use super::checker::Checker;
use super::issue::Issue;
use super::message;
use super::recognise::included_file;
use super::report::Report;
use captured::{Asked, Captured, Start};
pub use messages::{HttpMessage, http_messages};
use sac_diagnostic::{Code, Finding, Text, kept};
use sac_soap::{Expected, Interface};
use sac_xml::utf16_or_32;
use scan::{Scanner, start_of};
pub(super) use stretches::{Side, stretches};

/// Whether this is a capture rather than a message: by its name or by its first line.
pub(super) fn is_capture(name: &str, bytes: &[u8]) -> bool {
    let named = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("http"));
    let first = bytes.split(|byte| *byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
    named || first.is_some_and(|line| line.contains("HTTP/1.") && start_of(line.trim_end()).is_some())
}

/// The most messages of one capture that are checked.
const MOST: usize = 10_000;

/// Checks every message of a capture; at least one report comes back.
pub(super) fn check(checker: &Checker, file: &str, bytes: &[u8]) -> Vec<Report> {
    let reports = messages(checker, file, bytes, &mut Asked::Service);
    if !reports.is_empty() {
        return reports;
    }
    let nothing = Finding::new(Code::CHECK_NOTHING)
        .allowed(Text::new("una richiesta o una risposta con un corpo SOAP", "a request or response with a SOAP body"));
    vec![Report { issues: vec![nothing.into()], ..Report::new(file, bytes.len()) }]
}

/// Checks a request and its response that were recorded in files of their own, if one of them is
/// for the service or holds an envelope.
pub(super) fn exchange(checker: &Checker, files: &[(String, Vec<u8>)]) -> Vec<Report> {
    if !files.iter().any(|(_, bytes)| is_for_service(checker, bytes)) {
        return Vec::new();
    }
    let mut asked = Asked::Service;
    files.iter().flat_map(|(name, bytes)| messages(checker, name, bytes, &mut asked)).collect()
}

/// Whether one of the messages of a capture is for the service or holds an envelope.
pub(super) fn is_for_service(checker: &Checker, bytes: &[u8]) -> bool {
    let interface = &checker.contract.interface;
    let mut scanner = Scanner::new(bytes);
    std::iter::from_fn(|| scanner.next_message().ok().flatten()).take(MOST).any(|captured| {
        let holds_a_message = || {
            let body = captured.unpack(checker.max_bytes).ok().flatten();
            looks_like_a_message(interface, body.as_deref().unwrap_or(captured.body))
        };
        captured.is_for(interface) || holds_a_message()
    })
}

/// The reports on the messages of a capture, if there are any. `asked` is what the last request before
/// it asked for, and then the last one in it.
fn messages(checker: &Checker, file: &str, bytes: &[u8], asked: &mut Asked) -> Vec<Report> {
    let mut scanner = Scanner::new(bytes);
    let mut reports = Vec::new();
    loop {
        match scanner.next_message() {
            Ok(Some(captured)) if reports.len() == MOST => {
                let finding = Finding::new(Code::LIMIT_MESSAGES).allowed(Text::same(MOST.to_string()));
                let issues = vec![finding.at(captured.place).into()];
                reports.push(Report { issues, ..Report::new(file, bytes.len()) });
                break;
            }
            Ok(Some(captured)) => {
                if let Start::Request { .. } = captured.start {
                    *asked = captured.asked(&checker.contract.interface);
                }
                if *asked == Asked::Service {
                    reports.extend(check_one(checker, file, &captured));
                }
            }
            Ok(None) => break,
            Err(issue) => {
                reports.push(Report { issues: vec![*issue], ..Report::new(file, bytes.len()) });
                break;
            }
        }
    }
    if reports.len() > 1 {
        reports.iter_mut().enumerate().for_each(|(index, report)| report.part = Some(index + 1));
    }
    reports
}

/// Checks one message, unless there is none to expect: an interim reply, or a refusal by HTTP.
fn check_one(checker: &Checker, file_name: &str, captured: &Captured<'_>) -> Option<Report> {
    let expected = match &captured.start {
        Start::Request { .. } => Expected::Request,
        Start::Response(StatusCode::OK | StatusCode::INTERNAL_SERVER_ERROR) => Expected::Response,
        Start::Response(_) => return None,
    };
    let interface = &checker.contract.interface;
    let media = captured.media(interface);
    let mut wrong = captured.wrong_head(interface);
    let unpacked = match captured.unpack(checker.max_bytes) {
        Ok(unpacked) => unpacked,
        // A body that cannot be unpacked is not read.
        Err(issue) => {
            let because = vec![issue.code.as_str().to_owned()];
            wrong.push(*issue);
            return Some(Report::unread(file_name, captured.body.len(), wrong, because));
        }
    };
    let bytes = unpacked.as_deref().unwrap_or(captured.body);
    if let Some(file) = included_file(bytes) {
        wrong.push(elsewhere(file));
        return Some(Report::unread(file_name, bytes.len(), wrong, vec![Code::CHECK_FORMAT.as_str().to_owned()]));
    }
    // What was sent elsewhere, or as something else, is only read if it looks like a message.
    if !wrong.is_empty() && !looks_like_a_message(interface, bytes) {
        let because = wrong.iter().map(|issue| issue.code.as_str().to_owned()).collect();
        return Some(Report::unread(file_name, bytes.len(), wrong, because));
    }
    let body = Body {
        bytes,
        expected,
        charset: media.charset.clone(),
        soap_12: captured
            .header("content-type")
            .filter(|_| media.soap12)
            .map(|header| header.value.clone().into_owned()),
        soap_action: captured.header("soapaction").map(|header| header.value.clone().into_owned()),
        first_line: if unpacked.is_none() { captured.body_line } else { 1 },
    };
    let mut report = message::check(checker, file_name, &body);
    report.unpacked = unpacked.is_some();
    for issue in &mut report.issues {
        if let Some(header) = captured.header_blamed(issue, media.charset.is_some()) {
            issue.place = Some(header.place.clone());
            issue.excerpt = None;
        } else if let Some(place) = issue.place.as_mut().filter(|_| unpacked.is_none()) {
            place.line = place.line.saturating_add(captured.body_line - 1);
            place.offset += captured.body_offset;
        }
    }
    report.issues.extend(captured.wrong_length());
    report.issues.extend(wrong);
    Some(report)
}

/// The body of a request is in another file.
fn elsewhere(file: &str) -> Issue {
    let finding = Finding::new(Code::CHECK_FORMAT).allowed(Text::new(
        format!("una richiesta il cui corpo è in un altro file, {}", kept(file)),
        format!("a request whose body is in another file, {}", kept(file)),
    ));
    let hint = Text::new(
        format!("Controllare quel file: sac check {}", kept(file)),
        format!("Check that file: sac check {}", kept(file)),
    );
    Issue { hint, allowed: None, ..Issue::from(finding) }
}

/// Whether a body may be a message: XML in which the name of an envelope or of a message stands.
pub(super) fn looks_like_a_message(interface: &Interface, bytes: &[u8]) -> bool {
    let content = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let holds = |name: &str| memchr::memmem::find(content, name.as_bytes()).is_some();
    let is_named = || holds("Envelope") || interface.schema.roots().any(holds);
    content.trim_ascii_start().starts_with(b"<") && is_named() || utf16_or_32(bytes).is_some()
}
