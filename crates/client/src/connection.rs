//! One request, one reply, over a connection made for it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use sac_domain::words::Text;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;

use super::error::ClientError;
use super::stage::{Progress, Stage};
use super::target::Target;
use super::tls;

/// Longest reply taken, in bytes: a search may list many certificates, but not this many.
const MAX_REPLY: usize = 64 * 1024 * 1024;

/// What the server said.
#[derive(Clone, Debug)]
pub struct HttpReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Sends `request` and reads the reply, all within `timeout`.
pub(super) async fn exchange(
    target: &Target,
    tls: Arc<ClientConfig>,
    request: Request<Full<Bytes>>,
    timeout: Duration,
) -> Result<HttpReply, ClientError> {
    let at = Progress::default();
    let work = async {
        let tcp = connect(target).await?;
        if target.is_tls() {
            at.reach(Stage::Securing);
            let stream = secure(target, tls, tcp).await?;
            at.reach(Stage::Exchanging);
            talk(target, stream, request).await
        } else {
            at.reach(Stage::Exchanging);
            talk(target, tcp, request).await
        }
    };
    tokio::time::timeout(timeout, work)
        .await
        .unwrap_or_else(|_| Err(ClientError::Timeout { place: place(target), stage: at.stage() }))
}

async fn connect(target: &Target) -> Result<TcpStream, ClientError> {
    let addresses = lookup_host((target.host(), target.port()))
        .await
        .map_err(|cause| ClientError::UnknownHost { host: target.host().to_owned(), cause })?;
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Without it the system may hold back a short request; if it cannot be set, no harm is done.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(cause) => last = cause,
        }
    }
    let place = place(target);
    Err(match last.kind() {
        io::ErrorKind::ConnectionRefused => ClientError::Refused { place },
        _ => ClientError::Connect { place, cause: last },
    })
}

async fn secure(
    target: &Target,
    tls: Arc<ClientConfig>,
    tcp: TcpStream,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, ClientError> {
    let name = ServerName::try_from(target.host().to_owned()).map_err(|_| {
        let host = target.host();
        ClientError::Request(Text::new(
            format!("{host} non è il nome di un server"),
            format!("{host} is no name of a server"),
        ))
    })?;
    TlsConnector::from(tls).connect(name, tcp).await.map_err(|cause| {
        let place = place(target);
        if is_untrusted(&cause) {
            ClientError::Untrusted { place }
        } else {
            ClientError::Tls { place, cause: tls::failed(&cause) }
        }
    })
}

fn is_untrusted(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer)))
}

async fn talk<S>(target: &Target, stream: S, request: Request<Full<Bytes>>) -> Result<HttpReply, ClientError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |cause: hyper::Error| ClientError::Broken { place: place(target), cause: tls::broken(&cause) };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let driver = tokio::spawn(connection);
    let read = async {
        let reply = sender.send_request(request).await.map_err(broken)?;
        let (head, body) = reply.into_parts();
        let body = Limited::new(body, MAX_REPLY).collect().await.map_err(|cause| {
            if cause.is::<LengthLimitError>() {
                ClientError::TooLong { place: place(target), limit: MAX_REPLY }
            } else {
                ClientError::Broken { place: place(target), cause: tls::broken(cause.as_ref()) }
            }
        })?;
        Ok(HttpReply { status: head.status, headers: head.headers, body: body.to_bytes() })
    };
    let outcome = read.await;
    driver.abort();
    outcome
}

/// Sends `request` and writes the body of the reply to `out`, if it is a success; `timeout` is how long
/// nothing may come. The reply has the body of a refusal, and none of a success.
pub(super) async fn download(
    target: &Target,
    request: Request<Full<Bytes>>,
    timeout: Duration,
    out: &mut (dyn io::Write + Send),
) -> Result<HttpReply, ClientError> {
    let late = |_| ClientError::Timeout { place: place(target), stage: Stage::Exchanging };
    let broken = |cause: hyper::Error| ClientError::Broken { place: place(target), cause: tls::broken(&cause) };
    let stream = connect(target).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let _driver = AbortOnDrop(tokio::spawn(connection));
    let reply = tokio::time::timeout(timeout, sender.send_request(request)).await.map_err(late)?.map_err(broken)?;
    let (head, mut body) = reply.into_parts();
    let mut kept = Vec::new();
    while let Some(frame) = tokio::time::timeout(timeout, body.frame()).await.map_err(late)? {
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        if head.status.is_success() {
            out.write_all(&data).map_err(ClientError::Output)?;
        } else if kept.len() < MAX_REPLY {
            kept.extend_from_slice(&data);
        }
    }
    Ok(HttpReply { status: head.status, headers: head.headers, body: kept.into() })
}

struct AbortOnDrop(tokio::task::JoinHandle<hyper::Result<()>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn place(target: &Target) -> String {
    if target.host().contains(':') {
        format!("[{}]:{}", target.host(), target.port())
    } else {
        format!("{}:{}", target.host(), target.port())
    }
}
