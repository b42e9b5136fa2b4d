//! How much a store holds.

use crate::error::StoreError;
use crate::sqlite;
use crate::store::{Engine, Store};

/// How much a store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Certificates, cancelled ones included.
    pub certificates: u64,
    /// Entries of the journal.
    pub exchanges: u64,
}

impl Store {
    /// How much it holds.
    ///
    /// # Errors
    /// The store failed.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let count =
            |c: &_| Ok(Counts { certificates: sqlite::certificate::count(c)?, exchanges: sqlite::journal::count(c)? });
        database.query("counting", count).await
    }
}
