//! The same checks without the commit, for a channel that shows what is to be sent before it is sent.

use super::Service;
use super::not_served::{NotServed, stage};
use crate::request::{Content, Request};
use crate::rule::certificate;
use sac_domain::admission::RicoveroRegistrato;
use sac_domain::certificate::CertificatoRegistrato;
use sac_domain::operation::Operation;
use sac_domain::person::Lavoratore;
use sac_people::credentials::Authenticated;

/// What is known of a request that would be accepted.
pub struct Verified {
    /// The worker.
    pub lavoratore: Lavoratore,
    /// The document on record that it names.
    pub named: Named,
}

/// The document on record that a request names.
pub enum Named {
    /// It names none.
    Nothing,
    /// A certificate.
    Certificato(Box<CertificatoRegistrato>),
    /// A notice of admission.
    Ricovero(Box<RicoveroRegistrato>),
}

impl Service {
    /// Makes every check that [`serve`](Self::serve) makes, in the same order, and writes nothing.
    ///
    /// # Errors
    ///
    /// The refusals of the first stage that has any, or a failure of the gateway.
    pub async fn verify(&self, caller: &Authenticated, request: Request) -> Result<Verified, NotServed> {
        let Request { head, content } = request;
        let parties = self.common_stages(caller.user(), content.operation(), head).await?;
        let lavoratore = parties.lavoratore.clone();
        let named = match content {
            Content::InterrogazioneLavoratore => Named::Nothing,
            Content::RicercaMalattia(ricerca) => {
                stage([self.content().ricerca(&ricerca)])?;
                Named::Nothing
            }
            Content::InviaMalattia(invio) => {
                let certificato = self.malattia(parties, *invio)?;
                if self.refuses_duplicates() {
                    let standing = self.ledger.store().equal_certificate(certificato).await?;
                    stage([standing.map(certificate::certificato_duplicato)])?;
                }
                Named::Nothing
            }
            Content::InviaRicovero(invio) => {
                let comunicazione = self.ricovero(parties, *invio)?;
                if self.refuses_duplicates() {
                    let open = self.ledger.store().equal_admission(comunicazione).await?;
                    stage([open.map(certificate::ricovero_duplicato)])?;
                }
                Named::Nothing
            }
            Content::InviaDimissione(invio) => Named::Ricovero(Box::new(self.dimissione(parties, *invio).await?.1)),
            Content::RettificaMalattia(rettifica) => {
                let (old, _) = self.to_rectify(&parties, Operation::RettificaMalattia, rettifica).await?;
                Named::Certificato(Box::new(old))
            }
            Content::RettificaDimissione(rettifica) => {
                let (old, _) = self.to_rectify(&parties, Operation::RettificaDimissione, rettifica).await?;
                Named::Certificato(Box::new(old))
            }
            Content::AnnullaMalattia { id_certificato } => {
                Named::Certificato(Box::new(self.to_cancel(&parties, &id_certificato).await?))
            }
            Content::RistampaMalattia { id_certificato } => {
                let named = self.named_certificate(&parties, &id_certificato).await?;
                stage([certificate::certificato_attivo(named.puc, named.stato)])?;
                Named::Certificato(Box::new(named))
            }
            Content::AnnullaRicovero { id_certificato } => {
                Named::Ricovero(Box::new(self.admission_to_cancel(&parties, &id_certificato).await?))
            }
        };
        Ok(Verified { lavoratore, named })
    }
}
