//! The one task of a ledger that commits.

use std::mem;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::job::Job;
use crate::store::Store;
use sac_domain::error::chain;

/// Commands after which a batch is closed.
const BATCH: usize = 256;
/// Unattended commands after which a batch takes no more of them.
const UNATTENDED_BATCH: usize = 8192;
/// How long an unattended command waits for another whose sync it can share.
const UNATTENDED_PATIENCE: Duration = Duration::from_millis(100);

/// What a caller asks of the committer.
pub(super) enum Request {
    /// To commit a command and answer.
    Commit(Box<dyn Job>),
    /// To commit all that waits, say so, and end.
    Close(oneshot::Sender<()>),
}

/// The task's state.
pub(super) struct Committer {
    store: Store,
    requests: mpsc::Receiver<Request>,
    unattended: mpsc::Receiver<Box<dyn Job>>,
    /// Unattended commands taken from the queue and not yet written.
    waiting: Vec<Box<dyn Job>>,
}

impl Committer {
    pub(super) fn new(
        store: Store,
        requests: mpsc::Receiver<Request>,
        unattended: mpsc::Receiver<Box<dyn Job>>,
    ) -> Self {
        Self { store, requests, unattended, waiting: Vec::new() }
    }

    /// Commits until it is asked to close, or until every ledger is gone.
    pub(super) async fn run(mut self) {
        let mut due = Instant::now();
        loop {
            tokio::select! {
                biased;
                request = self.requests.recv() => match request {
                    Some(request) => {
                        if let Some(closed) = self.commit_group(request).await {
                            let _ = closed.send(());
                            return;
                        }
                    }
                    None => return self.commit_rest().await,
                },
                Some(job) = self.unattended.recv(), if self.waiting.is_empty() => {
                    self.waiting.push(job);
                    due = Instant::now() + UNATTENDED_PATIENCE;
                }
                () = tokio::time::sleep_until(due), if !self.waiting.is_empty() => {
                    self.commit_batch(Vec::new()).await;
                }
            }
        }
    }

    /// Commits the first request with those that wait behind it. Asked to close, it commits
    /// all there is and returns where that is to be reported.
    async fn commit_group(&mut self, first: Request) -> Option<oneshot::Sender<()>> {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Commit(job) => group.push(job),
                Request::Close(closed) => {
                    self.requests.close();
                    self.unattended.close();
                    self.commit_batch(group).await;
                    self.commit_rest().await;
                    return Some(closed);
                }
            }
            next = if group.len() < BATCH { self.requests.try_recv().ok() } else { None };
        }
        self.commit_batch(group).await;
        None
    }

    /// Commits what is still in the queues after they were closed.
    async fn commit_rest(&mut self) {
        while let Ok(request) = self.requests.try_recv() {
            match request {
                Request::Commit(job) => self.commit_batch(vec![job]).await,
                Request::Close(closed) => drop(closed.send(())),
            }
        }
        self.commit_batch(Vec::new()).await;
    }

    /// Commits the callers' commands, and with them all unattended ones that wait; then
    /// answers.
    async fn commit_batch(&mut self, mut batch: Vec<Box<dyn Job>>) {
        while self.waiting.len() <= UNATTENDED_BATCH
            && let Ok(job) = self.unattended.try_recv()
        {
            self.waiting.push(job);
        }
        batch.extend(mem::take(&mut self.waiting));
        if batch.is_empty() {
            return;
        }
        let commands = batch.len();
        let (batch, result) = self.store.commit(batch).await;
        if let Err(error) = &result {
            tracing::error!(error = %chain(error), commands, "a batch was not written");
        }
        for job in batch {
            job.settle(&result);
        }
    }
}
