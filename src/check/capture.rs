//! Whole HTTP messages in a file, as a proxy, a debugger or an editor's HTTP client writes
//! them: one or more, each a head, an empty line and a body. Lines may end with LF alone;
//! lines that begin with `#` or `//` before a head are remarks.

use std::borrow::Cow;

use encoding_rs::mem::decode_latin1;
use hyper::{Method, StatusCode};

use super::Checker;
use super::charset::BOM;
use super::issue::{Issue, IssueCode};
use super::message::{self, Body, Role};
use super::report::Report;
use crate::diagnostic::{Code, Finding, Place, Text};
use crate::soap;
use crate::transport::gzip::{self, InflateError};
use crate::transport::route::{self, Route, SERVICE_PATH, SoapMedia};

/// Whether this is a capture rather than a message: by its name or, on standard input, which
/// has none, by its first line.
pub(super) fn is_capture(name: &str, bytes: &[u8]) -> bool {
    let named = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("http"));
    let first = bytes.split(|byte| *byte == b'\n').next().and_then(|line| std::str::from_utf8(line).ok());
    named || name == "-" && first.is_some_and(|line| line.contains("HTTP/1.") && start_of(line.trim_end()).is_some())
}

/// The most messages of one capture that are judged.
const MOST: usize = 10_000;

/// Judges every message of a capture.
pub(super) fn check(checker: &Checker, file: &str, bytes: &[u8]) -> Vec<Report> {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut scanner = Scanner { bytes, at: start, line: 1 };
    let mut reports = Vec::new();
    let mut asked = Asked::Service;
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
                    asked = captured.asked();
                }
                if asked == Asked::Service {
                    reports.extend(judge(checker, file, &captured));
                }
            }
            Ok(None) => break,
            Err(issue) => {
                reports.push(Report { issues: vec![*issue], ..Report::new(file, bytes.len()) });
                break;
            }
        }
    }
    match reports.len() {
        0 => {
            let nothing = Finding::new(Code::CHECK_NOTHING).allowed(Text::new(
                "una richiesta o una risposta con un corpo SOAP",
                "a request or response with a SOAP body",
            ));
            vec![Report { issues: vec![nothing.into()], ..Report::new(file, bytes.len()) }]
        }
        1 => reports,
        _ => {
            reports.iter_mut().enumerate().for_each(|(index, report)| report.part = Some(index + 1));
            reports
        }
    }
}

/// Judges one message, unless there is none to expect: an interim reply, or a refusal by HTTP.
fn judge(checker: &Checker, file: &str, captured: &Captured<'_>) -> Option<Report> {
    let role = match &captured.start {
        Start::Request { .. } => Role::Request,
        Start::Response(StatusCode::OK | StatusCode::INTERNAL_SERVER_ERROR) => Role::Response,
        Start::Response(_) => return None,
    };
    // What is not for the service, or cannot be unpacked, is not read.
    let readable = captured.media().and_then(|media| Ok((media, captured.unpack(checker.max_bytes)?)));
    let (media, unpacked) = match readable {
        Ok(readable) => readable,
        Err(issue) => return Some(Report { issues: vec![*issue], ..Report::new(file, captured.body.len()) }),
    };
    let body = Body {
        bytes: unpacked.as_deref().unwrap_or(captured.body),
        role,
        charset: media.charset.clone(),
        soap_action: captured.header("soapaction").map(|header| header.value.clone().into_owned()),
        first_line: if unpacked.is_none() { captured.body_line } else { 1 },
    };
    let mut report = message::check(checker, file, &body);
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
    if media.soap12 && !report.issues.iter().any(|issue| issue.code == IssueCode::Code(Code::SOAP_VERSION)) {
        report.issues.extend(captured.media_of_soap_12());
    }
    report.issues.extend(captured.wrong_length());
    Some(report)
}

/// The first line of an HTTP message.
#[derive(Debug, PartialEq, Eq)]
enum Start {
    Request { method: Method, target: String },
    Response(StatusCode),
}

