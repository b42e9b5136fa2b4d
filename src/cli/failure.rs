//! Why a command could not be carried out, each in a sentence that names the cure.

use std::io;
use std::path::{Path, PathBuf};

use sac_gateway::client::{BadTarget, ClientError, TrustError};
use sac_gateway::config::ConfigError;
use sac_gateway::gateway::StartError;
use sac_gateway::keys::KeysError;
use sac_gateway::print::{Kind, PrintError};
use sac_gateway::registry::credentials::CannotHash;
use sac_gateway::registry::seed::SeedError;
use sac_gateway::rule::catalogue::TableError;
use sac_gateway::rule::diagnosis::NoCodes;
use sac_gateway::sealed::SealError;
use sac_gateway::store::StoreError;
use sac_gateway::store::sqlite::OpenError;
use sac_http::BindError;
use sac_world::WorldName;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Listen(#[from] BindError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Target(#[from] BadTarget),
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error("{}: {cause}", path.display())]
    Database { path: PathBuf, cause: OpenError },
    #[error("a password cannot be made ready: {0}")]
    Password(#[from] CannotHash),
    #[error("the error table {} cannot be used: {cause}", path.display())]
    ErrorTable { path: PathBuf, cause: TableError },
    #[error("the ICD-9-CM table {} cannot be used: {cause}", path.display())]
    Icd9Table { path: PathBuf, cause: NoCodes },
    #[error("there is no rule and no code «{asked}»; {}", meant(closest))]
    NoSuchRule { asked: String, closest: Vec<&'static str> },
    #[error(
        "{} is no gateway's data directory (there is no {} in it); start a gateway with `sac serve` once, or name another with --data-dir",
        data_dir.display(), sac_gateway::gateway::DATABASE
    )]
    NoInstallation { data_dir: PathBuf },
    #[error("there is no user «{name}»; `sac user list` shows all{}", perhaps(closest.as_ref()))]
    NoSuchUser { name: String, closest: Option<String> },
    #[error(
        "there is a user «{name}» already; change it with `sac user password`, `pincode`, `block` or `unblock`, or choose another --name"
    )]
    UserThere { name: String },
    #[error("there is no print {kind} of {number} in the world {world}: {}", prints(*kind))]
    NoSuchPrint { kind: Kind, number: String, world: WorldName },
    #[error(
        "there is no world {world} in {} (there is no {}); a world that is not kept there is printed by the running gateway, over its control API",
        data_dir.display(), path.display()
    )]
    NoSuchWorld { world: WorldName, data_dir: PathBuf, path: PathBuf },
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The flags do not go together.
    #[error("{0}")]
    Flags(&'static str),
    #[error("{} is to be checked: the report cannot take its place, write it elsewhere", path.display())]
    OutputIsInput { path: PathBuf },
    #[error("{} is there already; remove it, or write elsewhere", path.display())]
    FileThere { path: PathBuf },
    #[error("the certificate {} cannot be used to encrypt: {cause}", path.display())]
    Certificate { path: PathBuf, cause: SealError },
    #[error("cannot {doing} {}: {cause}", path.display())]
    File { doing: &'static str, path: PathBuf, cause: io::Error },
    #[error("{} was not left by a gateway of this version ({cause}); start the gateway again", path.display())]
    Announcement { path: PathBuf, cause: serde_json::Error },
    #[error(
        "no gateway runs out of {} (there is no {} in it); start one with `sac serve`, or say where one is with {flag}",
        data_dir.display(), file
    )]
    NoGateway { data_dir: PathBuf, file: &'static str, flag: &'static str },
    #[error("the gateway has no control API, or takes another token: start it again, without --control off")]
    NoControl,
    #[error(transparent)]
    Unsealer(sac_gateway::sealed::UnsealerError),
    #[error(
        "there is no encryption key (SanitelCF.key) in {}: name the data directory of a gateway that has run, or leave \
         --data-dir away to have the encrypted fields checked for their shape only",
        data_dir.display()
    )]
    NoKey { data_dir: PathBuf },
    #[error("{} holds no private key in PEM: {cause}", path.display())]
    PrivateKey { path: PathBuf, cause: sac_gateway::sealed::UnsealerError },
    #[error("the export {} cannot be read: {cause}", path.display())]
    Export { path: PathBuf, cause: sac_exchanges::read::ReadError },
    #[error("{} holds no logins ([CALLER] with user, password and perhaps pincode): {cause}", path.display())]
    Logins { path: PathBuf, cause: toml::de::Error },
    #[error(transparent)]
    Proxy(#[from] sac_compare::proxy::ProxyError),
    #[error("nothing has passed yet: there is no {}; start the proxy with `sac proxy --to URL --ca FILE --listen ADDRESS`", path.display())]
    NothingPassed { path: PathBuf },
    #[error(transparent)]
    Encryption(#[from] sac_compare::replay::NoCertificate),
    #[error("the environment variable {name} is no setting; did you mean {meant}? Rename it, or remove it")]
    Variable { name: String, meant: String },
    #[error("there is a user but no password; give one by SAC_PASSWORD, --password-file or --password")]
    NoPassword,
    #[error("the gateway at {place} is not well: HTTP {status}{reason}")]
    Unhealthy { place: String, status: u16, reason: String },
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

fn meant(closest: &[&str]) -> String {
    let all = "`sac rules` lists the rules, `sac explain` the codes";
    if closest.is_empty() {
        return all.to_owned();
    }
    format!("did you mean {}? {all}", closest.join(" or "))
}

fn perhaps(closest: Option<&String>) -> String {
    closest.map(|name| format!("; did you mean «{name}»?")).unwrap_or_default()
}

fn prints(kind: Kind) -> &'static str {
    match kind {
        Kind::A | Kind::B => "A and B are of certificates, C and D of those written at discharge, E of admissions",
        Kind::C | Kind::D => "C and D are of certificates written at discharge, A and B of others, E of admissions",
        Kind::E => "E is of admissions, A to D are of certificates",
    }
}
