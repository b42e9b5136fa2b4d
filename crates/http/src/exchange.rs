//! What the listener and the floor above hand each other: a request, a response, a handler.

use std::{fmt, future::Future, net::SocketAddr};

use bytes::Bytes;
use hyper::{
    HeaderMap, Method, StatusCode, Version,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};

use super::client_certificate::ClientCertificate;

/// Everything known of a request before its body is read.
#[derive(Clone)]
pub struct RequestHead {
    /// `GET`, `POST`, …
    pub method: Method,
    /// The path as sent, still percent-encoded, without the query.
    pub path: String,
    /// What stands after the first `?`, as sent.
    pub query: Option<String>,
    /// HTTP/1.0, 1.1 or 2.
    pub version: Version,
    /// All headers.
    pub headers: HeaderMap,
    /// Where the connection comes from.
    pub peer: SocketAddr,
    /// Whom the TLS connection shows.
    pub client_certificate: ClientCertificate,
    /// `https`, or `http` with TLS off. Behind a proxy (TLS off only): what `X-Forwarded-Proto` says.
    pub scheme: &'static str,
    /// Host and port as the client addressed them: `:authority`, `Host`, or our own address when
    /// neither is usable. Behind a proxy (TLS off only): what `X-Forwarded-Host` says.
    /// Always well-formed: letters, digits and `.-:[]_~%` and the like, never `<`, `"` or `@`.
    pub authority: String,
}

impl RequestHead {
    /// The start of every URL under which the client reaches us: `https://host:port`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// A header's value as text, where it is there once and is visible ASCII.
    #[must_use]
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(one), None) => one.to_str().ok(),
            _ => None,
        }
    }
}

/// Shows no header (one holds a password) and no query.
impl fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?} from {}", self.method, self.path, self.version, self.peer)
    }
}

/// A whole request: its body has come in, is within the caps, and is inflated.
#[derive(Clone)]
pub struct Request {
    /// All but the body.
    pub head: RequestHead,
    /// The body, without any transfer or content coding.
    pub body: Bytes,
}

/// Shows the body's length only.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, {} bytes", self.head, self.body.len())
    }
}

/// What goes back to the client.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// Headers; `Content-Length`, `Date` and `Connection` come by themselves.
    pub headers: HeaderMap,
    /// The body. A HEAD request gets its length only.
    pub body: Bytes,
    drops_connection: bool,
}

impl Response {
    /// A body of the given media type.
    #[must_use]
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { status, headers, body: body.into(), drops_connection: false }
    }

    /// A sentence in Italian, then the same in English, as plain text.
    #[must_use]
    pub fn sentence(status: StatusCode, italian: &str, english: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{italian}\n{english}\n"))
    }

    /// No answer at all: the connection is closed without a byte, as when a cable is cut. For
    /// testers who want to know what their client does when a reply is lost.
    #[must_use]
    pub fn drop_connection() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: HeaderMap::new(), body: Bytes::new(), drops_connection: true }
    }

    /// Whether this is [`Response::drop_connection`].
    #[must_use]
    pub fn drops_connection(&self) -> bool {
        self.drops_connection
    }

    /// The same response with one header more, in the place of an older one of that name.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// Shows the status and the body's length only.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.drops_connection {
            return f.write_str("(connection dropped)");
        }
        write!(f, "{}, {} bytes", self.status, self.body.len())
    }
}

/// The floor above: it is given whole requests and returns responses.
pub trait Handler: Send + Sync + 'static {
    /// Refuses, by its head alone, a request whose body need not be looked at: wrong path, method
    /// or media type, no credentials. The body is then read and thrown away up to the cap, so that
    /// the client gets to read the refusal and can go on using the connection (rules §1).
    ///
    /// # Errors
    /// The refusal to send.
    #[expect(clippy::result_large_err, reason = "made once a request, returned through one call")]
    fn admits(&self, head: &RequestHead) -> Result<(), Response>;

    /// Answers a request that was admitted. Runs in a task of its own and to its end, also when
    /// the client has gone meanwhile; a panic becomes a 500.
    fn handle(&self, request: Request) -> impl Future<Output = Response> + Send;
}
