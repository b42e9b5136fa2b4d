//! An open database, whichever engine keeps it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::error::StoreError;
use crate::job::Job;
use crate::permutation::Permutation;
use crate::sqlite::{Database, OpenError, Options};

/// An open database. Clones are the same one.
///
/// The queries of each application are methods of this type, beside its commands:
/// [`crate::certificates`], [`crate::people`], [`crate::journal`]. What is written goes
/// through a [`crate::Ledger`].
#[derive(Clone)]
pub struct Store {
    engine: Arc<Engine>,
}

/// The engines there are.
pub(crate) enum Engine {
    Sqlite(Database),
}

impl Store {
    /// Opens an SQLite file, making it (readable by its owner only) where there is none, and
    /// brings its tables up to date. Numbers are given out in the order of `numbers`; a file
    /// that was used with another order before gives none of its numbers again.
    ///
    /// # Errors
    /// [`OpenError`], which says why the file cannot be used.
    pub fn open(path: &Path, numbers: Permutation, options: &Options) -> Result<Self, OpenError> {
        Database::open(path, numbers, options).map(Self::over)
    }

    /// A new database in memory, for a world that is not to be kept: no file is written, and it ends with its last
    /// clone.
    ///
    /// # Errors
    /// [`OpenError::Engine`].
    pub fn in_memory(numbers: Permutation) -> Result<Self, OpenError> {
        Database::in_memory(numbers).map(Self::over)
    }

    /// Writes everything as it is at this moment into a file, readable by its owner only,
    /// while others go on reading and writing. Of a ledger's commands those that have been
    /// answered are in it; [`crate::Ledger::flush`] writes the unattended ones too.
    ///
    /// # Errors
    /// The store failed; a file of that name is as it was.
    pub async fn snapshot_to(&self, path: &Path) -> Result<(), StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.snapshot_to(path.to_owned()).await
    }

    /// Replaces everything by what a snapshot holds, numbering included, in one transaction.
    /// What was remembered of the old content outside of the store is the caller's to forget.
    ///
    /// # Errors
    /// The store failed; everything is as it was.
    pub async fn restore_from(&self, path: &Path) -> Result<(), StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.restore_from(path.to_owned()).await
    }

    /// Forgets everything, numbering included: the store is as on its first day.
    ///
    /// # Errors
    /// The store failed; everything is as it was.
    pub async fn clear(&self) -> Result<(), StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.clear().await
    }

    /// Gives out numbers in this order from now on; none that was given out before.
    pub fn number_by(&self, numbers: Permutation) {
        let Engine::Sqlite(database) = self.engine();
        database.number_by(numbers);
    }

    fn over(database: Database) -> Self {
        Self { engine: Arc::new(Engine::Sqlite(database)) }
    }

    /// The engine, for the queries of the applications.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Carries out the commands in order, in one transaction, and gives them back to be
    /// settled once all of it is on disk. On an error nothing was written.
    pub(crate) async fn commit(&self, batch: Vec<Box<dyn Job>>) -> (Vec<Box<dyn Job>>, Result<(), StoreError>) {
        match self.engine() {
            Engine::Sqlite(database) => database.commit(batch).await,
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}
