//! Stages (d) and (e) of what is sent, and its passage from what a message states to what
//! the domain holds.

use super::{NotServed, Service};
use crate::domain::certificate::{Indirizzo, Reperibilita};
use crate::domain::{admission, certificate};
use crate::message::request::{Dimissione, Malattia, Ricovero};
use crate::rule::{Refusal, address, dates, diagnosis};
use crate::store::StoreError;

impl Service {
    /// Stage (d) of a certificate.
    pub(super) fn check_malattia(&self, malattia: &Malattia) -> Vec<Refusal> {
        let Malattia { data_rilascio: rilascio, data_inizio: inizio, data_fine: fine, .. } = malattia;
        let three_months = self.settings.prognosi_tre_mesi;
        let findings = [
            dates::data_inesistente("malattia/dataRilascio", rilascio),
            dates::data_inesistente("malattia/dataInizio", inizio),
            dates::data_inesistente("malattia/dataFine", fine),
            dates::rilascio_futuro(rilascio, self.clock.today()),
            dates::inizio_dopo_fine(inizio, fine),
            dates::prognosi_conclusa(fine, rilascio),
            dates::inizio_futuro(inizio, rilascio, malattia.giornata_lavorata == Some(true)),
            three_months.then(|| dates::prognosi_tre_mesi(fine, rilascio)).flatten(),
        ];
        findings.into_iter().flatten().chain(self.check_diagnosi("malattia/diagnosi", &malattia.diagnosi)).collect()
    }

    /// Stage (d) of a discharge.
    pub(super) fn check_dimissione(&self, dimissione: &Dimissione) -> Vec<Refusal> {
        let Dimissione { data_ricovero: ricovero, data_dimissione, data_fine: fine, .. } = dimissione;
        let findings = [
            dates::data_inesistente("dimissione/dataRicovero", ricovero),
            dates::data_inesistente("dimissione/dataDimissione", data_dimissione),
            dates::data_inesistente("dimissione/dataFine", fine),
            dates::dimissione_date(ricovero, data_dimissione, fine, self.clock.today()),
        ];
        findings.into_iter().flatten().chain(self.check_diagnosi("dimissione/diagnosi", &dimissione.diagnosi)).collect()
    }

    /// Stage (d) of an admission.
    pub(super) fn check_ricovero(&self, ricovero: &Ricovero) -> Vec<Refusal> {
        let findings = [
            dates::data_inesistente("ricovero/dataRicovero", &ricovero.data_ricovero),
            dates::ricovero_futuro(&ricovero.data_ricovero, self.clock.today()),
        ];
        findings.into_iter().flatten().collect()
    }

    /// Stage (e).
    pub(super) fn check_addresses(&self, residenza: &Indirizzo, reperibilita: Option<&Reperibilita>) -> Vec<Refusal> {
        let elsewhere = reperibilita.and_then(|reperibilita| reperibilita.indirizzo.as_ref());
        let addresses = [("residenza", Some(residenza)), ("reperibilita/indirizzo", elsewhere)];
        let cap_control = self.settings.cap_control;
        addresses
            .into_iter()
            .filter_map(|(elemento, indirizzo)| indirizzo.map(|indirizzo| (elemento, indirizzo)))
            .filter_map(|(elemento, indirizzo)| address::check(self.places, elemento, indirizzo, cap_control))
            .collect()
    }

    fn check_diagnosi(
        &self,
        elemento: &str,
        diagnosi: &certificate::Diagnosi,
    ) -> impl Iterator<Item = Refusal> + use<> {
        let absent = diagnosis::diagnosi_assente(elemento, diagnosi);
        let unknown = (!self.icd9.is_empty())
            .then(|| diagnosis::diagnosi_codice_sconosciuto(elemento, diagnosi, &self.icd9))
            .flatten();
        absent.into_iter().chain(unknown)
    }
}

/// What a stage guarantees is not so: a fault of the program, told as a failure.
pub(super) fn unchecked() -> NotServed {
    let cause = "a check let through what it should have refused".to_owned();
    NotServed::Failed(StoreError { doing: "turning a request into a record", cause })
}

/// The certificate's body with real dates; none of them is missing once stage (d) has passed.
pub(super) fn malattia(from: Malattia) -> Option<certificate::Malattia> {
    Some(certificate::Malattia {
        ruolo_medico: from.ruolo_medico,
        data_rilascio: from.data_rilascio.date()?,
        data_inizio: from.data_inizio.date()?,
        data_fine: from.data_fine.date()?,
        visita: from.visita,
        tipo_certificato: from.tipo_certificato,
        diagnosi: from.diagnosi,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
        agevolazioni: from.agevolazioni,
    })
}

/// The discharge's body with real dates.
pub(super) fn dimissione(from: Dimissione) -> Option<certificate::Dimissione> {
    Some(certificate::Dimissione {
        ruolo_medico: from.ruolo_medico,
        data_ricovero: from.data_ricovero.date()?,
        data_dimissione: from.data_dimissione.date()?,
        data_fine: from.data_fine.date()?,
        tipo_certificato: from.tipo_certificato,
        tipo_ricovero: from.tipo_ricovero,
        diagnosi: from.diagnosi,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
        agevolazioni: from.agevolazioni,
    })
}

/// The admission's body with a real date.
pub(super) fn ricovero(from: &Ricovero) -> Option<admission::Ricovero> {
    Some(admission::Ricovero {
        data_ricovero: from.data_ricovero.date()?,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
    })
}
