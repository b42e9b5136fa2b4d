//! Requests: by which way, for what, and where they stand.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use sac_domain::code;
use sac_domain::codice_fiscale::CodiceFiscale;
use serde::{Deserialize, Serialize};

use crate::abilitazione::{Abilitazione, CanaleAbilitazione};
use crate::profile::Profilo;
use crate::subject::Contatti;

code! {
    /// By which way a request comes.
    Canale {
        /// The site.
        Online = "online",
        /// The contact center.
        ContactCenter = "contact-center",
        /// A counter of an Agenzia.
        Sportello = "sportello",
        /// An Ordine of doctors.
        Ordine = "ordine",
        /// A restore.
        Ripristino = "ripristino",
        /// The unification of credentials of the former INPDAP.
        Unificazione = "unificazione",
    }
}
code! {
    /// For what a request is.
    TipoRichiesta {
        /// A new PIN.
        Nuovo = "nuovo",
        /// A further profile of the PIN held.
        Estensione = "estensione",
        /// A restore.
        Ripristino = "ripristino",
        /// The conversion to *dispositivo*.
        Conversione = "conversione",
        /// An abilitazione.
        Abilitazione = "abilitazione",
    }
}
code! {
    /// Where a request stands.
    StatoRichiesta {
        /// Undecided.
        Richiesta = "richiesta",
        /// With the Ordine.
        PressoOrdine = "presso-ordine",
        /// Handed over to the institute.
        ConsegnataInps = "consegnata-inps",
        /// Not decided within 48 hours.
        InRitardo = "in-ritardo",
        /// Granted.
        Attivata = "attivata",
        /// Refused.
        Respinta = "respinta",
    }
}
code! {
    /// The kind of a document.
    TipoDocumento {
        /// Identity card.
        CartaIdentita = "CI",
        /// Driving licence.
        Patente = "PAT",
        /// Passport.
        Passaporto = "PAS",
    }
}

impl StatoRichiesta {
    /// Whether it is still to be decided.
    #[must_use]
    pub fn aperta(self) -> bool {
        !matches!(self, Self::Attivata | Self::Respinta)
    }
}

/// A document of identity.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documento {
    /// Its kind.
    pub tipo: TipoDocumento,
    /// Its number.
    pub numero: String,
    /// Until when it is valid.
    pub scadenza: NaiveDate,
}

/// A request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Richiesta {
    /// Nine digits; 0 until it is committed.
    pub numero: u32,
    /// For whom.
    pub codice_fiscale: CodiceFiscale,
    /// By which way.
    pub canale: Canale,
    /// For what.
    pub tipo: TipoRichiesta,
    /// Where it stands.
    pub stato: StatoRichiesta,
    /// When it was registered.
    pub presentata: DateTime<Utc>,
    /// When it decides itself, if it does.
    pub decide: Option<DateTime<Utc>>,
    /// When it is late, if it can be.
    pub ritardo: Option<DateTime<Utc>>,
    /// When it was decided.
    pub decisa: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub motivo: Option<String>,
    /// Surname and first name, where the request brings them.
    pub nome: Option<(String, String)>,
    /// The profile that is asked for.
    pub profilo: Option<Profilo>,
    /// The contacts that it registers.
    pub contatti: Contatti,
    /// The document that was shown.
    pub documento: Option<Documento>,
    /// The Ordine.
    pub ordine: Option<String>,
    /// The number in the Albo that the Ordine attests.
    pub albo: Option<String>,
    /// The lot in which the Ordine handed it over.
    pub lotto: Option<u32>,
    /// What an operator of a public body asks for, and by which way.
    pub abilitazione: Option<(Abilitazione, CanaleAbilitazione)>,
    /// SHA-256 of the copy of the document.
    pub copia: Option<String>,
}

impl Richiesta {
    /// An undecided request.
    #[must_use]
    pub fn new(codice_fiscale: CodiceFiscale, canale: Canale, tipo: TipoRichiesta, ora: DateTime<Utc>) -> Self {
        Self {
            numero: 0,
            codice_fiscale,
            canale,
            tipo,
            stato: StatoRichiesta::Richiesta,
            presentata: ora,
            decide: None,
            ritardo: None,
            decisa: None,
            motivo: None,
            nome: None,
            profilo: None,
            contatti: Contatti::default(),
            documento: None,
            ordine: None,
            albo: None,
            lotto: None,
            abilitazione: None,
            copia: None,
        }
    }

    /// When the next thing happens to it by itself.
    #[must_use]
    pub fn prossimo(&self) -> Option<DateTime<Utc>> {
        if !self.stato.aperta() {
            return None;
        }
        let ritardo = self.ritardo.filter(|_| self.stato == StatoRichiesta::ConsegnataInps);
        self.decide.into_iter().chain(ritardo).min()
    }

    /// Its number as it is written.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{:09}", self.numero)
    }
}

impl fmt::Debug for Richiesta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Richiesta").field("canale", &self.canale).field("stato", &self.stato).finish_non_exhaustive()
    }
}

impl fmt::Debug for Documento {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Documento(***)")
    }
}
