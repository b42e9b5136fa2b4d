//! Employers, who reads for them, and who works where.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codice_fiscale::CodiceFiscale;

/// An employer, as the register knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// The key: eleven digits, or sixteen characters.
    pub codice_fiscale: CodiceFiscale,
    /// Ten digits; private employers.
    pub matricola_inps: Option<String>,
    /// The progressive number of a public body's office; absent: it has one address for all.
    pub codice_sede: Option<String>,
    /// What it is called.
    pub denominazione: String,
    /// Private or public.
    pub settore: Settore,
    /// Where the daily flow goes; absent: none.
    pub pec: Option<String>,
    /// In which form.
    pub pec_formato: PecFormato,
}

/// Whether an employer is private or public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Settore {
    /// A firm, or a person who employs.
    #[default]
    Privato,
    /// A public body.
    Pubblico,
}

impl Settore {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Privato => "privato",
            Self::Pubblico => "pubblico",
        }
    }
}

/// What the PEC to an employer carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PecFormato {
    /// One list.
    #[default]
    #[serde(rename = "xml")]
    Xml,
    /// One print a document.
    #[serde(rename = "pdf")]
    Pdf,
    /// Both.
    #[serde(rename = "xml+pdf")]
    XmlPdf,
}

impl PecFormato {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Pdf => "pdf",
            Self::XmlPdf => "xml+pdf",
        }
    }

    /// Whether the list is wanted.
    #[must_use]
    pub fn has_xml(self) -> bool {
        self != Self::Pdf
    }

    /// Whether prints are wanted.
    #[must_use]
    pub fn has_pdf(self) -> bool {
        self != Self::Xml
    }
}

/// Someone who reads attestati for one employer or, as an intermediary, for several.
#[derive(Clone, PartialEq, Eq)]
pub struct EmployerUser {
    /// The name given at log-in.
    pub name: String,
    /// The password as argon2 keeps it.
    pub password_hash: Option<String>,
    /// The codici fiscali of the employers.
    pub employers: Vec<CodiceFiscale>,
    /// The password is still the one of the seed, which everybody knows.
    pub seed_password: bool,
}

impl fmt::Debug for EmployerUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmployerUser").finish_non_exhaustive()
    }
}

/// That a worker is employed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employment {
    /// Who.
    pub worker: CodiceFiscale,
    /// By whom.
    pub employer: CodiceFiscale,
    /// From this day on.
    pub dal: NaiveDate,
    /// Until this day; absent: still.
    pub al: Option<NaiveDate>,
    /// The office of this post; absent: the employer's.
    pub codice_sede: Option<String>,
}

impl Employment {
    /// Whether it meets a period.
    #[must_use]
    pub fn meets(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.dal <= until && self.al.is_none_or(|al| al >= from)
    }
}

/// An employer to whom a document goes, and its office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinatario {
    /// The employer.
    pub employer: CodiceFiscale,
    /// The office, where the employer has several.
    pub codice_sede: Option<String>,
}
