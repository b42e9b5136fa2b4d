//! What is written down of a subject, one line for each thing that happened.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::machine::{Passaggio, Stato};
use crate::rule::Rule;

/// A line of a subject's history. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accaduto {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub evento: String,
    /// The PIN's state before.
    pub da: Option<Stato>,
    /// The PIN's state after.
    pub a: Option<Stato>,
    /// By which way.
    pub canale: Option<String>,
    /// The rule that refused it.
    pub regola: Option<String>,
}

impl Accaduto {
    /// Something that is no transition.
    #[must_use]
    pub fn new(at: DateTime<Utc>, evento: impl Into<String>) -> Self {
        Self { at, evento: evento.into(), da: None, a: None, canale: None, regola: None }
    }

    /// A transition.
    #[must_use]
    pub fn of(at: DateTime<Utc>, passaggio: Passaggio) -> Self {
        let Passaggio { evento, da, a } = passaggio;
        Self { da, a: Some(a), ..Self::new(at, evento.as_str()) }
    }

    /// The same by this way.
    #[must_use]
    pub fn by(self, canale: impl Into<String>) -> Self {
        Self { canale: Some(canale.into()), ..self }
    }

    /// The same, refused by this rule.
    #[must_use]
    pub fn breaking(self, regola: Rule) -> Self {
        Self { regola: Some(regola.name().to_owned()), ..self }
    }
}
