//! Why a world cannot be made or removed.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use sac_certificates::rule::catalogue::TableError;
use sac_certificates::rule::diagnosis::NoCodes;
use sac_domain::error::chain;
use sac_domain::words::{Language, Text, Words};
use sac_people::seed::SeedError;
use sac_store::StoreError;
use sac_store::sqlite::OpenError;

use crate::faults::PlanError;
use crate::name::{BadName, WorldName};

/// Why a world cannot be made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum WorldError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("rule {rule} of the fault plan cannot be used, at `{pointer}`", rule = .0.index + 1, pointer = .0.pointer)]
    Faults(#[from] PlanError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error("cannot make the folder {path}", path = path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("the fault plan {path} cannot be used: {reason}", path = path.display(), reason = reason.en)]
    FaultPlan { path: PathBuf, reason: Text },
    #[error("cannot read {path}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the error table {path} cannot be used", path = path.display())]
    ErrorTable { path: PathBuf, source: TableError },
    #[error("the ICD-9-CM table {path} cannot be used", path = path.display())]
    Icd9Table { path: PathBuf, source: NoCodes },
}

/// Why there is no new world.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say it")]
pub enum CreateWorldError {
    #[error(transparent)]
    Name(#[from] BadName),
    #[error("there is a world `{0}` already")]
    Exists(WorldName),
    #[error(
        "user {user} of the new world would have the password of the seed, which everybody can read, and {listen} \
         can be reached from other machines: give the world people of its own, or none"
    )]
    SeedPassword { user: String, listen: SocketAddr },
    #[error(transparent)]
    World(#[from] WorldError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a world is not removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say it")]
pub enum RemoveWorldError {
    #[error("there is no world `{0}`")]
    Unknown(String),
    #[error("the default world cannot be removed")]
    Default,
    #[error("the world is gone, but its folder {path} is still there", path = path.display())]
    Folder { path: PathBuf, source: io::Error },
}

/// Why a snapshot is not taken, restored or removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say it")]
pub enum SnapshotError {
    #[error("`{0}` cannot be the name of a snapshot: one to forty of a-z, 0-9 and -, the first no -")]
    Name(String),
    #[error("there is a snapshot `{0}` already")]
    Exists(String),
    #[error("there is no snapshot `{0}`")]
    Unknown(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the snapshot's file {path} cannot be used", path = path.display())]
    File { path: PathBuf, source: io::Error },
}

impl Words for CreateWorldError {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Name(error) => error.words(language),
            Self::World(error) => error.words(language),
            Self::Store(error) => error.words(language),
            _ if language == Language::En => chain(self).to_string(),
            Self::Exists(name) => format!("c'è già un mondo `{name}`"),
            Self::SeedPassword { user, listen } => format!(
                "l'utente {user} del nuovo mondo avrebbe la password del seed, che tutti possono leggere, e {listen} si \
                 può raggiungere da altre macchine: dare al mondo persone proprie, o nessuna"
            ),
        }
    }
}

impl Words for RemoveWorldError {
    fn words(&self, language: Language) -> String {
        match self {
            _ if language == Language::En => chain(self).to_string(),
            Self::Unknown(name) => format!("il mondo `{name}` non esiste"),
            Self::Default => "il mondo default non si può togliere".to_owned(),
            Self::Folder { path, source } => format!(
                "il mondo non c'è più, ma la sua cartella {} c'è ancora: {}",
                path.display(),
                source.words(language)
            ),
        }
    }
}

impl Words for SnapshotError {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Store(error) => error.words(language),
            _ if language == Language::En => chain(self).to_string(),
            Self::Name(name) => format!(
                "`{name}` non può essere il nome di un'istantanea: da uno a quaranta caratteri tra a-z, 0-9 e -, il primo non -"
            ),
            Self::Exists(name) => format!("c'è già un'istantanea `{name}`"),
            Self::Unknown(name) => format!("l'istantanea `{name}` non esiste"),
            Self::File { path, source } => {
                format!("il file {} dell'istantanea non si può usare: {}", path.display(), source.words(language))
            }
        }
    }
}

impl Words for WorldError {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Open(error) => error.words(language),
            Self::Store(error) => error.words(language),
            Self::Seed(error) => error.words(language),
            _ if language == Language::En => chain(self).to_string(),
            Self::Faults(PlanError { index, pointer, detail, .. }) => {
                format!("la regola {} del piano dei guasti non si può usare, a `{pointer}`: {}", index + 1, detail.it)
            }
            Self::Folder { path, source } => {
                format!("non si può creare la cartella {}: {}", path.display(), source.words(language))
            }
            Self::FaultPlan { path, reason } => {
                format!("il piano dei guasti {} non si può usare: {}", path.display(), reason.it)
            }
            Self::File { path, source } => format!("non si può leggere {}: {}", path.display(), source.words(language)),
            Self::ErrorTable { path, source } => {
                format!("la tabella degli errori {} non si può usare: {}", path.display(), source.words(language))
            }
            Self::Icd9Table { path, source } => {
                format!("la tabella ICD-9-CM {} non si può usare: {}", path.display(), source.words(language))
            }
        }
    }
}
