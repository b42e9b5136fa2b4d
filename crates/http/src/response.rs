//! A response as handlers make it: status, headers, and a body that is whole or streamed.

use std::{error::Error, fmt};

use bytes::Bytes;
use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::{
    HeaderMap, StatusCode,
    body::Body as HttpBody,
    header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue},
};

/// What goes back to the client.
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// Headers; `Content-Length`, `Date` and `Connection` are added by the listener.
    pub headers: HeaderMap,
    /// The body. A HEAD request gets its length only.
    pub body: Body,
}

impl Response {
    /// A body of the given media type.
    #[must_use]
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { status, headers, body: body.into() }
    }

    /// A sentence in Italian, then the same in English, as plain text.
    #[must_use]
    pub fn sentence(status: StatusCode, italian: &str, english: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{italian}\n{english}\n"))
    }

    /// 404.
    #[must_use]
    pub fn nothing_here() -> Self {
        Self::sentence(StatusCode::NOT_FOUND, "A questo indirizzo non c'è nulla.", "There is nothing at this address.")
    }

    /// 405, with the methods that are allowed here.
    #[must_use]
    pub fn not_allowed(methods: HeaderValue, italian: &str, english: &str) -> Self {
        Self::sentence(StatusCode::METHOD_NOT_ALLOWED, italian, english).with_header(ALLOW, methods)
    }

    /// 405, where nothing but reading is allowed.
    #[must_use]
    pub fn read_only() -> Self {
        Self::not_allowed(
            HeaderValue::from_static("GET, HEAD"),
            "Questo indirizzo si legge soltanto, con GET.",
            "This address can only be read, with GET.",
        )
    }

    /// The same response with this header, which replaces an older one of that name.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// Shows the status and the body's length only.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.body.len() {
            Some(length) => write!(f, "{}, {length} bytes", self.status),
            None => write!(f, "{}, streamed", self.status),
        }
    }
}

/// A response's body.
pub struct Body(pub(super) Content);

/// The pieces of a streamed body.
pub(super) type Pieces = UnsyncBoxBody<Bytes, BoxError>;
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

pub(super) enum Content {
    Whole(Bytes),
    Stream(Pieces),
    /// A stream that has no end of its own.
    Endless(Pieces),
}

impl Body {
    /// A body that is made while it is sent, piece by piece, as fast as the client reads. A client
    /// that reads nothing for the idle timeout loses the connection. An error of the stream closes
    /// the connection too, so that no client mistakes a part for the whole.
    pub fn streamed<B>(pieces: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        Self(Content::Stream(pieces.map_err(Into::into).boxed_unsync()))
    }

    /// The same for a stream that would go on as long as the client reads, such as server-sent
    /// events: the listener ends it when it shuts down.
    pub fn endless<B>(pieces: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        Self(Content::Endless(pieces.map_err(Into::into).boxed_unsync()))
    }

    /// The bytes of a body that is not streamed.
    #[must_use]
    pub fn whole(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Whole(bytes) => Some(bytes),
            Content::Stream(_) | Content::Endless(_) => None,
        }
    }

    /// How many bytes it has, if that is known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match &self.0 {
            Content::Whole(bytes) => Some(bytes.len() as u64),
            Content::Stream(pieces) => pieces.size_hint().exact(),
            Content::Endless(_) => None,
        }
    }

    /// Whether it is known to have no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Content::Whole(Bytes::new()))
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(Content::Whole(bytes.into()))
    }
}

/// Shows the length only.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Body").field(&self.len()).finish()
    }
}
