//! A client of the service: for this gateway and for the real SAC.
//!
//! [`prepare`] makes a message ready to send, [`Client`] sends it, [`Answer::read`] reads what
//! comes back. `sac send` and `sac health` are thin shells around the three, and so are
//! the end-to-end tests.

mod answer;
mod connection;
mod error;
mod fault;
mod message;
mod scan;
mod stage;
mod target;
mod tls;
mod trust;
mod voice;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, Request};
use rustls::ClientConfig;
use sac_domain::words::Text;
use secrecy::ExposeSecret;

pub use answer::{Answer, Errore, Field, UnreadableAnswer};
pub use connection::HttpReply;
pub use error::{ClientError, MessageError};
pub use fault::Reported;
pub use message::{Message, Pincode, Seal, prepare};
pub use secrecy::SecretString;
pub use stage::Stage;
pub use target::{BadTarget, SERVICE_PATH, Target};
pub use trust::{Trust, TrustError};
pub use voice::{NoVoiceDocument, VoiceDocument};

/// How long the whole of one exchange may take by default: what the best-known
/// client of the real service waits (rules §6).
pub const DEFAULT_TIMEOUT: Duration = Duration::from_mins(1);

/// A user's name and password, as Sistema TS issues them.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The *codice identificativo*.
    pub user: String,
    /// The password: a text by `.into()`.
    pub password: SecretString,
}

/// Sends messages to one place, each over a connection of its own.
#[derive(Clone)]
pub struct Client {
    target: Target,
    tls: Arc<ClientConfig>,
    credentials: Option<Credentials>,
    timeout: Duration,
}

impl Client {
    /// A client of `target` that trusts, and identifies itself, as `trust` says.
    ///
    /// # Errors
    /// When the certificates or the key cannot be read or used.
    pub fn new(target: Target, trust: &Trust) -> Result<Self, TrustError> {
        Ok(Self { target, tls: Arc::new(trust.configuration()?), credentials: None, timeout: DEFAULT_TIMEOUT })
    }

    /// Sends these credentials with every request, without waiting for a challenge.
    #[must_use]
    pub fn credentials(mut self, credentials: Option<Credentials>) -> Self {
        self.credentials = credentials;
        self
    }

    /// Gives up on an exchange after this time.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends a message to the service.
    ///
    /// # Errors
    /// When no complete HTTP reply comes back, whatever its status.
    pub async fn send(&self, message: &Message) -> Result<HttpReply, ClientError> {
        self.send_as(message, &message.content_type()).await
    }

    /// Sends a message under another `Content-Type` than its own.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn send_as(&self, message: &Message, content_type: &str) -> Result<HttpReply, ClientError> {
        let request = self
            .request(Method::POST, self.target.path_and_query())
            .header(CONTENT_TYPE, content_type)
            .header("SOAPAction", format!("\"{}\"", message.action()));
        self.exchange(request, message.body.clone()).await
    }

    /// Asks for `path` at the same place.
    ///
    /// # Errors
    /// When no complete HTTP reply comes back, whatever its status.
    pub async fn get(&self, path: &str) -> Result<HttpReply, ClientError> {
        self.exchange(self.request(Method::GET, path), Bytes::new()).await
    }

    /// Makes any request at the same place, with these headers.
    ///
    /// # Errors
    /// When no complete HTTP reply comes back, whatever its status.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
    ) -> Result<HttpReply, ClientError> {
        let request = self.request(method, path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        self.exchange(request, body).await
    }

    /// Asks for `path` over plain HTTP, with these headers, and writes the body of a success to `out` as it comes.
    /// The timeout is how long nothing may come. The body of a refusal is in the reply.
    ///
    /// # Errors
    /// When no complete HTTP reply comes back, or `out` fails.
    pub async fn download(
        &self,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        out: &mut (dyn std::io::Write + Send),
    ) -> Result<HttpReply, ClientError> {
        let request = self.request(Method::GET, path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        let unusable = |cause: hyper::http::Error| ClientError::Request(Text::same(cause.to_string()));
        let request = request.body(Full::default()).map_err(unusable)?;
        connection::download(&self.target, request, self.timeout, out).await
    }

    fn request(&self, method: Method, path: &str) -> hyper::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, self.target.authority())
            .header(USER_AGENT, concat!("sac/", env!("CARGO_PKG_VERSION")));
        match self.credentials.as_ref().and_then(basic) {
            Some(value) => request.header(AUTHORIZATION, value),
            None => request,
        }
    }

    async fn exchange(&self, request: hyper::http::request::Builder, body: Bytes) -> Result<HttpReply, ClientError> {
        let request = request.body(Full::new(body)).map_err(|cause| {
            let text = format!("{cause}");
            ClientError::Request(Text::new(format!("dettaglio tecnico: {text}"), text))
        })?;
        connection::exchange(&self.target, Arc::clone(&self.tls), request, self.timeout).await
    }
}

fn basic(credentials: &Credentials) -> Option<HeaderValue> {
    let pair = SecretString::from(format!("{}:{}", credentials.user, credentials.password.expose_secret()));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair.expose_secret()))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_password_nor_pincode() {
        let secret = SecretString::from("segreta");
        let credentials = Credentials { user: "rossi".to_owned(), password: secret.clone() };
        let header = basic(&credentials).unwrap();
        let shown = format!("{credentials:?} {header:?} {:?}", Pincode::Instead(&secret));
        assert!(!shown.contains("segreta") && !shown.contains(&STANDARD.encode("rossi:segreta")), "{shown}");
    }
}
