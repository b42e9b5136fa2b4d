//! Why the store could not do something. All of it is for the log and holds no personal data.

use std::error::Error;
use std::sync::Arc;

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

/// The store could not do what it was asked to; nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store failed while {doing}")]
pub struct StoreError {
    /// What was being done.
    pub doing: &'static str,
    /// What went wrong.
    pub source: Failure,
}

impl StoreError {
    /// Whether there is no space left to write.
    #[must_use]
    pub fn is_out_of_space(&self) -> bool {
        let Failure::Engine(error) = &self.source else { return false };
        let engine = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
        let system = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        engine == Some(rusqlite::ErrorCode::DiskFull) || system == Some(std::io::ErrorKind::StorageFull)
    }

    /// A fault of the program: something that cannot happen has happened.
    #[must_use]
    pub fn internal(doing: &'static str, what: &'static str) -> Self {
        Self { doing, source: Failure::Internal(what) }
    }
}

/// What went wrong in the store.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The database engine or the file system reports an error: no space left, a damaged
    /// file, a file that another process keeps locked.
    #[error(transparent)]
    Engine(Arc<dyn Error + Send + Sync>),
    /// Every number of nine digits has been given out.
    #[error("all numbers are used up")]
    NumbersUsedUp,
    /// The ledger was closed before.
    #[error("the ledger is closed")]
    Closed,
    /// A fault of the program.
    #[error("{0}")]
    Internal(&'static str),
}

impl Failure {
    /// An error of the engine or of the file system.
    pub(crate) fn engine(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Engine(Arc::new(error))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::engine(error)
    }
}

/// Two errors of an engine are equal if the engine says the same.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Engine(one), Self::Engine(other)) => one.to_string() == other.to_string(),
            (Self::NumbersUsedUp, Self::NumbersUsedUp) | (Self::Closed, Self::Closed) => true,
            (Self::Internal(one), Self::Internal(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Failure {}

impl Words for StoreError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return chain(self).to_string();
        }
        match &self.source {
            _ if self.is_out_of_space() => "l'archivio non può scrivere: il disco è pieno".to_owned(),
            Failure::NumbersUsedUp => "tutti i numeri di protocollo sono stati usati".to_owned(),
            Failure::Closed => "l'archivio è già chiuso".to_owned(),
            Failure::Engine(reason) => format!("l'archivio non ha funzionato (dettaglio tecnico: {reason})"),
            Failure::Internal(what) => format!("errore interno del programma (dettaglio tecnico: {what})"),
        }
    }
}
