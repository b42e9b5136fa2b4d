//! The limits of the listener, validated before it listens.

use sac_domain::words::{Language, Words};
use thiserror::Error;

use crate::Limits;

/// A limit with which nothing could be served.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the limit `{name}` is {found}, but it must be at least {least}")]
pub struct LimitError {
    /// The setting's name.
    pub name: &'static str,
    /// Its value.
    pub found: usize,
    /// The least value that makes sense.
    pub least: usize,
}

impl Words for LimitError {
    fn words(&self, language: Language) -> String {
        let Self { name, found, least } = self;
        match language {
            Language::It => format!("il limite `{name}` è {found}, ma deve essere almeno {least}"),
            Language::En => self.to_string(),
        }
    }
}

impl Limits {
    /// Refuses limits with which nothing could be served.
    ///
    /// # Errors
    /// The first number that is too small. (A time of zero is allowed: it is what a test of
    /// deadlines wants.)
    pub fn check(&self) -> Result<(), LimitError> {
        let floors = [
            ("max_connections", self.max_connections, 1),
            ("max_header_bytes", self.max_header_bytes, 8192),
            ("max_body_bytes", self.max_body_bytes, 1),
            ("max_inflated_bytes", self.max_inflated_bytes, 1),
            ("max_streams", usize::try_from(self.max_streams).unwrap_or(usize::MAX), 1),
        ];
        match floors.into_iter().find(|(_, found, least)| found < least) {
            Some((name, found, least)) => Err(LimitError { name, found, least }),
            None => Ok(()),
        }
    }
}