/// What a request asks for, by its method and target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The service: there are messages to judge.
    Service,
    /// The WSDL, or whether the service lives.
    SomethingElse,
}

/// A header line.
struct Header<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    place: Place,
}

/// One HTTP message of a capture.
struct Captured<'a> {
    start: Start,
    place: Place,
    headers: Vec<Header<'a>>,
    /// As it travels, or as far as the capture has it.
    body: &'a [u8],
    /// The same without its chunks.
    dechunked: Option<Result<Vec<u8>, Box<Issue>>>,
    body_offset: usize,
    body_line: u32,
}

impl Captured<'_> {
    fn header(&self, name: &str) -> Option<&Header<'_>> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The header that an issue of the body is really about.
    fn header_blamed(&self, issue: &Issue, charset_stated: bool) -> Option<&Header<'_>> {
        let is = |code| issue.code == IssueCode::Code(code);
        // The XML declaration states its encoding further on.
        let of_first_byte = issue.place.as_ref().is_some_and(|place| place.offset == 0);
        if is(Code::SOAP_ACTION) {
            self.header("soapaction")
        } else if charset_stated && of_first_byte && (is(Code::CHARSET_UNSUPPORTED) || is(Code::CHARSET_CLASH)) {
            self.header("content-type")
        } else {
            None
        }
    }

    /// What the endpoint's own router makes of the request.
    fn route(&self) -> Result<Route, StatusCode> {
        let content_type = self.header("content-type").map(|header| &*header.value);
        let (method, target) = match &self.start {
            Start::Request { method, target } => (method, path_of(target)),
            Start::Response(_) => (&Method::POST, SERVICE_PATH),
        };
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        route::route(method, path, query, content_type).map_err(|refusal| refusal.status)
    }

    fn asked(&self) -> Asked {
        match self.route() {
            Ok(Route::Document(_) | Route::Health) => Asked::SomethingElse,
            Ok(Route::Soap(_)) | Err(_) => Asked::Service,
        }
    }

    /// What the Content-Type of a call of the service says, or why it is none.
    fn media(&self) -> Result<SoapMedia, Box<Issue>> {
        let refused = match self.route() {
            Ok(Route::Soap(media)) => return Ok(media),
            Ok(Route::Document(_) | Route::Health) => StatusCode::METHOD_NOT_ALLOWED,
            Err(refused) => refused,
        };
        let finding = match (&self.start, refused) {
            (Start::Request { target, .. }, StatusCode::NOT_FOUND) => {
                let path = path_of(target).split('?').next().unwrap_or_default();
                Finding::new(Code::HTTP_PATH).found(path).allowed(Text::same(SERVICE_PATH)).at(self.place.clone())
            }
            (Start::Request { method, .. }, StatusCode::METHOD_NOT_ALLOWED) => Finding::new(Code::HTTP_METHOD)
                .found(method.as_str())
                .allowed(Text::same("POST"))
                .at(self.place.clone()),
            _ => {
                let header = self.header("content-type");
                let place = header.map_or_else(|| self.place.clone(), |header| header.place.clone());
                let value = header.map_or("∅", |header| &*header.value);
                Finding::new(Code::HTTP_MEDIA).found(value).allowed(Text::same("text/xml")).at(place)
            }
        };
        Err(Box::new(finding.into()))
    }

    /// What the endpoint says of a SOAP 1.1 envelope under the media type of SOAP 1.2.
    fn media_of_soap_12(&self) -> Option<Issue> {
        let header = self.header("content-type")?;
        Some(soap::media_of_soap_12(&header.value).at(header.place.clone()).into())
    }

    /// The body without chunks and gzip, where it has any.
    fn unpack(&self, max_bytes: usize) -> Result<Option<Vec<u8>>, Box<Issue>> {
        let dechunked = match &self.dechunked {
            None => None,
            Some(Ok(body)) => Some(body),
            Some(Err(issue)) => return Err(issue.clone()),
        };
        let transfer = self.header("transfer-encoding");
        if transfer.is_some_and(|header| !header.value.eq_ignore_ascii_case("chunked")) {
            return Err(self.bad_coding(transfer));
        }
        let coding = self.header("content-encoding");
        let packed = match coding.map(|header| header.value.to_ascii_lowercase()).as_deref() {
            None | Some("" | "identity") => return Ok(dechunked.cloned()),
            Some("gzip" | "x-gzip") => dechunked.map_or(self.body, Vec::as_slice),
            Some(_) => return Err(self.bad_coding(coding)),
        };
        match gzip::inflate(packed, max_bytes) {
            Ok(inflated) => Ok(Some(inflated)),
            Err(InflateError::TooLong(_)) => Err(Box::new(too_large(None, max_bytes))),
            Err(InflateError::Broken) => Err(self.bad_coding(coding)),
        }
    }

    fn bad_coding(&self, header: Option<&Header<'_>>) -> Box<Issue> {
        let place = header.map_or_else(|| self.place.clone(), |header| header.place.clone());
        let finding = Finding::new(Code::HTTP_CODING)
            .found(header.map_or("", |header| &*header.value))
            .allowed(Text::same("gzip, identity"))
            .at(place);
        Box::new(finding.into())
    }

    /// Replies of these kinds end with their head (RFC 9112 §6.3).
    fn has_no_body(&self) -> bool {
        let Start::Response(status) = self.start else { return false };
        status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
    }

    /// A Content-Length that the body does not have.
    fn wrong_length(&self) -> Option<Issue> {
        let header = self.header("content-length").filter(|_| self.dechunked.is_none())?;
        let stated = header.value.parse::<usize>().ok();
        let finding = Finding::new(Code::HTTP_LENGTH)
            .found(&header.value)
            .allowed(Text::same(self.body.len().to_string()))
            .at(header.place.clone());
        (stated != Some(self.body.len())).then(|| finding.into())
    }
}

