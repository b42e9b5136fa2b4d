//! A table of numbers and texts that replaces those of a book.

use std::collections::BTreeMap;

use sac_domain::words::{Language, Text, Words};
use serde::Deserialize;

/// A table of numbers and texts, as `--error-table` takes it: one `[rule-name]` a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    #[serde(rename = "tipoErrore")]
    pub tipo_errore: Option<toml::Spanned<String>>,
    #[serde(rename = "sezioneErrata")]
    pub sezione_errata: Option<toml::Spanned<String>>,
    pub text: Option<toml::Spanned<String>>,
}

/// Why a table of numbers and texts is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {}", reason.en)]
pub struct TableError {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub reason: Text,
}

/// The replacements of a table, by rule name.
pub fn read(table: &str) -> Result<BTreeMap<toml::Spanned<String>, Replacement>, TableError> {
    toml::from_str(table).map_err(|error| TableError {
        line: line_of(table, error.span().map_or(0, |span| span.start)),
        reason: Text::new("qui la tabella non è TOML della forma attesa", error.message()),
    })
}

/// The line in which a byte of the text stands, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

impl Words for TableError {
    fn words(&self, language: Language) -> String {
        let Self { line, reason } = self;
        format!("{} {line}: {}", language.pick("riga", "line"), reason.get(language))
    }
}
