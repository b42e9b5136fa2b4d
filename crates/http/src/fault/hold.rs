//! A connection that stays open without an answer.

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt},
    net::TcpStream,
    sync::watch::Receiver,
    time::sleep,
};

use super::delay::delay;
use crate::stage::{Stage, no_longer_running};

/// Holds a connection that the client no longer reads: until the time is up, the client has closed it,
/// or the server shuts down.
pub(super) async fn hold(stream: &mut TcpStream, time: Duration, stage: Receiver<Stage>) {
    tokio::select! {
        () = sleep(time) => (),
        () = discard(stream) => (),
        () = no_longer_running(stage) => (),
    }
}

/// The same for a request of HTTP/2. Its connection goes on serving others meanwhile, and drops this
/// future where the client closes it.
pub(crate) async fn hold_http2(time: Duration, stage: Receiver<Stage>) {
    delay(time, stage).await;
}

/// Reads until the client closes its end.
pub(super) async fn discard(stream: &mut (impl AsyncRead + Unpin)) {
    let mut waste = [0_u8; 8192];
    while stream.read(&mut waste).await.is_ok_and(|read| read > 0) {}
}
