//! Sending a certificate (decree §3.2): one question for each of its elements.

use sac_certificates::request::{Content, InvioMalattia};
use sac_certificates::rule::{Refusal, dates};
use sac_domain::certificate::{Diagnosi, Malattia};
use sac_domain::clock::civil_date;
use sac_domain::code::{Agevolazione, Ruolo, TipoCertificato, TipoVisita};
use sac_domain::giorno::Giorno;

use super::memory::{Accepted, Broken, Dialogue, Next, Surroundings};
use crate::keypad;
use crate::state::State;
use crate::words;

impl Dialogue {
    pub(super) async fn send(&mut self, around: &Surroundings<'_>, keyed: &str) -> Result<Next, Broken> {
        let is_first = keyed == "1";
        let draft = &mut self.draft;
        Ok(match self.state {
            State::Sede => {
                let index = keyed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                self.draft.sede = index.and_then(|index| self.sedi().get(index).cloned());
                Next::Ask(State::Cf)
            }
            State::Cf => self.find_worker(around, keyed, State::CfConf).await?,
            State::CfConf if is_first => {
                let Some(worker) = &draft.worker else { return Ok(Next::From(State::Cf)) };
                draft.residenza = around.world.certificates().register.residenza(&worker.code).await?;
                if draft.residenza.is_some() { Next::Ask(State::Res) } else { Next::Left(words::NO_ADDRESS) }
            }
            State::CfConf => Next::From(State::Cf),
            State::Res if is_first => Next::Ask(State::Ruolo),
            State::Res => Next::Left(words::OTHER_ADDRESS),
            State::Ruolo => {
                draft.ruolo = Some(if is_first { Ruolo::Ssn } else { Ruolo::LiberoProfessionista });
                Next::Ask(State::Tipo)
            }
            State::Tipo => {
                draft.tipo = Some(match keyed {
                    "1" => TipoCertificato::Inizio,
                    "2" => TipoCertificato::Continuazione,
                    _ => TipoCertificato::Ricaduta,
                });
                Next::Ask(State::Visita)
            }
            State::Visita => {
                draft.visita = Some(match keyed {
                    "1" => TipoVisita::Ambulatoriale,
                    "2" => TipoVisita::Domiciliare,
                    _ => TipoVisita::ProntoSoccorso,
                });
                Next::Ask(State::Rilascio)
            }
            State::Rilascio => match day(around, "malattia/dataRilascio", keyed) {
                Ok(day) => {
                    draft.rilascio = Some(day);
                    Next::Ask(State::Inizio)
                }
                Err(refusals) => Next::Refused(refusals),
            },
            State::Inizio => match day(around, "malattia/dataInizio", keyed) {
                Ok(day) => {
                    draft.inizio = Some(day);
                    Next::Ask(State::FineProg)
                }
                Err(refusals) => Next::Refused(refusals),
            },
            State::FineProg => match day(around, "malattia/dataFine", keyed) {
                Ok(day) => {
                    draft.fine = Some(day);
                    Next::Ask(State::IcdTipo)
                }
                Err(refusals) => Next::Refused(refusals),
            },
            State::IcdTipo => {
                keyed.clone_into(&mut draft.icd_kind);
                Next::Ask(State::Icd)
            }
            State::Icd => {
                draft.icd = keypad::diagnosis(&draft.icd_kind, keyed);
                if draft.icd.is_some() { Next::Ask(State::FlagG) } else { Next::Again(words::BAD_ICD) }
            }
            State::FlagG => {
                draft.giornata_lavorata = Some(is_first);
                Next::Ask(State::FlagT)
            }
            State::FlagT => {
                draft.trauma = Some(is_first);
                Next::Ask(State::Agev)
            }
            State::Agev => {
                draft.agevolazioni = match keyed {
                    "1" => Some(Agevolazione::TerapiaSalvavita),
                    "2" => Some(Agevolazione::CausaDiServizio),
                    "3" => Some(Agevolazione::Invalidita),
                    _ => None,
                };
                Next::Ask(State::SConf)
            }
            _ => match keyed {
                "1" => self.commit_certificate(around).await?,
                "2" => Next::From(State::Cf),
                _ => Next::Left(words::NOT_SENT),
            },
        })
    }

    /// Sends what was answered. Where an answer is missing, which cannot be, it begins anew.
    async fn commit_certificate(&mut self, around: &Surroundings<'_>) -> Result<Next, Broken> {
        let draft = &self.draft;
        let (Some(residenza), Some(ruolo_medico), Some(tipo_certificato), Some(visita)) =
            (&draft.residenza, draft.ruolo, draft.tipo, draft.visita)
        else {
            return Ok(Next::From(State::Cf));
        };
        let (Some(rilascio), Some(inizio), Some(fine)) = (&draft.rilascio, &draft.inizio, &draft.fine) else {
            return Ok(Next::From(State::Cf));
        };
        let malattia = Malattia {
            ruolo_medico,
            data_rilascio: rilascio.clone(),
            data_inizio: inizio.clone(),
            data_fine: fine.clone(),
            visita,
            tipo_certificato,
            diagnosi: Diagnosi { codice: draft.icd.clone(), note: None },
            giornata_lavorata: draft.giornata_lavorata,
            trauma: draft.trauma,
            agevolazioni: draft.agevolazioni,
        };
        let invio = InvioMalattia { residenza: residenza.clone(), reperibilita: None, malattia };
        self.serve(around, Content::InviaMalattia(Box::new(invio)), Accepted::Certificate).await
    }
}

/// The day that was keyed for an element, or why there is none.
pub(super) fn day(around: &Surroundings<'_>, elemento: &str, keyed: &str) -> Result<Giorno, Vec<Refusal>> {
    let text = keypad::day(keyed, civil_date(around.now)).unwrap_or_default();
    let giorno = Giorno::new(&text);
    match dates::data_inesistente(elemento, &giorno) {
        None => Ok(giorno),
        Some(refusal) => Err(vec![refusal]),
    }
}
