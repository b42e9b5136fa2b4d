//! Sentences in both languages.

use sac_diagnostic::Language;
use serde::Serialize;

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the languages")]
pub struct Words {
    pub it: String,
    pub en: String,
}

impl Words {
    pub(crate) fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// What an error says in each language.
    pub(crate) fn of(error: &impl sac_domain::words::Words) -> Self {
        Self::new(error.words(Language::It), error.words(Language::En))
    }

    /// What is not ours to translate.
    pub(crate) fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { it: text.clone(), en: text }
    }

    /// The sentence in this language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::It => &self.it,
            Language::En => &self.en,
        }
    }
}
