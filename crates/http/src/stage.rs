//! How far a server is in its life, and what its end has to wait for.

use tokio::sync::{mpsc, watch::Receiver};

/// How far a server is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It accepts and serves.
    Running,
    /// It accepts no more, and ends what is under way.
    Draining,
    /// Whatever is still open is cut.
    Stopped,
}

/// Returns when the server shuts down or is gone.
pub(super) async fn no_longer_running(mut stage: Receiver<Stage>) {
    // An error means that the server is gone, which is an end too.
    let _ = stage.wait_for(|stage| *stage != Stage::Running).await;
}

/// Held by whatever a shutdown has to wait for.
pub(super) type Alive = mpsc::Sender<()>;
