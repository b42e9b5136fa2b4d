//! One body on all the ways it may travel, and what `sac check` says of it.

use sac_gateway::check::{Kind, Verdict};
use sac_gateway::diagnostic::Language;

use super::checked::checked;
use super::pack::pack;

/// A body as it is, in chunks, packed, packed and in chunks.
pub fn every_way(body: &[u8]) -> [Vec<u8>; 4] {
    let (packed, gzip) = (pack(body), "Content-Encoding: gzip\r\n");
    [with_length("", body), in_chunks("", body), with_length(gzip, &packed), in_chunks(gzip, &packed)]
}

/// What is said of the body of the one message in a capture: what it is, how it ended, and of each
/// issue the code, the path, the offset in the body, and the words.
pub type Examined = (Kind, Verdict, Vec<(&'static str, Option<(String, usize)>, String)>);

/// Checks a capture of one message.
pub fn examined(capture: &[u8]) -> Examined {
    let reports = checked("capture.http", capture);
    let [report] = &*reports else { panic!("{} reports of one message", reports.len()) };
    let body = if report.unpacked { 0 } else { capture.len() - report.bytes };
    let issues = report.issues.iter().map(|issue| {
        let place = issue.place.as_ref().map(|place| (place.xpath.clone(), place.offset - body));
        (issue.code.as_str(), place, without_lines(issue.message.get(Language::En)))
    });
    (report.kind, report.verdict, issues.collect())
}

/// Words without the numbers of lines, which count from the start of the file where they can.
fn without_lines(words: &str) -> String {
    let parts = words.split("line ").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    parts.collect::<Vec<_>>().join("line ")
}

const HEAD: &str = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml\r\n";

fn with_length(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("{HEAD}{headers}Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// In two chunks of about the same size, unless there is nothing to send.
fn in_chunks(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("{HEAD}{headers}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for chunk in body.chunks(body.len().div_ceil(2).max(1)) {
        message.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
        message.extend([chunk, b"\r\n"].concat());
    }
    message.extend(b"0\r\n\r\n");
    message
}
