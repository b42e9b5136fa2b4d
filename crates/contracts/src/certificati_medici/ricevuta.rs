//! The content of a response element (contract §4).

use sac_certificates::receipt::Receipt;
use sac_certificates::rule::catalogue::Errore;

/// The most errors that one can hold (contract §4 `ricevutaNonOk`).
pub const MOST_ERRORS: usize = 10;

/// A receipt, or the reasons why there is none. Never both (rules §1.6).
pub enum Ricevuta {
    /// `ricevutaOk…`: the receipt of the operation.
    Ok(Receipt),
    /// `ricevutaNonOk`: at least one error; those after the tenth are left out.
    NonOk(Vec<Errore>),
}

impl Ricevuta {
    /// The number that its receipt assigns, if any.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Ok(receipt) => receipt.number(),
            Self::NonOk(_) => None,
        }
    }
}
