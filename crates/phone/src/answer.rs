//! What goes back to the voice platform.

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use sac_http::Response;

/// The media type of documents.
pub(crate) const MEDIA: &str = "application/voicexml+xml; charset=UTF-8";

/// A document.
pub(crate) fn document(body: Bytes) -> Response {
    uncached(Response::new(StatusCode::OK, MEDIA, body))
}

/// The caller is gone.
pub(crate) fn no_content() -> Response {
    let mut response = uncached(Response::new(StatusCode::NO_CONTENT, MEDIA, Bytes::new()));
    response.headers.remove(hyper::header::CONTENT_TYPE);
    response
}

/// A request that is none, or comes at the wrong time.
pub(crate) fn sentence(status: StatusCode, it: &str, en: &str) -> Response {
    uncached(Response::sentence(status, it, en))
}

/// The same with the time after which to come back, in seconds.
pub(crate) fn later(status: StatusCode, seconds: u32, it: &str, en: &str) -> Response {
    sentence(status, it, en).with_header(RETRY_AFTER, HeaderValue::from(seconds))
}

fn uncached(response: Response) -> Response {
    response.with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
