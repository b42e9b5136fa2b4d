//! What is kept of one emulated SAC, in the words of the domain.
//!
//! [`Store`] is an open database and answers queries. [`Ledger`] is the way to write into it:
//! it gathers the [`Command`]s of callers who arrive at the same time into one transaction,
//! and gives their outcomes as [`Committed`], once all of it is on disk.
//!
//! Each application has a module with its commands, and with its own methods on [`Ledger`]
//! and [`Store`]: [`certificates`], [`people`], [`journal`]. One more application is one more
//! module, its SQL for each engine, and its migrations in the engine's list; neither the
//! engine nor another application changes.

pub mod certificates;
mod command;
mod counts;
mod error;
mod job;
pub mod journal;
mod ledger;
pub mod lockout;
pub mod outbox;
pub mod people;
pub mod permutation;
pub mod pin;
pub mod probe;
pub mod register;
pub mod sqlite;
mod store;

#[cfg(any(test, feature = "testing"))]
#[allow(clippy::missing_panics_doc, clippy::must_use_candidate, clippy::unwrap_used, reason = "only tests use it")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use certificates::{Conflict, NotRecorded};
pub use command::{AndThen, Command};
pub use counts::Counts;
pub use error::{Failure, StoreError};
pub use ledger::{Committed, Ledger, waiting_for_commits};
pub use store::Store;
