//! One HTTP message of a capture, and what its head says of the body.

use std::borrow::Cow;

use hyper::{Method, StatusCode};

use crate::input_issue::too_large;
use crate::issue::{Issue, IssueCode};
use sac_diagnostic::{Code, Finding, Place, Text};
use sac_http::HEALTH_PATH;
use sac_http::gzip::{self, InflateError};
use sac_soap::{Interface, Route, SoapMedia, route};

/// The first line of an HTTP message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Request { method: Method, target: String },
    Response(StatusCode),
}

/// What a request asks for, by its method and target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The service: there are messages to judge.
    Service,
    /// The WSDL, or whether the service lives.
    SomethingElse,
}

/// A header line.
pub(super) struct Header<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
    pub(super) place: Place,
}

/// One HTTP message of a capture.
pub(super) struct Captured<'a> {
    pub(super) start: Start,
    pub(super) place: Place,
    pub(super) headers: Vec<Header<'a>>,
    /// As it travels, or as far as the capture has it.
    pub(super) body: &'a [u8],
    /// The same without its chunks.
    pub(super) dechunked: Option<Result<Vec<u8>, Box<Issue>>>,
    pub(super) body_offset: usize,
    pub(super) body_line: u32,
}

impl Captured<'_> {
    pub(super) fn header(&self, name: &str) -> Option<&Header<'_>> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The header that an issue of the body is really about.
    pub(super) fn header_blamed(&self, issue: &Issue, charset_stated: bool) -> Option<&Header<'_>> {
        let is = |code| issue.code == IssueCode::Code(code);
        // The XML declaration states its encoding further on.
        let of_first_byte = issue.place.as_ref().is_some_and(|place| place.offset == 0);
        let is_of_charset = charset_stated && of_first_byte;
        if is(Code::SOAP_ACTION) {
            self.header("soapaction")
        } else if is(Code::HTTP_MEDIA) || is_of_charset && (is(Code::CHARSET_UNSUPPORTED) || is(Code::CHARSET_CLASH)) {
            self.header("content-type")
        } else {
            None
        }
    }

    /// What the endpoint's own router makes of the request.
    fn route(&self, interface: &Interface) -> Result<Route, StatusCode> {
        let content_type = self.header("content-type").map(|header| &*header.value);
        let (method, path, query) = self.target(interface);
        route(interface, method, path, query, content_type).map_err(|refusal| refusal.status)
    }

    /// Method, path and query. A response answers a call of the service.
    fn target<'t>(&'t self, interface: &'t Interface) -> (&'t Method, &'t str, Option<&'t str>) {
        let (method, target) = match &self.start {
            Start::Request { method, target } => (method, path_of(target)),
            Start::Response(_) => (&Method::POST, interface.path),
        };
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        (method, path, query)
    }

    pub(super) fn asked(&self, interface: &Interface) -> Asked {
        let (_, path, _) = self.target(interface);
        match self.route(interface) {
            Ok(Route::Document(_)) => Asked::SomethingElse,
            Err(_) if path == HEALTH_PATH => Asked::SomethingElse,
            Ok(Route::Soap(_)) | Err(_) => Asked::Service,
        }
    }

    /// What the Content-Type of a call of the service says, or why it is none.
    pub(super) fn media(&self, interface: &Interface) -> Result<SoapMedia, Box<Issue>> {
        let refused = match self.route(interface) {
            Ok(Route::Soap(media)) => return Ok(media),
            Ok(Route::Document(_)) => StatusCode::METHOD_NOT_ALLOWED,
            Err(refused) => refused,
        };
        let finding = match (&self.start, refused) {
            (Start::Request { target, .. }, StatusCode::NOT_FOUND) => {
                let path = path_of(target).split('?').next().unwrap_or_default();
                Finding::new(Code::HTTP_PATH).found(path).allowed(Text::same(interface.path)).at(self.place.clone())
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

    /// The body without chunks and gzip, where it has any.
    pub(super) fn unpack(&self, max_bytes: usize) -> Result<Option<Vec<u8>>, Box<Issue>> {
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
    pub(super) fn has_no_body(&self) -> bool {
        let Start::Response(status) = self.start else { return false };
        status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
    }

    /// A Content-Length that the body does not have.
    pub(super) fn wrong_length(&self) -> Option<Issue> {
        let header = self.header("content-length").filter(|_| self.dechunked.is_none())?;
        let stated = header.value.parse::<usize>().ok();
        let finding = Finding::new(Code::HTTP_LENGTH)
            .found(&header.value)
            .allowed(Text::same(self.body.len().to_string()))
            .at(header.place.clone());
        (stated != Some(self.body.len())).then(|| finding.into())
    }
}

/// The path and query of a target, which may be a whole URL.
fn path_of(target: &str) -> &str {
    match target.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => target,
    }
}
