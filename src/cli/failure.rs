//! Why a command could not be carried out, each in a sentence that names the cure.

use std::io;
use std::path::{Path, PathBuf};

use sac_gateway::client::{BadTarget, ClientError, TrustError};
use sac_gateway::config::ConfigError;
use sac_gateway::gateway::StartError;
use sac_gateway::sealed::SealError;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Target(#[from] BadTarget),
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error("the certificate {} cannot be used to encrypt: {cause}", path.display())]
    Certificate { path: PathBuf, cause: SealError },
    #[error("cannot {doing} {}: {cause}", path.display())]
    File { doing: &'static str, path: PathBuf, cause: io::Error },
    #[error("{} was not left by a gateway of this version ({cause}); start the gateway again", path.display())]
    Announcement { path: PathBuf, cause: serde_json::Error },
    #[error(
        "no gateway runs out of {} (there is no {} in it); start one with `sac serve`, or say where one is with {flag}",
        data_dir.display(), super::local::FILE_NAME
    )]
    NoGateway { data_dir: PathBuf, flag: &'static str },
    #[error(transparent)]
    Keys(sac_gateway::keys::KeysError),
    #[error(transparent)]
    Unsealer(sac_gateway::sealed::UnsealerError),
    #[error(
        "there is no encryption key (SanitelCF.key) in {}: name the data directory of a gateway that has run, or leave \
         --data-dir away to have the encrypted fields checked for their shape only",
        data_dir.display()
    )]
    NoKey { data_dir: PathBuf },
    #[error("there is a user but no password; give one by SAC_PASSWORD, --password-file or --password")]
    NoPassword,
    #[error("the gateway at {place} is not well: HTTP {status}")]
    Unhealthy { place: String, status: u16 },
    #[error("the system refuses what the program needs to run: {0}")]
    System(io::Error),
    /// Standard output cannot be written.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// What `doing` something with a file came to.
    pub(super) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::File { doing, path: path.to_owned(), cause }
    }
}
