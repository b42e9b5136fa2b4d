//! The book in which everything is written, with group commit.
//!
//! Syncing a disk costs about the same for one command as for two hundred. So one task takes
//! the first command that waits, whatever else has come meanwhile, commits them as one
//! batch, and only then answers each caller. While the disk is busy the next batch gathers.

use std::fmt;
use std::mem;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::{Command, Conflict, Outcome, Store, StoreError};
use sac_domain::admission::ComunicazioneRicovero;
use sac_domain::certificate::Certificato;
use sac_domain::exchange::Entry;
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;

/// Callers that may wait in line; more wait for a place in it.
const WAITING_CALLERS: usize = 1024;
/// Commands after which a batch is closed.
const BATCH: usize = 256;
/// Journal entries that may wait; more are dropped.
const WAITING_ENTRIES: usize = 8192;
/// How long a journal entry waits for a command whose sync it can share.
const ENTRY_PATIENCE: Duration = Duration::from_millis(100);

/// A number that is safely on disk. Only the ledger makes it, after the sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed<T>(T);

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

/// Why a command gave no number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The facts are not what the caller took them to be; nothing was written.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The store failed; nothing was acknowledged.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The way to write into a [`Store`]. Clones write into the same one.
#[derive(Clone)]
pub struct Ledger {
    store: Arc<dyn Store>,
    requests: mpsc::Sender<Request>,
    entries: mpsc::Sender<Entry>,
}

enum Request {
    Commit { commands: Vec<Command>, reply: Reply },
    Close(oneshot::Sender<()>),
}

type Reply = oneshot::Sender<Result<Vec<Outcome>, StoreError>>;

