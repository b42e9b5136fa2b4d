//! The transaction in which a batch is carried out.

use rusqlite::Connection;

use super::numbers::Numbers;
use crate::error::Failure;
use crate::permutation::Permutation;

/// The transaction of a batch, for the SQL of the applications. It ends when
/// [`super::writer`] commits it, or undoes it because a command failed.
pub struct Transaction<'a> {
    /// The connection that is within the transaction.
    pub(super) connection: &'a Connection,
    numbers: Numbers<'a>,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(connection: &'a Connection, order: &'a Permutation) -> Self {
        Self { connection, numbers: Numbers::new(connection, order) }
    }

    /// The next protocol number. `is_taken` says whether a document has a number already.
    pub(super) fn next_number(
        &mut self,
        is_taken: fn(&Connection, u32) -> rusqlite::Result<bool>,
    ) -> Result<u32, Failure> {
        self.numbers.next(is_taken)
    }

    /// Writes down what the transaction itself has used up. Nothing may follow but the commit.
    pub(super) fn finish(self) -> rusqlite::Result<()> {
        self.numbers.save()
    }
}
