//! Certificates: recording, replacing, cancelling, finding.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Conflict, NotRecorded};
use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::certificate::{Certificato, CertificatoRegistrato};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::identifier::{IdAnnullamento, Puc};

/// Records a certificate; one written at discharge closes its admission too.
///
/// A duplicate is another of the same doctor for the same worker with equal
/// `malattia`, `residenza` and `reperibilita`, neither cancelled nor replaced by one
/// that was cancelled (rules §3).
pub struct RecordCertificate {
    /// The certificate.
    pub certificato: Certificato,
    /// When it was received.
    pub ricevuto: DateTime<Utc>,
    /// Whether an equal one that stands is a reason to refuse (`certificato-duplicato`).
    pub refuse_duplicate: bool,
}

impl Command for RecordCertificate {
    type Outcome = Result<Puc, Conflict>;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        sqlite::certificate::record(transaction, &self.certificato, self.ricevuto, self.refuse_duplicate)
    }
}

/// Replaces a certificate by one that ends earlier (decree §3.3).
pub struct RectifyCertificate {
    /// The certificate to be replaced.
    pub puc: Puc,
    /// The new last day.
    pub data_fine: NaiveDate,
    /// When the request was received.
    pub ricevuto: DateTime<Utc>,
}

impl Command for RectifyCertificate {
    type Outcome = Result<Puc, Conflict>;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        sqlite::certificate::rectify(transaction, self.puc, self.data_fine, self.ricevuto)
    }
}

/// Cancels a certificate (decree §3.4); a discharge certificate's admission is open again.
pub struct CancelCertificate {
    /// The certificate.
    pub puc: Puc,
    /// When the request was received.
    pub ricevuto: DateTime<Utc>,
}

impl Command for CancelCertificate {
    type Outcome = Result<IdAnnullamento, Conflict>;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<Self::Outcome, Failure> {
        sqlite::certificate::cancel(transaction, self.puc, self.ricevuto)
    }
}

impl Ledger {
    /// Records a certificate. A caller who stops waiting may still have been served.
    ///
    /// # Errors
    /// [`Conflict::DuplicateCertificate`] if `refuse_duplicate` and an equal one stands; for
    /// a discharge certificate [`Conflict::Unknown`] without its admission and
    /// [`Conflict::AdmissionNotOpen`] after it was closed; or the store failed.
    pub async fn record_certificate(
        &self,
        certificato: Certificato,
        ricevuto: DateTime<Utc>,
        refuse_duplicate: bool,
    ) -> Result<Committed<Puc>, NotRecorded> {
        let command = RecordCertificate { certificato, ricevuto, refuse_duplicate };
        Ok(self.commit(command).await?.transpose()?)
    }

    /// Replaces a certificate by one that ends on `data_fine`, and gives the new one's number.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::CertificateNotActive`], [`Conflict::NotShorter`], or
    /// the store failed.
    pub async fn rectify_certificate(
        &self,
        puc: Puc,
        data_fine: NaiveDate,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<Puc>, NotRecorded> {
        let command = RectifyCertificate { puc, data_fine, ricevuto };
        Ok(self.commit(command).await?.transpose()?)
    }

    /// Cancels a certificate; the admission that it closed is open again.
    ///
    /// # Errors
    /// [`Conflict::Unknown`], [`Conflict::CertificateNotActive`], or the store failed.
    pub async fn cancel_certificate(
        &self,
        puc: Puc,
        ricevuto: DateTime<Utc>,
    ) -> Result<Committed<IdAnnullamento>, NotRecorded> {
        Ok(self.commit(CancelCertificate { puc, ricevuto }).await?.transpose()?)
    }
}

impl Store {
    /// The certificate of this number, if `medico` issued it for `lavoratore`. Takes the
    /// same time whether the number is unknown or another doctor's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn certificate(
        &self,
        puc: Puc,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<CertificatoRegistrato>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let (medico, lavoratore) = (medico.clone(), lavoratore.clone());
        let find = move |c: &_| sqlite::certificate::find_of(c, puc, &medico, &lavoratore);
        database.query("reading a certificate", find).await
    }

    /// The certificate of this number, whosever it is, and the moment when its state changed (of one that stands,
    /// when it was received). For copies of a document: what a caller may see of another's is not decided here.
    ///
    /// # Errors
    /// The store failed.
    pub async fn any_certificate(
        &self,
        puc: Puc,
    ) -> Result<Option<(CertificatoRegistrato, DateTime<Utc>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let read = move |connection: &_| match sqlite::certificate::find(connection, puc)? {
            None => Ok(None),
            Some(found) => sqlite::certificate::changed_at(connection, &found).map(|at| Some((found, at))),
        };
        database.query("reading a certificate", read).await
    }

    /// The certificate that stands and that this one would repeat. Only recording it settles that: another may be
    /// committed in between.
    ///
    /// # Errors
    /// The store failed.
    pub async fn equal_certificate(&self, certificato: Certificato) -> Result<Option<Puc>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("looking for an equal certificate", move |c| sqlite::certificate::equal(c, &certificato)).await
    }

    /// The newest certificate that `medico` sent for `lavoratore`, whatever became of it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn last_certificate(
        &self,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<CertificatoRegistrato>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let (medico, lavoratore) = (medico.clone(), lavoratore.clone());
        database.query("reading a certificate", move |c| sqlite::certificate::last(c, &medico, &lavoratore)).await
    }

    /// The certificates that `medico` issued for `lavoratore`, received between the two
    /// instants (`from` included, `until` not), oldest first, cancelled ones included.
    ///
    /// # Errors
    /// The store failed.
    pub async fn certificates(
        &self,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CertificatoRegistrato>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let (medico, lavoratore) = (medico.clone(), lavoratore.clone());
        let search = move |c: &_| sqlite::certificate::search(c, &medico, &lavoratore, from, until);
        database.query("searching certificates", search).await
    }
}
