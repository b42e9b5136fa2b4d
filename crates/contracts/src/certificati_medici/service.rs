//! The application behind the contract: what its messages become, and what becomes of them.

use std::sync::Arc;

use super::{CONTRACT, Esito, MOST_ERRORS, Request, Ricevuta, decrypt};
use sac_certificates::request::{self, Content, Head, Rettifica};
use sac_certificates::rule::catalogue::Errore;
use sac_certificates::rule::{Catalogue, Refusal, Rule};
use sac_certificates::service::{NotServed, Service};
use sac_diagnostic::{Finding, Language};
use sac_keys::sealed::Unsealer;
use sac_people::credentials::{Authenticated, Credentials};
use sac_settings::SchemaErrors;
use sac_soap::{About, Answer, Contract, Failure, Remark};
use sac_world::faults::Action;

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
    type Opened = request::Request<Head>;
    type Reply = Ricevuta;

    fn contract(&self) -> &'static Contract<Request, Ricevuta> {
        &CONTRACT
    }

    async fn open(&self, caller: &Authenticated, request: Request) -> Self::Opened {
        decrypt(request, caller.user(), &self.unsealer, &self.credentials).await
    }

    fn about(&self, opened: &Self::Opened) -> About {
        let worker = opened.head.lavoratore.as_ref().ok();
        let number = match &opened.content {
            Content::AnnullaMalattia { id_certificato }
            | Content::RistampaMalattia { id_certificato }
            | Content::AnnullaRicovero { id_certificato }
            | Content::RettificaMalattia(Rettifica { id_certificato, .. })
            | Content::RettificaDimissione(Rettifica { id_certificato, .. }) => Some(id_certificato),
            Content::InviaDimissione(invio) => Some(&invio.id_inizio_ricovero),
            Content::InterrogazioneLavoratore
            | Content::InviaMalattia(_)
            | Content::RicercaMalattia(_)
            | Content::InviaRicovero(_) => None,
        };
        About {
            worker: worker.map(|worker| worker.as_str().to_owned()),
            numbers: number.into_iter().map(|number| number.trim().to_owned()).collect(),
        }
    }

    async fn serve(&self, caller: &Authenticated, opened: Self::Opened) -> Result<Answer<Ricevuta>, Failure> {
        match self.service.serve(caller, opened).await {
            Ok(receipt) => {
                let number = receipt.number();
                Ok(Answer { number, ..Answer::accepted(Esito::Ok(receipt).into()) })
            }
            Err(NotServed::Refused(refusals)) => Ok(self.refused(&refusals)),
            Err(NotServed::Failed(error)) => Err(error.into()),
        }
    }

    fn refuse_on_purpose(&self, action: &Action) -> Option<Answer<Ricevuta>> {
        let (errore, name) = match action {
            Action::InpsUnavailable {} => (inps_unavailable(), INPS_UNAVAILABLE.to_owned()),
            Action::Refuse { rule, tipo_errore, descrizione } => {
                let number = tipo_errore.as_ref().map(sac_world::faults::Number::digits);
                let known = match (rule.as_deref().and_then(Rule::from_name), &number) {
                    (Some(rule), _) => Some(rule),
                    (None, Some(number)) => {
                        let mut entries = self.catalogue.iter();
                        entries.find(|(_, entry)| entry.tipo_errore == *number).map(|(rule, _)| rule)
                    }
                    (None, None) => None,
                };
                let (mut errore, name) = match (known, number) {
                    (Some(rule), _) => (self.catalogue.errore(&Refusal::of(rule)), rule.name().to_owned()),
                    (None, number) => unknown_number(number.unwrap_or_default()),
                };
                errore.descrizione = descrizione.clone().unwrap_or(errore.descrizione);
                (errore, name)
            }
            _ => return None,
        };
        let codes = vec![errore.tipo_errore.clone()];
        Some(Answer { reply: Esito::NonOk(vec![errore]).into(), broken_rules: vec![name], codes, number: None })
    }

    fn remark(&self, reply: &mut Ricevuta, remark: Remark) {
        match remark {
            Remark::Info { codice, info } => reply.info.push((codice, info)),
            Remark::Varie { chiave, valore } => reply.varie.push((chiave, valore)),
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
        let errori: Vec<Errore> = refusals.iter().map(|refusal| self.catalogue.errore(refusal)).collect();
        let codes = errori.iter().map(|errore| errore.tipo_errore.clone()).collect();
        let broken_rules = refusals.iter().map(|refusal| refusal.rule.name().to_owned()).collect();
        Answer { reply: Esito::NonOk(errori).into(), broken_rules, codes, number: None }
    }
}

/// The name in the journal of the refusal that says that INPS does not answer. No rule of the book
/// has it: only a fault plan refuses so.
const INPS_UNAVAILABLE: &str = "inps-non-disponibile";

/// No published text is known for it: number and sentence are ours.
fn inps_unavailable() -> Errore {
    Errore {
        tipo_errore: "90990".to_owned(),
        sezione_errata: "INPS".to_owned(),
        descrizione: "Il servizio dell'INPS non risponde: il documento non è stato registrato, riprovare più tardi."
            .to_owned(),
    }
}

/// A refusal whose number is in no rule book.
fn unknown_number(tipo_errore: String) -> (Errore, String) {
    let name = format!("tipo-errore-{tipo_errore}");
    let descrizione = format!("Rifiutato con l'errore {tipo_errore}.");
    (Errore { tipo_errore, sezione_errata: "richiesta".to_owned(), descrizione }, name)
}

fn schema_non_rispettato(finding: &Finding) -> Refusal {
    let elemento = finding.place.as_ref().map(|place| place.xpath.clone()).unwrap_or_default();
    Refusal::of(Rule::SchemaNonRispettato).with("elemento", elemento).with("messaggio", finding.message(Language::It))
}
