//! What may go wrong between a type and an element.

use std::fmt::Display;

/// The types disagree with the schema, or hold what an element cannot.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct TypeError(pub(super) String);

impl serde::de::Error for TypeError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl serde::ser::Error for TypeError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
