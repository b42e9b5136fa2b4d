//! The one thread that writes.

use std::io;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::number::Numbers;
use super::{admission, certificate, journal, people};
use crate::permutation::Permutation;
use crate::{Command, Outcome, StoreError};

/// Nothing of the batch was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Engine(#[from] rusqlite::Error),
    #[error("a document cannot be put into JSON")]
    Content(#[from] serde_json::Error),
    #[error("all numbers are used up")]
    NumbersUsedUp,
}

/// A handle on the thread; dropping it waits for the batch at work.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

struct Job {
    batch: Vec<Command>,
    reply: oneshot::Sender<Result<Vec<Outcome>, StoreError>>,
}

impl Writer {
    pub(super) fn start(mut connection: Connection, order: Permutation) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let thread = thread::Builder::new().name("sac-store-writer".to_owned()).spawn(move || {
            for Job { batch, reply } in waiting {
                let result = write(&mut connection, &order, batch);
                // A caller who has left is not missed: what is written stays written.
                let _ = reply.send(result.map_err(|failure| error(&failure.to_string())));
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    pub(super) async fn commit(&self, batch: Vec<Command>) -> Result<Vec<Outcome>, StoreError> {
        let (reply, answer) = oneshot::channel();
        let stopped = || error("the writer has stopped");
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job { batch, reply }).map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // An error means that the thread panicked; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

/// Carries out a batch in one transaction. When this returns `Ok`, all of it is on disk;
/// otherwise the transaction is undone as it goes out of scope.
fn write(connection: &mut Connection, order: &Permutation, batch: Vec<Command>) -> Result<Vec<Outcome>, Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut numbers = Numbers::new(&transaction, order);
    let mut outcomes = Vec::with_capacity(batch.len());
    for command in batch {
        outcomes.push(carry_out(&transaction, &mut numbers, command)?);
    }
    numbers.save()?;
    transaction.commit()?;
    Ok(outcomes)
}

fn carry_out(connection: &Connection, numbers: &mut Numbers<'_>, command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::RecordCertificate { certificato, ricevuto, refuse_duplicate } => {
            certificate::record(connection, numbers, &certificato, ricevuto, refuse_duplicate)
        }
        Command::RectifyCertificate { puc, data_fine, ricevuto } => {
            certificate::rectify(connection, numbers, puc, data_fine, ricevuto)
        }
        Command::CancelCertificate { puc, ricevuto } => certificate::cancel(connection, numbers, puc, ricevuto),
        Command::RecordAdmission { comunicazione, ricevuto, refuse_duplicate } => {
            admission::record(connection, numbers, &comunicazione, ricevuto, refuse_duplicate)
        }
        Command::CancelAdmission { pucir, ricevuto } => admission::cancel(connection, numbers, pucir, ricevuto),
        Command::PutUser(user) => people::put_user(connection, &user),
        Command::PutWorker(lavoratore) => people::put_worker(connection, &lavoratore),
        Command::Journal(entry) => journal::add(connection, &entry),
        Command::PruneJournal { before, keep } => journal::prune(connection, before, keep),
    }
}

fn error(cause: &str) -> StoreError {
    StoreError { doing: "committing a batch", cause: cause.to_owned() }
}
