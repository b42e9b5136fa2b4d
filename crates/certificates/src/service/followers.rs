//! What goes with a document in the same commit: to which employers it goes, and who is told.

use chrono::{DateTime, NaiveDate, Utc};

use super::Service;
use crate::notice::{self, Occasion, Senders, What};
use sac_domain::certificate::Contenuto;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::person::Lavoratore;
use sac_people::register::employers_of;
use sac_settings::RegisterMode;
use sac_store::Command;
use sac_store::certificates::{Address, Addressees, DocumentKind};
use sac_store::outbox::{Accompany, NoteForFlow};
use sac_store::register::{ReadWorker, WorkerFile};

/// Who hears of a document about a worker. Contacts and employers are read in the transaction that writes it.
#[derive(Clone)]
pub(super) struct Followers {
    kind: DocumentKind,
    what: What,
    worker: CodiceFiscale,
    at: DateTime<Utc>,
    to: To,
    senders: Senders,
}

/// To which employers the document goes.
#[derive(Clone)]
enum To {
    /// To those with whom an employment meets the period.
    Those(RegisterMode, Box<Lavoratore>, (NaiveDate, NaiveDate)),
    /// To those of this document.
    SameAs(u32),
    /// It has its employers: it is cancelled.
    Settled,
}

impl Service {
    /// Those of a new document about this period.
    pub(super) fn followers(
        &self,
        kind: DocumentKind,
        what: What,
        worker: Lavoratore,
        period: (NaiveDate, NaiveDate),
        at: DateTime<Utc>,
    ) -> Followers {
        let code = worker.codice_fiscale.clone();
        let to = To::Those(self.register.mode(), Box::new(worker), period);
        Followers { kind, what, worker: code, at, to, senders: self.senders.clone() }
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
    /// Those of a document that replaces `old`, and ends on this day.
    pub(super) fn of_rettifica(
        kind: DocumentKind,
        (old, data_fine): (u32, NaiveDate),
        worker: CodiceFiscale,
        senders: Senders,
        at: DateTime<Utc>,
    ) -> Self {
        Self { kind, what: What::Rettifica(old, data_fine), worker, at, to: To::SameAs(old), senders }
    }

    /// Those of a cancellation.
    pub(super) fn of_annullamento(
        kind: DocumentKind,
        document: u32,
        worker: CodiceFiscale,
        senders: Senders,
        at: DateTime<Utc>,
    ) -> Self {
        Self { kind, what: What::Annullamento(document), worker, at, to: To::Settled, senders }
    }

    /// What is to be written once this number was assigned.
    pub(super) fn of(&self, number: u32) -> impl Command + use<> {
        let followers = self.clone();
        ReadWorker(self.worker.clone()).and_then(move |file| Some(followers.accompany(number, file)))
    }

    fn accompany(&self, number: u32, file: &WorkerFile) -> Accompany {
        let Self { kind, what, worker, at, to, senders } = self;
        let (kind, at, worker) = (*kind, *at, worker.as_str().to_owned());
        let to = match to {
            To::Those(mode, worker, period) => Some(Addressees::These(employers_of(*mode, worker, file, *period))),
            To::SameAs(old) => Some(Addressees::SameAs(*old)),
            To::Settled => None,
        };
        let address = to.map(|to| Address { number, kind, worker: worker.clone(), received: at, to });
        let (document, cancelled) = match what {
            What::Annullamento(document) => (*document, true),
            _ => (number, false),
        };
        let occasion = Occasion { kind, what: what.clone(), worker, at };
        Accompany {
            address,
            messages: notice::messages(&file.recapiti, &occasion, number, senders),
            flow: NoteForFlow { number: document, kind, cancelled, at },
        }
    }
}
