//! The contact centre (decree §3.5): codice fiscale and number, and what the attestato says.

use sac_certificates::copy;
use sac_certificates::lista::Content;
use sac_certificates::request::Unreadable;
use sac_certificates::rule::sender;
use sac_domain::admission::StatoRicovero;
use sac_domain::attestato::{Prognosi, StatoAttestato};
use sac_domain::clock::civil_date;
use sac_domain::codice_fiscale::CodiceFiscale;

use super::memory::{Broken, Dialogue, Next, Surroundings, Worker};
use crate::keypad;
use crate::speech::{date, signs, tipo};
use crate::state::State;
use crate::words;

impl Dialogue {
    pub(super) async fn info(&mut self, around: &Surroundings<'_>, keyed: &str) -> Result<Next, Broken> {
        if self.state == State::InfoCf {
            let code = keypad::decode(keyed).and_then(|code| CodiceFiscale::parse(&code).ok()).ok_or(Unreadable);
            return Ok(match code {
                Ok(code) => {
                    self.draft.worker = Some(Worker { code, name: String::new() });
                    Next::Ask(State::InfoPuc)
                }
                Err(Unreadable) => Next::Refused(sender::lavoratore_cf_non_valido(false).into_iter().collect()),
            });
        }
        let guesses = around.world.guesses();
        if guesses.must_wait(around.peer, around.now) {
            return Ok(Next::End(words::TOO_MANY_LOOK_UPS));
        }
        let code = self.draft.worker.as_ref().map(|worker| worker.code.as_str()).unwrap_or_default();
        let Some(document) = copy::of_worker(around.world.ledger().store(), code, keyed).await? else {
            guesses.failed(around.peer, around.now);
            return Ok(Next::End(words::NO_ATTESTATO));
        };
        let told = told(&document);
        self.told = format!("{told} {told}");
        Ok(Next::Ask(State::Info))
    }
}

/// What is told of a document. The type has no place for a diagnosis.
fn told(document: &Content) -> String {
    let number = signs(&document.number());
    match document {
        Content::Attestato(attestato) => {
            let (from, until, kind) = match &attestato.prognosi {
                Prognosi::Malattia { data_inizio, data_fine, tipo_certificato, .. } => {
                    (*data_inizio, *data_fine, tipo(*tipo_certificato))
                }
                Prognosi::Dimissione { data_ricovero, data_fine, tipo_certificato, .. } => {
                    (*data_ricovero, *data_fine, tipo(*tipo_certificato))
                }
            };
            let state = match attestato.stato {
                StatoAttestato::Attivo => "Attivo".to_owned(),
                StatoAttestato::Rettificato { puc, .. } => format!("Sostituito dal numero {}", signs(&puc.to_string())),
                StatoAttestato::Annullato { quando, .. } => format!("Annullato il {}", date(civil_date(quando))),
            };
            let doctor = attestato.medico.nome.as_ref().map(|nome| nome.cognome.as_str()).unwrap_or_default();
            format!("Attestato {number}. Dal {} al {}. {kind}. {state}. Medico {doctor}.", date(from), date(until))
        }
        Content::Ricovero(ricovero, _) => {
            let state = match ricovero.ricovero.stato {
                StatoRicovero::Aperto => "Aperto".to_owned(),
                StatoRicovero::Dimesso(puc) => {
                    format!("Chiuso dal certificato di dimissione {}", signs(&puc.to_string()))
                }
                StatoRicovero::Annullato(_) => "Annullato".to_owned(),
            };
            let day = ricovero.ricovero.comunicazione.ricovero.data_ricovero;
            format!("Comunicazione di inizio ricovero {number}. Dal {}. {state}.", date(day))
        }
    }
}
