//! Masks exchanges: whatever points to a person is replaced, the same by the same within one export,
//! and in a form that the contract and the rules treat as they treated the original.
//!
//! What is not known to be harmless is replaced: an element that the contract gains later is masked
//! until `field.rs` says what it is.

mod about;
mod address;
mod code;
mod draw;
mod field;
mod free_text;
mod head;
mod person;
mod shape;
#[cfg(test)]
mod tests;
mod xml;

use chrono::NaiveDate;
use sac_certificates::rule::Catalogue;
use sac_keys::sealed::{Sealer, Unsealer};

use crate::recorded::Recorded;
use draw::Draw;
pub use free_text::MASKED;

/// Masks the exchanges of one export.
pub struct Mask {
    draw: Draw,
    seals: Option<Seals>,
    /// Settles the century of a codice fiscale.
    today: NaiveDate,
    /// The texts of refusals.
    catalogue: Catalogue,
}

/// What opens the encrypted fields, and what encrypts them again for the same key.
pub struct Seals {
    /// Opens them.
    pub unsealer: Unsealer,
    /// Encrypts them.
    pub sealer: Sealer,
}

impl Mask {
    /// A mask under this key: another key gives other values. Without `seals` encrypted fields are
    /// replaced by blocks that nobody can open.
    #[must_use]
    pub fn new(key: &[u8], seals: Option<Seals>, today: NaiveDate, catalogue: Catalogue) -> Self {
        Self { draw: Draw::new(key), seals, today, catalogue }
    }

    /// A key that nobody knows.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn random_key() -> Result<[u8; 32], getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(key)
    }

    /// The exchange, masked. A body that is no XML is left out.
    #[must_use]
    pub fn apply(&self, exchange: Recorded) -> Recorded {
        let Recorded { about, request, response } = exchange;
        let mut worker = about.get("worker").and_then(|worker| worker.as_str()).map(|code| self.codice_fiscale(code));
        let request = request.map(|request| self.message(request, &mut worker));
        let response = response.map(|response| self.message(response, &mut worker));
        Recorded { about: self.about(about), request, response }
    }
}
