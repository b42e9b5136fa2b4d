//! The SOAP channel (contract §1, rules §1): it only translates. One exchange is readable in
//! [`endpoint`]; what a certificate is, and what may be done with it, is the service's.

mod action;
mod authenticate;
mod endpoint;
mod envelope;
mod fault;
mod fault_code;
mod fault_form;
mod kind;
mod reading;
mod reply;
pub mod route;
mod settings;
mod wsdl;

pub use endpoint::Endpoint;
pub use envelope::{EnvelopeError, SOAP_11, close, open};
pub use fault::Fault;
pub use fault_code::FaultCode;
pub use fault_form::read_fault;
pub use kind::Kind;
pub use reading::{Expected, Found, Meta, Reading, Stage, media_of_soap_12, read};
pub use settings::{empty_optional, reading_limits};
