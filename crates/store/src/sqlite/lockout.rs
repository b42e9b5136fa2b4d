//! The table of lockouts.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::convert::{instant, millis};
use super::transaction::Transaction;
use crate::error::Failure;

/// A name, and the end of its lockout by the gateway's clock and by the machine's.
pub(crate) type Row = (String, DateTime<Utc>, DateTime<Utc>);

pub(crate) fn begin(transaction: &mut Transaction<'_>, row: &Row) -> Result<(), Failure> {
    let (name, until, machine_until) = row;
    let connection = transaction.connection;
    // Those that ended long ago are deleted: made-up names would fill the table.
    connection.prepare_cached("DELETE FROM lockout WHERE until <= ?1 - ?2")?.execute(params![millis(*until), DAY])?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO lockout (name, until, machine_until) VALUES (?1, ?2, ?3)")?
        .execute(params![name, millis(*until), millis(*machine_until)])?;
    Ok(())
}

/// In milliseconds.
const DAY: i64 = 86_400_000;

pub(crate) fn end(transaction: &mut Transaction<'_>, name: Option<&str>) -> Result<(), Failure> {
    let mut statement = transaction.connection.prepare_cached("DELETE FROM lockout WHERE ?1 IS NULL OR name = ?1")?;
    statement.execute([name])?;
    Ok(())
}

pub(crate) fn is_there(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM lockout WHERE name = ?1)")?;
    statement.query_row([name], |row| row.get(0))
}

pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached("SELECT * FROM lockout ORDER BY name")?;
    let rows = statement
        .query_map([], |row| Ok((row.get("name")?, instant(row, "until")?, instant(row, "machine_until")?)))?;
    rows.collect()
}
