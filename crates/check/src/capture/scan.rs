//! From the bytes of a capture to its messages.

use std::borrow::Cow;

use encoding_rs::mem::decode_latin1;
use hyper::{Method, StatusCode};

use super::captured::{Captured, Header, Start};
use crate::charset::BOM;
use crate::issue::Issue;
use sac_diagnostic::{Code, Finding, Place, Text};

/// Goes through the bytes of a capture, message by message.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Scanner<'a> {
    /// Behind a byte order mark, if there is one.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let at = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
        Self { bytes, at, line: 1 }
    }

    /// How many bytes were gone through.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The next message, if there is another.
    pub(super) fn next_message(&mut self) -> Result<Option<Captured<'a>>, Box<Issue>> {
        let mut is_in_script = false;
        let (start, place) = loop {
            let place = self.place();
            let Some(line) = self.text_line() else { return Ok(None) };
            // Remarks, variables and response handlers that editors' clients know.
            if is_in_script {
                is_in_script = !line.contains("%}");
                continue;
            }
            if is_of_editor(line.as_bytes()) {
                is_in_script = line.contains("{%") && !line.contains("%}");
                continue;
            }
            if line.trim().is_empty() || line.starts_with(['#', '@']) || line.starts_with("//") {
                continue;
            }
            let wanted = Text::new(
                "una riga come «POST /… HTTP/1.1» o «HTTP/1.1 200 OK»",
                "a line such as “POST /… HTTP/1.1” or “HTTP/1.1 200 OK”",
            );
            match start_of(&line) {
                Some(start) => break (start, place),
                None => return Err(not_http(&line, wanted, place)),
            }
        };
        let mut headers = Vec::new();
        loop {
            let place = self.place();
            let line = self.text_line().unwrap_or_default();
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = split_header(&line) else {
                let wanted = Text::new("un'intestazione «nome: valore»", "a header “name: value”");
                return Err(not_http(&line, wanted, place));
            };
            headers.push(Header { name, value, place });
        }
        let (body_offset, body_line) = (self.at, self.line);
        let mut captured = Captured { start, place, headers, body: &[], dechunked: None, body_offset, body_line };
        let is_chunked = captured
            .header("transfer-encoding")
            .is_some_and(|header| header.value.to_ascii_lowercase().ends_with("chunked"));
        let length = captured.header("content-length").and_then(|header| header.value.parse().ok());
        let end = if captured.has_no_body() {
            body_offset
        } else if is_chunked {
            let (chunks, end) = self.chunks();
            captured.dechunked = Some(chunks);
            end
        } else {
            self.end_of_body(length)
        };
        captured.body = self.bytes.get(body_offset..end).unwrap_or_default();
        self.skip_to(end);
        Ok(Some(captured))
    }

    /// Where a body ends: after its stated length, if something else or nothing comes then;
    /// otherwise before a line of `###` or the first line of another message, or with the file.
    fn end_of_body(&self, length: Option<usize>) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(after) = length.and_then(|length| rest.get(length..)) {
            let next = after.trim_ascii_start();
            let first = next.split(|byte| *byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
            let another = first.is_some_and(|line| line.starts_with('#') || start_of(line.trim_end()).is_some());
            if next.is_empty() || another {
                return self.at + rest.len() - after.len();
            }
        }
        let mut start = 0;
        for line in rest.split_inclusive(|byte| *byte == b'\n') {
            let is_start =
                |line: &[u8]| std::str::from_utf8(line).is_ok_and(|line| start_of(line.trim_end()).is_some());
            let versioned = memchr::memmem::find(line, b"HTTP/1.").is_some();
            if line.starts_with(b"###") || is_of_editor(line) || (versioned && is_start(line)) {
                break;
            }
            start += line.len();
        }
        self.at + start
    }

    /// The body without its chunks, and where it ends.
    fn chunks(&self) -> (Result<Vec<u8>, Box<Issue>>, usize) {
        let mut body = Vec::new();
        let mut scanner = Scanner { bytes: self.bytes, at: self.at, line: self.line };
        loop {
            let place = scanner.place();
            let line = scanner.text_line().unwrap_or_default();
            let size = line.split(';').next().unwrap_or_default().trim();
            let digits = size.bytes().all(|byte| byte.is_ascii_hexdigit());
            let Some(size) = usize::from_str_radix(size, 16).ok().filter(|_| digits) else {
                return (
                    Err(bad_chunk(&line, Text::new("una lunghezza esadecimale", "a hexadecimal length"), place)),
                    self.bytes.len(),
                );
            };
            if size == 0 {
                // Trailers, up to an empty line.
                while scanner.text_line().is_some_and(|line| !line.is_empty()) {}
                return (Ok(body), scanner.at);
            }
            let Some(chunk) = scanner.at.checked_add(size).and_then(|end| self.bytes.get(scanner.at..end)) else {
                let wanted = Text::new(format!("un pezzo di {size} byte"), format!("a chunk of {size} bytes"));
                return (Err(bad_chunk("∅", wanted, scanner.place())), self.bytes.len());
            };
            body.extend_from_slice(chunk);
            scanner.skip_to(scanner.at + size);
            let place = scanner.place();
            let behind = scanner.text_line().unwrap_or(Cow::Borrowed("∅"));
            if !behind.is_empty() {
                let wanted = Text::new("la fine del pezzo", "the end of the chunk");
                return (Err(bad_chunk(&behind, wanted, place)), self.bytes.len());
            }
        }
    }

    fn place(&self) -> Place {
        Place { line: self.line, column: 1, offset: self.at, xpath: String::new() }
    }

    /// The next line without its end. One that is not UTF-8 is read as ISO-8859-1, which HTTP
    /// heads once were.
    fn text_line(&mut self) -> Option<Cow<'a, str>> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = rest.get(..end).unwrap_or_default();
        self.skip_to(self.at + end);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(std::str::from_utf8(line).map_or_else(|_| decode_latin1(line), Cow::Borrowed))
    }

    fn skip_to(&mut self, end: usize) {
        let skipped = self.bytes.get(self.at..end).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', skipped).count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.at = end.min(self.bytes.len());
    }
}

