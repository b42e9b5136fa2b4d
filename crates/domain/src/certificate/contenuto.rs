//! What a certificate says of the illness: the body of an ordinary one, or of one written at
//! discharge.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Diagnosi;
use crate::code::{Agevolazione, Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use crate::giorno::Giorno;
use crate::identifier::Pucir;

/// The body of an ordinary certificate (contract §4 `malattia`), with its dates as stated
/// ([`Giorno`]) or as days of the calendar.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Malattia<D = NaiveDate> {
    pub ruolo_medico: Ruolo,
    pub data_rilascio: D,
    pub data_inizio: D,
    pub data_fine: D,
    pub visita: TipoVisita,
    pub tipo_certificato: TipoCertificato,
    pub diagnosi: Diagnosi,
    pub giornata_lavorata: Option<bool>,
    pub trauma: Option<bool>,
    pub agevolazioni: Option<Agevolazione>,
}

impl Malattia<Giorno> {
    /// The same with days of the calendar; nothing if one of the dates is none.
    #[must_use]
    pub fn dated(self) -> Option<Malattia> {
        Some(Malattia {
            ruolo_medico: self.ruolo_medico,
            data_rilascio: self.data_rilascio.date()?,
            data_inizio: self.data_inizio.date()?,
            data_fine: self.data_fine.date()?,
            visita: self.visita,
            tipo_certificato: self.tipo_certificato,
            diagnosi: self.diagnosi,
            giornata_lavorata: self.giornata_lavorata,
            trauma: self.trauma,
            agevolazioni: self.agevolazioni,
        })
    }
}

/// The body of a certificate written at discharge (contract §4 `dimissione`), with its dates as
/// stated ([`Giorno`]) or as days of the calendar.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Dimissione<D = NaiveDate> {
    pub ruolo_medico: Ruolo,
    pub data_ricovero: D,
    pub data_dimissione: D,
    pub data_fine: D,
    pub tipo_certificato: TipoCertificato,
    pub tipo_ricovero: TipoRicovero,
    pub diagnosi: Diagnosi,
    pub giornata_lavorata: Option<bool>,
    pub trauma: Option<bool>,
    pub agevolazioni: Option<Agevolazione>,
}

impl Dimissione<Giorno> {
    /// The same with days of the calendar; nothing if one of the dates is none.
    #[must_use]
    pub fn dated(self) -> Option<Dimissione> {
        Some(Dimissione {
            ruolo_medico: self.ruolo_medico,
            data_ricovero: self.data_ricovero.date()?,
            data_dimissione: self.data_dimissione.date()?,
            data_fine: self.data_fine.date()?,
            tipo_certificato: self.tipo_certificato,
            tipo_ricovero: self.tipo_ricovero,
            diagnosi: self.diagnosi,
            giornata_lavorata: self.giornata_lavorata,
            trauma: self.trauma,
            agevolazioni: self.agevolazioni,
        })
    }
}

/// Which of the two kinds of certificate this is, with its body.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contenuto {
    /// Sent with `InviaMalattia`.
    Malattia(Malattia),
    /// Sent with `InviaDimissione`, in answer to the admission named.
    Dimissione {
        /// The admission that this certificate closes.
        pucir: Pucir,
        /// The body.
        dimissione: Dimissione,
    },
}

impl Contenuto {
    /// The last day of the prognosis.
    #[must_use]
    pub fn data_fine(&self) -> NaiveDate {
        match self {
            Self::Malattia(malattia) => malattia.data_fine,
            Self::Dimissione { dimissione, .. } => dimissione.data_fine,
        }
    }

    /// The first day: of the illness, or of the stay in hospital.
    #[must_use]
    pub fn data_inizio(&self) -> NaiveDate {
        match self {
            Self::Malattia(malattia) => malattia.data_inizio,
            Self::Dimissione { dimissione, .. } => dimissione.data_ricovero,
        }
    }

    /// Whether a rettifica may bring the end to `data_fine`: earlier than it is, and not before
    /// the first day (contract §6.6).
    #[must_use]
    pub fn may_end_on(&self, data_fine: NaiveDate) -> bool {
        (self.data_inizio()..self.data_fine()).contains(&data_fine)
    }

    /// The same certificate with another last day, as a rettifica makes it.
    #[must_use]
    pub fn ending(mut self, data_fine: NaiveDate) -> Self {
        match &mut self {
            Self::Malattia(malattia) => malattia.data_fine = data_fine,
            Self::Dimissione { dimissione, .. } => dimissione.data_fine = data_fine,
        }
        self
    }
}
