//! A server with a handler for tests, and a client that hides nothing.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use hyper::{
    StatusCode,
    header::{HeaderValue, WWW_AUTHENTICATE},
};
use rustls::{
    ClientConfig, RootCertStore, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use sac_gateway::{
    clock::Clock,
    keys::{ClientIdentity, Keys},
    transport::{
        Body, ClientCertificate, Handler, Limits, Reply, Request, RequestHead, Response, Routes, Server, Tls, WireFault,
    },
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// The default limits with a change.
pub fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

/// Ends a test that hangs; nothing is measured by it.
const PATIENCE: Duration = Duration::from_mins(1);
/// For a deadline that shall fire.
pub const SOON: Duration = Duration::from_millis(150);

/// Waits, but not for ever.
pub async fn patiently<T>(work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.expect("this should long have ended")
}

pub static KEYS: LazyLock<Keys> = LazyLock::new(keys);

/// The keys of another installation, which nobody trusts here.
pub static FOREIGN_KEYS: LazyLock<Keys> = LazyLock::new(keys);

fn keys() -> Keys {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path(), &[], &Clock::system(), None).unwrap()
}

/// Answers by path; `/slow` when a place is given out through `gate`.
pub struct TestHandler {
    pub gate: Semaphore,
    /// How many requests have come to `/slow`.
    pub waiting: Semaphore,
    /// What `/stream` sends.
    pub stream: Mutex<Option<Body>>,
}

impl TestHandler {
    fn new() -> Self {
        Self { gate: Semaphore::new(0), waiting: Semaphore::new(0), stream: Mutex::default() }
    }
}

#[async_trait]
impl Handler for TestHandler {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        if head.path != "/refused" {
            return Ok(());
        }
        Err(Response::sentence(StatusCode::UNAUTHORIZED, "Chi è?", "Who is it?")
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"test\"")))
    }

    async fn handle(&self, Request { head, body }: Request) -> Reply {
        let body: Body = match head.path.as_str() {
            "/slow" => {
                self.waiting.add_permits(1);
                self.gate.acquire().await.unwrap().forget();
                "done".into()
            }
            "/drop" => return WireFault::Close.into(),
            "/stream" => self.stream.lock().unwrap().take().unwrap(),
            "/panic" => panic!("as asked"),
            "/url" => head.base_url().into(),
            "/who" => who(&head.client_certificate).into(),
            _ => body.into(),
        };
        Response::new(StatusCode::OK, "text/plain", body).into()
    }
}

fn who(certificate: &ClientCertificate) -> String {
    match certificate {
        ClientCertificate::None => "none".to_owned(),
        ClientCertificate::Trusted(subject) => {
            format!("{} {}", subject.units.join(","), subject.codice_fiscale())
        }
        ClientCertificate::Rejected(rejection) => format!("{rejection:?}"),
    }
}

/// A running server.
pub struct TestServer {
    pub running: Server,
    pub handler: Arc<TestHandler>,
    pub address: SocketAddr,
}

pub async fn serve(tls: bool, limits: Limits) -> TestServer {
    let handler = Arc::new(TestHandler::new());
    let routes = Routes::new().handler("/", handler.clone());
    TestServer { handler, ..serve_with(tls, limits, routes).await }
}

/// A server with these routes in the place of the handler.
pub async fn serve_with(tls: bool, limits: Limits, routes: Routes) -> TestServer {
    let tls = tls.then(|| Tls::new(KEYS.server_chain(), KEYS.server_key(), [KEYS.ca_der().clone()]).unwrap());
    let any_port = "127.0.0.1:0".parse().unwrap();
    let running = Server::bind(any_port, tls, limits, Arc::new(routes)).await.unwrap();
    over(running)
}

/// For a server that was made otherwise.
pub fn over(running: Server) -> TestServer {
    TestServer { address: running.local_addr(), running, handler: Arc::new(TestHandler::new()) }
}

