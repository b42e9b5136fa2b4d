//! To which employers a document goes, settled when it is accepted.

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::Destinatario;

/// What an employer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// An ordinary certificate.
    Attestato,
    /// A certificate written at discharge.
    Dimissione,
    /// A notice of admission.
    Ricovero,
}

impl DocumentKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Attestato, Self::Dimissione, Self::Ricovero];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attestato => "attestato",
            Self::Dimissione => "dimissione",
            Self::Ricovero => "ricovero",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Settles to which employers a document goes.
#[derive(Clone, Debug)]
pub struct Address {
    /// PUC or PUCIR.
    pub number: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// The worker's code.
    pub worker: String,
    /// When it was received.
    pub received: DateTime<Utc>,
    /// The employers.
    pub to: Addressees,
}

/// Which employers.
#[derive(Clone, Debug)]
pub enum Addressees {
    /// These.
    These(Vec<Destinatario>),
    /// Those to whom the document of this number went.
    SameAs(u32),
}

/// A document of an employer, as it was addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    /// PUC or PUCIR.
    pub number: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// The employer.
    pub employer: String,
    /// The office.
    pub codice_sede: Option<String>,
    /// `attivo`, `rettificato`, `annullato`, `aperto` or `dimesso`.
    pub state: String,
}

/// Which documents of employers to list. What is not given does not matter.
#[derive(Clone, Debug, Default)]
pub struct AddressedTo {
    /// The employers, each with the office that may be seen (absent: all of them).
    pub employers: Vec<(CodiceFiscale, Option<String>)>,
    /// Received at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Received before this instant.
    pub until: Option<DateTime<Utc>>,
    /// The worker.
    pub worker: Option<String>,
    /// The number.
    pub number: Option<u32>,
    /// What it is.
    pub kind: Option<DocumentKind>,
    /// Its state.
    pub state: Option<&'static str>,
    /// How many are passed over.
    pub offset: u32,
    /// At most so many.
    pub limit: u32,
}

impl Store {
    /// How a document is addressed to this employer; nothing if it is not.
    ///
    /// # Errors
    /// The store failed.
    pub async fn addressee(&self, number: u32, employer: &CodiceFiscale) -> Result<Option<Addressed>, StoreError> {
        let employers = vec![(employer.clone(), None)];
        let which = AddressedTo { employers, number: Some(number), limit: 1, ..AddressedTo::default() };
        Ok(self.addressed(which).await?.1.into_iter().next())
    }

    /// The documents of employers, newest first, and how many there are in all.
    ///
    /// # Errors
    /// The store failed.
    pub async fn addressed(&self, which: AddressedTo) -> Result<(u64, Vec<Addressed>), StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("listing documents of employers", move |c| sqlite::addressee::list(c, &which)).await
    }
}

impl Command for Address {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::addressee::put(transaction, self)
    }
}
