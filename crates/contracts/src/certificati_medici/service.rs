//! The application behind the contract: what its messages become, and what becomes of them.

use std::sync::Arc;

use super::{CONTRACT, MOST_ERRORS, Request, Ricevuta, decrypt};
use sac_certificates::rule::{Catalogue, Refusal, Rule};
use sac_certificates::service::{NotServed, Service};
use sac_diagnostic::{Finding, Language};
use sac_keys::sealed::Unsealer;
use sac_people::credentials::{Authenticated, Credentials};
use sac_settings::SchemaErrors;
use sac_soap::{Answer, Contract, Failure};

/// Serves the contract's requests.
pub struct CertificatiMedici {
    /// The operations.
    pub service: Arc<Service>,
    /// Decrypts the encrypted fields.
    pub unsealer: Unsealer,
    /// Compares pincodes.
    pub credentials: Arc<Credentials>,
    /// The rule book, for the words of a refusal.
    pub catalogue: Catalogue,
    /// How refusals of the schema look.
    pub schema_errors: SchemaErrors,
}

impl sac_soap::Service for CertificatiMedici {
    type Request = Request;
    type Reply = Ricevuta;

    fn contract(&self) -> &'static Contract<Request, Ricevuta> {
        &CONTRACT
    }

    async fn serve(&self, caller: &Authenticated, request: Request) -> Result<Answer<Ricevuta>, Failure> {
        let decrypted = decrypt(request, caller.user(), &self.unsealer, &self.credentials).await;
        match self.service.serve(caller, decrypted).await {
            Ok(receipt) => {
                let number = receipt.number();
                Ok(Answer { number, ..Answer::accepted(Ricevuta::Ok(receipt)) })
            }
            Err(NotServed::Refused(refusals)) => Ok(self.refused(&refusals)),
            Err(NotServed::Failed(error)) => Err(error.into()),
        }
    }

    /// A schema's violations as a receipt, if so set (rules §1.4).
    fn refuse(&self, violations: &[Finding]) -> Option<Answer<Ricevuta>> {
        if self.schema_errors == SchemaErrors::Fault {
            return None;
        }
        let refusals: Vec<Refusal> = violations.iter().take(MOST_ERRORS).map(schema_non_rispettato).collect();
        let broken_rules = vec![Rule::SchemaNonRispettato.name().to_owned()];
        Some(Answer { broken_rules, ..self.refused(&refusals) })
    }
}

impl CertificatiMedici {
    fn refused(&self, refusals: &[Refusal]) -> Answer<Ricevuta> {
        let errori = refusals.iter().map(|refusal| self.catalogue.errore(refusal)).collect();
        let broken_rules = refusals.iter().map(|refusal| refusal.rule.name().to_owned()).collect();
        Answer { reply: Ricevuta::NonOk(errori), broken_rules, number: None }
    }
}

fn schema_non_rispettato(finding: &Finding) -> Refusal {
    let elemento = finding.place.as_ref().map(|place| place.xpath.clone()).unwrap_or_default();
    Refusal::of(Rule::SchemaNonRispettato).with("elemento", elemento).with("messaggio", finding.message(Language::It))
}
