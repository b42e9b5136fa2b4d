//! The contract's messages as types (contract §3, §4): what a request says, and what a receipt
//! tells. Reading takes an element that the schema has passed; writing gives elements that
//! the schema will pass.

pub mod receipt;
pub mod request;
mod write;

pub use receipt::Receipt;
pub use request::Request;

/// The namespace of the request and response elements (contract §1).
pub const NAMESPACE: &str = "http://cert.sanita.finanze.it/";
