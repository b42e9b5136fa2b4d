//! What the next page says of what was done.

use super::language::Lang;

/// What the next page says of what was done.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    it: String,
    en: String,
    /// What fell due by it: when, what, of whom.
    pub(crate) happened: Vec<[String; 3]>,
}

impl Notice {
    pub(crate) fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into(), happened: Vec::new() }
    }

    pub(crate) fn text(&self, lang: Lang) -> &str {
        lang.of(&self.it, &self.en)
    }
}
