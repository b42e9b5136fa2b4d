//! The one task of a ledger that commits.
//!
//! Unattended commands are written apart from those whose callers wait, so that no answer takes longer for them, and many
//! of them in one transaction, which costs a fraction of as many transactions.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use crate::error::StoreError;
use crate::job::Job;
use crate::store::Store;
use sac_domain::error::chain;

/// Commands after which a batch is closed.
const BATCH: usize = 256;
/// Unattended commands of one transaction: a caller who comes meanwhile waits for no more than these.
const UNATTENDED_BATCH: usize = 256;
/// How long an unattended command waits for others, unless as many come sooner as one transaction takes.
const UNATTENDED_PATIENCE: Duration = Duration::from_millis(500);

/// What a caller asks of the committer.
pub(super) enum Request {
    /// To commit a command and answer.
    Commit(Box<dyn Job>),
    /// To write all unattended commands that were handed over before, and say so.
    Flush(oneshot::Sender<Result<(), StoreError>>),
    /// To commit all that waits, say so, and end.
    Close(oneshot::Sender<()>),
}

/// The task's state.
pub(super) struct Committer {
    store: Store,
    requests: mpsc::Receiver<Request>,
    unattended: mpsc::Receiver<Box<dyn Job>>,
    /// Told of each batch of callers' commands.
    writes: watch::Sender<()>,
    /// The first unattended command of the next transaction; the others are still in the queue.
    first: Option<Box<dyn Job>>,
    /// When it is to be written.
    due: Instant,
}

impl Committer {
    pub(super) fn new(
        store: Store,
        requests: mpsc::Receiver<Request>,
        unattended: mpsc::Receiver<Box<dyn Job>>,
        writes: watch::Sender<()>,
    ) -> Self {
        Self { store, requests, unattended, writes, first: None, due: Instant::now() }
    }

    /// Commits until it is asked to close, or until every ledger is gone.
    pub(super) async fn run(mut self) {
        loop {
            if self.unattended.len() >= UNATTENDED_BATCH {
                self.due = Instant::now();
            }
            let request = tokio::select! {
                biased;
                () = tokio::time::sleep_until(self.due), if self.first.is_some() => {
                    // A failure is logged there.
                    let _ = self.write_unattended().await;
                    // Whoever has waited meanwhile comes before the next transaction of this kind.
                    self.requests.try_recv().ok()
                }
                request = self.requests.recv() => match request {
                    Some(request) => Some(request),
                    None => return self.commit_rest().await,
                },
                Some(job) = self.unattended.recv(), if self.first.is_none() => {
                    self.first = Some(job);
                    self.due = Instant::now() + UNATTENDED_PATIENCE;
                    None
                }
            };
            if let Some(request) = request
                && let Some(closed) = self.commit_group(request).await
            {
                let _ = closed.send(());
                return;
            }
        }
    }

    /// Commits the first request with those that wait behind it. Asked to close, it commits
    /// all there is and returns where that is to be reported.
    async fn commit_group(&mut self, first: Request) -> Option<oneshot::Sender<()>> {
        let mut group = Vec::new();
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Commit(job) => group.push(job),
                Request::Flush(flushed) => waiting.push(flushed),
                Request::Close(closed) => {
                    self.requests.close();
                    self.unattended.close();
                    self.answer(group, waiting).await;
                    self.commit_rest().await;
                    return Some(closed);
                }
            }
            next = if group.len() < BATCH { self.requests.try_recv().ok() } else { None };
        }
        self.answer(group, waiting).await;
        None
    }

    /// Commits what is still in the queues after they were closed.
    async fn commit_rest(&mut self) {
        while let Ok(request) = self.requests.try_recv() {
            match request {
                Request::Commit(job) => drop(self.commit_batch(vec![job]).await),
                Request::Flush(flushed) => self.answer(Vec::new(), vec![flushed]).await,
                Request::Close(closed) => drop(closed.send(())),
            }
        }
        let _ = self.write_all_unattended().await;
    }

    /// Commits the commands and answers their callers, then does what the flushes are for.
    async fn answer(&mut self, group: Vec<Box<dyn Job>>, waiting: Vec<oneshot::Sender<Result<(), StoreError>>>) {
        if !group.is_empty() && self.commit_batch(group).await.is_ok() {
            self.writes.send_replace(());
        }
        if waiting.is_empty() {
            return;
        }
        let result = self.write_all_unattended().await;
        for flushed in waiting {
            // A caller who has stopped waiting needs no answer.
            let _ = flushed.send(result.clone());
        }
    }

    /// Writes every unattended command that waits now.
    async fn write_all_unattended(&mut self) -> Result<(), StoreError> {
        let mut rest = self.unattended.len() + usize::from(self.first.is_some());
        let mut result = Ok(());
        while rest > 0 {
            result = result.and(self.write_unattended().await);
            rest = rest.saturating_sub(UNATTENDED_BATCH);
        }
        result
    }

    /// Writes unattended commands, as many as wait and go into one transaction.
    async fn write_unattended(&mut self) -> Result<(), StoreError> {
        let mut batch: Vec<_> = self.first.take().into_iter().collect();
        while batch.len() < UNATTENDED_BATCH
            && let Ok(job) = self.unattended.try_recv()
        {
            batch.push(job);
        }
        self.commit_batch(batch).await
    }

    /// Commits in one transaction, then answers.
    async fn commit_batch(&mut self, batch: Vec<Box<dyn Job>>) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let commands = batch.len();
        let (batch, result) = self.store.commit(batch).await;
        if let Err(error) = &result {
            tracing::error!(error = %chain(error), commands, "a batch was not written");
        }
        for job in batch {
            job.settle(&result);
        }
        result
    }
}
