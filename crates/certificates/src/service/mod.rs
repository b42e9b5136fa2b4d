//! What may be asked of the SAC, one function an operation (decree §3), whatever the channel.
//!
//! Every operation goes through the stages of rules §1.5 in order: encrypted fields and sender
//! and worker ([`common_stages`]), fields and dates, addresses, the state of the document; the
//! findings of one stage are told together, and then it stops.

mod common_stages;
pub mod content;
mod dimissione;
mod lavoratore;
mod malattia;
mod ricovero;
#[cfg(test)]
mod tests;

use content::ContentRules;

use crate::receipt::Receipt;
use crate::request::{Content, Request};
use crate::rule::diagnosis::Icd9;
use crate::rule::{Refusal, certificate};
use sac_domain::clock::Clock;
use sac_people::credentials::Authenticated;
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
        let Request { head, content } = request;
        let parties = self.common_stages(caller.user(), content.operation(), head).await?;
        match content {
            Content::InterrogazioneLavoratore => Ok(lavoratore::interroga(&parties.lavoratore)),
            Content::InviaMalattia(invio) => self.invia_malattia(parties, *invio).await,
            Content::RettificaMalattia(rettifica) => self.rettifica_malattia(parties, rettifica).await,
            Content::AnnullaMalattia { id_certificato } => self.annulla_malattia(parties, &id_certificato).await,
            Content::RicercaMalattia(ricerca) => self.ricerca_malattia(parties, ricerca).await,
            Content::RistampaMalattia { id_certificato } => self.ristampa_malattia(parties, &id_certificato).await,
            Content::InviaRicovero(invio) => self.invia_ricovero(parties, *invio).await,
            Content::AnnullaRicovero { id_certificato } => self.annulla_ricovero(parties, &id_certificato).await,
            Content::InviaDimissione(invio) => self.invia_dimissione(parties, *invio).await,
            Content::RettificaDimissione(rettifica) => self.rettifica_dimissione(parties, rettifica).await,
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
