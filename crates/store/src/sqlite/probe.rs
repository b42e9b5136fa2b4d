//! A row that is written to see whether that can be done.

use super::transaction::Transaction;
use crate::error::Failure;

/// Replaces the row.
pub(crate) fn write(transaction: &mut Transaction<'_>) -> Result<(), Failure> {
    let sql = "INSERT OR REPLACE INTO probe (nr, content) VALUES (1, zeroblob(65536))";
    transaction.connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
