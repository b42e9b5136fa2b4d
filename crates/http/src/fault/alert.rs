//! The end of a handshake by an alert.

use tokio::io::{AsyncWrite, AsyncWriteExt};

/// A record of its own, still in clear: alert, TLS 1.2, two bytes; fatal, `handshake_failure`.
const HANDSHAKE_FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];

/// Sends the alert. The client may be gone already, which changes nothing.
pub(crate) async fn alert(stream: &mut (impl AsyncWrite + Unpin)) {
    let _ = stream.write_all(&HANDSHAKE_FAILURE).await;
    let _ = stream.flush().await;
}
