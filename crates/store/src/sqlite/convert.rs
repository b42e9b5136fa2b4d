//! Between the columns and the domain.

use chrono::{DateTime, TimeZone, Utc};
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Failure;

/// A column holds what it never should. Says which one, never what.
#[derive(Debug, thiserror::Error)]
#[error("column {0} is not readable")]
struct Unreadable(&'static str);

pub(super) fn unreadable(column: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Null, Box::new(Unreadable(column)))
}

/// Milliseconds since 1970, as instants are kept.
pub(super) fn millis(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_millis()
}

pub(super) fn instant(row: &Row<'_>, column: &'static str) -> rusqlite::Result<DateTime<Utc>> {
    Utc.timestamp_millis_opt(row.get(column)?).single().ok_or_else(|| unreadable(column))
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|_| Failure::Internal("a document cannot be put into JSON"))
}

pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: &'static str) -> rusqlite::Result<T> {
    // The parser's own message may quote the content, so it is dropped.
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|_| unreadable(column))
}

/// A number of nine digits, or nothing.
pub(super) fn number<T>(
    row: &Row<'_>,
    column: &'static str,
    make: fn(u32) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    match row.get::<_, Option<u32>>(column)? {
        None => Ok(None),
        Some(number) => make(number).map(Some).ok_or_else(|| unreadable(column)),
    }
}
