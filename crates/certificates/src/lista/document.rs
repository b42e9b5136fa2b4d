//! A document as one employer gets it.

use sac_domain::admission::StatoRicovero;
use sac_domain::attestato::{Attestato, AttestatoRicovero, NomeMedico, Prognosi, StatoAttestato};
use sac_domain::employer::Employer;

/// A document of one employer. There is no place for a diagnosis in it:
///
/// ```compile_fail
/// # fn diagnosis(document: &sac_certificates::lista::EmployerDocument) {
/// let sac_certificates::lista::Content::Attestato(attestato) = &document.content else { return };
/// let _ = &attestato.diagnosi;
/// # }
/// ```
#[derive(Clone)]
pub struct EmployerDocument {
    /// The employer.
    pub employer: Employer,
    /// The office, of a public body with several.
    pub codice_sede: Option<String>,
    /// Region and ASL of the first registration of whoever wrote it, for where the message left them out.
    pub registered: Option<(String, String)>,
    /// The document.
    pub content: Content,
}

/// What a document is.
#[derive(Clone)]
pub enum Content {
    /// A certificate without its diagnosis.
    Attestato(Attestato),
    /// A notice of admission, and the name of who sent it.
    Ricovero(AttestatoRicovero, Option<NomeMedico>),
}

/// The two forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To be downloaded: what was cancelled is there as such.
    Site,
    /// By certified mail: a cancellation is an entry of its own.
    Pec,
}

impl Content {
    /// The period, of a certificate.
    #[must_use]
    pub fn prognosi(&self) -> Option<&Prognosi> {
        match self {
            Self::Attestato(attestato) => Some(&attestato.prognosi),
            Self::Ricovero(..) => None,
        }
    }

    /// Its number, nine digits.
    #[must_use]
    pub fn number(&self) -> String {
        match self {
            Self::Attestato(attestato) => attestato.puc.to_string(),
            Self::Ricovero(ricovero, _) => ricovero.ricovero.pucir.to_string(),
        }
    }

    /// Its state, as pages name it.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Attestato(attestato) => match attestato.stato {
                StatoAttestato::Attivo => "attivo",
                StatoAttestato::Rettificato { .. } => "rettificato",
                StatoAttestato::Annullato { .. } => "annullato",
            },
            Self::Ricovero(ricovero, _) => match ricovero.ricovero.stato {
                StatoRicovero::Aperto => "aperto",
                StatoRicovero::Dimesso(_) => "dimesso",
                StatoRicovero::Annullato(_) => "annullato",
            },
        }
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state() == "annullato"
    }
}

impl EmployerDocument {
    /// The period, of a certificate.
    #[must_use]
    pub fn prognosi(&self) -> Option<&Prognosi> {
        self.content.prognosi()
    }

    /// Its number, nine digits.
    #[must_use]
    pub fn number(&self) -> String {
        self.content.number()
    }

    /// Its state, as pages name it.
    #[must_use]
    pub fn state(&self) -> &'static str {
        self.content.state()
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.content.is_cancelled()
    }
}