impl TestServer {
    /// A connection with TLS, HTTP/1.1, no certificate.
    pub async fn call(&self) -> Wire {
        self.call_as(Caller::default()).await
    }

    pub async fn call_as(&self, caller: Caller<'_>) -> Wire {
        self.try_call_as("localhost", caller).await.unwrap()
    }

    /// Calls the server by a name or address of its certificate.
    pub async fn try_call_as(&self, name: &'static str, caller: Caller<'_>) -> std::io::Result<Wire> {
        let name = ServerName::try_from(name).unwrap();
        let connector = TlsConnector::from(Arc::new(caller.config()));
        let stream = connector.connect(name, self.tcp().await).await?;
        Ok(Wire { stream: Box::new(stream), read: Vec::new() })
    }

    /// A connection without TLS.
    pub async fn call_plain(&self) -> Wire {
        Wire { stream: Box::new(self.tcp().await), read: Vec::new() }
    }

    pub async fn tcp(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// How a client shows itself.
#[derive(Default)]
pub struct Caller<'a> {
    pub versions: Option<&'static SupportedProtocolVersion>,
    pub identity: Option<&'a ClientIdentity>,
    pub alpn: &'static [&'static str],
}

impl Caller<'_> {
    fn config(&self) -> ClientConfig {
        let mut trusted = RootCertStore::empty();
        trusted.add(KEYS.ca_der().clone()).unwrap();
        let versions = self.versions.map_or_else(|| rustls::ALL_VERSIONS.to_vec(), |one| vec![one]);
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&versions)
            .unwrap()
            .with_root_certificates(trusted);
        let mut config = match self.identity {
            None => builder.with_no_client_auth(),
            Some(identity) => {
                let certificate = CertificateDer::from_pem_slice(identity.certificate_pem.as_bytes()).unwrap();
                let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap();
                builder.with_client_auth_cert(vec![certificate], key).unwrap()
            }
        };
        config.alpn_protocols = self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        config
    }
}

pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection on which bytes are written by hand.
pub struct Wire {
    pub stream: Box<dyn Stream>,
    read: Vec<u8>,
}

/// A response as it stood on the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn closes(&self) -> bool {
        self.head.to_ascii_lowercase().contains("connection: close")
    }
}

impl Wire {
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// A POST with these headers (each with its line end) and a body of known length.
    pub async fn post(&mut self, path: &str, headers: &str, body: &[u8]) {
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{headers}\r\n");
        self.send([head.as_bytes(), body].concat()).await;
    }

    /// The next response, by its Content-Length (interim ones have none).
    pub async fn answer(&mut self) -> Answer {
        self.answer_to("POST").await
    }

    pub async fn answer_to(&mut self, method: &str) -> Answer {
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            assert!(self.more().await > 0, "closed within a head: {:?}", self.read);
        };
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.parse::<usize>().unwrap());
        let length = if method == "HEAD" { 0 } else { length };
        while self.read.len() < length {
            assert!(self.more().await > 0, "closed within a body");
        }
        Answer { status, head, body: self.read.drain(..length).collect() }
    }

    /// Reads until this text has come, and returns it with all that stood before it.
    pub async fn until(&mut self, text: &str) -> String {
        loop {
            if let Some(start) = self.read.windows(text.len()).position(|window| window == text.as_bytes()) {
                return String::from_utf8(self.read.drain(..start + text.len()).collect()).unwrap();
            }
            assert!(self.more().await > 0, "closed before {text:?}");
        }
    }

    /// Waits until the server closes, and returns what it still sent.
    pub async fn rest(&mut self) -> Vec<u8> {
        while self.more().await > 0 {}
        std::mem::take(&mut self.read)
    }

    /// Zero at the end, however the end came.
    async fn more(&mut self) -> usize {
        patiently(self.stream.read_buf(&mut self.read)).await.unwrap_or(0)
    }
}
