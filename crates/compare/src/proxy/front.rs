//! The listener: TLS on both sides, and the bytes between them as they are.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rustls::ServerConnection;
use rustls::pki_types::ServerName;
use sac_client::Target;
use sac_exchanges::{HttpMessage, Start};
use sac_http::{Subject, TlsSession};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::wire::Wire;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(30);
const PIECE: usize = 16 << 10;
/// Pieces that passed and wait to be read.
const AHEAD: usize = 256;

pub(super) struct Front {
    pub(super) listener: TcpListener,
    pub(super) acceptor: TlsAcceptor,
    pub(super) upstream: Upstream,
    pub(super) seen: mpsc::Sender<Seen>,
    pub(super) stopped: watch::Receiver<bool>,
}

#[derive(Clone)]
pub(super) struct Upstream {
    pub(super) target: Target,
    pub(super) connector: TlsConnector,
    /// For clients who identify themselves by a certificate, where the proxy has one to show in its place.
    pub(super) identified: Option<TlsConnector>,
}

/// Who made a connection, and how.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) peer: SocketAddr,
    pub(super) tls: TlsSession,
    /// The certificate of a client who has one; its issuer is not looked at.
    pub(super) certificate: Option<Arc<Subject>>,
}

/// An exchange that passed.
pub(super) struct Seen {
    pub(super) caller: Caller,
    pub(super) request: HttpMessage,
    /// None where the connection ended before it.
    pub(super) response: Option<HttpMessage>,
}

enum Piece {
    FromClient(Bytes),
    FromServer(Bytes),
}

impl Front {
    /// Serves until it is stopped; connections end then.
    pub(super) async fn serve(self) {
        let mut connections = JoinSet::new();
        let mut stop = self.stopped.clone();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        let (acceptor, upstream) = (self.acceptor.clone(), self.upstream.clone());
                        let (seen, stopped) = (self.seen.clone(), self.stopped.clone());
                        connections.spawn(async move {
                            if let Err(error) = connection(stream, peer, acceptor, upstream, seen, stopped).await {
                                tracing::info!(%peer, %error, "a connection ended");
                            }
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not accepted");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                },
                () = wait(&mut stop) => break,
                Some(_) = connections.join_next() => {}
            }
        }
        while connections.join_next().await.is_some() {}
    }
}

/// Waits until the proxy is to stop.
async fn wait(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    acceptor: TlsAcceptor,
    upstream: Upstream,
    seen: mpsc::Sender<Seen>,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let client = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await??;
    let caller = Caller::of(peer, client.get_ref().1);
    let server = tokio::time::timeout(HANDSHAKE, upstream.connect(&caller)).await??;
    let (from_client, to_client) = split(client);
    let (from_server, to_server) = split(server);
    let (tap, pieces) = mpsc::channel(AHEAD);
    let other = tap.clone();
    let observing = observe(pieces, caller, seen);
    let passing = async {
        let up = pass(from_client, to_server, tap, Piece::FromClient);
        let down = pass(from_server, to_client, other, Piece::FromServer);
        tokio::select! {
            both = async { tokio::join!(up, down) } => both.0.and(both.1),
            () = wait(&mut stopped) => Ok(()),
        }
    };
    let (passed, ()) = tokio::join!(passing, observing);
    passed
}

impl Caller {
    fn of(peer: SocketAddr, session: &ServerConnection) -> Self {
        let certificate = session.peer_certificates().and_then(<[_]>::first).and_then(Subject::read).map(Arc::new);
        Self { peer, tls: TlsSession::of(session), certificate }
    }
}

impl Upstream {
    async fn connect(&self, caller: &Caller) -> io::Result<tokio_rustls::client::TlsStream<TcpStream>> {
        let name = ServerName::try_from(self.target.host().to_owned()).map_err(io::Error::other)?;
        let stream = TcpStream::connect((self.target.host(), self.target.port())).await?;
        stream.set_nodelay(true)?;
        let connector = match (&caller.certificate, &self.identified) {
            (Some(_), Some(identified)) => identified,
            (Some(_), None) => {
                tracing::warn!(
                    "a client certificate does not pass: with --cert and --key the proxy shows one of its own to the other SAC"
                );
                &self.connector
            }
            (None, _) => &self.connector,
        };
        connector.connect(name, stream).await
    }
}

/// Passes bytes on until there are no more, and then says so.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    tap: mpsc::Sender<Piece>,
    piece: fn(Bytes) -> Piece,
) -> io::Result<()> {
    let mut buffer = vec![0; PIECE];
    loop {
        let count = match from.read(&mut buffer).await {
            Ok(count) => count,
            // Many end without TLS's own end.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..count).unwrap_or_default();
        if bytes.is_empty() {
            return to.shutdown().await;
        }
        // Told before it is passed on, so that an answer never comes before its request.
        let _ = tap.send(piece(Bytes::copy_from_slice(bytes))).await;
        to.write_all(bytes).await?;
        to.flush().await?;
    }
}

/// Puts the messages of a connection together.
async fn observe(mut pieces: mpsc::Receiver<Piece>, caller: Caller, seen: mpsc::Sender<Seen>) {
    let (mut client, mut server) = (Wire::default(), Wire::default());
    let mut open: VecDeque<HttpMessage> = VecDeque::new();
    let tell = |request, response| {
        if seen.try_send(Seen { caller: caller.clone(), request, response }).is_err() {
            tracing::warn!("an exchange was passed on without a look: too many wait");
        }
    };
    while let Some(piece) = pieces.recv().await {
        match piece {
            Piece::FromClient(bytes) => open.extend(client.feed(&bytes, || false)),
            Piece::FromServer(bytes) => {
                let is_head = || open.front().is_some_and(is_head);
                for response in server.feed(&bytes, is_head) {
                    if let Some(request) = open.pop_front() {
                        tell(request, Some(response));
                    }
                }
            }
        }
    }
    let mut last = server.end();
    for request in open {
        tell(request, last.take());
    }
}

fn is_head(request: &HttpMessage) -> bool {
    matches!(&request.start, Start::Request { method, .. } if method == "HEAD")
}
