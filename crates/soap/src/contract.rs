//! A contract, as the SOAP layer takes it.

use std::error::Error;

use super::interface::Interface;
use super::operation::Operation;
use super::reading::Reading;
use sac_xml::{Element, Writer};

/// A failure of the program, of any kind: the log gets it, the caller does not.
pub type Failure = Box<dyn Error + Send + Sync>;

/// A contract with the types of its messages.
pub struct Contract<Request, Reply> {
    /// Its documents as data.
    pub interface: Interface,
    /// Reads the request of an operation from an element that the schema accepts. It fails only
    /// if the types disagree with the schema.
    pub read: fn(&Operation, Element<'_, '_>) -> Result<Request, Failure>,
    /// Writes the response element of an operation, which the schema must accept. It fails only
    /// if the types disagree with the schema.
    pub write: fn(&Operation, &Reply, &mut Writer) -> Result<(), Failure>,
}

impl<Request, Reply> Contract<Request, Reply> {
    /// The request of a message, if its Body holds a valid one.
    ///
    /// # Errors
    ///
    /// The schema and the types disagree.
    pub fn request(&self, reading: &Reading<'_>) -> Result<Option<Request>, Failure> {
        match (reading.kind.requested(), &reading.body) {
            (Some(operation), Some(body)) => (self.read)(operation, body.root()).map(Some),
            _ => Ok(None),
        }
    }
}
