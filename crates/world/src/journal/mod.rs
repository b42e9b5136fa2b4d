//! The journal: one record for each exchange, and its messages where they are kept.
//!
//! Written behind the documents, many exchanges in one transaction, and no caller waits for it: if the queue is full, a
//! record is dropped and counted instead of delaying an answer. Who reads the journal sees whatever was recorded before:
//! what waits is written first.

mod expect;
mod queued;
mod xpath;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, broadcast};

pub use expect::{Count, Difference, Expectation, Near, Unmet};
use queued::Queued;
use sac_domain::error::chain;
pub use sac_domain::exchange::{Channel, Details, Ending, Entry, Exchange, How, Messages, Note, Times};
pub use sac_store::journal::{Found, Page, PruneJournal, Selection, Stretch, WithMessages};
use sac_store::{Ledger, StoreError};

use crate::metrics::Metrics;
pub use xpath::{BadPath, ElementPath};

/// Exchanges that a reader of the stream may be behind before it misses some.
const STREAM: usize = 256;
/// Bytes of messages that may wait to be written; the messages of further exchanges are dropped.
const WAITING_BYTES: u64 = 64 << 20;

/// Entries between two prunings.
const PRUNE_EVERY: u64 = 10_000;

/// How much of the past is kept.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Entries received longer ago, by the gateway's clock, are forgotten.
    pub age: Duration,
    /// Of more entries than this the oldest are forgotten; with 0 none is written.
    pub entries: u32,
    /// Of more bytes of messages than this the oldest messages are forgotten.
    pub bytes: u64,
    /// Whether messages, and whatever else is personal, are kept at all.
    pub messages: bool,
}

impl Retention {
    /// The same within what a world in memory may take.
    #[must_use]
    pub fn in_memory(self) -> Self {
        Self { entries: self.entries.min(100_000), bytes: self.bytes.min(32 << 20), ..self }
    }
}

impl Default for Retention {
    /// Thirty days, ten million entries (about 3 GB), and 1 GiB of messages.
    fn default() -> Self {
        Self { age: Duration::from_hours(30 * 24), entries: 10_000_000, bytes: 1 << 30, messages: true }
    }
}

/// Keeps the journal. Clones keep the same one.
#[derive(Clone, Debug)]
pub struct Journal {
    ledger: Ledger,
    retention: Retention,
    shared: Arc<Shared>,
    metrics: Metrics,
}

#[derive(Debug)]
struct Shared {
    counts: Counts,
    /// Bytes of messages that wait to be written.
    waiting: Arc<AtomicU64>,
    recorded: Notify,
    stream: broadcast::Sender<Arc<Exchange>>,
}

#[derive(Debug, Default)]
struct Counts {
    numbered: AtomicU64,
    recorded: AtomicU64,
    /// How many had been recorded when all of them were known to be written.
    written: AtomicU64,
    dropped: AtomicU64,
    /// Bytes of messages since the last pruning.
    bytes: AtomicU64,
}

impl Journal {
    /// A journal that is written with `ledger`, and that has no exchanges yet.
    #[must_use]
    pub fn new(ledger: Ledger, retention: Retention) -> Self {
        let shared = Shared {
            counts: Counts::default(),
            waiting: Arc::default(),
            recorded: Notify::new(),
            stream: broadcast::Sender::new(STREAM),
        };
        Self { ledger, retention, shared: Arc::new(shared), metrics: Metrics::default() }
    }

