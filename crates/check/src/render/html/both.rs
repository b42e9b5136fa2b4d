//! Words in both languages at once, of which the style shows one.

use super::super::markup::escape;
use sac_diagnostic::{Language, Text};

/// Markup in both languages. What comes from outside has to be escaped already.
pub(super) fn both(it: &str, en: &str) -> String {
    if it == en {
        return it.to_owned();
    }
    format!("<span lang=\"it\">{it}</span><span lang=\"en\">{en}</span>")
}

/// A text, escaped.
pub(super) fn text(text: &Text) -> String {
    both(&escape(&text.it), &escape(&text.en))
}

/// A word that each language has its own of.
pub(super) fn word(word: impl Fn(Language) -> &'static str) -> String {
    both(word(Language::It), word(Language::En))
}

/// A count and what is counted, as one and as many, in Italian and in English.
pub(super) fn counted(count: usize, it: [&str; 2], en: [&str; 2]) -> String {
    let form = usize::from(count != 1);
    both(&format!("{count} {}", it[form]), &format!("{count} {}", en[form]))
}