impl Ledger {
    /// Opens the book over an engine.
    ///
    /// # Panics
    /// Outside a tokio runtime, on which the committing task is started.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let (requests, requests_in) = mpsc::channel(WAITING_CALLERS);
        let (entries, entries_in) = mpsc::channel(WAITING_ENTRIES);
        let committer =
            Committer { store: Arc::clone(&store), requests: requests_in, entries: entries_in, waiting: Vec::new() };
        tokio::spawn(committer.run());
        Self { store, requests, entries }
    }

    /// The engine, for questions.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The engine, for those who keep it.
    #[must_use]
    pub fn shared_store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// Records a certificate. A caller who gives up waiting may still have been served.
    ///
    /// # Errors
    /// [`Conflict::DuplicateCertificate`] if `refuse_duplicate` and an equal one stands; for
    /// a discharge certificate [`Conflict::Unknown`] without its admission and
    /// [`Conflict::AdmissionNotOpen`] after it was closed; or the store fails.
    pub async fn record_certificate(
        &self,
        certificato: Certificato,
        ricevuto: DateTime<Utc>,
        refuse_duplicate: bool,
    ) -> Result<Committed<Puc>, NotRecorded> {
        let command = Command::RecordCertificate { certificato: Box::new(certificato), ricevuto, refuse_duplicate };
        match self.commit_one(command).await? {
            Outcome::Certificate(puc) => Ok(Committed(puc)),
            other => Err(unexpected(other)),
        }
    }

    /// Replaces a certificate by one that ends on `data_fine`, and gives the new one's number.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::CertificateNotActive`], [`Conflict::NotShorter`], or
    /// the store fails.
    pub async fn rectify_certificate(
        &self,
        puc: Puc,
        data_fine: NaiveDate,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<Puc>, NotRecorded> {
        let command = Command::RectifyCertificate { puc, data_fine, ricevuto };
        match self.commit_one(command).await? {
            Outcome::Certificate(puc) => Ok(Committed(puc)),
            other => Err(unexpected(other)),
        }
    }

    /// Cancels a certificate; the admission that it closed is open again.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::CertificateNotActive`], or the store fails.
    pub async fn cancel_certificate(
        &self,
        puc: Puc,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<IdAnnullamento>, NotRecorded> {
        match self.commit_one(Command::CancelCertificate { puc, ricevuto }).await? {
            Outcome::Cancelled(id) => Ok(Committed(id)),
            other => Err(unexpected(other)),
        }
    }

    /// Records an admission.
    ///
    /// # Errors
    /// [`Conflict::DuplicateAdmission`] if `refuse_duplicate` and an equal one is open; or the
    /// store fails.
    pub async fn record_admission(
        &self,
        comunicazione: ComunicazioneRicovero,
        ricevuto: DateTime<Utc>,
        refuse_duplicate: bool,
    ) -> Result<Committed<Pucir>, NotRecorded> {
        let command = Command::RecordAdmission { comunicazione: Box::new(comunicazione), ricevuto, refuse_duplicate };
        match self.commit_one(command).await? {
            Outcome::Admission(pucir) => Ok(Committed(pucir)),
            other => Err(unexpected(other)),
        }
    }

    /// Cancels an admission.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::AdmissionNotOpen`], or the store fails.
    pub async fn cancel_admission(
        &self,
        pucir: Pucir,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<IdAnnullamento>, NotRecorded> {
        match self.commit_one(Command::CancelAdmission { pucir, ricevuto }).await? {
            Outcome::Cancelled(id) => Ok(Committed(id)),
            other => Err(unexpected(other)),
        }
    }

    /// Adds a user, or replaces the one of that name.
    ///
    /// # Errors
    /// The store fails.
    pub async fn put_user(&self, user: User) -> Result<(), StoreError> {
        self.put_people(vec![user], Vec::new()).await
    }

    /// Adds a worker, or replaces the one of that code.
    ///
    /// # Errors
    /// The store fails.
    pub async fn put_worker(&self, lavoratore: Lavoratore) -> Result<(), StoreError> {
        self.put_people(Vec::new(), vec![lavoratore]).await
    }

    /// Adds or replaces many people: all of them, or on an error none.
    ///
    /// # Errors
    /// The store fails.
    pub async fn put_people(&self, users: Vec<User>, workers: Vec<Lavoratore>) -> Result<(), StoreError> {
        let users = users.into_iter().map(|user| Command::PutUser(Box::new(user)));
        let workers = workers.into_iter().map(|worker| Command::PutWorker(Box::new(worker)));
        self.commit(users.chain(workers).collect()).await?;
        Ok(())
    }

    /// Hands over a journal entry, to be written with the next batch or soon. Never waits;
    /// `false` if it had to be dropped.
    #[must_use]
    pub fn journal(&self, entry: Entry) -> bool {
        self.entries.try_send(entry).is_ok()
    }

    /// Forgets older journal entries: those received before `before`, and all but the newest
    /// `keep`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn prune_journal(&self, before: DateTime<Utc>, keep: u32) -> Result<(), StoreError> {
        self.commit(vec![Command::PruneJournal { before, keep }]).await?;
        Ok(())
    }

    /// Waits until every journal entry handed over so far is written.
    ///
    /// # Errors
    /// The store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.commit(Vec::new()).await?;
        Ok(())
    }

    /// Writes what waits, then closes the book for all clones: later commands fail.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        // Either may fail only where the book is closed already.
        if self.requests.send(Request::Close(done)).await.is_ok() {
            let _ = closed.await;
        }
    }

    async fn commit_one(&self, command: Command) -> Result<Outcome, NotRecorded> {
        match self.commit(vec![command]).await?.pop() {
            Some(Outcome::Conflict(conflict)) => Err(conflict.into()),
            Some(outcome) => Ok(outcome),
            None => Err(failure("no outcome for a command").into()),
        }
    }

    /// Commits the commands in one batch, which may hold other callers' as well.
    async fn commit(&self, commands: Vec<Command>) -> Result<Vec<Outcome>, StoreError> {
        let (reply, answer) = oneshot::channel();
        let request = Request::Commit { commands, reply };
        self.requests.send(request).await.map_err(|_| failure("the ledger is closed"))?;
        answer.await.map_err(|_| failure("the ledger was closed meanwhile"))?
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

/// The one task that commits.
struct Committer {
    store: Arc<dyn Store>,
    requests: mpsc::Receiver<Request>,
    entries: mpsc::Receiver<Entry>,
    /// Entries taken from the line and not yet written.
    waiting: Vec<Entry>,
}

impl Committer {
    async fn run(mut self) {
        let mut entries_due = Instant::now();
        loop {
            tokio::select! {
                biased;
                request = self.requests.recv() => match request {
                    Some(request) => {
                        if let Some(closed) = self.commit_group(request).await {
                            let _ = closed.send(());
                            return;
                        }
                    }
                    None => return self.commit_rest().await,
                },
                Some(entry) = self.entries.recv(), if self.waiting.is_empty() => {
                    self.waiting.push(entry);
                    entries_due = Instant::now() + ENTRY_PATIENCE;
                }
                () = tokio::time::sleep_until(entries_due), if !self.waiting.is_empty() => {
                    self.commit_batch(Vec::new()).await;
                }
            }
        }
    }

    /// Commits the first request with those that wait behind it. Asked to close, it commits
    /// all there is and returns whom to tell.
    async fn commit_group(&mut self, first: Request) -> Option<oneshot::Sender<()>> {
        let mut group = Vec::new();
        let mut size = 0;
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Commit { commands, reply } => {
                    size += commands.len().max(1);
                    group.push((commands, reply));
                }
                Request::Close(closed) => {
                    self.requests.close();
                    self.entries.close();
                    self.commit_batch(group).await;
                    self.commit_rest().await;
                    return Some(closed);
                }
            }
            next = if size < BATCH { self.requests.try_recv().ok() } else { None };
        }
        self.commit_batch(group).await;
        None
    }

    /// Commits whatever is still in line after it was closed.
    async fn commit_rest(&mut self) {
        while let Ok(request) = self.requests.try_recv() {
            match request {
                Request::Commit { commands, reply } => self.commit_batch(vec![(commands, reply)]).await,
                Request::Close(closed) => drop(closed.send(())),
            }
        }
        self.commit_batch(Vec::new()).await;
    }

    /// Commits a group, and with it all journal entries that wait; then answers.
    async fn commit_batch(&mut self, group: Vec<(Vec<Command>, Reply)>) {
        while self.waiting.len() <= WAITING_ENTRIES
            && let Ok(entry) = self.entries.try_recv()
        {
            self.waiting.push(entry);
        }
        let mut batch = Vec::new();
        let mut callers = Vec::with_capacity(group.len());
        for (commands, reply) in group {
            callers.push((commands.len(), reply));
            batch.extend(commands);
        }
        batch.extend(mem::take(&mut self.waiting).into_iter().map(|entry| Command::Journal(Box::new(entry))));

        let expected = batch.len();
        let result = if batch.is_empty() { Ok(Vec::new()) } else { self.store.commit(batch).await };
        let result = result.and_then(|outcomes| match outcomes.len() {
            count if count == expected => Ok(outcomes),
            _ => Err(failure("an outcome for each command")),
        });
        if let Err(error) = &result {
            tracing::error!(%error, commands = expected, "a batch was not written");
        }
        answer(callers, result);
    }
}

/// Gives each caller the outcomes of its own commands. One who has left is passed over.
fn answer(callers: Vec<(usize, Reply)>, result: Result<Vec<Outcome>, StoreError>) {
    match result {
        Ok(outcomes) => {
            let mut outcomes = outcomes.into_iter();
            for (count, reply) in callers {
                let _ = reply.send(Ok(outcomes.by_ref().take(count).collect()));
            }
        }
        Err(error) => {
            for (_, reply) in callers {
                let _ = reply.send(Err(error.clone()));
            }
        }
    }
}

fn failure(cause: &str) -> StoreError {
    StoreError { doing: "committing a batch", cause: cause.to_owned() }
}

fn unexpected(outcome: Outcome) -> NotRecorded {
    failure(&format!("an outcome of the wrong kind: {outcome:?}")).into()
}
