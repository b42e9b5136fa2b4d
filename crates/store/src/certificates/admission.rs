//! Admissions: recording, cancelling, finding.

use chrono::{DateTime, Utc};

use super::{Conflict, NotRecorded};
use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::admission::{ComunicazioneRicovero, RicoveroRegistrato};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::identifier::{IdAnnullamento, Pucir};

/// Records an admission (decree §3.7).
pub struct RecordAdmission {
    /// The notice.
    pub comunicazione: ComunicazioneRicovero,
    /// When it was received.
    pub ricevuto: DateTime<Utc>,
    /// Whether an equal open one is a reason to refuse (`ricovero-duplicato`).
    pub refuse_duplicate: bool,
}

impl Command for RecordAdmission {
    type Outcome = Result<Pucir, Conflict>;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        sqlite::admission::record(transaction, &self.comunicazione, self.ricevuto, self.refuse_duplicate)
    }
}

/// Cancels an admission.
pub struct CancelAdmission {
    /// The admission.
    pub pucir: Pucir,
    /// When the request was received.
    pub ricevuto: DateTime<Utc>,
}

impl Command for CancelAdmission {
    type Outcome = Result<IdAnnullamento, Conflict>;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        sqlite::admission::cancel(transaction, self.pucir, self.ricevuto)
    }
}

impl Ledger {
    /// Records an admission.
    ///
    /// # Errors
    /// [`Conflict::DuplicateAdmission`] if `refuse_duplicate` and an equal one is open; or the
    /// store failed.
    pub async fn record_admission(
        &self,
        comunicazione: ComunicazioneRicovero,
        ricevuto: DateTime<Utc>,
        refuse_duplicate: bool,
    ) -> Result<Committed<Pucir>, NotRecorded> {
        let command = RecordAdmission { comunicazione, ricevuto, refuse_duplicate };
        Ok(self.commit(command).await?.transpose()?)
    }

    /// Cancels an admission.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::AdmissionNotOpen`], or the store failed.
    pub async fn cancel_admission(
        &self,
        pucir: Pucir,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<IdAnnullamento>, NotRecorded> {
        Ok(self.commit(CancelAdmission { pucir, ricevuto }).await?.transpose()?)
    }
}

impl Store {
    /// The admission of this number, if it is this worker's. Takes the same time whether the
    /// number is unknown or another worker's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn admission(
        &self,
        pucir: Pucir,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<RicoveroRegistrato>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let lavoratore = lavoratore.clone();
        database.query("reading an admission", move |c| sqlite::admission::find_of(c, pucir, &lavoratore)).await
    }

    /// The open admission that this notice would repeat. Only recording it settles that.
    ///
    /// # Errors
    /// The store failed.
    pub async fn equal_admission(&self, comunicazione: ComunicazioneRicovero) -> Result<Option<Pucir>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let equal = move |c: &_| sqlite::admission::find_equal(c, &comunicazione);
        database.query("looking for an equal admission", equal).await
    }

    /// The admission of this number, whosever it is, and the moment when it was cancelled (of one that was not, when
    /// it was received). For copies of a document: what a caller may see of another's is not decided here.
    ///
    /// # Errors
    /// The store failed.
    pub async fn any_admission(&self, pucir: Pucir) -> Result<Option<(RicoveroRegistrato, DateTime<Utc>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let read = move |connection: &_| match sqlite::admission::find(connection, pucir)? {
            None => Ok(None),
            Some(found) => sqlite::admission::changed_at(connection, &found).map(|at| Some((found, at))),
        };
        database.query("reading an admission", read).await
    }
}
