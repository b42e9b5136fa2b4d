//! What an answer came to, without what is personal in it.

use sac_client::Answer;
use serde::{Deserialize, Serialize};

/// What an answer came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outcome {
    /// `accepted`, `refused 112`, `fault Client`, `HTTP 503`.
    pub outcome: String,
    /// The refusals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
}

/// A refusal, its values replaced by the words of the rule book where they are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Error {
    /// `tipoErrore`.
    pub tipo: String,
    /// `sezioneErrata`.
    pub sezione: String,
    /// `descrizione`.
    pub text: String,
}

impl Outcome {
    /// Without the errors.
    pub(super) fn bare(answer: &Answer) -> Self {
        Self { outcome: crate::answers::in_words(answer), errors: Vec::new() }
    }
}
