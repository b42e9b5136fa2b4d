//! One caller's command while it waits, and the proof that it was committed.

use std::fmt;
use std::ops::Deref;

use tokio::sync::oneshot;

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::job::Job;
use crate::sqlite::Transaction;

/// An outcome that is safely on disk. Only the ledger makes it, after the sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed<T>(T);

impl<T> Committed<T> {
    /// The outcome itself.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T, E> Committed<Result<T, E>> {
    /// The success as committed, or the refusal, which wrote nothing.
    ///
    /// # Errors
    /// The refusal.
    pub fn transpose(self) -> Result<Committed<T>, E> {
        self.0.map(Committed)
    }
}

impl<T> Deref for Committed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Display> fmt::Display for Committed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a caller waits for the outcome.
pub(crate) type Answer<T> = oneshot::Receiver<Result<Committed<T>, StoreError>>;

/// A command that waits, and its caller if there is one.
pub(crate) struct Pending<C: Command> {
    command: C,
    outcome: Option<C::Outcome>,
    reply: Option<oneshot::Sender<Result<Committed<C::Outcome>, StoreError>>>,
}

impl<C: Command> Pending<C> {
    /// A command whose caller waits for the answer.
    pub(crate) fn awaited(command: C) -> (Box<dyn Job>, Answer<C::Outcome>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { command, outcome: None, reply: Some(reply) }), answer)
    }

    /// A command for whose outcome no caller waits.
    pub(crate) fn unattended(command: C) -> Box<dyn Job> {
        Box::new(Self { command, outcome: None, reply: None })
    }
}

impl<C: Command> Job for Pending<C> {
    fn apply_sqlite(&mut self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        self.outcome = Some(self.command.apply_sqlite(transaction)?);
        Ok(())
    }

    fn settle(self: Box<Self>, result: &Result<(), StoreError>) {
        let Some(reply) = self.reply else { return };
        let answer = match (result, self.outcome) {
            (Ok(()), Some(outcome)) => Ok(Committed(outcome)),
            (Ok(()), None) => Err(StoreError::internal(super::COMMITTING, "a command was left out")),
            (Err(error), _) => Err(error.clone()),
        };
        // A caller who has stopped waiting needs no answer: what is committed stays so.
        let _ = reply.send(answer);
    }
}
