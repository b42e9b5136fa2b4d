//! Giving out numbers (rules §4).
//!
//! All kinds of document share one count, so that under one key no number names two
//! documents of whatever kind. The count is kept for each key by itself: a file that is
//! used with another key (another `--seed`) starts that key's order at its beginning, and
//! passes over the numbers that earlier keys have given out.

use rusqlite::{Connection, OptionalExtension, params};

use super::convert::unreadable;
use super::writer::Failure;
use crate::permutation::Permutation;
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};

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
    /// Numbers of another key's order are about, so that each must be looked up.
    mixed: bool,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(connection: &'a Connection, order: &'a Permutation) -> Self {
        Self { connection, order, count: None }
    }

    pub(super) fn puc(&mut self) -> Result<Puc, Failure> {
        self.draw().and_then(|number| Puc::from_number(number).ok_or(Failure::NumbersUsedUp))
    }

    pub(super) fn pucir(&mut self) -> Result<Pucir, Failure> {
        self.draw().and_then(|number| Pucir::from_number(number).ok_or(Failure::NumbersUsedUp))
    }

    pub(super) fn id_annullamento(&mut self) -> Result<IdAnnullamento, Failure> {
        self.draw().and_then(|number| IdAnnullamento::from_number(number).ok_or(Failure::NumbersUsedUp))
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

    fn draw(&mut self) -> Result<u32, Failure> {
        let mut count = match self.count {
            Some(count) => count,
            None => self.load()?,
        };
        loop {
            let number = self.order.number(count.next).ok_or(Failure::NumbersUsedUp)?;
            count.next += 1;
            self.count = Some(count);
            if !(count.mixed && self.is_taken(number)?) {
                return Ok(number);
            }
        }
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

    fn is_taken(&self, number: u32) -> rusqlite::Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM certificate WHERE puc = ?1)
                 OR EXISTS (SELECT 1 FROM admission WHERE pucir = ?1)
                 OR EXISTS (SELECT 1 FROM cancellation WHERE id = ?1)",
        )?;
        statement.query_row([number], |row| row.get(0))
    }
}
