//! The one thread that writes.

use std::io;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::transaction::Transaction;
use crate::error::{Failure, StoreError};
use crate::job::Job;
use crate::permutation::Permutation;

/// What errors say was being done.
const DOING: &str = "committing a batch";

/// A handle on the thread; dropping it waits for the batch at work.
pub(super) struct Writer {
    work: Option<mpsc::Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

/// A batch, given back with what became of it.
type Written = (Vec<Box<dyn Job>>, Result<(), StoreError>);

struct Work {
    batch: Vec<Box<dyn Job>>,
    reply: oneshot::Sender<Written>,
}

impl Writer {
    pub(super) fn start(mut connection: Connection, order: Permutation) -> io::Result<Self> {
        let (work, waiting) = mpsc::channel::<Work>();
        let thread = thread::Builder::new().name("sac-store-writer".to_owned()).spawn(move || {
            for Work { mut batch, reply } in waiting {
                let result = write(&mut connection, &order, &mut batch);
                let result = result.map_err(|source| StoreError { doing: DOING, source });
                let _ = reply.send((batch, result));
            }
        })?;
        Ok(Self { work: Some(work), thread: Some(thread) })
    }

    pub(super) async fn commit(&self, batch: Vec<Box<dyn Job>>) -> Written {
        let (reply, answer) = oneshot::channel();
        let stopped = || (Vec::new(), Err(StoreError::internal(DOING, "the writer has stopped")));
        let Some(work) = &self.work else { return stopped() };
        if work.send(Work { batch, reply }).is_err() {
            return stopped();
        }
        answer.await.unwrap_or_else(|_| stopped())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take() {
            // An error means that the thread panicked; there is nothing left to wait for.
            let _ = thread.join();
        }
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
