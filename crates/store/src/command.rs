//! What the store can be asked to write, whichever application it belongs to.
//!
//! A command is a plain value in the words of its application. It has one method for each
//! engine, so that the compiler names every command that a new engine cannot carry out yet,
//! and each engine is free to do the work in its own way.

use std::marker::PhantomData;

use crate::error::Failure;
use crate::sqlite::Transaction;

/// Something to be written, in one transaction with whatever else is in its batch.
///
/// A command that gives out a number, or that depends on what is on record, checks that
/// inside the transaction: between the caller's own check and this one another may have
/// been committed.
pub trait Command: Send + 'static {
    /// The result for the caller, known for certain only once the batch is committed.
    type Outcome: Send + 'static;

    /// Carries it out in SQLite. It takes `&self`, so that a batch may be tried again.
    ///
    /// # Errors
    /// The engine failed: nothing of the batch is written. That the records are not as the
    /// caller believes is no error but an outcome.
    #[doc(hidden)]
    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure>;

    /// This command, and in the same transaction a second one, which may be another
    /// application's. `next` makes it from the first one's outcome, or none where the first
    /// wrote nothing.
    fn and_then<Next, F>(self, next: F) -> AndThen<Self, Next, F>
    where
        Self: Sized,
        Next: Command,
        F: Fn(&Self::Outcome) -> Option<Next> + Send + 'static,
    {
        AndThen { first: self, next, made: PhantomData }
    }
}

/// Two commands in one transaction: see [`Command::and_then`].
pub struct AndThen<First, Next, F> {
    first: First,
    next: F,
    made: PhantomData<fn() -> Next>,
}

impl<First, Next, F> Command for AndThen<First, Next, F>
where
    First: Command,
    Next: Command,
    F: Fn(&First::Outcome) -> Option<Next> + Send + 'static,
{
    type Outcome = (First::Outcome, Option<Next::Outcome>);

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        let first = self.first.apply_sqlite(transaction)?;
        let next = (self.next)(&first).map(|next| next.apply_sqlite(transaction)).transpose()?;
        Ok((first, next))
    }
}
