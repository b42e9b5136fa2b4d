//! How far a server is in its life, and what its end has to wait for.

use tokio::sync::mpsc;

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

/// Held by whatever a shutdown has to wait for.
pub(super) type Alive = mpsc::Sender<()>;
