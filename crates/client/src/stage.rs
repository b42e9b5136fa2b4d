//! How far an exchange has come.

use std::sync::atomic::{AtomicU8, Ordering};

/// What an exchange is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Looking for the host, connecting.
    Connecting,
    /// Setting up TLS.
    Securing,
    /// The request is being sent, or the reply is awaited or being read.
    Exchanging,
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Securing => "setting up TLS",
            Self::Exchanging => "waiting for its answer",
        })
    }
}

/// How far an exchange has come, for an error that says so when it takes too long.
#[derive(Default)]
pub(super) struct Progress(AtomicU8);

impl Progress {
    const STAGES: [Stage; 3] = [Stage::Connecting, Stage::Securing, Stage::Exchanging];

    pub(super) fn reach(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Relaxed);
    }

    pub(super) fn stage(&self) -> Stage {
        let reached = usize::from(self.0.load(Ordering::Relaxed));
        Self::STAGES.get(reached).copied().unwrap_or(Stage::Exchanging)
    }
}
