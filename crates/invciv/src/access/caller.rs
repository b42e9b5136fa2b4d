//! Who calls: a person in one of their profiles, with what the profile is bound to.

use sac_domain::codice_fiscale::CodiceFiscale;

use super::table::Profile;
use crate::code::Sigla;

/// An authenticated person in one of their profiles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The person.
    pub codice_fiscale: CodiceFiscale,
    /// The profile, with its bond.
    pub office: Office,
}

/// A profile and what it is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Office {
    /// The person's own affairs.
    Cittadino,
    /// The affairs of those who authorised the person.
    Delegato,
    /// The certificates that the doctor issued.
    Medico,
    /// Operator of a patronato or an association.
    Ente(Helper),
    /// President of these commissions.
    AslPresidente {
        /// Codes of the commissions.
        commissioni: Vec<String>,
    },
    /// Clerk of an ASL.
    AslAmministrativo {
        /// Region and ASL, as `120201`.
        asl: String,
        /// Whether the ASL enabled the clerk for verbali.
        abilitato_verbali: bool,
    },
    /// Doctor of an ASL, who sits in these commissions.
    AslMedico {
        /// Region and ASL.
        asl: String,
        /// Codes of the commissions.
        commissioni: Vec<String>,
    },
    /// Doctor of a centre.
    CmlMedico {
        /// The centre's code.
        cml: String,
        /// Whether the head delegated validations to this doctor.
        delegato: bool,
    },
    /// Head of a centre.
    CmlResponsabile {
        /// The centre's code.
        cml: String,
    },
    /// Member of the Commissione Medica Superiore.
    Cms,
    /// Clerk of an office.
    InpsOperatore {
        /// The office's code.
        sede: String,
    },
    /// Manager of an office.
    InpsDirigente {
        /// The office's code.
        sede: String,
    },
}

/// The body for which an operator helps applicants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Helper {
    /// A patronato.
    Patronato {
        /// Its code.
        codice: String,
        /// The code of its office.
        sede: Option<String>,
    },
    /// An association.
    Associazione(Sigla),
}

impl Office {
    /// Its column in the table.
    #[must_use]
    pub fn profile(&self) -> Profile {
        match self {
            Self::Cittadino => Profile::Cittadino,
            Self::Delegato => Profile::Delegato,
            Self::Medico => Profile::Medico,
            Self::Ente(Helper::Patronato { .. }) => Profile::Patronato,
            Self::Ente(Helper::Associazione(_)) => Profile::Associazione,
            Self::AslPresidente { .. } => Profile::AslPresidente,
            Self::AslAmministrativo { .. } => Profile::AslAmministrativo,
            Self::AslMedico { .. } => Profile::AslMedico,
            Self::CmlMedico { .. } => Profile::CmlMedico,
            Self::CmlResponsabile { .. } => Profile::CmlResponsabile,
            Self::Cms => Profile::Cms,
            Self::InpsOperatore { .. } => Profile::InpsOperatore,
            Self::InpsDirigente { .. } => Profile::InpsDirigente,
        }
    }
}