/// A message, or file, that is larger than the limit; its size where it is known.
pub(super) fn too_large(size: Option<u64>, max_bytes: usize) -> Issue {
    let found = size.map_or_else(|| format!("> {max_bytes}"), |size| size.to_string());
    Finding::new(Code::LIMIT_BYTES).found(&found).allowed(Text::same(max_bytes.to_string())).into()
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Scanner<'a> {
    /// The next message, if there is another.
    fn next_message(&mut self) -> Result<Option<Captured<'a>>, Box<Issue>> {
        let (start, place) = loop {
            let place = self.place();
            let Some(line) = self.text_line() else { return Ok(None) };
            // Remarks, and variables that editors' clients know.
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
            if line.starts_with(b"###") || (versioned && is_start(line)) {
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

fn not_http(line: &str, wanted: Text, place: Place) -> Box<Issue> {
    Box::new(Finding::new(Code::HTTP_MESSAGE).found(line).allowed(wanted).at(place).into())
}

fn bad_chunk(found: &str, wanted: Text, place: Place) -> Box<Issue> {
    Box::new(Finding::new(Code::HTTP_CHUNKED).found(found).allowed(wanted).at(place).into())
}

/// A request line, with or without the version, or a status line.
fn start_of(line: &str) -> Option<Start> {
    let mut words = line.split_ascii_whitespace();
    let (first, second, third) = (words.next()?, words.next()?, words.next());
    if first.starts_with("HTTP/") {
        return StatusCode::from_bytes(second.as_bytes()).ok().map(Start::Response);
    }
    let is_method = first.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_target = second.starts_with('/') || second.starts_with("http://") || second.starts_with("https://");
    let is_version = third.is_none_or(|version| version.starts_with("HTTP/")) && words.next().is_none();
    let method = Method::from_bytes(first.as_bytes()).ok().filter(|_| is_method && is_target && is_version)?;
    Some(Start::Request { method, target: second.to_owned() })
}

/// The path and query of a target, which may be a whole URL.
fn path_of(target: &str) -> &str {
    match target.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => target,
    }
}
