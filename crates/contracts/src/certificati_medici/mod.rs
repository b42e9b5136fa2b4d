//! The contract's messages (contract §3, §4). Reading takes an element that the schema has
//! passed; writing gives elements that the schema will pass.

mod head;
mod read;
mod ricevuta;
mod write;

pub use head::{EncryptedHead, decrypt};
pub use read::{Mismatch, read};
pub use ricevuta::{MOST_ERRORS, Ricevuta};

/// A request as its message states it.
pub type Request = sac_certificates::request::Request<EncryptedHead>;

/// The namespace of the request and response elements (contract §1).
pub const NAMESPACE: &str = "http://cert.sanita.finanze.it/";
