//! The codes of the process: the values of one column, each with its word on the wire.

use serde::Serialize;

use sac_domain::code;

code! {
    /// What is asked for in a domanda.
    Beneficio {
        /// *Invalidità civile*.
        Ic = "IC",
        /// *Cecità civile*.
        Cc = "CC",
        /// *Sordità*.
        Sc = "SC",
        /// *Handicap*, L. 104/1992.
        H = "H",
        /// *Disabilità*, targeted placement, L. 68/1999.
        D = "D",
    }
}
code! {
    /// What a session deals with: the benefits, or visits at home.
    TipoSeduta {
        /// *Invalidità civile*.
        Ic = "IC",
        /// *Cecità civile*.
        Cc = "CC",
        /// *Sordità*.
        Sc = "SC",
        /// *Handicap*.
        H = "H",
        /// *Disabilità*.
        D = "D",
        /// Visits at home.
        Dom = "DOM",
    }
}
code! {
    /// How soon the visit must be.
    Urgenza {
        /// *Rosso*: within 15 days.
        Rosso = "R",
        /// *Verde*: within 30 days.
        Verde = "V",
    }
}
code! {
    /// The form of a domanda.
    Modello {
        /// With a certificate.
        ConCertificato = "C",
        /// For L. 68/1999 alone, on an earlier judgment.
        Legge68 = "L",
    }
}
code! {
    /// Whether the person is assessed for the first time.
    TipoAccertamento {
        /// First assessment.
        Primo = "P",
        /// *Aggravamento*.
        Aggravamento = "A",
        /// Revision.
        Revisione = "R",
    }
}
code! {
    /// What an earlier judgment recognised.
    TipoRiconoscimento {
        /// A percentage.
        Percentuale = "P",
        /// Blindness.
        Cieco = "C",
        /// Deafness.
        Sordo = "S",
    }
}
code! {
    /// Where letters go.
    Destinazione {
        /// To the residence.
        Residenza = "R",
        /// To another address.
        Alternativo = "A",
    }
}
code! {
    /// Where a visit takes place.
    Modalita {
        /// In the commission's rooms.
        Ambulatorio = "A",
        /// At home.
        Domicilio = "D",
        /// On the papers alone.
        Atti = "T",
    }
}
code! {
    /// How a visit ended.
    EsitoVisita {
        /// Held.
        Eseguita = "E",
        /// The person did not appear.
        Assente = "A",
        /// To be continued.
        Rinviata = "R",
    }
}
code! {
    /// Who wrote a verbale.
    TipoVerbale {
        /// The integrated commission.
        Integrata = "I",
        /// The commission of a direct visit.
        Diretta = "D",
        /// The Commissione Medica Superiore.
        Cms = "C",
    }
}
code! {
    /// How the agenda answered.
    EsitoAgenda {
        /// A date within the limit.
        EntroLimite = "P",
        /// A date after the limit.
        OltreLimite = "L",
        /// No date.
        Nessuna = "N",
    }
}
code! {
    /// How a judgment was reached.
    Formulazione {
        /// No one voted against it.
        Unanimita = "U",
        /// By majority.
        Maggioranza = "M",
    }
}
code! {
    /// A member's vote.
    Voto {
        /// For.
        Favorevole = "F",
        /// Against.
        Contrario = "C",
    }
}
code! {
    /// What becomes of the proposed date.
    SceltaData {
        /// Hold it.
        Accetta = "A",
        /// Hold nothing; the applicant chooses later.
        Differisce = "D",
    }
}
code! {
    /// An association whose doctor sits in the commission. The circular spells the last one `ANFASS`.
    Sigla {
        /// Civil invalids.
        Anmic = "ANMIC",
        /// The deaf.
        Ens = "ENS",
        /// The blind.
        Uic = "UIC",
        /// Intellectual disability.
        Anffas = "ANFFAS",
    }
}
code! {
    /// In which capacity a person signs a verbale.
    RuoloFirma {
        /// President.
        Presidente = "PRES",
        /// Doctor of the ASL.
        Asl = "ASL",
        /// Doctor of the institute.
        Inps = "INPS",
        /// Doctor of an association.
        Associazione = "ASSOC",
        /// Social worker.
        Sociale = "SOC",
        /// Specialist.
        Specialista = "SPEC",
    }
}
code! {
    /// By which way a domanda came.
    Canale {
        /// The pages.
        Web = "web",
        /// One message.
        Soap = "soap",
        /// A batch.
        Lotto = "lotto",
        /// On paper, before 2010.
        Cartacea = "cartacea",
        /// Opened by the program.
        Revisione = "revisione",
    }
}
code! {
    /// Who grants and pays.
    Titolare {
        /// The institute.
        Inps = "INPS",
        /// Another body.
        Ente = "ENTE",
    }
}

impl Sigla {
    /// The association of this name, in either spelling.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text == "ANFASS" { Some(Self::Anffas) } else { Self::parse(text) }
    }
}

impl From<Beneficio> for TipoSeduta {
    fn from(benefit: Beneficio) -> Self {
        match benefit {
            Beneficio::Ic => Self::Ic,
            Beneficio::Cc => Self::Cc,
            Beneficio::Sc => Self::Sc,
            Beneficio::H => Self::H,
            Beneficio::D => Self::D,
        }
    }
}

/// A set of kinds of session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Tipologie(u8);

impl Tipologie {
    /// The kinds of visits at home.
    pub const DOMICILIO: Self = Self(1 << TipoSeduta::Dom as u8);

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this kind is in it.
    #[must_use]
    pub fn contains(self, kind: TipoSeduta) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether all of the other are in it.
    #[must_use]
    pub fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kind that leads: the first of CC, SC, IC, H, D; none for visits at home (assumed).
    #[must_use]
    pub fn leading(self) -> Option<TipoSeduta> {
        use TipoSeduta::{Cc, D, H, Ic, Sc};
        [Cc, Sc, Ic, H, D].into_iter().find(|kind| self.contains(*kind))
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = TipoSeduta> {
        TipoSeduta::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }
}

impl<K: Into<TipoSeduta>> FromIterator<K> for Tipologie {
    fn from_iter<I: IntoIterator<Item = K>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |set, kind| set | 1 << (kind.into() as u8)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_anffas_are_read() {
        assert_eq!(Sigla::read("ANFASS"), Some(Sigla::Anffas));
        assert_eq!(Sigla::read("ANFFAS"), Some(Sigla::Anffas));
        assert_eq!(Sigla::read("AVIS"), None);
    }

    #[test]
    fn the_leading_kind_follows_the_order_of_the_agenda() {
        let lead = |kinds: &[Beneficio]| kinds.iter().copied().collect::<Tipologie>().leading();
        assert_eq!(lead(&[Beneficio::D, Beneficio::H, Beneficio::Ic, Beneficio::Sc]), Some(TipoSeduta::Sc));
        assert_eq!(lead(&[Beneficio::Ic, Beneficio::Cc]), Some(TipoSeduta::Cc));
        assert_eq!(lead(&[Beneficio::D]), Some(TipoSeduta::D));
        assert_eq!(Tipologie::DOMICILIO.leading(), None);
    }
}
