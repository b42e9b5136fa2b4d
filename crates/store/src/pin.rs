//! PINs: subjects, requests, halves on their way, envelopes, and what happened.

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::delivery::NewMessage;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Stato, Tipo, Ultimo};
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, StatoRichiesta};
use sac_pin::secret::Codice;
use sac_pin::subject::Soggetto;

/// A subject as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The subject.
    pub soggetto: Soggetto,
    /// Rises with each change.
    pub version: i64,
}

/// A subject as it is to be.
#[derive(Clone, Debug)]
pub struct PutSubject {
    /// The subject.
    pub soggetto: Soggetto,
    /// The version that it was made from; nothing where it is not to be there yet, or whatever it is.
    pub from: Option<i64>,
    /// When the next thing happens to it by itself.
    pub due: Option<DateTime<Utc>>,
}

/// A message, which may carry a half.
#[derive(Clone, Debug)]
pub struct PinMessage {
    /// The message.
    pub message: NewMessage,
    /// When it is to be handed over; at once where nothing is said.
    pub due: Option<DateTime<Utc>>,
    /// The half that it carries: of which secret of the subject, and which one.
    pub half: Option<(u32, Ultimo)>,
}

/// An envelope with a secret in it.
#[derive(Clone, Debug)]
pub struct NewEnvelope {
    /// Its number, from [`Ledger::new_envelope_number`].
    pub numero: u32,
    /// The whole secret.
    pub codice: Codice,
}

/// What is done to an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeUse {
    /// It is printed, for the first time.
    Print,
    /// It is opened, for the first time.
    Open,
}

/// Everything that one act on one subject changes, in one commit.
#[derive(Clone, Debug, Default)]
pub struct PinChange {
    /// Of whom.
    pub codice_fiscale: Option<CodiceFiscale>,
    /// The subject as it is to be.
    pub subject: Option<PutSubject>,
    /// Requests as they are to be.
    pub requests: Vec<Richiesta>,
    /// A request whose copy of a document is kept, with it.
    pub copy: Option<(u32, Vec<u8>)>,
    /// What happened.
    pub events: Vec<Accaduto>,
    /// What is written to the subject.
    pub messages: Vec<PinMessage>,
    /// An envelope.
    pub envelope: Option<NewEnvelope>,
    /// Halves and envelopes of the subject that are worth nothing any more go.
    pub forget_secrets: bool,
    /// Halves of which is known now what became, with the instant at which their texts go.
    pub settled: Vec<(i64, Option<DateTime<Utc>>)>,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was made.
    Done,
    /// Somebody else changed the subject meanwhile: nothing was written.
    Outdated,
}

impl Command for PinChange {
    type Outcome = Changed;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<Changed, Failure> {
        sqlite::pin::change(t, self)
    }
}

/// Gives out the number of a request.
struct NewRequestNumber;

impl Command for NewRequestNumber {
    type Outcome = u32;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<u32, Failure> {
        sqlite::pin::request_number(t)
    }
}

/// Gives out the number of an envelope.
struct NewEnvelopeNumber;

impl Command for NewEnvelopeNumber {
    type Outcome = u32;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<u32, Failure> {
        sqlite::pin::envelope_number(t)
    }
}

/// Adds all of these subjects, or replaces those of the same code.
#[derive(Clone, Debug, Default)]
pub struct PutSubjects(pub Vec<PutSubject>);

impl Command for PutSubjects {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        self.0.iter().try_for_each(|subject| sqlite::pin::put_subject(t, subject).map(drop))
    }
}

/// Removes a subject with all that belongs to it.
struct RemoveSubject(CodiceFiscale);

impl Command for RemoveSubject {
    type Outcome = bool;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<bool, Failure> {
        sqlite::pin::remove_subject(t, self.0.as_str())
    }
}

/// Takes the secret out of an envelope, once for each use.
struct UseEnvelope(u32, EnvelopeUse);

impl Command for UseEnvelope {
    type Outcome = EnvelopeState;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<EnvelopeState, Failure> {
        sqlite::pin::use_envelope(t, self.0, self.1)
    }
}

/// What is found of an envelope.
#[derive(Clone, Debug)]
pub enum EnvelopeState {
    /// There is none of this number.
    Unknown,
    /// That was done before, or its secret is worth nothing any more.
    Used,
    /// The secret, and whose it is.
    Sealed(Codice, String),
}

/// Removes the texts of halves whose time is over.
struct BlankHalves(DateTime<Utc>);

impl Command for BlankHalves {
    type Outcome = usize;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<usize, Failure> {
        sqlite::pin::blank_halves(t, self.0)
    }
}

/// A half whose message has arrived, or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledHalf {
    /// The message.
    pub message: i64,
    /// Whose it is.
    pub codice_fiscale: String,
    /// Of which secret.
    pub generation: u32,
    /// Which half.
    pub which: Ultimo,
    /// Whether it arrived.
    pub delivered: bool,
}

