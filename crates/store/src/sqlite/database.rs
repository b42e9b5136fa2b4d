//! An open database: who writes and who reads.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::open::{self, Options};
use super::open_error::OpenError;
use super::readers::Readers;
use super::snapshot;
use super::writer::Writer;
use crate::error::{Failure, StoreError};
use crate::job::Job;
use crate::permutation::Permutation;

/// A database in a file or in memory.
pub(crate) struct Database {
    // Dropped first: only a connection that may write moves the log back into the file as it
    // closes last.
    /// None in memory, where the writing connection is the only one there can be.
    readers: Option<Readers>,
    writer: Writer,
}

impl Database {
    /// Opens a file, making it where there is none.
    pub(crate) fn open(path: &Path, numbers: Permutation, options: &Options) -> Result<Self, OpenError> {
        let writer = Writer::new(open::writer(path, options)?, numbers);
        Ok(Self { readers: Some(Readers::new(path, options)), writer })
    }

    /// A new database that lives as long as this value and is written nowhere.
    pub(crate) fn in_memory(numbers: Permutation) -> Result<Self, OpenError> {
        Ok(Self { readers: None, writer: Writer::new(open::memory()?, numbers) })
    }

    /// Carries out a batch in one transaction, and gives it back to be settled.
    pub(crate) async fn commit(&self, batch: Vec<Box<dyn Job>>) -> (Vec<Box<dyn Job>>, Result<(), StoreError>) {
        self.writer.commit(batch).await
    }

    /// Has the query answered off the async threads.
    pub(crate) async fn query<T: Send + 'static>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.read(doing, move |connection| Ok(query(connection)?)).await
    }

    /// Copies everything into a file.
    pub(crate) async fn snapshot_to(&self, path: PathBuf) -> Result<(), StoreError> {
        self.read("writing a snapshot", move |connection| snapshot::write(connection, &path)).await
    }

    /// Replaces everything by what a snapshot holds.
    pub(crate) async fn restore_from(&self, path: PathBuf) -> Result<(), StoreError> {
        self.writer.with("restoring a snapshot", move |connection| snapshot::restore(connection, &path)).await
    }

    /// Forgets everything.
    pub(crate) async fn clear(&self) -> Result<(), StoreError> {
        self.writer.with("emptying the database", snapshot::clear).await
    }

    /// Moves the write-ahead log into the file and empties it, so that nothing of what was deleted is left there.
    pub(crate) async fn empty_log(&self) -> Result<(), StoreError> {
        let empty = |connection: &mut Connection| {
            // It is emptied the next time where a query reads from it for longer than the time-out.
            Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
        };
        self.writer.with("emptying the log", empty).await
    }

    /// Gives out numbers in another order.
    pub(crate) fn number_by(&self, numbers: Permutation) {
        self.writer.number_by(numbers);
    }

    async fn read<T: Send + 'static>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.readers {
            Some(readers) => readers.with(doing, query).await,
            None => self.writer.with(doing, |connection| query(connection)).await,
        }
    }
}
