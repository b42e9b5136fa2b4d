//! One HTTP message of a capture, and what its head says of the body.

use std::borrow::Cow;

use hyper::{Method, StatusCode};

use crate::input_issue::too_large;
use crate::issue::{Issue, IssueCode};
use sac_diagnostic::{Code, Finding, Place, Text};
use sac_http::HEALTH_PATH;
use sac_http::gzip::{self, InflateError};
use sac_soap::{Interface, Route, SoapMedia, route};
use sac_xml::ContentType;

/// A Content-Type to copy.
const RIGHT_MEDIA: &str = "text/xml; charset=UTF-8";

/// The first line of an HTTP message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Request { method: Method, target: String },
    Response(StatusCode),
}

/// What a request asks for, by its method and target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The service: there are messages to check.
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

    /// Method, path and query. A response answers a call of the service.
    fn target<'t>(&'t self, interface: &'t Interface) -> (&'t Method, &'t str, Option<&'t str>) {
        let (method, target) = match &self.start {
            Start::Request { method, target } => (method, path_of(target)),
            Start::Response(_) => (&Method::POST, interface.path),
        };
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        (method, without_world(path), query)
    }

    /// Whether this is a request to the service's own path.
    pub(super) fn is_for(&self, interface: &Interface) -> bool {
        let is_request = matches!(self.start, Start::Request { .. });
        is_request && self.target(interface).1 == interface.path && self.asked(interface) == Asked::Service
    }

    pub(super) fn asked(&self, interface: &Interface) -> Asked {
        let (method, path, query) = self.target(interface);
        match route(interface, method, path, query, None) {
            Ok(Route::Document(_)) => Asked::SomethingElse,
            Err(_) if path == HEALTH_PATH => Asked::SomethingElse,
            Ok(Route::Soap(_)) | Err(_) => Asked::Service,
        }
    }

    /// What is wrong with the head of a call of the service: path, method and Content-Type, each
    /// looked at by the endpoint's own router.
    pub(super) fn wrong_head(&self, interface: &Interface) -> Vec<Issue> {
        let (method, path, _) = self.target(interface);
        let is_refused = |method, path, content_type, status| {
            route(interface, method, path, None, content_type).is_err_and(|refusal| refusal.status == status)
        };
        let (post, right) = (&Method::POST, interface.path);
        let mut found = Vec::new();
        // A variable may stand for all of the address.
        let is_elsewhere = path != right && !path.is_empty();
        if is_elsewhere {
            let finding = Finding::new(Code::HTTP_PATH).found(path).allowed(Text::same(right));
            found.push(finding.at(self.place.clone()));
        }
        if is_refused(method, right, None, StatusCode::METHOD_NOT_ALLOWED) {
            let finding = Finding::new(Code::HTTP_METHOD).found(method.as_str()).allowed(Text::same("POST"));
            found.push(finding.at(self.place.clone()));
        }
        if is_refused(post, right, self.content_type(), StatusCode::UNSUPPORTED_MEDIA_TYPE) {
            let place = self.header("content-type").map_or(&self.place, |header| &header.place);
            let finding = Finding::new(Code::HTTP_MEDIA).found(self.content_type().unwrap_or("∅"));
            found.push(finding.allowed(Text::same(RIGHT_MEDIA)).at(place.clone()));
        }
        found.into_iter().map(Issue::from).collect()
    }

    /// What the Content-Type says, whether or not the service would take it.
    pub(super) fn media(&self, interface: &Interface) -> SoapMedia {
        let routed = route(interface, &Method::POST, interface.path, None, self.content_type());
        match routed {
            Ok(Route::Soap(media)) => media,
            Ok(Route::Document(_)) | Err(_) => SoapMedia {
                charset: self.content_type().and_then(|value| ContentType::parse(value).charset.map(str::to_owned)),
                soap12: false,
            },
        }
    }

    fn content_type(&self) -> Option<&str> {
        self.header("content-type").map(|header| &*header.value)
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

/// The path within a world of a gateway: `/w/NAME` stands in front of it in all worlds but the default one.
fn without_world(path: &str) -> &str {
    let inside = path.strip_prefix("/w/").and_then(|rest| rest.find('/').and_then(|at| rest.get(at..)));
    inside.unwrap_or(path)
}

/// The path and query of a target, which may be a whole URL.
fn path_of(target: &str) -> &str {
    // An editor's variable stands for the scheme and host: `{{host}}/CertServiceWeb/…`.
    if let Some((_, rest)) = target.strip_prefix("{{").and_then(|rest| rest.split_once("}}")) {
        return rest;
    }
    match target.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => target,
    }
}
