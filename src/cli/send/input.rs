//! Where a message to send comes from.

use std::fmt;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::example::example;
use sac_gateway::diagnostic::Language;

/// Where a message to send comes from.
pub(super) enum Input {
    /// A file, or standard input where it is called `-`.
    File(PathBuf),
    /// The example.
    Example {
        /// The message.
        text: String,
        /// What it is called.
        name: &'static str,
    },
}

impl Input {
    /// The example as written on `day`, or else today.
    pub(super) fn example(day: Option<NaiveDate>, language: Language) -> Self {
        Self::Example { text: example(day), name: language.pick("esempio", "example") }
    }

    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::File(path) if path == Path::new("-") => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Self::File(path) => std::fs::read(path),
            Self::Example { text, .. } => Ok(text.clone().into_bytes()),
        }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Example { name, .. } => f.write_str(name),
        }
    }
}
