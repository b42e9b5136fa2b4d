//! The audit journal: one entry for each exchange.
//!
//! Written through the same group commit as the documents, but nobody waits for it: if the
//! queue is full, an entry is dropped and counted instead of delaying an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use sac_domain::error::chain;
pub use sac_domain::exchange::{Ending, Entry, How};
use sac_store::{Ledger, StoreError};

use crate::metrics::Metrics;

/// Entries between two prunings.
const PRUNE_EVERY: u64 = 10_000;

/// How much of the past is kept.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Entries received longer ago, by the gateway's clock, are forgotten.
    pub age: Duration,
    /// Of more entries than this the oldest are forgotten.
    pub entries: u32,
}

impl Default for Retention {
    /// Thirty days, ten million entries (about 2 GB).
    fn default() -> Self {
        Self { age: Duration::from_hours(30 * 24), entries: 10_000_000 }
    }
}

/// Keeps the journal. Clones keep the same one.
#[derive(Clone, Debug)]
pub struct Journal {
    ledger: Ledger,
    retention: Retention,
    counts: Arc<Counts>,
    metrics: Metrics,
}

#[derive(Debug, Default)]
struct Counts {
    numbered: AtomicU64,
    recorded: AtomicU64,
    dropped: AtomicU64,
}

impl Journal {
    /// A journal that is written with `ledger`.
    #[must_use]
    pub fn new(ledger: Ledger, retention: Retention) -> Self {
        Self { ledger, retention, counts: Arc::default(), metrics: Metrics::default() }
    }

    /// The same, counted in `metrics` too.
    #[must_use]
    pub fn counted_in(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    /// A number for an exchange, counted from 1 since the start.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.counts.numbered.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Hands over an entry, to be written within a fraction of a second. Never waits.
    ///
    /// From time to time older entries are pruned on the way, reckoned from when this one
    /// was received; that takes a task of its own, so it must be called within a runtime.
    pub fn record(&self, entry: Entry) {
        let received = entry.received;
        self.metrics.observe(&entry);
        if !self.ledger.journal(entry) {
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let recorded = self.counts.recorded.fetch_add(1, Ordering::Relaxed);
        if recorded.is_multiple_of(PRUNE_EVERY) {
            let journal = self.clone();
            tokio::spawn(async move {
                if let Err(error) = journal.prune(received).await {
                    tracing::error!(error = %chain(&error), "the journal was not pruned");
                }
            });
        }
    }

    /// Forgets what is beyond the retention at `now`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn prune(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let age = TimeDelta::from_std(self.retention.age).unwrap_or(TimeDelta::MAX);
        let before = now.checked_sub_signed(age).unwrap_or(DateTime::<Utc>::MIN_UTC);
        self.ledger.prune_journal(before, self.retention.entries).await
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
        let newest = self.latest(1).await?.first().map_or(0, |entry| entry.id);
        self.counts.numbered.store(newest, Ordering::Relaxed);
        Ok(())
    }

    /// Waits until everything recorded so far is written.
    ///
    /// # Errors
    /// The store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.ledger.flush().await
    }

    /// How many entries had to be dropped since the start.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.counts.dropped.load(Ordering::Relaxed)
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
        journal.record(entry(5, noon()));
        while journal.latest(1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(journal.latest(9).await.unwrap(), [entry(5, noon())]);
        assert_eq!(journal.dropped(), 0);
    }

    #[tokio::test]
    async fn what_is_too_old_or_too_much_is_forgotten() {
        let (_directory, ledger) = ledger();
        let retention = Retention { age: Duration::from_hours(24), entries: 2 };
        let journal = Journal::new(ledger, retention);
        let times = [noon() - TimeDelta::hours(25), noon() - TimeDelta::hours(24), noon(), noon()];
        for (id, received) in (1..).zip(times) {
            journal.record(entry(id, received));
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
        journal.record(entry(1, noon()));
        assert_eq!(journal.dropped(), 1);
    }
}
