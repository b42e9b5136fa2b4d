//! What may be asked of the SAC, one function an operation (decree §3), whatever the channel.
//!
//! Every operation goes through the stages of rules §1.5 in order: encrypted fields and sender
//! and worker (`common_stages.rs`), fields and dates, addresses, the state of the document; the
//! findings of one stage are reported together, and then it stops.

mod annulla_malattia;
mod annulla_ricovero;
mod common_stages;
pub mod content;
mod followers;
mod interroga_lavoratore;
mod invia_dimissione;
mod invia_malattia;
mod invia_ricovero;
mod named_certificate;
mod not_served;
mod rettifica;
mod ricerca_malattia;
mod ristampa_malattia;
mod shown_as_malattia;
#[cfg(test)]
mod tests;
mod verify;

pub use not_served::{Failure, NotServed};
pub use verify::{Named, Verified};

use crate::notice::Senders;
use crate::receipt::Receipt;
use crate::request::{Content, Request};
use crate::rule::diagnosis::Icd9;
use content::ContentRules;
use sac_domain::clock::Clock;
use sac_domain::operation::Operation;
use sac_people::credentials::Authenticated;
use sac_people::places::Places;
use sac_people::register::Register;
use sac_settings::{DuplicatePolicy, RuleSettings};
use sac_store::Ledger;

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
    /// From where messages about documents come.
    pub senders: Senders,
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
            Content::InterrogazioneLavoratore => Ok(interroga_lavoratore::interroga_lavoratore(&parties.lavoratore)),
            Content::InviaMalattia(invio) => self.invia_malattia(parties, *invio).await,
            Content::RettificaMalattia(rettifica) => {
                self.rettifica(parties, Operation::RettificaMalattia, rettifica).await
            }
            Content::AnnullaMalattia { id_certificato } => self.annulla_malattia(parties, &id_certificato).await,
            Content::RicercaMalattia(ricerca) => self.ricerca_malattia(parties, ricerca).await,
            Content::RistampaMalattia { id_certificato } => self.ristampa_malattia(parties, &id_certificato).await,
            Content::InviaRicovero(invio) => self.invia_ricovero(parties, *invio).await,
            Content::AnnullaRicovero { id_certificato } => self.annulla_ricovero(parties, &id_certificato).await,
            Content::InviaDimissione(invio) => self.invia_dimissione(parties, *invio).await,
            Content::RettificaDimissione(rettifica) => {
                self.rettifica(parties, Operation::RettificaDimissione, rettifica).await
            }
        }
    }
}
