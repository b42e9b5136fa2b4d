//! The one connection that writes.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, TransactionBehavior};
use tokio::task::spawn_blocking;

use super::transaction::Transaction;
use crate::error::{Failure, StoreError};
use crate::job::Job;
use crate::permutation::Permutation;

/// What errors say was being done.
const COMMITTING: &str = "committing a batch";

/// The connection, lent to one piece of work at a time. Work runs on the runtime's threads
/// for blocking work, so that a database at rest takes no thread.
pub(super) struct Writer(Arc<Shared>);

struct Shared {
    connection: Mutex<Connection>,
    order: Mutex<Permutation>,
}

impl Writer {
    pub(super) fn new(connection: Connection, order: Permutation) -> Self {
        Self(Arc::new(Shared { connection: Mutex::new(connection), order: Mutex::new(order) }))
    }

    /// Carries out a batch in one transaction, and gives it back to be settled.
    pub(super) async fn commit(&self, mut batch: Vec<Box<dyn Job>>) -> (Vec<Box<dyn Job>>, Result<(), StoreError>) {
        let shared = Arc::clone(&self.0);
        let written = spawn_blocking(move || {
            let result = write(&mut shared.lock(), &shared.order(), &mut batch);
            (batch, result.map_err(|source| StoreError { doing: COMMITTING, source }))
        });
        written.await.unwrap_or_else(|_| (Vec::new(), Err(StoreError::internal(COMMITTING, "the task was broken off"))))
    }

    /// Gives out numbers in another order.
    pub(super) fn number_by(&self, order: Permutation) {
        *self.0.order() = order;
    }

    /// Lends the connection to other work, off the async threads.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = Arc::clone(&self.0);
        match spawn_blocking(move || work(&mut shared.lock())).await {
            Ok(result) => result.map_err(|source| StoreError { doing, source }),
            Err(_) => Err(StoreError::internal(doing, "the task was broken off")),
        }
    }
}

impl Shared {
    fn order(&self) -> std::sync::MutexGuard<'_, Permutation> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        // Work that panicked has had its transaction undone.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Carries out a batch in one transaction. When this returns `Ok`, all of it is on disk;
/// otherwise the transaction is undone as it goes out of scope.
fn write(connection: &mut Connection, order: &Permutation, batch: &mut [Box<dyn Job>]) -> Result<(), Failure> {
    let within = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut transaction = Transaction::new(&within, order);
    for job in batch {
        job.apply_sqlite(&mut transaction)?;
    }
    transaction.finish()?;
    within.commit()?;
    Ok(())
}
