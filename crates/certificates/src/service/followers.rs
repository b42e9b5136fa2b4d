//! What goes with a document in the same commit: to which employers it goes, and who is told.

use chrono::{DateTime, NaiveDate, Utc};

use super::Service;
use crate::notice::{self, Occasion, What};
use sac_domain::certificate::Contenuto;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::Recapiti;
use sac_domain::person::Lavoratore;
use sac_store::StoreError;
use sac_store::certificates::{Address, Addressees, DocumentKind};
use sac_store::outbox::{Accompany, NoteForFlow};

/// Who hears of a document about a worker.
#[derive(Clone)]
pub(super) struct Followers {
    occasion: Occasion,
    recapiti: Recapiti,
    /// None for a cancellation: the document has its employers.
    to: Option<Addressees>,
}

impl Service {
    /// Those of a new document about this period.
    pub(super) async fn followers(
        &self,
        kind: DocumentKind,
        what: What,
        worker: &Lavoratore,
        (from, until): (NaiveDate, NaiveDate),
        at: DateTime<Utc>,
    ) -> Result<Followers, StoreError> {
        let to = Addressees::These(self.register.employers_of(worker, from, until).await?);
        self.told(kind, what, &worker.codice_fiscale, Some(to), at).await
    }

    /// Those of a document that replaces `old`, and ends on this day.
    pub(super) async fn followers_of_rettifica(
        &self,
        kind: DocumentKind,
        (old, data_fine): (u32, NaiveDate),
        worker: &CodiceFiscale,
        at: DateTime<Utc>,
    ) -> Result<Followers, StoreError> {
        self.told(kind, What::Rettifica(old, data_fine), worker, Some(Addressees::SameAs(old)), at).await
    }

    /// Those of a cancellation.
    pub(super) async fn followers_of_annullamento(
        &self,
        kind: DocumentKind,
        document: u32,
        worker: &CodiceFiscale,
        at: DateTime<Utc>,
    ) -> Result<Followers, StoreError> {
        self.told(kind, What::Annullamento(document), worker, None, at).await
    }

    async fn told(
        &self,
        kind: DocumentKind,
        what: What,
        worker: &CodiceFiscale,
        to: Option<Addressees>,
        at: DateTime<Utc>,
    ) -> Result<Followers, StoreError> {
        let profile = self.ledger.store().worker_profile(worker).await?;
        let recapiti = profile.map(|profile| profile.recapiti).unwrap_or_default();
        Ok(Followers { occasion: Occasion { kind, what, worker: worker.as_str().to_owned(), at }, recapiti, to })
    }
}

/// What a certificate is for an employer.
pub(super) fn kind_of(contenuto: &Contenuto) -> DocumentKind {
    match contenuto {
        Contenuto::Malattia(_) => DocumentKind::Attestato,
        Contenuto::Dimissione { .. } => DocumentKind::Dimissione,
    }
}

impl Followers {
    /// What is to be written once this number was assigned.
    pub(super) fn of(&self, number: u32) -> Accompany {
        let Occasion { kind, what, worker, at } = &self.occasion;
        let (kind, received) = (*kind, *at);
        let address = self.to.clone().map(|to| Address { number, kind, worker: worker.clone(), received, to });
        let (document, cancelled) = match what {
            What::Annullamento(document) => (*document, true),
            _ => (number, false),
        };
        Accompany {
            address,
            messages: notice::messages(&self.recapiti, &self.occasion, number),
            flow: NoteForFlow { number: document, kind, cancelled, at: *at },
        }
    }
}
