//! Why a database cannot be opened.

use std::io;

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

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

impl Words for OpenError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return chain(self).to_string();
        }
        match self {
            Self::File(cause) => format!("il file del database non si può preparare: {}", cause.words(language)),
            Self::Foreign => "il file non è un database di questo programma".to_owned(),
            Self::Newer { tables, found, known } => format!(
                "il database è di una versione più recente ({tables}, versione {found}; questa conosce la {known})"
            ),
            Self::Engine(reason) => format!("il database non si può aprire (dettaglio tecnico: {reason})"),
        }
    }
}
