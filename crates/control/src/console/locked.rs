//! The page of those who have no cookie: how to get a link.

use askama::Template;
use axum::response::{Html, IntoResponse, Response as AxumResponse};
use hyper::StatusCode;
use hyper::header::{HeaderValue, WWW_AUTHENTICATE};
use sac_http::{RequestHead, Response};

use super::html::HEADERS;
use super::language::Lang;

/// What opens beside a ticket.
const SCHEME: &str = "Bearer";

#[derive(Template)]
#[template(path = "locked.html")]
struct Locked {
    lang: Lang,
    /// The request came with a ticket, which is spent.
    is_spent: bool,
    here: String,
}

/// 401, and how to get a link.
pub(crate) fn page(head: &RequestHead) -> Response {
    let text = text(Lang::of_request(&head.headers), false, head.path.clone());
    let response = Response::new(StatusCode::UNAUTHORIZED, "text/html; charset=utf-8", text)
        .with_header(WWW_AUTHENTICATE, HeaderValue::from_static(SCHEME));
    HEADERS
        .into_iter()
        .fold(response, |response, (name, value)| response.with_header(name, HeaderValue::from_static(value)))
}

/// The same for a ticket that is spent.
pub(super) fn spent(lang: Lang) -> AxumResponse {
    let text = text(lang, true, "/".to_owned());
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, SCHEME)], HEADERS, Html(text)).into_response()
}

fn text(lang: Lang, is_spent: bool, here: String) -> String {
    Locked { lang, is_spent, here }.render().unwrap_or_default()
}
