//! What an operation that succeeded gives back (contract §4), whatever the channel.

use chrono::{DateTime, NaiveDate, Utc};

use sac_domain::certificate::{Dimissione, Indirizzo, Malattia, Reperibilita};
use sac_domain::code::{TipoCertificato, TipoVisita};
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};
use sac_domain::person::Lavoratore;

/// The receipt of one of the ten operations.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub enum Receipt {
    InvioMalattia {
        data_ricezione: DateTime<Utc>,
        id_certificato: Puc,
    },
    RettificaMalattia {
        data_ricezione: DateTime<Utc>,
        id_certificato: Puc,
        copia: Box<Copia<Malattia>>,
    },
    /// For certificates and admissions alike.
    Annullamento {
        data_ricezione: DateTime<Utc>,
        id_annullamento: IdAnnullamento,
    },
    RicercaMalattia(Vec<DatiCertificato>),
    RistampaMalattia(Box<Copia<Malattia>>),
    InvioRicovero {
        data_ricezione: DateTime<Utc>,
        id_inizio_ricovero: Pucir,
    },
    InvioDimissione {
        data_ricezione: DateTime<Utc>,
        id_inizio_ricovero: Pucir,
        id_certificato: Puc,
    },
    RettificaDimissione {
        data_ricezione: DateTime<Utc>,
        id_certificato: Puc,
        copia: Box<Copia<Dimissione>>,
    },
    InterrogazioneLavoratore {
        cognome: String,
        nome: String,
    },
}

impl Receipt {
    /// The number that it assigns, if any: PUC, PUCIR or cancellation.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::InvioMalattia { id_certificato, .. }
            | Self::RettificaMalattia { id_certificato, .. }
            | Self::InvioDimissione { id_certificato, .. }
            | Self::RettificaDimissione { id_certificato, .. } => Some(id_certificato.number()),
            Self::Annullamento { id_annullamento, .. } => Some(id_annullamento.number()),
            Self::InvioRicovero { id_inizio_ricovero, .. } => Some(id_inizio_ricovero.number()),
            Self::RicercaMalattia(_) | Self::RistampaMalattia(_) | Self::InterrogazioneLavoratore { .. } => None,
        }
    }
}

/// A whole certificate, as rettifica and ristampa give it back.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Copia<T> {
    pub lavoratore: Lavoratore,
    pub residenza: Indirizzo,
    pub reperibilita: Option<Reperibilita>,
    pub contenuto: T,
}

/// `datiCertificato`: one line of a search.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct DatiCertificato {
    pub id_certificato: Puc,
    pub data_ricezione: DateTime<Utc>,
    pub annullato: bool,
    pub malattia: MalattiaRidotta,
}

/// `malattiaRidotta`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct MalattiaRidotta {
    pub data_rilascio: NaiveDate,
    pub data_inizio: NaiveDate,
    pub data_fine: NaiveDate,
    pub visita: TipoVisita,
    pub tipo_certificato: TipoCertificato,
}
