//! Why a command could not be carried out, each in a sentence that names the remedy.

use std::io;
use std::path::{Path, PathBuf};

use sac_compare::proxy::ProxyError;
use sac_compare::replay::NoCertificate;
use sac_exchanges::read::ReadError;
use sac_gateway::client::{BadTarget, ClientError, TrustError};
use sac_gateway::config::ConfigError;
use sac_gateway::diagnostic::{Language, Text};
use sac_gateway::domain::say;
use sac_gateway::domain::words::{Said, Words, said};
use sac_gateway::gateway::{DATABASE, StartError};
use sac_gateway::keys::KeysError;
use sac_gateway::print::{Kind, PrintError};
use sac_gateway::registry::credentials::CannotHash;
use sac_gateway::registry::seed::SeedError;
use sac_gateway::rule::catalogue::TableError;
use sac_gateway::rule::diagnosis::NoCodes;
use sac_gateway::sealed::{SealError, UnsealerError};
use sac_gateway::store::StoreError;
use sac_gateway::store::sqlite::OpenError;
use sac_gateway::transport::BindError;
use sac_world::WorldName;

/// Why a command could not be carried out.
#[derive(Debug)]
pub(super) enum Failure {
    /// An error of a library, which knows its own words.
    Known(Box<dyn Words>),
    Database {
        path: PathBuf,
        cause: OpenError,
    },
    ErrorTable {
        path: PathBuf,
        cause: TableError,
    },
    Icd9Table {
        path: PathBuf,
        cause: NoCodes,
    },
    NoSuchRule {
        asked: String,
        closest: Vec<&'static str>,
    },
    NoInstallation {
        data_dir: PathBuf,
    },
    NoSuchUser {
        name: String,
        closest: Option<String>,
    },
    UserThere {
        name: String,
    },
    NoSuchPrint {
        kind: Kind,
        number: String,
        world: WorldName,
    },
    NoSuchWorld {
        world: WorldName,
        data_dir: PathBuf,
        path: PathBuf,
    },
    /// The flags do not go together, or a file cannot be used.
    Flags(Said),
    OutputIsInput {
        path: PathBuf,
    },
    FileThere {
        path: PathBuf,
    },
    Certificate {
        path: PathBuf,
        cause: SealError,
    },
    File {
        doing: Doing,
        path: PathBuf,
        cause: io::Error,
    },
    Announcement {
        path: PathBuf,
        cause: serde_json::Error,
    },
    NoGateway {
        data_dir: PathBuf,
        file: &'static str,
        flag: Said,
    },
    NoControl,
    NoKey {
        data_dir: PathBuf,
    },
    PrivateKey {
        path: PathBuf,
        cause: UnsealerError,
    },
    Export {
        path: PathBuf,
        cause: ReadError,
    },
    Logins {
        path: PathBuf,
        cause: toml::de::Error,
    },
    NothingPassed {
        path: PathBuf,
    },
    Variable {
        name: String,
        meant: String,
    },
    NoPassword,
    Unhealthy {
        place: String,
        status: u16,
        reason: Option<Text>,
    },
    System(io::Error),
    /// Standard output cannot be written.
    Output(io::Error),
}

/// What was to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Read,
    Write,
    Create,
    Remove,
    Find,
    WritePages,
}

impl Failure {
    /// What `doing` something with a file came to.
    pub(super) fn file(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::File { doing, path: path.to_owned(), cause }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

macro_rules! known {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Known(Box::new(error))
            }
        })+
    };
}

known!(
    BadTarget,
    BindError,
    CannotHash,
    ClientError,
    ConfigError,
    KeysError,
    NoCertificate,
    PrintError,
    ProxyError,
    SeedError,
    StartError,
    StoreError,
    TrustError,
    UnsealerError,
);

