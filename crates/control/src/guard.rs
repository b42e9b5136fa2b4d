//! Who may call: programs on this machine that know the token, and no page of another site.

use std::net::IpAddr;

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HOST, HeaderValue, ORIGIN, WWW_AUTHENTICATE};
use hyper::http::uri::Authority;
use sac_http::{Body, RequestHead, Response};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::problem::{Kind, Problem};

/// Checks the head of every request.
pub(crate) struct Guard {
    token: SecretString,
}

impl Guard {
    pub(crate) fn new(token: SecretString) -> Self {
        Self { token }
    }

    /// Refuses a request that was sent to another name than this machine's, by a page of another site, or, where
    /// `is_open` does not hold, without the token.
    #[expect(clippy::result_large_err, reason = "made once a request")]
    pub(crate) fn admits(&self, head: &RequestHead, is_open: bool) -> Result<(), Response> {
        let host = addressed(head).ok_or_else(|| forbidden("a `Host` that is a loopback name, such as localhost"))?;
        if head.headers.contains_key(ORIGIN) && !is_own_origin(head, &host) {
            return Err(forbidden("no `Origin`, or the listener's own"));
        }
        if is_open || self.knows_token(head) { Ok(()) } else { Err(unauthorized()) }
    }

    fn knows_token(&self, head: &RequestHead) -> bool {
        let given = head.header(&AUTHORIZATION).and_then(|value| value.split_once(' '));
        given.is_some_and(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer")
                && bool::from(token.trim().as_bytes().ct_eq(self.token.expose_secret().as_bytes()))
        })
    }
}

/// The name and port that the request was sent to, if it is this machine's.
fn addressed(head: &RequestHead) -> Option<Authority> {
    let sent = head.headers.contains_key(HOST).then(|| head.header(&HOST)?.parse::<Authority>().ok());
    // In HTTP/2 the name stands in the request's target. No browser leaves both out.
    let authority = match sent {
        Some(sent) => sent?,
        None => head.authority.parse().ok()?,
    };
    is_loopback(&authority).then_some(authority)
}

fn is_own_origin(head: &RequestHead, host: &Authority) -> bool {
    let origin = head.header(&ORIGIN).and_then(|origin| origin.strip_prefix("http://")?.parse::<Authority>().ok());
    let port = |authority: &Authority| authority.port_u16().unwrap_or(80);
    origin.is_some_and(|origin| is_loopback(&origin) && port(&origin) == port(host))
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host();
    let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_name = host.eq_ignore_ascii_case("localhost") && !authority.as_str().contains('@');
    is_name || (number.is_ok_and(|address| address.is_loopback()) && !authority.as_str().contains('@'))
}

fn forbidden(wanted: &str) -> Response {
    Problem::new(Kind::Forbidden, format!("the control API is for this machine only: it takes {wanted}")).to_response()
}

/// 401 and nothing else.
fn unauthorized() -> Response {
    let (status, body) = (StatusCode::UNAUTHORIZED, Body::default());
    let response = Response { status, headers: hyper::HeaderMap::new(), body };
    response.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
