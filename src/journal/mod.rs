//! What came and went: one entry for each exchange, for who must answer for it later.
//!
//! Written through the same group commit as the documents, but nobody waits for it: should
//! the line be full, an entry is dropped and counted rather than an answer held up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

pub use crate::domain::exchange::{Ending, Entry, How};
use crate::store::{Ledger, StoreError};

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
}

#[derive(Debug, Default)]
struct Counts {
    recorded: AtomicU64,
    dropped: AtomicU64,
}

impl Journal {
    /// A journal that is written with `ledger`.
    #[must_use]
    pub fn new(ledger: Ledger, retention: Retention) -> Self {
        Self { ledger, retention, counts: Arc::default() }
    }

    /// Hands over an entry, to be written within a fraction of a second. Never waits.
    ///
    /// From time to time older entries are pruned on the way, reckoned from when this one
    /// was received; that takes a task of its own, so it must be called within a runtime.
    pub fn record(&self, entry: Entry) {
        let received = entry.received;
        if !self.ledger.journal(entry) {
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let recorded = self.counts.recorded.fetch_add(1, Ordering::Relaxed);
        if recorded.is_multiple_of(PRUNE_EVERY) {
            let journal = self.clone();
            tokio::spawn(async move {
                if let Err(error) = journal.prune(received).await {
                    tracing::error!(%error, "the journal was not pruned");
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
