//! Messages to workers and employers, and what the next daily flow carries.

use chrono::{DateTime, Utc};

use crate::certificates::{Address, DocumentKind};
use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::delivery::{Message, MessageKind, MessageState, NewMessage};

/// Writes messages.
pub struct PutMessages(pub Vec<NewMessage>);

impl Command for PutMessages {
    type Outcome = Vec<i64>;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<Vec<i64>, Failure> {
        self.0.iter().map(|message| sqlite::outbox::put(t, message)).collect()
    }
}

/// Keeps what became of messages.
pub struct KeepMessages(pub Vec<Message>);

impl Command for KeepMessages {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        self.0.iter().try_for_each(|message| sqlite::outbox::keep(t, message))
    }
}

/// Forgets every message.
pub struct ForgetMessages;

impl Command for ForgetMessages {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::outbox::forget(t)
    }
}

/// Notes something for the next flows of those employers to whom the document goes and who have a PEC.
pub struct NoteForFlow {
    /// PUC or PUCIR.
    pub number: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// Whether it was cancelled rather than accepted.
    pub cancelled: bool,
    /// When.
    pub at: DateTime<Utc>,
}

impl Command for NoteForFlow {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::outbox::note_for_flow(t, self)
    }
}

/// What goes with a document in its commit: its employers, messages, and what the next flows carry.
pub struct Accompany {
    /// To which employers it goes; none where that is settled already.
    pub address: Option<Address>,
    /// The messages.
    pub messages: Vec<NewMessage>,
    /// What the next flows carry.
    pub flow: NoteForFlow,
}

impl Command for Accompany {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        if let Some(address) = &self.address {
            sqlite::addressee::put(t, address)?;
        }
        sqlite::outbox::note_for_flow(t, &self.flow)?;
        self.messages.iter().try_for_each(|message| sqlite::outbox::put(t, message).map(drop))
    }
}

/// Something that the next flow to an employer carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowEntry {
    /// Its place.
    pub nr: i64,
    /// PUC or PUCIR.
    pub number: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// Whether it was cancelled rather than accepted.
    pub cancelled: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes the messages of a flow, and takes what they carry out of the next one.
pub struct SendFlow {
    /// The employer.
    pub employer: CodiceFiscale,
    /// The place of the last entry that they carry.
    pub until: i64,
    /// The messages.
    pub messages: Vec<NewMessage>,
}

impl Command for SendFlow {
    type Outcome = Vec<i64>;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<Vec<i64>, Failure> {
        sqlite::outbox::end_flow(t, self.employer.as_str(), self.until)?;
        self.messages.iter().map(|message| sqlite::outbox::put(t, message)).collect()
    }
}

/// Which messages to list. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// How they travel.
    pub kind: Option<MessageKind>,
    /// To whom.
    pub to: Option<String>,
    /// Why they were written.
    pub event: Option<String>,
    /// The document that they are about.
    pub document: Option<u32>,
    /// What became of them.
    pub state: Option<MessageState>,
    /// Written at this instant or later.
    pub since: Option<DateTime<Utc>>,
    /// Those after this one in the list, which is newest first.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

impl Ledger {
    /// Writes messages, and gives their numbers.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put_messages(&self, messages: Vec<NewMessage>) -> Result<Vec<i64>, StoreError> {
        let numbers = self.commit(PutMessages(messages)).await.map(Committed::into_inner)?;
        Ok(numbers)
    }

    /// Keeps what became of messages.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep_messages(&self, messages: Vec<Message>) -> Result<(), StoreError> {
        self.commit(KeepMessages(messages)).await.map(Committed::into_inner)
    }

    /// Forgets every message.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_messages(&self) -> Result<(), StoreError> {
        self.commit(ForgetMessages).await.map(Committed::into_inner)
    }
}

impl Store {
    /// The messages, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn outbox(&self, which: Messages) -> Result<Vec<Message>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading messages", move |c| sqlite::outbox::list(c, &which)).await
    }

    /// The message of this number.
    ///
    /// # Errors
    /// The store failed.
    pub async fn message(&self, nr: i64) -> Result<Option<Message>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading a message", move |c| sqlite::outbox::find(c, nr)).await
    }

    /// The last message of this kind to a worker. Its exchange is not looked for.
    ///
    /// # Errors
    /// The store failed.
    pub async fn last_message_to(
        &self,
        worker: &CodiceFiscale,
        kind: MessageKind,
    ) -> Result<Option<Message>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let worker = worker.as_str().to_owned();
        database.query("reading a message", move |c| sqlite::outbox::last_to(c, &worker, kind)).await
    }

    /// A file that goes with a message: its media type and its bytes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn message_file(&self, nr: i64, name: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let name = name.to_owned();
        database.query("reading a file", move |c| sqlite::outbox::file(c, nr, &name)).await
    }

    /// When the next thing happens to a message.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_message_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the outbox", sqlite::outbox::next_due).await
    }

    /// The messages to which something happens up to this instant, in order, at most so many, without those to some
    /// recipients.
    ///
    /// # Errors
    /// The store failed.
    pub async fn messages_due(
        &self,
        until: DateTime<Utc>,
        limit: u32,
        without: Vec<String>,
    ) -> Result<Vec<Message>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the outbox", move |c| sqlite::outbox::due(c, until, limit, &without)).await
    }

    /// When the oldest thing was noted for a flow.
    ///
    /// # Errors
    /// The store failed.
    pub async fn oldest_for_flow(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the flow", sqlite::outbox::oldest_for_flow).await
    }

    /// The employers for whose flow something was noted up to this instant.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employers_of_flow(&self, until: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the flow", move |c| sqlite::outbox::flow_employers(c, until)).await
    }

    /// What the flow to an employer carries, in order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn flow_entries(&self, employer: &str, until: DateTime<Utc>) -> Result<Vec<FlowEntry>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let employer = employer.to_owned();
        database.query("reading the flow", move |c| sqlite::outbox::flow_entries(c, &employer, until)).await
    }
}
