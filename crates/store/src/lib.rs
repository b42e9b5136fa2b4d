//! What is kept, in the words of the domain.
//!
//! [`Store`] is what an engine offers: batches of [`Command`]s, each batch one transaction
//! that is on disk before it is answered, and a handful of questions. [`Ledger`] is what the
//! floors above hold: it gathers the commands of callers who come at the same time into
//! one batch, and gives out numbers only as [`Committed`], which nobody else can make.

pub mod ledger;
pub mod permutation;
pub mod sqlite;

#[cfg(any(test, feature = "testing"))]
#[allow(clippy::missing_panics_doc, clippy::must_use_candidate, clippy::unwrap_used, reason = "only tests use it")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use ledger::{Committed, Ledger, NotRecorded};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use sac_domain::admission::{ComunicazioneRicovero, RicoveroRegistrato, StatoRicovero};
use sac_domain::certificate::{Certificato, CertificatoRegistrato, StatoCertificato};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::exchange::Entry;
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;

/// Something to be written. Every command that gives out a number checks, inside its own
/// transaction, that what it changes is still as the caller believes.
pub enum Command {
    /// Records a certificate; one written at discharge closes its admission too.
    ///
    /// A duplicate is another of the same doctor for the same worker with equal
    /// `malattia`, `residenza` and `reperibilita`, neither cancelled nor replaced by one
    /// that was cancelled (rules §3).
    RecordCertificate {
        /// The certificate.
        certificato: Box<Certificato>,
        /// When it came.
        ricevuto: DateTime<Utc>,
        /// Whether an equal one that stands is a reason to refuse (`certificato-duplicato`).
        refuse_duplicate: bool,
    },
    /// Replaces a certificate by one that ends earlier (decree §3.3).
    RectifyCertificate {
        /// The certificate to be replaced.
        puc: Puc,
        /// The new last day.
        data_fine: NaiveDate,
        /// When the request came.
        ricevuto: DateTime<Utc>,
    },
    /// Cancels a certificate (decree §3.4); a discharge certificate's admission is open again.
    CancelCertificate {
        /// The certificate.
        puc: Puc,
        /// When the request came.
        ricevuto: DateTime<Utc>,
    },
    /// Records an admission (decree §3.7).
    RecordAdmission {
        /// The notice.
        comunicazione: Box<ComunicazioneRicovero>,
        /// When it came.
        ricevuto: DateTime<Utc>,
        /// Whether an equal open one is a reason to refuse (`ricovero-duplicato`).
        refuse_duplicate: bool,
    },
    /// Cancels an admission.
    CancelAdmission {
        /// The admission.
        pucir: Pucir,
        /// When the request came.
        ricevuto: DateTime<Utc>,
    },
    /// Adds a user, or replaces the one of that name.
    PutUser(Box<User>),
    /// Adds a worker, or replaces the one of that code.
    PutWorker(Box<Lavoratore>),
    /// Adds an exchange to the journal.
    Journal(Box<Entry>),
    /// Forgets the journal's older entries: those received before `before`, and all but the
    /// newest `keep`.
    PruneJournal {
        /// Entries received earlier go.
        before: DateTime<Utc>,
        /// How many may stay.
        keep: u32,
    },
}

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A certificate was recorded under this number.
    Certificate(Puc),
    /// An admission was recorded under this number.
    Admission(Pucir),
    /// A document was cancelled; this names the cancellation.
    Cancelled(IdAnnullamento),
    /// Nothing to report.
    Done,
    /// Nothing was written, since the facts are not what the command takes them to be.
    Conflict(Conflict),
}

/// Why a command wrote nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// An equal certificate of the same doctor stands under this number.
    #[error("an equal certificate stands: {0}")]
    DuplicateCertificate(Puc),
    /// An equal admission is open under this number.
    #[error("an equal admission is open: {0}")]
    DuplicateAdmission(Pucir),
    /// The certificate is no longer active.
    #[error("the certificate {0} does not stand: {1:?}")]
    CertificateNotActive(Puc, StatoCertificato),
    /// The new last day is not an earlier one.
    #[error("the prognosis does not end earlier")]
    NotShorter,
    /// The admission is no longer open.
    #[error("the admission {0} is not open: {1:?}")]
    AdmissionNotOpen(Pucir, StatoRicovero),
    /// There is no such document.
    #[error("no such document")]
    Unknown,
}

/// An engine that keeps things.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Carries out the commands in order, in one transaction, and returns one outcome for
    /// each once all of it is on disk. On an error nothing was written.
    async fn commit(&self, batch: Vec<Command>) -> Result<Vec<Outcome>, StoreError>;

    /// The certificate of this number, if `medico` issued it for `lavoratore`. Takes the
    /// same time whether the number is unknown or somebody else's.
    async fn certificate(
        &self,
        puc: Puc,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<CertificatoRegistrato>, StoreError>;

    /// The certificates that `medico` issued for `lavoratore`, received between the two
    /// instants (`from` included, `until` not), oldest first, cancelled ones included.
    async fn certificates(
        &self,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CertificatoRegistrato>, StoreError>;

    /// The admission of this number, if it is this worker's. Takes the same time whether the
    /// number is unknown or another worker's.
    async fn admission(
        &self,
        pucir: Pucir,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<RicoveroRegistrato>, StoreError>;

    /// The user of this name.
    async fn user(&self, name: &str) -> Result<Option<User>, StoreError>;

    /// Every user whose own code this is.
    async fn users_with_code(&self, codice_fiscale: &CodiceFiscaleMedico) -> Result<Vec<User>, StoreError>;

    /// Every user, by name.
    async fn users(&self) -> Result<Vec<User>, StoreError>;

    /// The worker of this code.
    async fn worker(&self, codice_fiscale: &CodiceFiscale) -> Result<Option<Lavoratore>, StoreError>;

    /// Every worker, by code.
    async fn workers(&self) -> Result<Vec<Lavoratore>, StoreError>;

    /// The newest `most` entries of the journal, newest first.
    async fn journal(&self, most: u32) -> Result<Vec<Entry>, StoreError>;
}

/// The engine could not do it. What it says is for the log: it holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store failed while {doing}: {cause}")]
pub struct StoreError {
    /// What was being done.
    pub doing: &'static str,
    /// What the engine said.
    pub cause: String,
}
