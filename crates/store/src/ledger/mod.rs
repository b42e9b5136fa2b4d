//! The way to write into a [`Store`], with group commit.
//!
//! Syncing a disk costs about the same for one command as for two hundred. So one task takes
//! the first command that waits and all that have arrived meanwhile, commits them as one
//! batch, and only then answers each caller. While the disk is busy the next batch gathers.
//!
//! Commands for which no caller waits are written behind the others ([`Ledger::hand_over`]).

mod committer;
mod pending;

use std::cell::Cell;
use std::fmt;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::job::Job;
use crate::store::Store;
use committer::{Committer, Request};
pub use pending::Committed;
pub(crate) use pending::Pending;

/// Callers that may wait in the queue; more wait for a place in it.
const WAITING_CALLERS: usize = 1024;
/// Unattended commands that may wait; more are dropped.
const WAITING_UNATTENDED: usize = 8192;
/// What errors say was being done.
const COMMITTING: &str = "committing a batch";

tokio::task_local! {
    /// How long the work under way has waited for commits.
    static WAITED: Cell<Duration>;
}

/// Does the work, and reports how much of its time it waited for [`Ledger::commit`].
pub async fn waiting_for_commits<T>(work: impl Future<Output = T>) -> (T, Duration) {
    WAITED.scope(Cell::default(), async { (work.await, WAITED.with(Cell::get)) }).await
}

/// The way to write into a [`Store`]. Clones write into the same one, in the same batches.
#[derive(Clone)]
pub struct Ledger {
    store: Store,
    requests: mpsc::Sender<Request>,
    unattended: mpsc::Sender<Box<dyn Job>>,
    written: watch::Receiver<()>,
}

impl Ledger {
    /// A ledger that writes into `store`.
    ///
    /// # Panics
    /// Outside a tokio runtime, on which the committing task is started.
    #[must_use]
    pub fn new(store: Store) -> Self {
        let (requests, requests_in) = mpsc::channel(WAITING_CALLERS);
        let (unattended, unattended_in) = mpsc::channel(WAITING_UNATTENDED);
        let (writes, written) = watch::channel(());
        tokio::spawn(Committer::new(store.clone(), requests_in, unattended_in, writes).run());
        Self { store, requests, unattended, written }
    }

    /// The store, for queries.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Commits the command in a batch, which may hold other callers' as well. A caller who
    /// stops waiting may still have been served.
    ///
    /// # Errors
    /// The store failed, or the ledger is closed.
    pub async fn commit<C: Command>(&self, command: C) -> Result<Committed<C::Outcome>, StoreError> {
        let started = Instant::now();
        let (job, answer) = Pending::awaited(command);
        let closed = || StoreError { doing: COMMITTING, source: Failure::Closed };
        self.requests.send(Request::Commit(job)).await.map_err(|_| closed())?;
        let outcome = answer.await;
        let _ = WAITED.try_with(|waited| waited.set(waited.get() + started.elapsed()));
        outcome.map_err(|_| StoreError::internal(COMMITTING, "the command was dropped"))?
    }

    /// Hands over a command for whose outcome no caller waits: it is written within a second, together with others
    /// of its kind. Never waits; `false` if the command had to be dropped.
    #[must_use]
    pub fn hand_over<C: Command>(&self, command: C) -> bool {
        self.unattended.try_send(Pending::unattended(command)).is_ok()
    }

    /// Changes whenever commands for which callers wait were committed, and ends with the ledger. Exchanges of the
    /// journal do not count.
    #[must_use]
    pub fn written(&self) -> watch::Receiver<()> {
        self.written.clone()
    }

    /// Waits until every command handed over so far is written.
    ///
    /// # Errors
    /// The store failed, or the ledger is closed.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let closed = || StoreError { doing: COMMITTING, source: Failure::Closed };
        let (done, flushed) = oneshot::channel();
        self.requests.send(Request::Flush(done)).await.map_err(|_| closed())?;
        flushed.await.map_err(|_| closed())?
    }

    /// Writes what waits, then closes the ledger for all clones: later commands fail.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        // Either fails only where the ledger is closed already.
        if self.requests.send(Request::Close(done)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}
