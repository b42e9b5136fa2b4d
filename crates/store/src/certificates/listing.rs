//! Lists of documents with their histories, for those who look into a store from outside.

use chrono::{DateTime, Utc};

use crate::error::StoreError;
use crate::sqlite;
use crate::store::{Engine, Store};
use sac_domain::admission::RicoveroRegistrato;
use sac_domain::certificate::CertificatoRegistrato;

/// Which documents to list. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The worker's code.
    pub worker: Option<String>,
    /// The doctor's code; an admission has none.
    pub doctor: Option<String>,
    /// The state.
    pub state: Option<State>,
    /// The number.
    pub number: Option<u32>,
    /// Those after this one in the list, which is newest first.
    pub after: Option<u32>,
    /// At most so many.
    pub limit: u32,
}

/// The states of documents, without what goes with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A certificate that is valid, or an admission that is open.
    Stands,
    /// It was cancelled.
    Cancelled,
    /// A certificate that was replaced, or an admission that was closed by a discharge.
    Followed,
}

/// What happened to a document, or to one that it replaced or that replaced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub what: What,
    /// When, by the world's clock.
    pub at: DateTime<Utc>,
    /// The document to which it happened.
    pub document: u32,
    /// The number that was assigned.
    pub number: u32,
    /// Who called, or as far as that is not known the doctor.
    pub by: Option<String>,
    /// The exchange, where the journal still has it.
    pub exchange: Option<u64>,
}

/// What can happen to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It was received.
    Sent,
    /// It was replaced by one that ends earlier.
    Rectified,
    /// The admission was closed by a certificate.
    Discharged,
    /// It was cancelled.
    Cancelled,
}

impl Store {
    /// Certificates with their histories, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list_certificates(
        &self,
        listing: Listing,
    ) -> Result<Vec<(CertificatoRegistrato, Vec<Event>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("listing certificates", move |c| sqlite::listing::certificates(c, &listing)).await
    }

    /// Admissions with their histories, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list_admissions(&self, listing: Listing) -> Result<Vec<(RicoveroRegistrato, Vec<Event>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("listing admissions", move |c| sqlite::listing::admissions(c, &listing)).await
    }
}
