//! A command in the queue and the engine, of any type.

use crate::error::{Failure, StoreError};
use crate::sqlite::Transaction;

/// A command that waits to be committed, with the caller that waits for its outcome.
pub(crate) trait Job: Send {
    /// Carries the command out and keeps its outcome until [`Job::settle`].
    fn apply_sqlite(&mut self, transaction: &mut Transaction<'_>) -> Result<(), Failure>;

    /// Answers the caller, now that the batch is known to be committed or not.
    fn settle(self: Box<Self>, result: &Result<(), StoreError>);
}
