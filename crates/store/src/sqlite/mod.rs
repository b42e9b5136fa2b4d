//! The store in one SQLite file.
//!
//! One thread writes, each batch in one transaction that is synced before it is answered
//! (WAL, `synchronous=FULL`); a few connections read beside it. Other processes may write
//! to the same file meanwhile: nothing that matters is remembered outside of it.

mod admission;
mod certificate;
mod convert;
mod journal;
mod number;
mod open;
mod people;
mod readers;
mod writer;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

pub use open::OpenError;

use super::permutation::Permutation;
use super::{Command, Outcome, Store, StoreError};
use readers::Readers;
use sac_domain::admission::RicoveroRegistrato;
use sac_domain::certificate::CertificatoRegistrato;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::exchange::Entry;
use sac_domain::identifier::{Puc, Pucir};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;
use writer::Writer;

/// What may be chosen about a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many questions are answered at a time.
    pub readers: usize,
    /// Pages of 4 KiB beyond which the file must not grow: writing fails then, as it does
    /// on a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, max_pages: None }
    }
}

/// A [`Store`] in one file.
pub struct SqliteStore {
    // Dropped first: only a connection that may write brings the log back into the file as it
    // closes last.
    readers: Readers,
    writer: Writer,
}

impl SqliteStore {
    /// Opens the file, making it (readable by its owner only) where there is none. Numbers
    /// are given out in the order of `numbers`; a file that was used with another order
    /// before gives none of its numbers again.
    ///
    /// # Errors
    /// [`OpenError`], which says why the file cannot be used.
    pub fn open(path: &Path, numbers: Permutation, options: &Options) -> Result<Self, OpenError> {
        let writer = Writer::start(open::writer(path, options.max_pages)?, numbers)?;
        let readers = Readers::open(path, options.readers)?;
        Ok(Self { readers, writer })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn commit(&self, batch: Vec<Command>) -> Result<Vec<Outcome>, StoreError> {
        self.writer.commit(batch).await
    }

    async fn certificate(
        &self,
        puc: Puc,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<CertificatoRegistrato>, StoreError> {
        let (medico, lavoratore) = (medico.clone(), lavoratore.clone());
        self.readers.ask("reading a certificate", move |c| certificate::find_of(c, puc, &medico, &lavoratore)).await
    }

    async fn certificates(
        &self,
        medico: &CodiceFiscaleMedico,
        lavoratore: &CodiceFiscale,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<CertificatoRegistrato>, StoreError> {
        let (medico, lavoratore) = (medico.clone(), lavoratore.clone());
        self.readers
            .ask("searching certificates", move |c| certificate::search(c, &medico, &lavoratore, from, until))
            .await
    }

    async fn admission(
        &self,
        pucir: Pucir,
        lavoratore: &CodiceFiscale,
    ) -> Result<Option<RicoveroRegistrato>, StoreError> {
        let lavoratore = lavoratore.clone();
        self.readers.ask("reading an admission", move |c| admission::find_of(c, pucir, &lavoratore)).await
    }

    async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        let name = name.to_owned();
        self.readers.ask("reading a user", move |c| people::user(c, &name)).await
    }

    async fn users_with_code(&self, codice_fiscale: &CodiceFiscaleMedico) -> Result<Vec<User>, StoreError> {
        let code = codice_fiscale.clone();
        self.readers.ask("reading users", move |c| people::users_with_code(c, &code)).await
    }

    async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.readers.ask("reading users", people::users).await
    }

    async fn worker(&self, codice_fiscale: &CodiceFiscale) -> Result<Option<Lavoratore>, StoreError> {
        let code = codice_fiscale.clone();
        self.readers.ask("reading a worker", move |c| people::worker(c, &code)).await
    }

    async fn workers(&self) -> Result<Vec<Lavoratore>, StoreError> {
        self.readers.ask("reading workers", people::workers).await
    }

    async fn journal(&self, most: u32) -> Result<Vec<Entry>, StoreError> {
        self.readers.ask("reading the journal", move |c| journal::latest(c, most)).await
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}
