//! What may be asked of the SAC (contract §3), whatever the channel.

use sac_domain::admission::Ricovero;
use sac_domain::certificate::{Dimissione, Indirizzo, Malattia, Reperibilita, Sede};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::giorno::Giorno;
use sac_domain::operation::Operation;
use sac_people::credentials::PincodeProof;

/// A request of one of the ten operations. Its head is a [`Head`], or what a channel turns into
/// one: the contract's message carries an encrypted head.
pub struct Request<H = Head> {
    /// Who writes, and about whom.
    pub head: H,
    /// What is asked.
    pub content: Content,
}

/// What every request begins with: who writes, and about whom.
pub struct Head {
    /// `medico` or `operatore` (contract §4); empty where the optional `operatore` is missing.
    pub redattore: Redattore,
    /// What the caller's pincode proves.
    pub pincode: PincodeProof,
    /// The worker.
    pub lavoratore: Result<CodiceFiscale, Unreadable>,
}

/// Who writes (contract §4 `redattore`).
#[derive(Default)]
pub struct Redattore {
    /// Given by regions.
    pub codice_fiscale: Option<String>,
    /// In whose name.
    pub sede: Sede,
}

/// The worker's field holds no codice fiscale. The reason is not kept: callers must not learn it
/// (contract §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// What each operation asks, beside the head.
#[expect(missing_docs, reason = "one case an operation; the fields are the contract's elements")]
pub enum Content {
    InterrogazioneLavoratore,
    InviaMalattia(Box<InvioMalattia>),
    RettificaMalattia(Rettifica),
    AnnullaMalattia {
        id_certificato: String,
    },
    RicercaMalattia(Ricerca),
    RistampaMalattia {
        id_certificato: String,
    },
    InviaRicovero(Box<InvioRicovero>),
    /// The contract calls the PUCIR `idCertificato` here.
    AnnullaRicovero {
        id_certificato: String,
    },
    InviaDimissione(Box<InvioDimissione>),
    RettificaDimissione(Rettifica),
}

impl Content {
    /// Which operation asks this.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self {
            Self::InterrogazioneLavoratore => Operation::InterrogazioneLavoratore,
            Self::InviaMalattia(_) => Operation::InviaMalattia,
            Self::RettificaMalattia(_) => Operation::RettificaMalattia,
            Self::AnnullaMalattia { .. } => Operation::AnnullaMalattia,
            Self::RicercaMalattia(_) => Operation::RicercaMalattia,
            Self::RistampaMalattia { .. } => Operation::RistampaMalattia,
            Self::InviaRicovero(_) => Operation::InviaRicovero,
            Self::AnnullaRicovero { .. } => Operation::AnnullaRicovero,
            Self::InviaDimissione(_) => Operation::InviaDimissione,
            Self::RettificaDimissione(_) => Operation::RettificaDimissione,
        }
    }
}

/// `invioMalattiaRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioMalattia {
    pub residenza: Indirizzo,
    pub reperibilita: Option<Reperibilita>,
    pub malattia: Malattia<Giorno>,
}

/// `rettificaMalattiaRequest` and `rettificaDimissioneRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Rettifica {
    pub id_certificato: String,
    pub data_fine: Giorno,
}

/// `ricercaMalattiaRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Ricerca {
    pub data_inizio: Option<Giorno>,
    pub data_fine: Option<Giorno>,
}

/// `invioRicoveroRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioRicovero {
    pub residenza: Indirizzo,
    pub ricovero: Ricovero<Giorno>,
}

/// `invioDimissioneRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioDimissione {
    pub id_inizio_ricovero: String,
    pub residenza: Indirizzo,
    pub reperibilita: Option<Reperibilita>,
    pub dimissione: Dimissione<Giorno>,
}
