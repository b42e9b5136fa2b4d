//! Why a database cannot be opened.

use std::io;

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be made, or its permissions cannot be set.
    #[error("the database file cannot be made ready")]
    File(#[from] io::Error),
    /// It is some other file, or some other program's database.
    #[error("the file is no database of this program")]
    Foreign,
    /// A later release has changed its tables.
    #[error("the database is of a newer release ({tables} version {found}; this release knows {known})")]
    Newer {
        /// Which tables.
        tables: String,
        /// Their version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// The engine could not do it.
    #[error("the database cannot be opened")]
    Engine(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Engine(error),
        }
    }
}
