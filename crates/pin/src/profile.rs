//! Profiles: what a subject may do. One table for all services, with the names of both documents that speak of them.

use chrono::{DateTime, Utc};
use sac_domain::code;
use serde::{Deserialize, Serialize};

code! {
    /// A profile (INPS circular 131/2009 §2–§3; circular 71/2016 §2–§4).
    Profilo {
        /// Any person.
        Cittadino = "cittadino",
        /// A doctor who writes the certificato introduttivo.
        MedicoCertificatore = "medico-certificatore",
        /// A consultant of a court.
        MedicoCtu = "medico-ctu",
        /// A doctor of the institute.
        MedicoInps = "medico-inps",
        /// A doctor of a commission of an ASL.
        MedicoAsl = "medico-asl",
        /// A clerk of an ASL.
        AmministrativoAsl = "amministrativo-asl",
        /// An operator of a patronato.
        Patronato = "patronato",
        /// An operator of an association.
        Associazione = "associazione",
        /// An operator of a public body.
        OperatoreEnte = "operatore-ente",
        /// An employer or intermediary.
        DatoreDiLavoro = "datore-di-lavoro",
        /// A clerk of an Ordine of doctors.
        OperatoreOrdine = "operatore-ordine",
        /// The legal office.
        SedeLegale = "sede-legale",
        /// The secretariat of a medical centre.
        SegreteriaCml = "segreteria-cml",
        /// Staff of the institute.
        OperatoreInps = "operatore-inps",
    }
}
code! {
    /// An office that goes with a profile.
    Ufficio {
        /// President of a commission.
        Presidente = "presidente",
        /// Head of a medical centre.
        Responsabile = "responsabile",
        /// Member of the Commissione Medica Superiore.
        Cms = "cms",
        /// Manager of an office of the institute.
        Dirigente = "dirigente",
    }
}
code! {
    /// Where a profile stands.
    StatoProfilo {
        /// Asked for.
        Richiesto = "richiesto",
        /// In force.
        Attivo = "attivo",
        /// Refused.
        Respinto = "respinto",
        /// Over.
        Cessato = "cessato",
    }
}
code! {
    /// A service that a PIN may open.
    Servizio {
        /// The pages of the PIN itself.
        Pin = "pin",
        /// The pages of doctors.
        Web = "web",
        /// The pages of workers.
        Cittadino = "cittadino",
        /// The pages of employers.
        Azienda = "azienda",
        /// The civil-disability process.
        Invciv = "invciv",
        /// The portal of court consultants.
        Ctu = "ctu",
        /// The area of public bodies.
        Enti = "enti",
    }
}

impl Profilo {
    /// The profile of this name, in the words of either document, with the office that the name says.
    #[must_use]
    pub fn read(name: &str) -> Option<(Self, Option<Ufficio>)> {
        let (profilo, ufficio) = match name {
            "medico" => (Self::MedicoCertificatore, None),
            "asl-presidente" => (Self::MedicoAsl, Some(Ufficio::Presidente)),
            "asl-medico" => (Self::MedicoAsl, None),
            "asl-amministrativo" => (Self::AmministrativoAsl, None),
            "cml-medico" => (Self::MedicoInps, None),
            "cml-responsabile" => (Self::MedicoInps, Some(Ufficio::Responsabile)),
            "cms" => (Self::MedicoInps, Some(Ufficio::Cms)),
            "inps-operatore" => (Self::OperatoreInps, None),
            "inps-dirigente" => (Self::OperatoreInps, Some(Ufficio::Dirigente)),
            name => (Self::parse(name)?, None),
        };
        Some((profilo, ufficio))
    }

    /// Whether it opens the service.
    #[must_use]
    pub fn opens(self, servizio: Servizio) -> bool {
        match servizio {
            Servizio::Pin => true,
            Servizio::Web => self == Self::MedicoCertificatore,
            Servizio::Cittadino => self == Self::Cittadino,
            Servizio::Azienda => self == Self::DatoreDiLavoro,
            Servizio::Enti => self == Self::OperatoreEnte,
            Servizio::Ctu => matches!(
                self,
                Self::MedicoCtu | Self::MedicoInps | Self::SedeLegale | Self::SegreteriaCml | Self::OperatoreInps
            ),
            Servizio::Invciv => matches!(
                self,
                Self::Cittadino
                    | Self::MedicoCertificatore
                    | Self::MedicoInps
                    | Self::MedicoAsl
                    | Self::AmministrativoAsl
                    | Self::Patronato
                    | Self::Associazione
                    | Self::OperatoreInps
            ),
        }
    }
}

/// A profile that a subject holds, held, or asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfiloTenuto {
    /// Which.
    pub profilo: Profilo,
    /// The office that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ufficio: Option<Ufficio>,
    /// Where it stands.
    pub stato: StatoProfilo,
    /// Since when.
    pub dal: DateTime<Utc>,
    /// Until when, where it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub al: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read_and_lead_to_one_name() {
        for (read, profilo, ufficio) in [
            ("medico", Profilo::MedicoCertificatore, None),
            ("medico-certificatore", Profilo::MedicoCertificatore, None),
            ("asl-presidente", Profilo::MedicoAsl, Some(Ufficio::Presidente)),
            ("asl-medico", Profilo::MedicoAsl, None),
            ("asl-amministrativo", Profilo::AmministrativoAsl, None),
            ("cml-responsabile", Profilo::MedicoInps, Some(Ufficio::Responsabile)),
            ("cms", Profilo::MedicoInps, Some(Ufficio::Cms)),
            ("inps-dirigente", Profilo::OperatoreInps, Some(Ufficio::Dirigente)),
        ] {
            assert_eq!(Profilo::read(read), Some((profilo, ufficio)), "{read}");
        }
        assert!(Profilo::ALL.iter().all(|one| Profilo::read(one.as_str()) == Some((*one, None))));
        assert_eq!(Profilo::read("delegato"), None);
    }

    #[test]
    fn a_profile_opens_the_services_of_its_row() {
        let opened = |servizio| Profilo::ALL.iter().filter(|one| one.opens(servizio)).count();
        let counts = [14, 1, 1, 1, 8, 5, 1];
        assert_eq!(Servizio::ALL.iter().map(|one| opened(*one)).collect::<Vec<_>>(), counts);
    }
}