    /// The same, counted in `metrics` too.
    #[must_use]
    pub fn counted_in(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    /// The same journal, with numbers that go on after those that are written already.
    ///
    /// # Errors
    /// The store fails.
    pub async fn resume(self) -> Result<Self, StoreError> {
        let last = self.ledger.store().last_exchange().await?;
        self.shared.counts.numbered.fetch_max(last, Ordering::Relaxed);
        Ok(self)
    }

    /// A number for an exchange, counted from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.shared.counts.numbered.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether messages, and whatever else is personal, are kept.
    #[must_use]
    pub fn keeps_messages(&self) -> bool {
        self.retention.messages && self.retention.entries > 0
    }

    /// Hands over an exchange, to be written within a second, or before that where somebody reads the journal. Never
    /// waits. Where messages are not kept, nothing personal of it is; where no exchange is kept, it is only counted, and
    /// sent to those who read the stream.
    ///
    /// From time to time older ones are pruned on the way, reckoned from when this one
    /// was received; that takes a task of its own, so it must be called within a runtime.
    pub fn record(&self, mut exchange: Exchange, messages: Option<Messages<Bytes>>) {
        let messages = messages.filter(|_| self.keeps_messages()).and_then(|messages| self.queued(messages));
        exchange.has_messages = messages.is_some();
        if !self.keeps_messages() {
            exchange.worker = None;
            exchange.details.client_certificate = None;
            exchange.details.findings.clear();
        }
        let received = exchange.entry.received;
        self.metrics.observe(&exchange.entry);
        let exchange = Arc::new(exchange);
        let counts = &self.shared.counts;
        if self.retention.entries == 0 {
            let _ = self.shared.stream.send(exchange);
            return;
        }
        if !self.ledger.journal(Arc::clone(&exchange), messages) {
            counts.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let recorded = counts.recorded.fetch_add(1, Ordering::Relaxed);
        // Without a reader it is sent to no one, which is no error.
        let _ = self.shared.stream.send(exchange);
        self.shared.recorded.notify_waiters();
        let are_many_bytes = counts.bytes.load(Ordering::Relaxed) > self.retention.bytes / 16;
        if recorded.is_multiple_of(PRUNE_EVERY) || are_many_bytes {
            counts.bytes.store(0, Ordering::Relaxed);
            let journal = self.clone();
            tokio::spawn(async move {
                if let Err(error) = journal.prune(received).await {
                    tracing::error!(error = %chain(&error), "the journal was not pruned");
                }
            });
        }
    }

    /// The messages on their way to the store, unless too many bytes are on it already.
    fn queued(&self, messages: Messages<Bytes>) -> Option<Messages<Queued>> {
        let Messages { request_head, request, response_head, response } = messages;
        let bytes = (request.len() + response.len()) as u64;
        if self.shared.waiting.load(Ordering::Relaxed).saturating_add(bytes) > WAITING_BYTES {
            self.shared.counts.dropped.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        self.shared
            .counts
            .bytes
            .fetch_add(bytes + (request_head.len() + response_head.len()) as u64, Ordering::Relaxed);
        let queued = |bytes| Queued::new(bytes, &self.shared.waiting);
        Some(Messages { request_head, request: queued(request), response_head, response: queued(response) })
    }

    /// Forgets what is beyond the retention at `now`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn prune(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let age = TimeDelta::from_std(self.retention.age).unwrap_or(TimeDelta::MAX);
        let before = now.checked_sub_signed(age).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let Retention { entries: keep, bytes, .. } = self.retention;
        self.ledger.prune_journal(PruneJournal { before, keep, bytes }).await
    }

    /// The newest `most` entries, newest first. Those of the last moments may be missing
    /// unless [`Journal::flush`] was called.
    ///
    /// # Errors
    /// The store fails.
    pub async fn latest(&self, most: u32) -> Result<Vec<Entry>, StoreError> {
        self.ledger.store().journal(most).await
    }

    /// Goes on counting from the newest exchange on record, once the store as a whole was replaced.
    ///
    /// # Errors
    /// The store fails.
    pub async fn restart(&self) -> Result<(), StoreError> {
        let newest = self.ledger.store().last_exchange().await?;
        self.shared.counts.numbered.store(newest, Ordering::Relaxed);
        Ok(())
    }

    /// The selected exchanges, newest first.
    ///
    /// # Errors
    /// The store fails.
    pub async fn exchanges(&self, selection: Selection, page: Page) -> Result<Vec<Exchange>, StoreError> {
        self.catch_up().await?;
        self.ledger.store().exchanges(&selection, page).await
    }

    /// The selected exchanges, newest first, as far as a search of a few hundredths of a second comes.
    ///
    /// # Errors
    /// The store fails.
    pub async fn search(&self, selection: Selection, page: Page) -> Result<Found, StoreError> {
        self.catch_up().await?;
        self.ledger.store().search(selection, page).await
    }

    /// The selected exchanges, oldest first.
    ///
    /// # Errors
    /// The store fails.
    pub async fn exchanges_upward(&self, selection: Selection, part: Stretch) -> Result<Vec<Exchange>, StoreError> {
        self.catch_up().await?;
        self.ledger.store().exchanges_upward(&selection, part).await
    }

    /// The number of the newest exchange, 0 where there is none.
    ///
    /// # Errors
    /// The store fails.
    pub async fn newest(&self) -> Result<u64, StoreError> {
        self.catch_up().await?;
        self.ledger.store().last_exchange().await
    }

    /// The exchange of this number.
    ///
    /// # Errors
    /// The store fails.
    pub async fn exchange(&self, number: u64) -> Result<Option<Exchange>, StoreError> {
        self.catch_up().await?;
        self.ledger.store().exchange(number).await
    }

    /// The messages of the exchange of this number, where they are kept.
    ///
    /// # Errors
    /// The store fails.
    pub async fn messages(&self, number: u64) -> Result<Option<Messages<Vec<u8>>>, StoreError> {
        self.catch_up().await?;
        self.ledger.store().messages(number).await
    }

    /// The exchanges after this number with their messages, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn forward(&self, after: u64, limit: u32) -> Result<Vec<WithMessages>, StoreError> {
        self.catch_up().await?;
        self.ledger.store().exchanges_forward(after, limit).await
    }

    /// Every exchange from now on, as it is recorded.
    #[must_use]
    pub fn stream(&self) -> broadcast::Receiver<Arc<Exchange>> {
        self.shared.stream.subscribe()
    }

    /// Forgets every exchange. Their numbers are not given again.
    ///
    /// # Errors
    /// The store fails.
    pub async fn forget(&self) -> Result<(), StoreError> {
        self.ledger.forget_journal().await
    }

    /// Waits until everything recorded so far is written.
    ///
    /// # Errors
    /// The store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let recorded = self.shared.counts.recorded.load(Ordering::Relaxed);
        self.ledger.flush().await?;
        self.shared.counts.written.fetch_max(recorded, Ordering::Relaxed);
        Ok(())
    }

