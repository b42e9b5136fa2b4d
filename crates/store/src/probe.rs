//! Whether the store can write.

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};

/// Replaces one row of 64 KiB, which nothing reads: more than a document takes.
pub struct Probe;

impl Command for Probe {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::probe::write(transaction)
    }
}

impl Ledger {
    /// Tries to write as much as a document takes, and more.
    ///
    /// # Errors
    /// The store cannot write; [`StoreError::is_out_of_space`] distinguishes a full disk from others.
    pub async fn probe(&self) -> Result<(), StoreError> {
        self.commit(Probe).await.map(Committed::into_inner)
    }
}
