//! Who may call: programs on this machine that know the token, and no page of another site.

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use sac_http::loopback::{addressed, is_from_elsewhere};
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
        if is_from_elsewhere(head, &host) {
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

fn forbidden(wanted: &str) -> Response {
    Problem::new(Kind::Forbidden, format!("the control API is for this machine only: it takes {wanted}")).to_response()
}

/// 401 and nothing else.
fn unauthorized() -> Response {
    let (status, body) = (StatusCode::UNAUTHORIZED, Body::default());
    let response = Response { status, headers: hyper::HeaderMap::new(), body };
    response.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
