//! What is wrong with a file of people.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::credentials::CannotHash;
use sac_domain::words::{Language, Text, Words};
use sac_store::StoreError;

/// Something wrong with a file. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Counted from one.
    pub line: usize,
    /// What is wrong.
    pub message: Text,
}

/// Why no one was added.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("{} cannot be read: {cause}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Something in it is wrong, in one place or more.
    #[error("{}", listed(path.as_deref(), problems, Language::En))]
    Wrong {
        /// Which file, where it was one.
        path: Option<PathBuf>,
        /// All that is wrong, by line.
        problems: Vec<Problem>,
    },
    /// A password cannot be hashed.
    #[error(transparent)]
    Password(#[from] CannotHash),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SeedError {
    pub(super) fn in_file(self, file: &Path) -> Self {
        match self {
            Self::Wrong { problems, .. } => Self::Wrong { path: Some(file.to_owned()), problems },
            other => other,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message.en)
    }
}

fn listed(path: Option<&Path>, problems: &[Problem], language: Language) -> String {
    let line = |Problem { line, message }: &Problem| match path {
        Some(path) => format!("{}:{line}: {}", path.display(), message.get(language)),
        None => format!("{} {line}: {}", language.pick("riga", "line"), message.get(language)),
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl Words for SeedError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Password(error), _) => error.words(language),
            (Self::Store(error), _) => error.words(language),
            (_, Language::En) => self.to_string(),
            (Self::File { path, cause }, _) => {
                format!("{} non si può leggere: {}", path.display(), cause.words(language))
            }
            (Self::Wrong { path, problems }, _) => listed(path.as_deref(), problems, language),
        }
    }
}
