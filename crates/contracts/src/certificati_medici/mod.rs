//! The contract's messages (contract §3, §4). Reading takes an element that the schema has
//! passed; writing gives elements that the schema will pass.

mod contract;
mod head;
mod read;
mod ricevuta;
mod service;
mod write;

pub use contract::{CONTRACT, XSD, schema};
pub use head::{EncryptedHead, HOW_TO_ENCRYPT, decrypt};
pub use read::{Mismatch, read};
pub use ricevuta::{Esito, MOST_ERRORS, Ricevuta};
pub use service::CertificatiMedici;

/// A request as its message states it.
pub type Request = sac_certificates::request::Request<EncryptedHead>;

/// The namespace of the request and response elements (contract §1).
pub const NAMESPACE: &str = "http://cert.sanita.finanze.it/";