    /// The same, at no cost where it is so already.
    async fn catch_up(&self) -> Result<(), StoreError> {
        let counts = &self.shared.counts;
        let is_behind = counts.written.load(Ordering::Relaxed) < counts.recorded.load(Ordering::Relaxed);
        if is_behind { self.flush().await } else { Ok(()) }
    }

    /// How many entries had to be dropped since the start.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.shared.counts.dropped.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_store::testing::{ledger, noon};

    fn entry(id: u64, received: DateTime<Utc>) -> Entry {
        Entry {
            id,
            received,
            operation: None,
            user: None,
            kind: None,
            how: None,
            peer: None,
            ending: Ending::Accepted,
            number: None,
            duration: Duration::ZERO,
            bytes_in: 0,
            bytes_out: 0,
        }
    }

    #[tokio::test]
    async fn an_entry_is_written_even_if_no_command_comes() {
        let (_directory, ledger) = ledger();
        let journal = Journal::new(ledger, Retention::default());
        journal.record(Exchange::of(entry(5, noon())), None);
        while journal.latest(1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(journal.latest(9).await.unwrap(), [entry(5, noon())]);
        assert_eq!(journal.dropped(), 0);
    }

    #[tokio::test]
    async fn what_is_too_old_or_too_much_is_forgotten() {
        let (_directory, ledger) = ledger();
        let retention = Retention { age: Duration::from_hours(24), entries: 2, ..Retention::default() };
        let journal = Journal::new(ledger, retention);
        let times = [noon() - TimeDelta::hours(25), noon() - TimeDelta::hours(24), noon(), noon()];
        for (id, received) in (1..).zip(times) {
            journal.record(Exchange::of(entry(id, received)), None);
        }
        journal.flush().await.unwrap();
        journal.prune(noon()).await.unwrap();
        let left: Vec<u64> = journal.latest(9).await.unwrap().iter().map(|entry| entry.id).collect();
        assert_eq!(left, [4, 3]);
    }

    #[tokio::test]
    async fn what_finds_no_place_is_counted() {
        let (_directory, ledger) = ledger();
        let journal = Journal::new(ledger.clone(), Retention::default());
        ledger.close().await;
        journal.record(Exchange::of(entry(1, noon())), None);
        assert_eq!(journal.dropped(), 1);
    }
}
