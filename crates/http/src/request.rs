//! A request as handlers see it.

use std::{fmt, net::SocketAddr, sync::Arc, time::Instant};

use bytes::Bytes;
use hyper::{HeaderMap, Method, Version, header::HeaderName};
use rustls::{ProtocolVersion, server::ServerConnection};
use sac_settings::Limits;

use super::client_certificate::ClientCertificate;

/// Everything known of a request before its body is read.
#[derive(Clone)]
pub struct RequestHead {
    /// `GET`, `POST`, …
    pub method: Method,
    /// The start of the path that a [`Router`](crate::Router) has taken off (`/w/NAME`), often empty.
    /// It belongs in front of every path that is sent back to the client.
    pub mount: String,
    /// The rest of the path as sent, still percent-encoded, without the query.
    pub path: String,
    /// The text after the first `?`, as sent.
    pub query: Option<String>,
    /// HTTP/1.0, 1.1 or 2.
    pub version: Version,
    /// All headers.
    pub headers: HeaderMap,
    /// The address of the other end of the connection.
    pub peer: SocketAddr,
    /// The client certificate, verified.
    pub client_certificate: ClientCertificate,
    /// The connection's TLS; none on plain HTTP.
    pub tls: Option<Arc<TlsSession>>,
    /// `https`, or `http` with TLS off. Behind a proxy (TLS off only): what `X-Forwarded-Proto` says.
    pub scheme: &'static str,
    /// Host and port as the client addressed them: `:authority`, `Host`, or our own address when
    /// neither is usable. Behind a proxy (TLS off only): what `X-Forwarded-Host` says.
    /// Always well-formed: letters, digits and `.-:[]_~%` and the like, never `<`, `"` or `@`.
    pub authority: String,
    /// When the end of the head had arrived.
    pub arrived: Instant,
    /// The listener's limits.
    pub limits: Arc<Limits>,
}

/// What the TLS handshake settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSession {
    /// `TLS 1.2` or `TLS 1.3`.
    pub version: &'static str,
    /// The name that the client called (SNI).
    pub server_name: Option<String>,
}

impl TlsSession {
    /// What a handshake that is over has settled.
    #[must_use]
    pub fn of(session: &ServerConnection) -> Self {
        let version = match session.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            // No other is on offer.
            _ => "TLS 1.3",
        };
        Self { version, server_name: session.server_name().map(str::to_owned) }
    }
}

impl RequestHead {
    /// The start of every URL under which this client reaches the handler: `https://host:port`
    /// and the mount.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.mount)
    }

    /// The same where `public_url` is known to be the address of the listener.
    #[must_use]
    pub fn base_url_at(&self, public_url: Option<&str>) -> String {
        public_url.map_or_else(|| self.base_url(), |url| format!("{url}{}", self.mount))
    }

    /// A header's value as text, if it is there once and is visible ASCII.
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
        write!(f, "{} {}{} {:?} from {}", self.method, self.mount, self.path, self.version, self.peer)
    }
}

/// A whole request: its body has arrived, is within the caps, and is inflated.
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

#[cfg(test)]
mod tests {
    use hyper::header::{AUTHORIZATION, HeaderValue};

    use super::*;

    #[test]
    fn debug_shows_neither_headers_nor_query_nor_body() {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Basic segreta"))]);
        let head = RequestHead {
            method: Method::POST,
            mount: "/w/one".to_owned(),
            path: "/path".to_owned(),
            query: Some("segreta".to_owned()),
            version: Version::HTTP_11,
            headers,
            peer: SocketAddr::from(([127, 0, 0, 1], 1)),
            client_certificate: ClientCertificate::None,
            tls: None,
            scheme: "http",
            authority: "localhost".to_owned(),
            arrived: Instant::now(),
            limits: Arc::new(Limits::default()),
        };
        let shown = format!("{:?}", Request { head, body: Bytes::from_static(b"segreta") });
        assert_eq!(shown, "POST /w/one/path HTTP/1.1 from 127.0.0.1:1, 7 bytes");
    }
}