impl Words for Failure {
    #[expect(clippy::too_many_lines, reason = "one sentence, in two languages, for each error")]
    fn words(&self, language: Language) -> String {
        match self {
            Self::Known(error) => error.words(language),
            Self::Database { path, cause } => format!("{}: {}", path.display(), cause.words(language)),
            Self::ErrorTable { path, cause } => say!(
                language,
                it: "la tabella degli errori {path} non si può usare: {cause}",
                en: "the error table {path} cannot be used: {cause}",
                path = path.display(), cause = cause.words(language),
            ),
            Self::Icd9Table { path, cause } => say!(
                language,
                it: "la tabella ICD-9-CM {path} non si può usare: {cause}",
                en: "the ICD-9-CM table {path} cannot be used: {cause}",
                path = path.display(), cause = cause.words(language),
            ),
            Self::NoSuchRule { asked, closest } => say!(
                language,
                it: "nessuna regola e nessun codice si chiama «{asked}»; {meant}`sac rules` elenca le regole, `sac explain` i codici",
                en: "there is no rule and no code «{asked}»; {meant}`sac rules` lists the rules, `sac explain` the codes",
                meant = match closest.as_slice() {
                    [] => String::new(),
                    names => format!("{} {}? ", did_you_mean(language), names.join(language.pick(" o ", " or "))),
                },
            ),
            Self::NoInstallation { data_dir } => say!(
                language,
                it: "{folder} non è la cartella dei dati di un gateway (non c'è {DATABASE}); avviare una volta un gateway con `sac serve`, o indicarne un'altra con --data-dir",
                en: "{folder} is no gateway's data directory (there is no {DATABASE} in it); start a gateway with `sac serve` once, or name another with --data-dir",
                folder = data_dir.display(),
            ),
            Self::NoSuchUser { name, closest } => say!(
                language,
                it: "l'utente «{name}» non esiste; `sac user list` li elenca tutti{meant}",
                en: "there is no user «{name}»; `sac user list` lists all{meant}",
                meant = closest
                    .as_ref()
                    .map(|name| format!("; {} «{name}»?", did_you_mean(language)))
                    .unwrap_or_default(),
            ),
            Self::UserThere { name } => say!(
                language,
                it: "l'utente «{name}» esiste già; cambiarlo con `sac user password`, `pincode`, `block` o `unblock`, o scegliere un altro --name",
                en: "there is a user «{name}» already; change it with `sac user password`, `pincode`, `block` or `unblock`, or choose another --name",
            ),
            Self::NoSuchPrint { kind, number, world } => say!(
                language,
                it: "nel mondo {world} non c'è una stampa {kind} di {number}: {prints}",
                en: "there is no print {kind} of {number} in the world {world}: {prints}",
                prints = prints(*kind).words(language),
            ),
            Self::NoSuchWorld { world, data_dir, path } => say!(
                language,
                it: "in {folder} non c'è un mondo {world} (manca {path}); un mondo che non si conserva lì lo stampa il gateway in funzione, con la sua API di controllo",
                en: "there is no world {world} in {folder} (there is no {path}); a world that is not kept there is printed by the running gateway, over its control API",
                folder = data_dir.display(), path = path.display(),
            ),
            Self::Flags(said) => said.words(language),
            Self::OutputIsInput { path } => say!(
                language,
                it: "{path} è tra i file da controllare: il rapporto non può prenderne il posto, scriverlo altrove",
                en: "{path} is to be checked: the report cannot take its place, write it elsewhere",
                path = path.display(),
            ),
            Self::FileThere { path } => say!(
                language,
                it: "{path} esiste già; toglierlo, o scrivere altrove",
                en: "{path} is there already; remove it, or write elsewhere",
                path = path.display(),
            ),
            Self::Certificate { path, cause } => say!(
                language,
                it: "con il certificato {path} non si può cifrare: {cause}",
                en: "the certificate {path} cannot be used to encrypt: {cause}",
                path = path.display(), cause = cause.words(language),
            ),
            Self::File { doing, path, cause } => say!(
                language,
                it: "non si può {doing} {path}: {cause}",
                en: "cannot {doing} {path}: {cause}",
                doing = doing.words(language), path = path.display(), cause = cause.words(language),
            ),
            Self::Announcement { path, cause } => say!(
                language,
                it: "{path} non è stato lasciato da un gateway di questa versione (riga {line}); riavviare il gateway",
                en: "{path} was not left by a gateway of this version (line {line}); start the gateway again",
                path = path.display(), line = cause.line(),
            ),
            Self::NoGateway { data_dir, file, flag } => say!(
                language,
                it: "nessun gateway usa la cartella {folder} (non c'è {file}); avviarne uno con `sac serve`, o indicare dov'è con {flag}",
                en: "no gateway runs out of {folder} (there is no {file} in it); start one with `sac serve`, or say where one is with {flag}",
                folder = data_dir.display(), flag = flag.words(language),
            ),
            Self::NoControl => say!(
                language,
                it: "il gateway non ha l'API di controllo, o vuole un altro token: riavviarlo, senza --control off",
                en: "the gateway has no control API, or takes another token: start it again, without --control off",
            ),
            Self::NoKey { data_dir } => say!(
                language,
                it: "in {folder} non c'è una chiave di cifratura (SanitelCF.key): indicare la cartella dei dati di un gateway che è stato avviato, o non dare --data-dir, e dei campi cifrati si controlla solo la forma",
                en: "there is no encryption key (SanitelCF.key) in {folder}: name the data directory of a gateway that has run, or leave --data-dir away to have the encrypted fields checked for their shape only",
                folder = data_dir.display(),
            ),
            Self::PrivateKey { path, cause } => say!(
                language,
                it: "{path} non contiene una chiave privata in PEM: {cause}",
                en: "{path} holds no private key in PEM: {cause}",
                path = path.display(), cause = cause.words(language),
            ),
            Self::Export { path, cause } => say!(
                language,
                it: "l'esportazione {path} non si può leggere: {cause}",
                en: "the export {path} cannot be read: {cause}",
                path = path.display(), cause = cause.words(language),
            ),
            Self::Logins { path, cause } => say!(
                language,
                it: "{path} non contiene accessi ([CHIAMANTE] con user, password ed eventualmente pincode){cause}",
                en: "{path} holds no logins ([CALLER] with user, password and perhaps pincode){cause}",
                path = path.display(), cause = language.pick(String::new(), format!(": {}", cause.message())),
            ),
            Self::NothingPassed { path } => say!(
                language,
                it: "non è ancora passato nulla: non c'è {path}; avviare il proxy con `sac proxy --to URL --ca FILE --listen INDIRIZZO`",
                en: "nothing has passed yet: there is no {path}; start the proxy with `sac proxy --to URL --ca FILE --listen ADDRESS`",
                path = path.display(),
            ),
            Self::Variable { name, meant } => say!(
                language,
                it: "la variabile d'ambiente {name} non è un'impostazione; forse si intendeva {meant}? Cambiarle nome, o toglierla",
                en: "the environment variable {name} is no setting; did you mean {meant}? Rename it, or remove it",
            ),
            Self::NoPassword => say!(
                language,
                it: "c'è un utente ma non una password; darla con SAC_PASSWORD, --password-file o --password",
                en: "there is a user but no password; give one by SAC_PASSWORD, --password-file or --password",
            ),
            Self::Unhealthy { place, status, reason } => say!(
                language,
                it: "il gateway a {place} non funziona: HTTP {status}{reason}",
                en: "the gateway at {place} is not well: HTTP {status}{reason}",
                reason = reason.as_ref().map(|reason| format!(", {}", reason.get(language))).unwrap_or_default(),
            ),
            Self::System(cause) => say!(
                language,
                it: "il sistema rifiuta ciò che serve al programma: {cause}",
                en: "the system refuses what the program needs to run: {cause}",
                cause = cause.words(language),
            ),
            Self::Output(cause) => say!(
                language,
                it: "il risultato non si può scrivere: {cause}",
                en: "cannot write the output: {cause}",
                cause = cause.words(language),
            ),
        }
    }
}

impl Words for Doing {
    fn words(&self, language: Language) -> String {
        let (it, en) = match self {
            Self::Read => ("leggere", "read"),
            Self::Write => ("scrivere", "write"),
            Self::Create => ("creare", "create"),
            Self::Remove => ("togliere", "remove"),
            Self::Find => ("trovare", "find"),
            Self::WritePages => ("scrivere le pagine del manuale in", "write the manual pages to"),
        };
        language.pick(it, en).to_owned()
    }
}

fn did_you_mean(language: Language) -> &'static str {
    language.pick("forse si intendeva", "did you mean")
}

fn prints(kind: Kind) -> Said {
    match kind {
        Kind::A | Kind::B => said(
            "A e B sono di certificati, C e D di quelli scritti alla dimissione, E di ricoveri",
            "A and B are of certificates, C and D of those written at discharge, E of admissions",
        ),
        Kind::C | Kind::D => said(
            "C e D sono di certificati scritti alla dimissione, A e B degli altri, E di ricoveri",
            "C and D are of certificates written at discharge, A and B of others, E of admissions",
        ),
        Kind::E => said("E è di ricoveri, da A a D di certificati", "E is of admissions, A to D are of certificates"),
    }
}
