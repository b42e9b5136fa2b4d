//! Pages as answers: with a policy that lets nothing run but the console's own script.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_FRAME_OPTIONS};

/// What a page may load, run and send: what the listener itself serves.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every page. Without a referrer of its own site a browser sends forms with the origin `null`.
pub(crate) const HEADERS: [(HeaderName, &str); 4] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "same-origin"),
    (X_FRAME_OPTIONS, "DENY"),
];

/// A page with this status.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, HEADERS, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page of the console was not made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
