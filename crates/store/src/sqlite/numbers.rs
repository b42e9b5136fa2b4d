//! Giving out numbers (rules §4).
//!
//! All kinds of document share one count, so that under one key no number names two
//! documents of any kind. The count is kept for each key by itself: a file that is
//! used with another key (another `--seed`) starts that key's order at its beginning, and
//! skips the numbers that earlier keys have given out.

use rusqlite::{Connection, OptionalExtension, params};

use super::convert::unreadable;
use crate::error::Failure;
use crate::permutation::Permutation;

/// The numbers given out in one transaction.
pub(super) struct Numbers<'a> {
    connection: &'a Connection,
    order: &'a Permutation,
    /// Read when first needed, written back by [`Numbers::save`].
    count: Option<Count>,
}

#[derive(Clone, Copy)]
struct Count {
    next: u32,
    /// There are numbers of another key's order, so that each must be looked up.
    mixed: bool,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(connection: &'a Connection, order: &'a Permutation) -> Self {
        Self { connection, order, count: None }
    }

    /// The next number that no document has yet, by `is_taken`.
    pub(super) fn next(&mut self, is_taken: fn(&Connection, u32) -> rusqlite::Result<bool>) -> Result<u32, Failure> {
        let mut count = match self.count {
            Some(count) => count,
            None => self.load()?,
        };
        loop {
            let number = self.order.number(count.next).ok_or(Failure::NumbersUsedUp)?;
            count.next += 1;
            self.count = Some(count);
            if !(count.mixed && is_taken(self.connection, number)?) {
                return Ok(number);
            }
        }
    }

    /// Writes down how far the order is used up.
    pub(super) fn save(self) -> rusqlite::Result<()> {
        if let Some(count) = self.count {
            let mut statement = self.connection.prepare_cached(
                "INSERT INTO numbering (fingerprint, next) VALUES (?1, ?2)
                 ON CONFLICT (fingerprint) DO UPDATE SET next = excluded.next",
            )?;
            statement.execute(params![self.order.fingerprint(), count.next])?;
        }
        Ok(())
    }

    fn load(&self) -> rusqlite::Result<Count> {
        let mut next = self.connection.prepare_cached("SELECT next FROM numbering WHERE fingerprint = ?1")?;
        let next: Option<i64> = next.query_row([self.order.fingerprint()], |row| row.get(0)).optional()?;
        let mut mixed =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM numbering WHERE fingerprint <> ?1)")?;
        Ok(Count {
            next: u32::try_from(next.unwrap_or(0)).map_err(|_| unreadable("numbering.next"))?,
            mixed: mixed.query_row([self.order.fingerprint()], |row| row.get(0))?,
        })
    }
}
