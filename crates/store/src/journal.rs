//! What is kept of each exchange.

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::exchange::Entry;

/// Adds an exchange to the journal.
pub struct AddEntry(pub Entry);

impl Command for AddEntry {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::journal::add(transaction, &self.0)
    }
}

/// Forgets the journal's older entries: those received before `before`, and all but the
/// newest `keep`.
pub struct PruneJournal {
    /// Entries received earlier go.
    pub before: DateTime<Utc>,
    /// How many may stay.
    pub keep: u32,
}

impl Command for PruneJournal {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::journal::prune(transaction, self.before, self.keep)
    }
}

impl Ledger {
    /// Hands over a journal entry, to be written with the next batch or soon. Never waits;
    /// `false` if it had to be dropped.
    #[must_use]
    pub fn journal(&self, entry: Entry) -> bool {
        self.hand_over(AddEntry(entry))
    }

    /// Forgets older journal entries: those received before `before`, and all but the newest
    /// `keep`.
    ///
    /// # Errors
    /// The store failed.
    pub async fn prune_journal(&self, before: DateTime<Utc>, keep: u32) -> Result<(), StoreError> {
        self.commit(PruneJournal { before, keep }).await.map(Committed::into_inner)
    }
}

impl Store {
    /// The newest `most` entries of the journal, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn journal(&self, most: u32) -> Result<Vec<Entry>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", move |c| sqlite::journal::latest(c, most)).await
    }
}
