//! The notice of a hospital admission (decree §3.7).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::certificate::Indirizzo;
use super::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use super::giorno::Giorno;
use super::identifier::{IdAnnullamento, Puc, Pucir};

/// The hospital that gives notice. The notice belongs to its region and ASL, not to the
/// clerk who typed it (rules §3, `ricovero-non-trovato`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SedeRicovero {
    /// Three digits.
    pub codice_regione: String,
    /// Three digits.
    pub codice_asl: String,
    /// At most six characters.
    pub codice_struttura: Option<String>,
}

/// The body of the notice (contract §4 `ricovero`), with its date as stated ([`Giorno`]) or as a
/// day of the calendar.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Ricovero<D = NaiveDate> {
    pub data_ricovero: D,
    pub giornata_lavorata: Option<bool>,
    pub trauma: Option<bool>,
}

impl Ricovero<Giorno> {
    /// The same with a day of the calendar; nothing if the date is none.
    #[must_use]
    pub fn dated(self) -> Option<Ricovero> {
        let Self { data_ricovero, giornata_lavorata, trauma } = self;
        Some(Ricovero { data_ricovero: data_ricovero.date()?, giornata_lavorata, trauma })
    }
}

/// A notice as the hospital gives it, with the checks of its content passed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComunicazioneRicovero {
    /// Where it comes from.
    pub sede: SedeRicovero,
    /// The worker it is about.
    pub lavoratore: CodiceFiscale,
    /// Where the worker lives.
    pub residenza: Indirizzo,
    /// The notice's body.
    pub ricovero: Ricovero,
    /// Who sent it; not kept of older notices.
    #[serde(default)]
    pub redattore: Option<CodiceFiscaleMedico>,
}

impl ComunicazioneRicovero {
    /// Whether it is of the same admission as `earlier`: the same worker, day and hospital
    /// (rules §3, `ricovero-duplicato`).
    #[must_use]
    pub fn repeats(&self, earlier: &Self) -> bool {
        self.lavoratore == earlier.lavoratore
            && self.ricovero.data_ricovero == earlier.ricovero.data_ricovero
            && self.sede == earlier.sede
    }
}

/// What has become of an admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatoRicovero {
    /// The worker is in hospital, as far as is known.
    Aperto,
    /// The notice was cancelled.
    Annullato(IdAnnullamento),
    /// It was closed by this discharge certificate.
    Dimesso(Puc),
}

/// An admission on record.
#[derive(Clone, PartialEq, Eq)]
pub struct RicoveroRegistrato {
    /// Its protocol number.
    pub pucir: Pucir,
    /// When it was received.
    pub ricevuto: DateTime<Utc>,
    /// What was received.
    pub comunicazione: ComunicazioneRicovero,
    /// What became of it.
    pub stato: StatoRicovero,
}
