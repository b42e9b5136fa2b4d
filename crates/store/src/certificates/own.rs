//! The documents of a worker, for the worker.

use chrono::{DateTime, NaiveDate, Utc};

use super::DocumentKind;
use crate::error::StoreError;
use crate::sqlite;
use crate::store::{Engine, Store};
use sac_domain::codice_fiscale::CodiceFiscale;

/// Which documents of a worker to list. What is not given does not matter.
#[derive(Clone, Debug)]
pub struct OwnDocuments {
    /// The worker.
    pub worker: CodiceFiscale,
    /// Received at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Received before this instant.
    pub until: Option<DateTime<Utc>>,
    /// What it is.
    pub kind: Option<DocumentKind>,
    /// Its state: `attivo`, `rettificato`, `annullato`, `aperto` or `dimesso`.
    pub state: Option<&'static str>,
    /// How many are passed over.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
}

/// A document of a worker, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDocument {
    /// PUC or PUCIR.
    pub number: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// The first day: of the illness, or in hospital.
    pub from: NaiveDate,
    /// The last day; an admission has none.
    pub until: Option<NaiveDate>,
    /// Its state.
    pub state: &'static str,
}

impl Store {
    /// The documents of a worker, newest first, and how many there are in all.
    ///
    /// # Errors
    /// The store failed.
    pub async fn own_documents(&self, which: OwnDocuments) -> Result<(u64, Vec<OwnDocument>), StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("listing documents of a worker", move |c| sqlite::own::list(c, &which)).await
    }
}
