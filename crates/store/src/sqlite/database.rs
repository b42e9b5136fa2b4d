//! An open file: who writes and who reads.

use std::path::Path;

use rusqlite::Connection;

use super::open::{self, OpenError, Options};
use super::readers::Readers;
use super::writer::Writer;
use crate::error::StoreError;
use crate::job::Job;
use crate::permutation::Permutation;

/// A database in one file.
pub(crate) struct Database {
    // Dropped first: only a connection that may write moves the log back into the file as it
    // closes last.
    readers: Readers,
    writer: Writer,
}

impl Database {
    pub(crate) fn open(path: &Path, numbers: Permutation, options: &Options) -> Result<Self, OpenError> {
        let writer = Writer::start(open::writer(path, options)?, numbers)?;
        let readers = Readers::open(path, options)?;
        Ok(Self { readers, writer })
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
        self.readers.query(doing, query).await
    }
}
