//! One connection, from its handshake to its end.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc};

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::watch::Receiver,
};

use super::{
    Limits,
    bad_head::BadHead,
    client_certificate::ClientCertificate,
    exchange::{Exchanges, Origin},
    fault,
    handshake::{self, Failed},
    refused::Refused,
    request::TlsSession,
    routes::Router,
    socket::Socket,
    stage::{Alive, Stage},
    tls::Tls,
    watch::{Watch, Watched},
    wire_fault::WireFault,
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
    stage: Receiver<Stage>,
    alive: Alive,
) {
    let local = match prepared(&stream) {
        Ok(local) => local,
        // It was closed before it was accepted.
        Err(error) => return tracing::debug!(%peer, %error, "a connection cannot be used"),
    };
    let (socket, back) = Socket::new(stream);
    let plain = Origin { peer, local, client_certificate: ClientCertificate::None, tls: None };
    let ended = match &shared.tls {
        None => Ok(exchanges(socket, plain, false, &shared, stage.clone(), alive).await),
        Some(tls) => secured(socket, tls, plain, &shared, stage.clone(), alive).await,
    };
    match ended {
        Ok(None) => (),
        Ok(Some(fault)) => {
            if let Ok(stream) = back.await {
                fault::end(stream, fault, shared.limits.linger_timeout, stage).await;
            }
        }
        Err(failed) => {
            shared.router.refused(Refused::connection(peer, handshake::words(&failed)));
            if let (true, Ok(stream)) = (failed.closes_in_order(), back.await) {
                fault::end(stream, WireFault::Close, shared.limits.linger_timeout, stage).await;
            }
        }
    }
}

fn prepared(stream: &TcpStream) -> io::Result<SocketAddr> {
    // Small replies must not wait for the client's acknowledgement of the headers.
    stream.set_nodelay(true)?;
    stream.local_addr()
}

/// The handshake, then HTTP. Returns the fault by which the connection has to end.
async fn secured(
    socket: Socket,
    tls: &Tls,
    plain: Origin,
    shared: &Shared,
    mut stage: Receiver<Stage>,
    alive: Alive,
) -> Result<Option<WireFault>, Failed> {
    let handshake = handshake::handshake(socket, tls, plain.peer, shared.limits.handshake_timeout);
    let stream = tokio::select! {
        done = handshake => done?,
        _ = stage.wait_for(|stage| *stage != Stage::Running) => return Ok(None),
    };
    let (_, session) = stream.get_ref();
    let http2 = session.alpn_protocol() == Some(b"h2");
    let client_certificate = tls.verifier.verify(session.peer_certificates());
    let origin = Origin { client_certificate, tls: Some(Arc::new(TlsSession::of(session))), ..plain };
    Ok(exchanges(stream, origin, http2, shared, stage, alive).await)
}

/// HTTP over a stream that is ready for it. Returns the fault by which the connection has to end.
async fn exchanges<S>(
    stream: S,
    origin: Origin,
    http2: bool,
    shared: &Shared,
    mut stage: Receiver<Stage>,
    alive: Alive,
) -> Option<WireFault>
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
                if let Some(BadHead { request, words }) = watch.take_bad_head() {
                    shared.router.refused(Refused { peer, request: Some(request), reason: words });
                } else if let Err(error) = ended {
                    tracing::debug!(%peer, error, "a connection broke");
                }
                return None;
            }
            fault = expired.as_mut() => {
                tracing::debug!(%peer, ?fault, "a connection was closed by us");
                return fault;
            }
            next = stage.wait_for(|stage| *stage != Stage::Running && !draining || *stage == Stage::Stopped) => {
                match next.as_deref() {
                    Ok(Stage::Running | Stage::Draining) => {
                        draining = true;
                        connection.as_mut().graceful_shutdown();
                    }
                    Ok(Stage::Stopped) | Err(_) => return None,
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
        // Older stacks compare the names of headers letter by letter.
        .title_case_headers(true)
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
