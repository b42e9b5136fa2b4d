//! What may be asked of the SAC, one function an operation (decree §3), whatever the channel.
//!
//! Every operation goes through the stages of rules §1.5 in order: encrypted fields and sender
//! and worker ([`entry`]), fields and dates, addresses, the state of the document; the
//! findings of one stage are told together, and then it stops.

pub mod content;
mod dimissione;
mod entry;
mod lavoratore;
mod malattia;
mod ricovero;

use std::sync::Arc;

use content::ContentRules;

use crate::rule::diagnosis::Icd9;
use crate::rule::{Refusal, certificate};
use sac_contracts::certificati_medici::{Receipt, Request};
use sac_domain::clock::Clock;
use sac_keys::sealed::Unsealer;
use sac_people::credentials::{Authenticated, Credentials};
use sac_people::places::Places;
use sac_people::register::Register;
use sac_settings::{DuplicatePolicy, RuleSettings};
use sac_store::{Conflict, Ledger, NotRecorded, StoreError};

/// Everything that an operation needs.
pub struct Service {
    /// Where documents are kept.
    pub ledger: Ledger,
    /// Who the workers are.
    pub register: Register,
    /// The comuni and their CAPs.
    pub places: &'static Places,
    /// Opens the encrypted fields.
    pub unsealer: Unsealer,
    /// Judges pincodes.
    pub credentials: Arc<Credentials>,
    /// The time.
    pub clock: Clock,
    /// The switches of the rules.
    pub settings: RuleSettings,
    /// The diagnosis codes that the user supplied.
    pub icd9: Icd9,
}

/// Why there is no receipt.
#[derive(Debug)]
pub enum NotServed {
    /// Rules are broken; what they are is for the caller.
    Refused(Vec<Refusal>),
    /// The gateway itself failed; what happened is for the log.
    Failed(StoreError),
}

impl From<StoreError> for NotServed {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Service {
    /// Stages (d) and (e), as of today.
    fn content(&self) -> ContentRules<'_> {
        ContentRules { today: self.clock.today(), places: self.places, settings: &self.settings, icd9: &self.icd9 }
    }

    /// Whether an equal document that stands is a reason to refuse.
    fn refuses_duplicates(&self) -> bool {
        self.settings.duplicates == DuplicatePolicy::Refuse
    }

    /// Serves one request of an authenticated caller.
    ///
    /// # Errors
    ///
    /// The refusals of the first stage that has any, or a failure of the gateway.
    pub async fn serve(&self, caller: &Authenticated, request: Request) -> Result<Receipt, NotServed> {
        match request {
            Request::InterrogazioneLavoratore(request) => self.interroga_lavoratore(caller, request).await,
            Request::InviaMalattia(request) => self.invia_malattia(caller, *request).await,
            Request::RettificaMalattia(request) => self.rettifica_malattia(caller, request).await,
            Request::AnnullaMalattia(request) => self.annulla_malattia(caller, request).await,
            Request::RicercaMalattia(request) => self.ricerca_malattia(caller, request).await,
            Request::RistampaMalattia(request) => self.ristampa_malattia(caller, request).await,
            Request::InviaRicovero(request) => self.invia_ricovero(caller, *request).await,
            Request::AnnullaRicovero(request) => self.annulla_ricovero(caller, request).await,
            Request::InviaDimissione(request) => self.invia_dimissione(caller, *request).await,
            Request::RettificaDimissione(request) => self.rettifica_dimissione(caller, request).await,
        }
    }
}

/// A command that wrote nothing, in the words of the rules: the state changed between the
/// check and the writing, or an equal document stands. `elemento` names the document in the
/// message.
fn refused(error: NotRecorded, elemento: &str) -> NotServed {
    let conflict = match error {
        NotRecorded::Store(error) => return NotServed::Failed(error),
        NotRecorded::Conflict(conflict) => conflict,
    };
    let refusal = match conflict {
        Conflict::DuplicateCertificate(puc) => Some(certificate::certificato_duplicato(puc)),
        Conflict::DuplicateAdmission(pucir) => Some(certificate::ricovero_duplicato(pucir)),
        Conflict::CertificateNotActive(puc, stato) => certificate::certificato_attivo(puc, stato),
        Conflict::AdmissionNotOpen(pucir, stato) => certificate::ricovero_aperto(elemento, pucir, stato),
        Conflict::NotShorter | Conflict::Unknown => None,
    };
    let impossible = match (refusal, conflict) {
        (Some(refusal), _) => return NotServed::Refused(vec![refusal]),
        (None, Conflict::NotShorter) => "the prognosis does not end earlier",
        (None, Conflict::Unknown) => "no such document",
        (None, _) => "a conflict with a document that has not changed",
    };
    NotServed::Failed(StoreError::internal("changing a document", impossible))
}

/// What a stage guarantees is not so: a fault of the program, told as a failure.
fn unchecked() -> NotServed {
    let what = "a check let through what it should have refused";
    NotServed::Failed(StoreError::internal("turning a request into a record", what))
}

/// Ends a stage: goes on only if it found nothing.
fn stage(findings: impl IntoIterator<Item = Refusal>) -> Result<(), NotServed> {
    let findings: Vec<Refusal> = findings.into_iter().collect();
    if findings.is_empty() { Ok(()) } else { Err(NotServed::Refused(findings)) }
}
