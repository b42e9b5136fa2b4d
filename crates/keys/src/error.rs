//! What goes wrong with keys, each with the file and the remedy.

use std::{io, path::PathBuf};

use sac_domain::error::chain;
use sac_domain::words::{Language, Said, Words};
use thiserror::Error;

/// Why the keys are not available. None of these shows any key.
#[derive(Debug, Error)]
pub enum KeysError {
    /// The system refuses a file.
    #[error("cannot {action} {path}: {source}. Check that the folder exists, is yours and has room", path = path.display())]
    File {
        /// `read`, `write`, …
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is there, but is not what it should be.
    #[error("{path} {fault}. {remedy}", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, as the rest of a sentence that begins with the file's name.
        fault: Said,
        /// What to do.
        remedy: Said,
    },
    /// A name for the server certificate is neither a host name nor an IP address.
    #[error(
        "`{0}` is neither a host name nor an IP address: give names such as `sac.example` or addresses such as `192.0.2.1`"
    )]
    Host(String),
    /// A name for a client certificate cannot stand in one.
    #[error("a client certificate needs a name of 1 to 64 characters")]
    ClientName,
    /// A cryptographic library refuses what it has not been known to refuse.
    #[error("cannot make {what}: {reason}")]
    Crypto {
        /// What was being made.
        what: &'static str,
        /// What the library says.
        reason: String,
    },
}

/// For `map_err`: the library's error as ours.
pub(super) fn crypto<E: std::fmt::Display>(what: &'static str) -> impl FnOnce(E) -> KeysError {
    move |error| KeysError::Crypto { what, reason: error.to_string() }
}

impl Words for KeysError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return chain(self).to_string();
        }
        match self {
            Self::File { action, path, source } => {
                let done = match *action {
                    "create" => "creare",
                    "open" => "aprire",
                    "lock" => "bloccare",
                    "read" => "leggere",
                    "protect" => "proteggere",
                    _ => "scrivere",
                };
                format!(
                    "non si può {done} {}: {}. Controllare che la cartella esista, sia di chi avvia il programma e \
                     abbia spazio",
                    path.display(),
                    source.words(language)
                )
            }
            Self::Damaged { path, fault, remedy } => format!("{} {}. {}", path.display(), fault.it, remedy.it),
            Self::Host(name) => format!(
                "`{name}` non è né un nome di macchina né un indirizzo IP: dare nomi come `sac.example` o indirizzi come \
                 `192.0.2.1`"
            ),
            Self::ClientName => "a un certificato client serve un nome da 1 a 64 caratteri".to_owned(),
            Self::Crypto { what, reason } => {
                format!("la libreria crittografica ha rifiutato un'operazione (dettaglio tecnico: {what}: {reason})")
            }
        }
    }
}