/// Name and value of a header line.
fn split_header<'a>(line: &Cow<'a, str>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    match line {
        Cow::Borrowed(line) => {
            line.split_once(':').map(|(name, value)| (Cow::Borrowed(name.trim()), Cow::Borrowed(value.trim())))
        }
        Cow::Owned(line) => line
            .split_once(':')
            .map(|(name, value)| (Cow::Owned(name.trim().to_owned()), Cow::Owned(value.trim().to_owned()))),
    }
}

/// Whether a line is for an editor's client: a script before the request or behind the response,
/// or the file that takes the response.
fn is_of_editor(line: &[u8]) -> bool {
    let rest = line.strip_prefix(b">").or_else(|| line.strip_prefix(b"<")).unwrap_or_default();
    let is_script = rest.trim_ascii_start().starts_with(b"{%");
    let is_file =
        line.starts_with(b"<> ") || line.starts_with(b">> ") || line.starts_with(b"> ./") || line.starts_with(b"> ../");
    is_script || is_file
}

fn not_http(line: &str, wanted: Text, place: Place) -> Box<Issue> {
    Box::new(Finding::new(Code::HTTP_MESSAGE).found(line).allowed(wanted).at(place).into())
}

fn bad_chunk(found: &str, wanted: Text, place: Place) -> Box<Issue> {
    Box::new(Finding::new(Code::HTTP_CHUNKED).found(found).allowed(wanted).at(place).into())
}

/// A request line, with or without the version, or a status line.
pub(super) fn start_of(line: &str) -> Option<Start> {
    let mut words = line.split_ascii_whitespace();
    let (first, second, third) = (words.next()?, words.next()?, words.next());
    if first.starts_with("HTTP/") {
        return StatusCode::from_bytes(second.as_bytes()).ok().map(Start::Response);
    }
    let is_method = first.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_target = second.starts_with('/')
        || second.starts_with("http://")
        || second.starts_with("https://")
        || second.starts_with("{{");
    let is_version = third.is_none_or(|version| version.starts_with("HTTP/")) && words.next().is_none();
    let method = Method::from_bytes(first.as_bytes()).ok().filter(|_| is_method && is_target && is_version)?;
    Some(Start::Request { method, target: second.to_owned() })
}
