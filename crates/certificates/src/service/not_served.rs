//! Why an operation gives no receipt.

use crate::rule::{Refusal, certificate};
use sac_store::{Conflict, NotRecorded, StoreError};

/// Why there is no receipt.
#[derive(Debug)]
pub enum NotServed {
    /// Rules are broken; which ones is for the caller.
    Refused(Vec<Refusal>),
    /// The gateway itself failed; how is for the log.
    Failed(Failure),
}

/// A failure of the gateway. Its text is for the log and holds no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of the program: something that cannot happen has happened.
    #[error("fault of the program: {0}")]
    Internal(&'static str),
}

impl From<StoreError> for NotServed {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for NotServed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// A command that wrote nothing, as a refusal: the state changed between the check and the
/// writing, or an equal document exists. `elemento` names the document in the message.
pub(super) fn not_recorded(error: NotRecorded, elemento: &str) -> NotServed {
    let conflict = match error {
        NotRecorded::Store(error) => return error.into(),
        NotRecorded::Conflict(conflict) => conflict,
    };
    let refusal = match conflict {
        Conflict::DuplicateCertificate(puc) => Some(certificate::certificato_duplicato(puc)),
        Conflict::DuplicateAdmission(pucir) => Some(certificate::ricovero_duplicato(pucir)),
        Conflict::CertificateNotActive(puc, stato) => certificate::certificato_attivo(puc, stato),
        Conflict::AdmissionNotOpen(pucir, stato) => certificate::ricovero_aperto(elemento, pucir, stato),
        Conflict::NotShorter | Conflict::Unknown => None,
    };
    let impossible = match (refusal, conflict) {
        (Some(refusal), _) => return refusal.into(),
        (None, Conflict::NotShorter) => "the prognosis does not end earlier",
        (None, Conflict::Unknown) => "no such document",
        (None, _) => "a conflict with a document that has not changed",
    };
    NotServed::Failed(Failure::Internal(impossible))
}

/// The value that a passed stage guarantees is missing.
pub(super) fn unchecked() -> NotServed {
    NotServed::Failed(Failure::Internal("a check let through what it should have refused"))
}

/// Ends a stage, whose checks found these refusals: it passes only if there are none.
pub(super) fn stage<C: IntoIterator<Item = Refusal>>(checks: impl IntoIterator<Item = C>) -> Result<(), NotServed> {
    let findings: Vec<Refusal> = checks.into_iter().flatten().collect();
    if findings.is_empty() { Ok(()) } else { Err(NotServed::Refused(findings)) }
}
