//! The server: it accepts connections, limits their number, and shuts down gracefully.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use thiserror::Error;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, mpsc, watch},
    time::{sleep, timeout},
};

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

use super::{
    LimitError, Limits,
    connection::{self, Shared},
    routes::Router,
    stage::{Alive, Stage},
    tls::Tls,
};

/// A server that listens. Dropping it closes every connection at once; [`Server::shutdown`] lets
/// the requests under way end first.
#[derive(Debug)]
pub struct Server {
    local_addr: SocketAddr,
    drain_timeout: Duration,
    stage: watch::Sender<Stage>,
    /// Closed when the last connection and the last request have ended.
    all_ended: mpsc::Receiver<()>,
}

/// Why a server does not listen.
#[derive(Debug, Error)]
pub enum BindError {
    /// The address is not available.
    #[error("cannot listen at {address}")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// With these limits nothing could be served.
    #[error(transparent)]
    Limits(#[from] LimitError),
}

impl Server {
    /// Listens at `address` (port 0: any free port) and serves until shutdown. Without `tls`:
    /// plain HTTP, HTTP/2 with prior knowledge included.
    ///
    /// # Errors
    /// An address that is not available, or limits with which nothing could be served.
    pub async fn bind(
        address: SocketAddr,
        tls: Option<Tls>,
        limits: Limits,
        router: Arc<dyn Router>,
    ) -> Result<Self, BindError> {
        limits.check()?;
        let refused = |source| BindError::Address { address, source };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let local_addr = listener.local_addr().map_err(refused)?;
        let (stage, stage_seen) = watch::channel(Stage::Running);
        let (alive, all_ended) = mpsc::channel(1);
        let drain_timeout = limits.drain_timeout;
        let shared = Arc::new(Shared { router, limits: Arc::new(limits), tls });
        tokio::spawn(accept_all(listener, shared, stage_seen, alive));
        Ok(Self { local_addr, drain_timeout, stage, all_ended })
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Stops accepting, lets the requests under way end, within the drain deadline, and closes
    /// every connection. Returns whether all had ended in time.
    pub async fn shutdown(mut self) -> bool {
        self.stage.send_replace(Stage::Draining);
        let drained = timeout(self.drain_timeout, self.all_ended.recv()).await.is_ok();
        self.stage.send_replace(Stage::Stopped);
        drained
    }
}

/// The accept loop. It acquires a permit before it accepts a connection, so surplus connections
/// wait in the system's queue.
async fn accept_all(listener: TcpListener, shared: Arc<Shared>, mut stage: watch::Receiver<Stage>, alive: Alive) {
    let permits = Arc::new(Semaphore::new(shared.limits.max_connections.min(Semaphore::MAX_PERMITS)));
    let mut failures = 0_u32;
    loop {
        let next = async {
            let permit = Arc::clone(&permits).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            _ = stage.wait_for(|stage| *stage != Stage::Running) => return,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                failures = failures.saturating_add(1);
                let pause = pause_after(&error, failures);
                if !pause.is_zero() {
                    tracing::warn!(%error, ?pause, "cannot accept connections");
                    sleep(pause).await;
                }
                continue;
            }
        };
        failures = 0;
        let serving = connection::serve(stream, peer, Arc::clone(&shared), stage.clone(), alive.clone());
        tokio::spawn(async move {
            serving.await;
            drop(permit);
        });
    }
}

/// How long to wait after a failed accept. A connection that was closed in the queue affects no
/// other; anything else (no file descriptors, no memory) is our own shortage and takes a while to pass.
fn pause_after(error: &io::Error, failures_in_a_row: u32) -> Duration {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    match error.kind() {
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted => Duration::ZERO,
        _ => Duration::from_millis(10 << failures_in_a_row.clamp(1, 7)).min(Duration::from_secs(1)),
    }
}

impl Words for BindError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => chain(self).to_string(),
            (Self::Address { address, source }, _) => {
                format!("non si può ascoltare su {address}: {}", source.words(language))
            }
            (Self::Limits(error), _) => error.words(language),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_of_descriptors_pauses_longer_and_longer_up_to_a_second() {
        let emfile = io::Error::from_raw_os_error(24);
        assert_eq!(pause_after(&emfile, 1), Duration::from_millis(20));
        assert_eq!(pause_after(&emfile, 2), Duration::from_millis(40));
        assert_eq!(pause_after(&emfile, u32::MAX), Duration::from_secs(1));
        assert!(pause_after(&io::ErrorKind::ConnectionAborted.into(), 9).is_zero());
    }
}
