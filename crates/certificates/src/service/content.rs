//! Stages (d) and (e): what can be validated by the message alone, the day and the tables
//! (rules §1.5). The endpoint and the offline check call the same functions.

use chrono::NaiveDate;

use crate::request::{Content, Ricerca};
use crate::rule::diagnosis::Icd9;
use crate::rule::{Refusal, address, dates, diagnosis};
use sac_domain::admission::Ricovero;
use sac_domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Reperibilita};
use sac_domain::giorno::Giorno;
use sac_people::places::Places;
use sac_settings::RuleSettings;

/// What the content of a message is validated by.
#[derive(Clone, Copy)]
pub struct ContentRules<'a> {
    /// The civil date in Rome.
    pub today: NaiveDate,
    /// The comuni and their CAPs.
    pub places: &'static Places,
    /// The switches of the rules.
    pub settings: &'a RuleSettings,
    /// The diagnosis codes that the user supplied.
    pub icd9: &'a Icd9,
}

impl ContentRules<'_> {
    /// The findings of stage (d), then those of stage (e), of any request.
    #[must_use]
    pub fn check(&self, content: &Content) -> [Vec<Refusal>; 2] {
        match content {
            Content::InviaMalattia(invio) => {
                [self.malattia(&invio.malattia), self.addresses(&invio.residenza, invio.reperibilita.as_ref())]
            }
            Content::InviaRicovero(invio) => [self.ricovero(&invio.ricovero), self.addresses(&invio.residenza, None)],
            Content::InviaDimissione(invio) => {
                [self.dimissione(&invio.dimissione), self.addresses(&invio.residenza, invio.reperibilita.as_ref())]
            }
            Content::RettificaMalattia(rettifica) | Content::RettificaDimissione(rettifica) => {
                [Self::rettifica(&rettifica.data_fine), Vec::new()]
            }
            Content::RicercaMalattia(ricerca) => [self.ricerca(ricerca), Vec::new()],
            Content::InterrogazioneLavoratore
            | Content::AnnullaMalattia { .. }
            | Content::RistampaMalattia { .. }
            | Content::AnnullaRicovero { .. } => [Vec::new(), Vec::new()],
        }
    }

    /// Stage (d) of a certificate.
    #[must_use]
    pub fn malattia(&self, malattia: &Malattia<Giorno>) -> Vec<Refusal> {
        let Malattia { data_rilascio: rilascio, data_inizio: inizio, data_fine: fine, .. } = malattia;
        let three_months = self.settings.prognosi_tre_mesi;
        let findings = [
            dates::data_inesistente("malattia/dataRilascio", rilascio),
            dates::data_inesistente("malattia/dataInizio", inizio),
            dates::data_inesistente("malattia/dataFine", fine),
            dates::rilascio_futuro(rilascio, self.today),
            dates::inizio_dopo_fine(inizio, fine),
            dates::prognosi_conclusa(fine, rilascio),
            dates::inizio_futuro(inizio, rilascio, malattia.giornata_lavorata == Some(true)),
            three_months.then(|| dates::prognosi_tre_mesi(fine, rilascio)).flatten(),
        ];
        findings.into_iter().flatten().chain(self.diagnosi("malattia/diagnosi", &malattia.diagnosi)).collect()
    }

    /// Stage (d) of a discharge.
    #[must_use]
    pub fn dimissione(&self, dimissione: &Dimissione<Giorno>) -> Vec<Refusal> {
        let Dimissione { data_ricovero: ricovero, data_dimissione, data_fine: fine, .. } = dimissione;
        let findings = [
            dates::data_inesistente("dimissione/dataRicovero", ricovero),
            dates::data_inesistente("dimissione/dataDimissione", data_dimissione),
            dates::data_inesistente("dimissione/dataFine", fine),
            dates::dimissione_date(ricovero, data_dimissione, fine, self.today),
        ];
        findings.into_iter().flatten().chain(self.diagnosi("dimissione/diagnosi", &dimissione.diagnosi)).collect()
    }

    /// Stage (d) of an admission.
    #[must_use]
    pub fn ricovero(&self, ricovero: &Ricovero<Giorno>) -> Vec<Refusal> {
        let findings = [
            dates::data_inesistente("ricovero/dataRicovero", &ricovero.data_ricovero),
            dates::ricovero_futuro(&ricovero.data_ricovero, self.today),
        ];
        findings.into_iter().flatten().collect()
    }

    /// Stage (d) of a rettifica: whether the new end exists; the rest is a matter of state.
    #[must_use]
    pub fn rettifica(data_fine: &Giorno) -> Vec<Refusal> {
        dates::data_inesistente("dataFine", data_fine).into_iter().collect()
    }

    /// Stage (d) of a search; without an end it goes on until today (contract §6.7).
    #[must_use]
    pub fn ricerca(&self, ricerca: &Ricerca) -> Vec<Refusal> {
        let (inizio, fine) = (ricerca.data_inizio.as_ref(), ricerca.data_fine.as_ref());
        let stated = [("dataInizioRicerca", inizio), ("dataFineRicerca", fine)];
        let inexistent = stated.into_iter().filter_map(|(name, day)| dates::data_inesistente(name, day?));
        let until = fine.and_then(Giorno::date).unwrap_or(self.today);
        let reversed = inizio.and_then(Giorno::date).and_then(|inizio| dates::intervallo_ricerca_errato(inizio, until));
        inexistent.chain(reversed).collect()
    }

    /// Stage (e).
    #[must_use]
    pub fn addresses(&self, residenza: &Indirizzo, reperibilita: Option<&Reperibilita>) -> Vec<Refusal> {
        let elsewhere = reperibilita.and_then(|reperibilita| reperibilita.indirizzo.as_ref());
        let addresses = [("residenza", Some(residenza)), ("reperibilita/indirizzo", elsewhere)];
        let cap_control = self.settings.cap_control;
        addresses
            .into_iter()
            .filter_map(|(elemento, indirizzo)| address::check(self.places, elemento, indirizzo?, cap_control))
            .collect()
    }

    fn diagnosi(&self, elemento: &str, diagnosi: &Diagnosi) -> impl Iterator<Item = Refusal> + use<> {
        let absent = diagnosis::diagnosi_assente(elemento, diagnosi);
        let unknown = (!self.icd9.is_empty())
            .then(|| diagnosis::diagnosi_codice_sconosciuto(elemento, diagnosi, self.icd9))
            .flatten();
        absent.into_iter().chain(unknown)
    }
}
