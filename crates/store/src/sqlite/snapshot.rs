//! Copies of a whole database: made while it is in use, and restored into it.

use std::io;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};
use tempfile::NamedTempFile;

use super::open::{self, Options};
use crate::error::Failure;

/// Writes everything into the file `path`, readable by its owner only, in place of one of that
/// name. Other connections may go on writing: the copy is of one moment.
pub(super) fn write(connection: &Connection, path: &Path) -> Result<(), Failure> {
    let folder = open::folder_of(path);
    // Under another name until all of it is on disk: half of a snapshot is never seen.
    let file = NamedTempFile::new_in(folder).map_err(Failure::engine)?;
    connection.execute("VACUUM INTO ?1", [text(file.path())?])?;
    file.as_file().sync_all().map_err(Failure::engine)?;
    file.persist(path).map_err(|error| Failure::engine(error.error))?;
    open::sync_folder(folder).map_err(Failure::engine)
}

/// Replaces everything by what the snapshot `path` holds, in one transaction. The snapshot's
/// tables are brought up to date first.
pub(super) fn restore(connection: &mut Connection, path: &Path) -> Result<(), Failure> {
    if !path.is_file() {
        return Err(Failure::engine(io::Error::from(io::ErrorKind::NotFound)));
    }
    drop(open::writer(path, &Options::default()).map_err(Failure::engine)?);
    connection.execute("ATTACH DATABASE ?1 AS snapshot", [text(path)?])?;
    let result =
        replace(connection, |table| format!("INSERT INTO main.\"{table}\" SELECT * FROM snapshot.\"{table}\""));
    connection.execute_batch("DETACH DATABASE snapshot")?;
    result
}

/// Forgets everything, numbers given out included.
pub(super) fn clear(connection: &mut Connection) -> Result<(), Failure> {
    replace(connection, |_| String::new())
}

/// A path as SQL takes it.
fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or(Failure::Internal("a snapshot's path is not Unicode"))
}

/// Empties each table and then fills it by the statement that `fill` gives for it.
fn replace(connection: &mut Connection, fill: impl Fn(&str) -> String) -> Result<(), Failure> {
    // The rows that come are consistent already. With the check on, each row that goes would
    // be looked for in every table that may refer to it.
    connection.pragma_update(None, "foreign_keys", false)?;
    let result = replace_unchecked(connection, fill);
    connection.pragma_update(None, "foreign_keys", true)?;
    result
}

fn replace_unchecked(connection: &mut Connection, fill: impl Fn(&str) -> String) -> Result<(), Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let tables: Vec<String> = transaction
        .prepare(
            "SELECT name FROM main.sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'migration'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in tables {
        transaction.execute_batch(&format!("DELETE FROM main.\"{table}\"; {}", fill(&table)))?;
    }
    transaction.commit()?;
    Ok(())
}
