//! Users and workers.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::convert::{from_json, json};
use super::transaction::Transaction;
use crate::error::Failure;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;

/// Adds a user, or replaces the one of that name.
pub(crate) fn put_user(transaction: &mut Transaction<'_>, user: &User) -> Result<(), Failure> {
    let User { name, kind, password_hash, pincode_hash, blocked, seed_password } = user;
    // A new password ends a lockout, and so does a new user of a name that was unknown.
    let ended = "DELETE FROM lockout WHERE name = ?1
         AND NOT EXISTS (SELECT 1 FROM users WHERE name = ?1 AND password_hash IS ?2)";
    transaction.connection.prepare_cached(ended)?.execute(params![name, password_hash])?;
    let mut statement = transaction.connection.prepare_cached(
        "INSERT OR REPLACE INTO users
             (name, kind, codice_fiscale, password_hash, pincode_hash, blocked, seed_password, contenuto)
         VALUES (:name, :kind, :codice_fiscale, :password_hash, :pincode_hash, :blocked, :seed_password, :contenuto)",
    )?;
    statement.execute(named_params! {
        ":name": name,
        ":kind": kind.name(),
        ":codice_fiscale": kind.codice_fiscale().map(CodiceFiscaleMedico::as_str),
        ":password_hash": password_hash,
        ":pincode_hash": pincode_hash,
        ":blocked": blocked,
        ":seed_password": seed_password,
        ":contenuto": json(kind)?,
    })?;
    Ok(())
}

/// Adds a worker, or replaces the one of that code.
pub(crate) fn put_worker(transaction: &mut Transaction<'_>, lavoratore: &Lavoratore) -> Result<(), Failure> {
    transaction
        .connection
        .prepare_cached("INSERT OR REPLACE INTO worker (codice_fiscale, contenuto) VALUES (?1, ?2)")?
        .execute(params![lavoratore.codice_fiscale.as_str(), json(lavoratore)?])?;
    Ok(())
}

/// Removes the user of this name, if there is one.
pub(crate) fn remove_user(transaction: &mut Transaction<'_>, name: &str) -> Result<bool, Failure> {
    transaction.connection.prepare_cached("DELETE FROM user_profile WHERE name = ?1")?.execute([name])?;
    Ok(transaction.connection.prepare_cached("DELETE FROM users WHERE name = ?1")?.execute([name])? > 0)
}

/// Removes the worker of this code, if there is one.
pub(crate) fn remove_worker(transaction: &mut Transaction<'_>, code: &CodiceFiscale) -> Result<bool, Failure> {
    for table in ["worker_profile WHERE codice_fiscale", "employment WHERE worker"] {
        let sql = format!("DELETE FROM {table} = ?1");
        transaction.connection.prepare_cached(&sql)?.execute([code.as_str()])?;
    }
    let mut statement = transaction.connection.prepare_cached("DELETE FROM worker WHERE codice_fiscale = ?1")?;
    Ok(statement.execute([code.as_str()])? > 0)
}

/// The user of this name.
pub(crate) fn user(connection: &Connection, name: &str) -> rusqlite::Result<Option<User>> {
    let mut statement = connection.prepare_cached("SELECT * FROM users WHERE name = ?1")?;
    statement.query_row([name], read_user).optional()
}

/// Every user whose own code this is, by name.
pub(crate) fn users_with_code(connection: &Connection, code: &CodiceFiscaleMedico) -> rusqlite::Result<Vec<User>> {
    let mut statement = connection.prepare_cached("SELECT * FROM users WHERE codice_fiscale = ?1 ORDER BY name")?;
    statement.query_map([code.as_str()], read_user)?.collect()
}

/// Every user, by name.
pub(crate) fn users(connection: &Connection) -> rusqlite::Result<Vec<User>> {
    let mut statement = connection.prepare_cached("SELECT * FROM users ORDER BY name")?;
    statement.query_map([], read_user)?.collect()
}

/// The worker of this code.
pub(crate) fn worker(connection: &Connection, code: &CodiceFiscale) -> rusqlite::Result<Option<Lavoratore>> {
    let mut statement = connection.prepare_cached("SELECT contenuto FROM worker WHERE codice_fiscale = ?1")?;
    statement.query_row([code.as_str()], |row| from_json(row, "contenuto")).optional()
}

/// Every worker, by code.
pub(crate) fn workers(connection: &Connection) -> rusqlite::Result<Vec<Lavoratore>> {
    let mut statement = connection.prepare_cached("SELECT contenuto FROM worker ORDER BY codice_fiscale")?;
    statement.query_map([], |row| from_json(row, "contenuto"))?.collect()
}

fn read_user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        name: row.get("name")?,
        kind: from_json(row, "contenuto")?,
        password_hash: row.get("password_hash")?,
        pincode_hash: row.get("pincode_hash")?,
        blocked: row.get("blocked")?,
        seed_password: row.get("seed_password")?,
    })
}
