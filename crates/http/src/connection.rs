//! One connection, from its handshake to its end.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc};

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::watch::Receiver,
    time::timeout,
};

use super::{
    Limits,
    client_certificate::ClientCertificate,
    exchange::{Exchanges, Origin},
    routes::Router,
    stage::{Alive, Stage},
    tls::Tls,
    watch::{Watch, Watched},
};

/// What every connection of a server shares.
pub(super) struct Shared {
    pub(super) router: Arc<dyn Router>,
    pub(super) limits: Arc<Limits>,
    pub(super) tls: Option<Tls>,
}

/// Serves a connection until its end, its deadline or the server's.
pub(super) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    shared: Arc<Shared>,
    mut stage: Receiver<Stage>,
    alive: Alive,
) {
    let ended = async {
        // Small replies must not wait for the client's acknowledgement of the headers.
        stream.set_nodelay(true)?;
        let local = stream.local_addr()?;
        let plain = Origin { peer, local, client_certificate: ClientCertificate::None, tls: false };
        let Some(tls) = &shared.tls else {
            exchanges(stream, plain, false, &shared, stage, alive).await;
            return Ok(());
        };
        let handshake = timeout(shared.limits.handshake_timeout, handshake(stream, tls));
        let stream = tokio::select! {
            done = handshake => done.map_err(|_| io::ErrorKind::TimedOut)??,
            _ = stage.wait_for(|stage| *stage != Stage::Running) => return Ok(()),
        };
        let (_, session) = stream.get_ref();
        let http2 = session.alpn_protocol() == Some(b"h2");
        let client_certificate = tls.verifier.verify(session.peer_certificates());
        let origin = Origin { client_certificate, tls: true, ..plain };
        exchanges(stream, origin, http2, &shared, stage, alive).await;
        Ok(())
    };
    if let Err(error) = ended.await {
        let error: io::Error = error;
        tracing::debug!(%peer, %error, "a connection failed before its first request");
    }
}

/// HTTP over a stream that is ready for it.
async fn exchanges<S>(stream: S, origin: Origin, http2: bool, shared: &Shared, mut stage: Receiver<Stage>, alive: Alive)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let peer = origin.peer;
    let watch = Watch::new(&shared.limits);
    let io = TokioIo::new(Watched::new(stream, Arc::clone(&watch), http2, &shared.limits));
    let exchanges = Exchanges {
        router: Arc::clone(&shared.router),
        limits: Arc::clone(&shared.limits),
        origin,
        watch: Arc::clone(&watch),
        stage: stage.clone(),
        alive,
    };
    let service = service_fn(move |request| {
        let exchanges = exchanges.clone();
        async move { Ok::<_, Infallible>(exchanges.serve(request).await) }
    });
    let builder = builder(&shared.limits);
    let mut connection = std::pin::pin!(builder.serve_connection(io, service));
    let mut expired = std::pin::pin!(watch.expired());
    let mut draining = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, error, "a connection broke");
                }
                return;
            }
            () = expired.as_mut() => {
                tracing::debug!(%peer, "a connection was closed by us");
                return;
            }
            next = stage.wait_for(|stage| *stage != Stage::Running && !draining || *stage == Stage::Stopped) => {
                match next.as_deref() {
                    Ok(Stage::Running | Stage::Draining) => {
                        draining = true;
                        connection.as_mut().graceful_shutdown();
                    }
                    Ok(Stage::Stopped) | Err(_) => return,
                }
            }
        }
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Our own watch counts, which also knows idle and untouched connections.
        .header_read_timeout(None)
        // A client that has shut its sending half still gets its reply.
        .half_close(true)
        .max_buf_size(limits.max_header_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.max_streams)
        .max_header_list_size(u32::try_from(limits.max_header_bytes).unwrap_or(u32::MAX));
    builder
}

async fn handshake(mut stream: TcpStream, tls: &Tls) -> io::Result<tokio_rustls::server::TlsStream<TcpStream>> {
    let mut first = [0_u8; 1];
    // A TLS record begins with a byte below 32, a plain HTTP request with a capital letter.
    if stream.peek(&mut first).await? == 1 && first[0].is_ascii_uppercase() {
        stream.write_all(PLAIN_HTTP).await?;
        stream.shutdown().await?;
        return Err(io::Error::other("plain HTTP where TLS is spoken"));
    }
    tls.acceptor.accept(stream).await
}

const PLAIN_HTTP: &[u8] = "HTTP/1.1 400 Bad Request\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Connection: close\r\n\r\n\
    Questa porta parla HTTPS: l'indirizzo deve cominciare con https://.\n\
    This port speaks HTTPS: the address must begin with https://.\n"
    .as_bytes();
