//! Which message of a contract an element is.

use super::operation::Operation;

/// What a message turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing of the contract, or not readable that far.
    #[default]
    Unknown,
    /// A request.
    Request(&'static Operation),
    /// The reply to one.
    Response(&'static Operation),
    /// A SOAP fault.
    Fault,
}

impl Kind {
    /// The operation that it asks for.
    #[must_use]
    pub fn requested(self) -> Option<&'static Operation> {
        match self {
            Self::Request(operation) => Some(operation),
            Self::Unknown | Self::Response(_) | Self::Fault => None,
        }
    }

    /// The element's name, or a word for what has none.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Request(operation) => operation.request,
            Self::Response(operation) => operation.response,
            Self::Fault => "Fault",
        }
    }
}
