//! What exports are read from, and why one cannot be read.

use std::io::{BufRead, Seek};

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

/// A file, or a stretch of memory.
pub trait Source: BufRead + Seek + Send {}

impl<T: BufRead + Seek + Send> Source for T {}

/// A file that is no export, or an exchange in it that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read at all.
    #[error("it cannot be read")]
    Io(#[from] std::io::Error),
    /// It begins like none of the formats.
    #[error("it is no export: one is a HAR (JSON with a member `log`), a zip of captures, or a JSON object a line")]
    Unknown,
    /// The zip is broken.
    #[error("the zip cannot be read")]
    Zip(#[from] zip::result::ZipError),
    /// It is no HAR.
    #[error("it is no HTTP archive")]
    Har(#[source] serde_json::Error),
    /// A member is not as it has to be.
    #[error("exchange {at}: {problem}")]
    Exchange {
        /// Which one, from 1; of one a line, the line.
        at: u64,
        /// What is wrong with it.
        problem: String,
    },
}

impl Words for ReadError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return chain(self).to_string();
        }
        match self {
            Self::Io(cause) => format!("non si può leggere: {}", cause.words(language)),
            Self::Unknown => {
                "non è un'esportazione: ne è una un HAR (JSON con un membro `log`), uno zip di catture, o un \
                              oggetto JSON per riga"
                    .to_owned()
            }
            Self::Zip(_) => "lo zip non si può leggere".to_owned(),
            Self::Har(cause) => format!("non è un archivio HTTP (riga {})", cause.line()),
            Self::Exchange { at, problem } => format!("scambio {at} (dettaglio tecnico: {problem})"),
        }
    }
}
