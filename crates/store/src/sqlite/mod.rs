//! The engine that keeps a database in one SQLite file, or in memory.
//!
//! One connection writes, each batch in one transaction that is synced before it is answered
//! (WAL, `synchronous=FULL`); a few connections read beside it. Other processes may write
//! to the same file meanwhile: nothing that matters is remembered outside of it. In memory one
//! connection does both.
//!
//! A database at rest takes no thread: work is done on the runtime's threads for blocking work.

pub(crate) mod addressee;
pub(crate) mod admission;
pub(crate) mod certificate;
mod convert;
mod database;
mod document;
pub(crate) mod exchanges;
pub(crate) mod journal;
pub(crate) mod listing;
pub(crate) mod lockout;
mod migrations;
mod numbers;
mod open;
mod open_error;
pub(crate) mod outbox;
pub(crate) mod own;
pub(crate) mod people;
pub(crate) mod pin;
pub(crate) mod probe;
mod readers;
pub(crate) mod register;
pub(crate) mod search;
mod snapshot;
mod transaction;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use database::Database;
pub use open::Options;
pub use open_error::OpenError;
pub(crate) use transaction::Transaction;
