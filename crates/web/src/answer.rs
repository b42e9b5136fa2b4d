//! What a page answers, and what the journal keeps of it.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, LOCATION, REFERRER_POLICY,
    RETRY_AFTER, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use sac_http::Response;
use sac_pin::secret::Codice;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) response: Response,
    /// The rules that were broken.
    pub(crate) rules: Vec<String>,
    /// Numbers of refusals, and codes of what was found.
    pub(crate) codes: Vec<String>,
    /// Numbers of documents that it shows.
    pub(crate) numbers: Vec<String>,
    /// The number that was assigned.
    pub(crate) assigned: Option<u32>,
    /// Secrets that it shows: the journal keeps none of them.
    pub(crate) secrets: Vec<Codice>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, media: &'static str, body: impl Into<Bytes>) -> Self {
        let response = Response::new(status, media, body.into())
            .with_header(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))
            .with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
            .with_header(REFERRER_POLICY, HeaderValue::from_static("no-referrer"))
            .with_header(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Self {
            response,
            rules: Vec::new(),
            codes: Vec::new(),
            numbers: Vec::new(),
            assigned: None,
            secrets: Vec::new(),
        }
    }

    /// It shows this secret, once.
    pub(crate) fn showing(mut self, secret: Codice) -> Self {
        self.secrets.push(secret);
        self
    }

    pub(crate) fn page(status: StatusCode, html: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", html)
    }

    /// A file to be kept. Names have letters, digits, hyphens and dots only.
    pub(crate) fn file(media: &'static str, name: &str, body: Vec<u8>) -> Self {
        let mut answer = Self::new(StatusCode::OK, media, body);
        if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
            answer.response = answer.response.with_header(CONTENT_DISPOSITION, value);
        }
        answer
    }

    pub(crate) fn see_other(location: &str) -> Self {
        let mut answer = Self::new(StatusCode::SEE_OTHER, "text/html; charset=utf-8", Bytes::new());
        answer.response.headers.remove(CONTENT_TYPE);
        if let Ok(value) = HeaderValue::try_from(location) {
            answer.response = answer.response.with_header(LOCATION, value);
        }
        answer
    }

    pub(crate) fn with_cookie(mut self, cookie: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(cookie) {
            self.response.headers.append(SET_COOKIE, value);
        }
        self
    }

    pub(crate) fn with_cookies(self, cookies: impl IntoIterator<Item = String>) -> Self {
        cookies.into_iter().fold(self, |answer, cookie| answer.with_cookie(&cookie))
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.response = self.response.with_header(RETRY_AFTER, HeaderValue::from(seconds));
        self
    }

    pub(crate) fn about(mut self, number: impl Into<String>) -> Self {
        self.numbers.push(number.into());
        self
    }

    pub(crate) fn assigning(mut self, number: u32) -> Self {
        self.assigned = Some(number);
        self.about(format!("{number:09}"))
    }

    pub(crate) fn breaking(mut self, rules: &[(String, String)]) -> Self {
        for (rule, code) in rules {
            if !rule.is_empty() {
                self.rules.push(rule.clone());
            }
            if !code.is_empty() {
                self.codes.push(code.clone());
            }
        }
        self
    }
}