/// A half that was sent, for who is to know what the holder knows.
#[derive(Clone, Debug)]
pub struct SentHalf {
    /// Of which secret.
    pub generation: u32,
    /// Which half.
    pub which: Ultimo,
    /// The text of its message.
    pub text: Codice,
}

/// Which subjects to list. What is not given does not matter.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    /// The state of the PIN.
    pub stato: Option<Stato>,
    /// Its kind.
    pub tipo: Option<Tipo>,
    /// A profile in force.
    pub profilo: Option<Profilo>,
    /// Those after this code.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// Which requests to list. What is not given does not matter.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    /// Where they stand.
    pub stato: Option<StatoRichiesta>,
    /// By which way they came.
    pub canale: Option<Canale>,
    /// The Ordine.
    pub ordine: Option<String>,
    /// Whose.
    pub codice_fiscale: Option<String>,
}

impl Ledger {
    /// Makes a change, or tells that the subject is another by now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_pin(&self, change: PinChange) -> Result<Changed, StoreError> {
        self.commit(change).await.map(Committed::into_inner)
    }

    /// A number for a request, of nine digits. It names no other document.
    ///
    /// # Errors
    /// The store failed.
    pub async fn new_pin_request_number(&self) -> Result<u32, StoreError> {
        self.commit(NewRequestNumber).await.map(Committed::into_inner)
    }

    /// A number for an envelope, of eight digits.
    ///
    /// # Errors
    /// The store failed.
    pub async fn new_envelope_number(&self) -> Result<u32, StoreError> {
        self.commit(NewEnvelopeNumber).await.map(Committed::into_inner)
    }

    /// Removes a subject; `false` if it is not there.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove_pin_subject(&self, code: &CodiceFiscale) -> Result<bool, StoreError> {
        self.commit(RemoveSubject(code.clone())).await.map(Committed::into_inner)
    }

    /// Takes the secret out of an envelope, once for each use.
    ///
    /// # Errors
    /// The store failed.
    pub async fn use_envelope(&self, numero: u32, r#use: EnvelopeUse) -> Result<EnvelopeState, StoreError> {
        self.commit(UseEnvelope(numero, r#use)).await.map(Committed::into_inner)
    }

    /// Removes the texts of halves whose time is over, from the log of the database too; how many.
    ///
    /// # Errors
    /// The store failed.
    pub async fn blank_halves(&self, until: DateTime<Utc>) -> Result<usize, StoreError> {
        let blanked = self.commit(BlankHalves(until)).await.map(Committed::into_inner)?;
        if blanked > 0 {
            let Engine::Sqlite(database) = self.store().engine();
            database.empty_log().await?;
        }
        Ok(blanked)
    }
}

impl Store {
    /// The subject of this code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_subject(&self, code: &CodiceFiscale) -> Result<Option<Kept>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading a subject", move |c| sqlite::pin::subject(c, &code)).await
    }

    /// Subjects, by code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_subjects(&self, which: Subjects) -> Result<Vec<Soggetto>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading subjects", move |c| sqlite::pin::subjects(c, &which)).await
    }

    /// The codes of all subjects.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_codes(&self) -> Result<Vec<String>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading subjects", sqlite::pin::codes).await
    }

    /// The request of this number.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_request(&self, numero: u32) -> Result<Option<Richiesta>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading a request", move |c| sqlite::pin::request(c, numero)).await
    }

    /// Requests, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_requests(&self, which: Requests) -> Result<Vec<Richiesta>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading requests", move |c| sqlite::pin::requests(c, &which)).await
    }

    /// What happened to the subject of this code, in order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_events(&self, code: &CodiceFiscale) -> Result<Vec<Accaduto>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading events", move |c| sqlite::pin::events(c, &code)).await
    }

    /// Halves whose message has arrived or failed since they were last looked for.
    ///
    /// # Errors
    /// The store failed.
    pub async fn settled_halves(&self) -> Result<Vec<SettledHalf>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading halves", sqlite::pin::settled_halves).await
    }

    /// When the next thing happens to a subject by itself; and to a request.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_pin_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading PINs", sqlite::pin::next_due).await
    }

    /// The subjects to which something happens up to this instant, in order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_subjects_due(&self, until: DateTime<Utc>) -> Result<Vec<Kept>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading PINs", move |c| sqlite::pin::subjects_due(c, until)).await
    }

    /// The requests to which something happens up to this instant, in order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn pin_requests_due(&self, until: DateTime<Utc>) -> Result<Vec<Richiesta>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading requests", move |c| sqlite::pin::requests_due(c, until)).await
    }

    /// When the next text of a half goes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_blanking(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading halves", sqlite::pin::next_blanking).await
    }

    /// The texts of the halves that went by the outbox and are not blanked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sent_halves(&self, code: &CodiceFiscale) -> Result<Vec<SentHalf>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading halves", move |c| sqlite::pin::sent_halves(c, &code)).await
    }
}
