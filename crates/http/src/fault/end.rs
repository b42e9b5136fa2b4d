//! The end of a connection by a fault, below TLS.

use std::time::Duration;

use tokio::{io::AsyncWriteExt, net::TcpStream, sync::watch::Receiver, time::timeout};

use super::hold::{discard, hold};
use crate::{stage::Stage, wire_fault::WireFault};

/// Ends the connection. After a FIN, what the client still sends is read and discarded for a while:
/// the system would answer it with a reset.
pub(crate) async fn end(mut stream: TcpStream, fault: WireFault, linger: Duration, stage: Receiver<Stage>) {
    match fault {
        WireFault::Reset => {
            if let Err(error) = stream.set_zero_linger() {
                tracing::warn!(%error, "a connection cannot be reset, and is closed instead");
            }
            return;
        }
        WireFault::NoReply { hold: time } => hold(&mut stream, time, stage).await,
        WireFault::Close => (),
    }
    if stream.shutdown().await.is_ok() {
        let _ = timeout(linger, discard(&mut stream)).await;
    }
}
