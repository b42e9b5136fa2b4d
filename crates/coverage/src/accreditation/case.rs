//! A case, as the files in `accreditation/` have it.

use sac_diagnostic::{Language, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::seen::Seen;

/// A case: what to do, and by what it is recognised.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Names it, for ever.
    pub id: String,
    /// What kind of case it is.
    pub kind: CaseKind,
    /// Who performs it: kinds of user. None is any.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The operation; none is any.
    #[serde(default)]
    pub operation: Option<String>,
    /// A setting of the world without which it cannot be performed, as in a file of settings.
    #[serde(default)]
    pub setting: Option<String>,
    /// Whether it is for some programs only, and so not counted among what is open.
    #[serde(default)]
    pub optional: bool,
    /// Where it comes from.
    pub source: String,
    /// What to do, in Italian.
    pub it: String,
    /// What to do, in English.
    pub en: String,
    /// By what it is recognised.
    pub seen: Seen,
}

/// What kind of case it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseKind {
    /// It is accepted.
    Ok,
    /// It is refused.
    Ko,
    /// Something goes wrong on the way.
    Fault,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseText)]
pub struct Words {
    /// Italian.
    pub it: String,
    /// English.
    pub en: String,
}

impl CaseKind {
    /// Its name, as the files have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Ko => "ko",
            Self::Fault => "fault",
        }
    }

    /// The heading of such cases.
    #[must_use]
    pub fn heading(self) -> Text {
        match self {
            Self::Ok => Text::new("Casi accettati", "Accepted cases"),
            Self::Ko => Text::new("Casi rifiutati", "Refused cases"),
            Self::Fault => Text::new("Guasti superati", "Faults survived"),
        }
    }
}

impl Case {
    /// Whether users of this kind perform it.
    #[must_use]
    pub fn is_for(&self, role: &str) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|known| known == role)
    }
}

impl Words {
    /// The sentence in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::It => &self.it,
            Language::En => &self.en,
        }
    }
}
