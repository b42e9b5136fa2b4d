//! Why something about a PIN is not done.

use sac_domain::words::{Language, Words};
use sac_pin::rule::Refusal;
use sac_store::StoreError;

/// A secret could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret cannot be hashed: {0}")]
pub struct CannotHashPin(pub(super) String);

/// Why something about a PIN is not done.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// For these reasons, all of one stage.
    #[error("refused")]
    Refused(Vec<Refusal>),
    /// There is no such subject, request or envelope.
    #[error("not found")]
    NotFound,
    /// The state does not allow it.
    #[error("the state does not allow it")]
    State,
    /// Too many secrets are being verified.
    #[error("too many secrets are being verified")]
    Busy,
    /// There is no randomness.
    #[error("there is no randomness")]
    NoRandomness,
    /// A secret cannot be hashed.
    #[error(transparent)]
    Hash(#[from] CannotHashPin),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Words for PinError {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Store(error) => error.words(language),
            error if language == Language::En => error.to_string(),
            Self::Refused(_) => "rifiutato".to_owned(),
            Self::NotFound => "non esiste".to_owned(),
            Self::State => "lo stato non lo consente".to_owned(),
            Self::Busy => "si stanno verificando troppi codici".to_owned(),
            Self::NoRandomness => "non ci sono numeri casuali".to_owned(),
            Self::Hash(error) => format!("dal codice non si può ricavare l'hash (dettaglio tecnico: {})", error.0),
        }
    }
}

impl PinError {
    /// One reason.
    pub(super) fn of(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}
