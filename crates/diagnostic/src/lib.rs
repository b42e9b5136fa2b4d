//! What can be wrong with a message and how it is said, in Italian and in English.
//!
//! A [`Finding`] is data: a [`Code`] of the one table in `table.rs`, a [`Place`], what was
//! found and what was allowed. Sentences are made from it only when somebody reads them, so
//! the endpoint's faults, the command line and the reports speak with one voice.

mod code;
mod finding;
mod from_schema;
mod from_xml;
mod phrases;
mod source;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod visible;

pub use code::{Code, Entry, Group, Wording};
pub use finding::{Finding, kept};
pub use from_schema::findings;
pub use sac_domain::provenance::Provenance;
pub use source::source_in_words;
pub use visible::{hex, is_invisible};

pub use sac_xml::{Locator, Place};

use serde::{Deserialize, Serialize};

/// A language in which findings are worded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Italian, the language of the service.
    #[default]
    It,
    /// English.
    En,
}

impl Language {
    /// Its code in ISO 639, as `xml:lang` has it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }
}

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// A text in two languages.
    #[must_use]
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// Words that read the same in every language: names, patterns, numbers.
    #[must_use]
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { it: words.clone(), en: words }
    }

    /// This text with another one right behind it.
    #[must_use]
    pub fn followed_by(mut self, other: &Self) -> Self {
        self.it.push_str(&other.it);
        self.en.push_str(&other.en);
        self
    }

    /// The words in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::It => &self.it,
            Language::En => &self.en,
        }
    }
}
