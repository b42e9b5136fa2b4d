//! Sickness certificates and hospital admissions.

mod addressee;
mod admission;
mod certificate;
mod listing;
mod own;

pub use addressee::{Address, Addressed, AddressedTo, Addressees, DocumentKind};
pub use admission::{CancelAdmission, RecordAdmission};
pub use certificate::{CancelCertificate, RecordCertificate, RectifyCertificate};
pub use listing::{Event, Listing, State, What};
pub use own::{OwnDocument, OwnDocuments};

use crate::error::StoreError;
use sac_domain::admission::StatoRicovero;
use sac_domain::certificate::StatoCertificato;
use sac_domain::identifier::{Puc, Pucir};

/// Why a command wrote nothing: the records are not as its caller believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// An equal certificate of the same doctor stands under this number.
    #[error("an equal certificate stands: {0}")]
    DuplicateCertificate(Puc),
    /// An equal admission is open under this number.
    #[error("an equal admission is open: {0}")]
    DuplicateAdmission(Pucir),
    /// The certificate is no longer active.
    #[error("the certificate {0} does not stand: {1:?}")]
    CertificateNotActive(Puc, StatoCertificato),
    /// The new last day is not an earlier one.
    #[error("the prognosis does not end earlier")]
    NotShorter,
    /// The admission is no longer open.
    #[error("the admission {0} is not open: {1:?}")]
    AdmissionNotOpen(Pucir, StatoRicovero),
    /// There is no such document.
    #[error("no such document")]
    Unknown,
}

/// Why a command gave no number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The records are not as the caller believes; nothing was written.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The store failed; nothing was acknowledged.
    #[error(transparent)]
    Store(#[from] StoreError),
}
