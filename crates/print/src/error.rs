//! Why there is no print.

use std::fmt::Debug;

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};
use sac_store::StoreError;

use crate::face::BadFont;

/// Why there is no print.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PrintError {
    /// The document could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The font.
    #[error(transparent)]
    Font(#[from] BadFont),
    /// The library that writes PDF refused.
    #[error("the print cannot be written as PDF/A: {0}")]
    Pdf(String),
}

impl PrintError {
    /// The library's errors know no words, only what they hold.
    pub(crate) fn pdf(source: &impl Debug) -> Self {
        Self::Pdf(format!("{source:?}"))
    }
}

impl Words for PrintError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Store(error), _) => error.words(language),
            (_, Language::En) => chain(self).to_string(),
            (Self::Font(reason), _) => {
                format!("il carattere della stampa non si può usare (dettaglio tecnico: {reason})")
            }
            (Self::Pdf(reason), _) => format!("la stampa non si può scrivere in PDF/A (dettaglio tecnico: {reason})"),
        }
    }
}
