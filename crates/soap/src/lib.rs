//! The SOAP channel (contract §1, rules §1): it translates between the wire and a [`Service`], and
//! knows no contract but the [`Contract`] that it is given. One exchange is readable in
//! `endpoint.rs`.
#![warn(clippy::indexing_slicing)]

mod authenticate;
mod contract;
mod endpoint;
mod envelope;
#[cfg(test)]
mod example;
mod fault;
mod fault_code;
mod fault_form;
mod interface;
mod kind;
mod media;
mod on_purpose;
mod operation;
mod outcome;
mod progress;
mod reading;
mod route;
mod service;
mod settings;

pub use contract::{Contract, Failure};
pub use endpoint::Endpoint;
pub use envelope::{EnvelopeError, SOAP_11, close, open};
pub use fault::{DETAIL, Fault};
pub use fault_code::FaultCode;
pub use fault_form::read_fault;
pub use interface::{Document, Interface};
pub use kind::Kind;
pub use media::SoapMedia;
pub use operation::Operation;
pub use reading::{Expected, Found, Meta, Reading, Stage, media_of_soap_12, read};
pub use route::{Route, route};
pub use service::{About, Answer, Remark, Service};
pub use settings::{empty_optional, reading_limits};
