//! Who may call: programs on this machine that know the token, and no page of another site.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{AUTHORIZATION, HeaderValue, ORIGIN, WWW_AUTHENTICATE};
use hyper::http::uri::Authority;
use sac_domain::words::{Said, Text, said};
use sac_http::loopback::{addressed, is_from_elsewhere};
use sac_http::{Body, RequestHead, Response};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::accept_language;
use crate::console::access::Access;
use crate::console::cookie::{cookie, cookie_name};
use crate::console::locked;
use crate::problem::{Kind, Problem};

/// Checks the head of every request.
pub(crate) struct Guard {
    token: SecretString,
    access: Arc<Access>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// What holds nothing of a world.
    Open,
    /// A page of the console, for those with the token or a visit's cookie. Its forms hold a token of their own.
    Page,
    /// A call, for those with the token, and for the pages of a visit.
    Call,
}

impl Guard {
    pub(crate) fn new(token: SecretString, access: Arc<Access>) -> Self {
        Self { token, access }
    }

    /// Refuses a request that was sent to another name than this machine's, by a page of another site, or without
    /// what its area asks for.
    #[expect(clippy::result_large_err, reason = "made once a request")]
    pub(crate) fn admits(&self, head: &RequestHead, area: Area) -> Result<(), Response> {
        let host = addressed(head).ok_or_else(|| forbidden(head, HOST))?;
        if is_from_elsewhere(head, &host) {
            return Err(forbidden(head, ORIGIN_WANTED));
        }
        if area == Area::Open || self.knows_token(head) || self.is_of_visit(head, &host, area) {
            return Ok(());
        }
        Err(if area == Area::Page { locked::page(head) } else { unauthorized() })
    }

    /// Whether a page of the console sent it, or its reader by a link of his own.
    fn is_of_visit(&self, head: &RequestHead, host: &Authority, area: Area) -> bool {
        let key = cookie(&head.headers, &cookie_name(host.port_u16().unwrap_or(80)));
        let is_known = key.is_some_and(|key| self.access.form_token(key).is_some());
        // Pages of other ports of this machine are of the same site: their requests bring the cookie too.
        let from = head.headers.get("sec-fetch-site");
        let is_own = from.is_none_or(|from| from == "same-origin" || from == "none");
        let is_named = head.method.is_safe() || area == Area::Page || head.headers.contains_key(ORIGIN);
        is_known && is_own && is_named
    }

    fn knows_token(&self, head: &RequestHead) -> bool {
        let given = head.header(&AUTHORIZATION).and_then(|value| value.split_once(' '));
        given.is_some_and(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer")
                && bool::from(token.trim().as_bytes().ct_eq(self.token.expose_secret().as_bytes()))
        })
    }
}

const HOST: Said = said(
    "un `Host` che sia un nome di loopback, come localhost",
    "a `Host` that is a loopback name, such as localhost",
);
const ORIGIN_WANTED: Said = said("nessun `Origin`, o quello dell'API stessa", "no `Origin`, or the listener's own");

fn forbidden(head: &RequestHead, wanted: Said) -> Response {
    let detail = Text::new(
        format!("l'API di controllo è solo per questa macchina: accetta {}", wanted.it),
        format!("the control API is for this machine only: it takes {}", wanted.en),
    );
    Problem::new(Kind::Forbidden, detail).to_response(accept_language::of_call(&head.headers))
}

/// 401 and nothing else.
fn unauthorized() -> Response {
    let (status, body) = (StatusCode::UNAUTHORIZED, Body::default());
    let response = Response { status, headers: hyper::HeaderMap::new(), body };
    response.with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
