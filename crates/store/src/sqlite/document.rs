//! What certificates and admissions have in common: their numbers and their cancellations.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::convert::{instant, millis};
use super::transaction::Transaction;
use crate::error::Failure;
use sac_domain::identifier::IdAnnullamento;

/// The number of a new document, or of a new cancellation.
pub(super) fn new_number<T>(transaction: &mut Transaction<'_>, make: fn(u32) -> Option<T>) -> Result<T, Failure> {
    make(transaction.next_number(is_taken)?).ok_or(Failure::NumbersUsedUp)
}

/// Records the cancellation of a document of either kind.
pub(super) fn add_cancellation(
    transaction: &mut Transaction<'_>,
    ricevuto: DateTime<Utc>,
) -> Result<IdAnnullamento, Failure> {
    let id = new_number(transaction, IdAnnullamento::from_number)?;
    transaction
        .connection
        .prepare_cached("INSERT INTO cancellation (id, ricevuto) VALUES (?1, ?2)")?
        .execute(params![id.number(), millis(ricevuto)])?;
    Ok(id)
}

/// When a cancellation was received.
pub(super) fn cancelled_at(connection: &Connection, id: IdAnnullamento) -> rusqlite::Result<DateTime<Utc>> {
    let mut statement = connection.prepare_cached("SELECT ricevuto FROM cancellation WHERE id = ?1")?;
    statement.query_row([id.number()], |row| instant(row, "ricevuto"))
}

fn is_taken(connection: &Connection, number: u32) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM certificate WHERE puc = ?1)
             OR EXISTS (SELECT 1 FROM admission WHERE pucir = ?1)
             OR EXISTS (SELECT 1 FROM cancellation WHERE id = ?1)",
    )?;
    statement.query_row([number], |row| row.get(0))
}
