//! Which message of the contract an element is.

use sac_domain::operation::Operation;

/// What a message turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing of the contract, or not readable that far.
    #[default]
    Unknown,
    /// A request.
    Request(Operation),
    /// The reply to one.
    Response(Operation),
    /// A SOAP fault.
    Fault,
}

impl Kind {
    /// The message whose root or Body's child has this local name.
    #[must_use]
    pub fn of_element(local: &str) -> Self {
        let response = || Operation::ALL.iter().copied().find(|operation| operation.response_element() == local);
        Operation::from_request_element(local)
            .map(Self::Request)
            .or_else(|| response().map(Self::Response))
            .unwrap_or_default()
    }

    /// The operation that it asks for.
    #[must_use]
    pub fn requested(self) -> Option<Operation> {
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
            Self::Request(operation) => operation.request_element(),
            Self::Response(operation) => operation.response_element(),
            Self::Fault => "Fault",
        }
    }
}
