//! The SOAP channel (contract §1, rules §1): it only translates. One exchange is readable in
//! [`endpoint`]; what a certificate is, and what may be done with it, is the service's.

mod action;
mod authenticate;
mod endpoint;
mod envelope;
mod fault;
mod fault_form;
mod reply;
pub mod route;
mod wsdl;

pub use action::contradicts;
pub use endpoint::Endpoint;
pub use endpoint::{empty_optional, media_of_soap_12, not_a_request, reading_limits};
pub use envelope::{NotOpened, SOAP_11, close, open};
pub use fault::{Fault, FaultCode};
pub use fault_form::read_fault;
