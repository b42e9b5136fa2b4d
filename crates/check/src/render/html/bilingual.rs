//! Words in both languages at once, for the templates to show in both.

use sac_diagnostic::{Language, Text};

/// A word that each language has its own of.
pub(super) fn word(word: impl Fn(Language) -> &'static str) -> Text {
    Text::new(word(Language::It), word(Language::En))
}

/// A count and what is counted, as one and as many, in Italian and in English.
pub(super) fn counted(count: usize, it: [&str; 2], en: [&str; 2]) -> Text {
    let form = usize::from(count != 1);
    Text::new(format!("{count} {}", it[form]), format!("{count} {}", en[form]))
}
