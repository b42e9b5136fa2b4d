//! `docs/errors.md`: what the commands say when they cannot do their work, made from the errors.

use std::fmt::Write as _;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use sac_exchanges::read::ReadError;
use sac_gateway::client::{ClientError, Stage, Target, TrustError};
use sac_gateway::config::{ConfigError, Problem, SETTINGS, Values};
use sac_gateway::diagnostic::{Language, Text};
use sac_gateway::domain::words::{Said, Words, said};
use sac_gateway::gateway::{LockError, StartError};
use sac_gateway::keys::KeysError;
use sac_gateway::print::Kind;
use sac_gateway::registry::seed::{self, SeedError};
use sac_gateway::rule::catalogue::Catalogue;
use sac_gateway::rule::diagnosis::Icd9;
use sac_gateway::sealed::{SealError, Unsealer, UnsealerError};
use sac_gateway::store::sqlite::OpenError;
use sac_gateway::transport::BindError;
use sac_world::{CarrierError, WorldError, WorldName};

use super::failure::{Doing, Failure};

/// One error of the page.
struct Listed {
    name: &'static str,
    error: Failure,
    cause: &'static str,
    fix: &'static str,
    code: u8,
}

fn of(name: &'static str, error: impl Into<Failure>, cause: &'static str, fix: &'static str) -> Listed {
    Listed { name, error: error.into(), cause, fix, code: 2 }
}

/// The errors of the commands themselves, each once. Whoever adds one is asked for its place on the page.
fn name(failure: &Failure) -> &'static str {
    match failure {
        Failure::Known(_) => "known",
        Failure::Database { .. } => "database",
        Failure::ErrorTable { .. } => "error-table",
        Failure::Icd9Table { .. } => "icd9-table",
        Failure::NoSuchRule { .. } => "no-such-rule",
        Failure::NoInstallation { .. } => "no-installation",
        Failure::NoSuchUser { .. } => "no-such-user",
        Failure::UserThere { .. } => "user-there",
        Failure::NoSuchPrint { .. } => "no-such-print",
        Failure::NoSuchWorld { .. } => "no-such-world",
        Failure::Flags(_) => "flags",
        Failure::OutputIsInput { .. } => "output-is-input",
        Failure::FileThere { .. } => "file-there",
        Failure::Certificate { .. } => "encryption-certificate",
        Failure::File { .. } => "file",
        Failure::Announcement { .. } => "announcement",
        Failure::NoGateway { .. } => "no-gateway",
        Failure::NoControl => "no-control",
        Failure::NoKey { .. } => "no-key",
        Failure::PrivateKey { .. } => "private-key",
        Failure::Export { .. } => "export",
        Failure::Logins { .. } => "logins",
        Failure::NothingPassed { .. } => "nothing-passed",
        Failure::Variable { .. } => "variable",
        Failure::NoPassword => "no-password",
        Failure::Unhealthy { .. } => "unhealthy",
        Failure::System(_) => "system",
        Failure::Output(_) => "output",
    }
}

const NAMES: usize = 28;

#[expect(clippy::too_many_lines, reason = "a table")]
fn own() -> Vec<Listed> {
    let path = || PathBuf::from("sac-data");
    let table = Catalogue::with_table("[no-such-rule]\ntext = 'x'").unwrap_err();
    vec![
        of(
            "flags",
            Failure::Flags(said("solo un medico ha un pincode", "only a medico has a pincode")),
            "Flags that do not go together, or a value that the command cannot use; each has its own sentence.",
            "Do what the sentence says; `--help` shows the command's flags.",
        ),
        of(
            "no-gateway",
            Failure::NoGateway { data_dir: path(), file: "gateway.json", flag: TO },
            "The command looks for the gateway that runs out of the data directory, and none has announced itself there.",
            "Start one, or name the right directory (`--data-dir`) or address.",
        ),
        of(
            "no-installation",
            Failure::NoInstallation { data_dir: path() },
            "The command works on a data directory, and this one has never been a gateway's. A mistyped path must not make one.",
            "Name the right directory, or start `sac serve` on it once.",
        ),
        of(
            "announcement",
            Failure::Announcement {
                path: "sac-data/gateway.json".into(),
                cause: serde_json::from_str::<u8>("{").unwrap_err(),
            },
            "The file that a running gateway leaves for scripts is not one that this version wrote.",
            "Stop the gateway and start it again with this version.",
        ),
        of(
            "no-control",
            Failure::NoControl,
            "The gateway runs with `--control off`, or its token was replaced since it started.",
            "Start it again with the control API.",
        ),
        of(
            "no-such-user",
            Failure::NoSuchUser { name: "rosi".into(), closest: Some("rossi".into()) },
            "Nobody has this user name; names differ by upper and lower case.",
            "Take the name from `sac user list`.",
        ),
        of(
            "user-there",
            Failure::UserThere { name: "rossi".into() },
            "`sac user add` does not replace anybody.",
            "Change the user with the other verbs, or add one by another name.",
        ),
        of(
            "no-such-rule",
            Failure::NoSuchRule { asked: "certificato-duplicatto".into(), closest: vec!["certificato-duplicato"] },
            "`sac explain` knows rules by name and number, and codes.",
            "Take one of the names suggested.",
        ),
        of(
            "no-such-print",
            Failure::NoSuchPrint { kind: Kind::C, number: "123456789".into(), world: WorldName::of_default() },
            "No such document is on record, or it is not of the kind that this print is made from.",
            "Take the number from the receipt, and the print that goes with the document.",
        ),
        of(
            "no-such-world",
            Failure::NoSuchWorld {
                world: "first".parse().unwrap(),
                data_dir: path(),
                path: "sac-data/worlds/first/sac.db".into(),
            },
            "Only worlds that are kept on disk (`--durable`) can be read beside the gateway.",
            "Ask the running gateway: `GET /control/v1/worlds/NAME/documents/NUMBER/print/KIND`.",
        ),
        of(
            "no-key",
            Failure::NoKey { data_dir: path() },
            "`sac check --data-dir` opens the encrypted fields with a gateway's key, and there is none.",
            "Name the directory of a gateway that has run, or leave the flag away.",
        ),
        of(
            "no-password",
            Failure::NoPassword,
            "`--user` or `SAC_USER` is given, and no password.",
            "Give one by `SAC_PASSWORD`, `--password-file` or `--password`.",
        ),
        of(
            "variable",
            Failure::Variable { name: "SAC_LISTN".into(), meant: "SAC_LISTEN".into() },
            "A variable of the environment is almost the name of a setting, and would have no effect.",
            "Rename it, or remove it. Variables of another meaning are only reported; those that Kubernetes sets for a service called `sac` are not used, which one line of the log says.",
        ),
        of(
            "unhealthy",
            Failure::Unhealthy {
                place: "localhost:8443".into(),
                status: 503,
                reason: Some(Text::new("il disco è pieno", "the disk is full")),
            },
            "The gateway answers, and says that it cannot do its work, or something else answers there.",
            "Follow the reason; the gateway's log has more.",
        ),
        of(
            "encryption-certificate",
            Failure::Certificate { path: "SanitelCF.cer".into(), cause: SealError::NoRsaKey },
            "The file of `--encrypt-with` is no certificate with an RSA key.",
            "Give the service's encryption certificate (`SanitelCF.cer`), not its CA or its TLS certificate.",
        ),
        of(
            "private-key",
            Failure::PrivateKey {
                path: "key.pem".into(),
                cause: Unsealer::of_pem(b"x").err().unwrap_or(UnsealerError::NoImplicitRejection { version: "3.0" }),
            },
            "The file is no private key in PEM.",
            "Give the private key of the encryption certificate (`SanitelCF.key`).",
        ),
        of(
            "export",
            Failure::Export { path: "export.har".into(), cause: ReadError::Unknown },
            "The file is none that `sac export` writes, and no HTTP archive.",
            "Give a HAR, a zip of captures, or JSON lines; [replay.md](replay.md) describes them.",
        ),
        of(
            "logins",
            Failure::Logins { path: "logins.toml".into(), cause: toml::from_str::<toml::Table>("=").unwrap_err() },
            "The file of logins is not TOML of the form expected.",
            "Correct it; [replay.md](replay.md) shows the form.",
        ),
        of(
            "nothing-passed",
            Failure::NothingPassed { path: "sac-proxy/comparisons.jsonl".into() },
            "`sac proxy report` reads what a proxy has kept, and there is nothing.",
            "Start the proxy, let a client use it, then ask again.",
        ),
        of(
            "error-table",
            Failure::ErrorTable { path: "errori.toml".into(), cause: table },
            "The table of `--error-table` is not TOML of the form expected, or names what is not there.",
            "Correct the line named; `sac rules --json` shows each rule's fields.",
        ),
        of(
            "icd9-table",
            Failure::Icd9Table { path: "icd9.txt".into(), cause: Icd9::read("").unwrap_err() },
            "The table of diagnosis codes is empty, so that every message would be refused.",
            "Give a text file with one code a line.",
        ),
        of(
            "output-is-input",
            Failure::OutputIsInput { path: "report.xml".into() },
            "`sac check --output` names one of the files to check.",
            "Write the report to another file.",
        ),
        of(
            "file-there",
            Failure::FileThere { path: "cert.pem".into() },
            "The command does not overwrite certificates and keys.",
            "Remove the file, or write elsewhere.",
        ),
        of(
            "file",
            Failure::File { doing: Doing::Read, path: "message.xml".into(), cause: missing() },
            "The system refuses to read or write a file.",
            "See that it exists, and that you may read or write it.",
        ),
        of(
            "database",
            Failure::Database { path: "sac-data/sac.db".into(), cause: newer() },
            "The database is of a newer release, is no database, or cannot be opened.",
            "Use the newer release, or another data directory.",
        ),
        of(
            "system",
            Failure::System(Error::from(ErrorKind::PermissionDenied)),
            "The system refuses a thread, a signal handler or random numbers.",
            "Look at the limits of the process or container.",
        ),
        of(
            "output",
            Failure::Output(Error::from(ErrorKind::StorageFull)),
            "Standard output cannot be written. A reader that left early (`| head`) is not reported.",
            "See where the output goes.",
        ),
    ]
}

/// Errors of the crates below that people meet, by the commands that show them.
#[expect(clippy::too_many_lines, reason = "a table")]
fn known() -> Vec<(&'static str, Vec<Listed>)> {
    let listen = || "127.0.0.1:8443".parse().unwrap();
    let remote = || "0.0.0.0:8443".parse().unwrap();
    let place = || "localhost:8443".to_owned();
    let setting = |key: &str, text: &str| {
        let mut values = Values::default();
        values.give_flag(SETTINGS.iter().find(|setting| setting.key == key).unwrap(), [text]);
        values.resolve().unwrap_err()
    };
    let today = "2026-03-02".parse().unwrap();
    let mut wrong = Listed {
        code: 1,
        ..of(
            "seed-file",
            seed::Seed::from_csv("name;kind\nrossi;dottore\n", today).unwrap_err(),
            "The file of people is wrong in the lines named. Nobody was added. (`sac serve --seed-file` does not start then: exit code 2.)",
            "Correct the lines; [people.md](people.md) describes both forms.",
        )
    };
    if let Failure::Known(_) = &wrong.error {
        wrong.error = Failure::from(match seed::Seed::from_csv("name;kind\nrossi;dottore\n", today).unwrap_err() {
            SeedError::Wrong { problems, .. } => SeedError::Wrong { path: Some("people.csv".into()), problems },
            other => other,
        });
    }
    let settings = vec![
        of(
            "bad-value",
            setting("duplicates", "perhaps"),
            "A setting has a value that it does not allow; the sentence says where it was given.",
            "Give one of the values named; [settings.md](settings.md) lists all settings.",
        ),
        of(
            "unknown-key",
            ConfigError::UnknownKey {
                path: "sac.toml".into(),
                line: 2,
                key: "duplicate".into(),
                closest: Some("duplicates"),
            },
            "The file of settings has a key that is no setting.",
            "Correct or remove it.",
        ),
        of(
            "malformed-settings",
            ConfigError::Malformed { path: "sac.toml".into(), line: 3, problem: Problem::Table("server".into()) },
            "The file of settings is not TOML, or not of the form expected.",
            "Correct the line named.",
        ),
    ];
    let serving = vec![
        of(
            "directory-taken",
            StartError::Directory(LockError::Taken { folder: "sac-data".into(), pid: Some(4711) }),
            "Another gateway runs on the same data directory.",
            "Use that one, stop it, or give this one a directory and a port of its own.",
        ),
        of(
            "address-taken",
            StartError::Bind(BindError::Address { address: listen(), source: Error::from_raw_os_error(98) }),
            "Another program listens on the port, or the machine does not have the address.",
            "Stop the other program, or choose another port with `--listen`; port 0 takes a free one.",
        ),
        of(
            "seed-password",
            StartError::SeedPassword { user: "PROVAX00X00X000Y".into(), listen: remote() },
            "Others could reach the gateway and authenticate with a password that everybody can read.",
            "Change the password, listen on loopback, or allow it.",
        ),
        of(
            "plain-text",
            StartError::PlainText { listen: remote() },
            "`--tls off` beyond this machine would send passwords in clear.",
            "Put a proxy that ends TLS before it, or allow it.",
        ),
        of(
            "mail-server",
            StartError::Carrier(CarrierError::NoPassword { user: "sac".into() }),
            "Messages are to leave by a mail server (`--delivery smtp`), but settings for it are missing, contradict each \
             other, or would send mail in clear beyond this machine.",
            "Do what the sentence says; [channels.md](channels.md#by-a-mail-server) has a whole example.",
        ),
        of(
            "key-damaged",
            KeysError::Damaged {
                path: "sac-data/ca.key".into(),
                fault: said("manca, mentre ca.pem c'è", "is missing, while ca.pem is there"),
                remedy: said("Rimetterlo da una copia", "Put it back from a copy"),
            },
            "A key or certificate of the data directory is missing, damaged or not valid.",
            "The sentence names both ways on; [data-directory.md](data-directory.md) has the whole table.",
        ),
        of(
            "world-file",
            StartError::World(WorldError::Icd9Table { path: "icd9.txt".into(), source: Icd9::read("").unwrap_err() }),
            "A file that a setting names (fault plan, error table, ICD-9-CM table, people) cannot be used.",
            "Correct the file, or the setting.",
        ),
    ];
    let sending = vec![
        of(
            "bad-target",
            Target::parse("localhost").unwrap_err(),
            "The address of `--to`, or of `sac health`, is not complete.",
            "Give scheme, host and port.",
        ),
        of(
            "unknown-host",
            ClientError::UnknownHost { host: "sac.invalid".into(), cause: missing() },
            "The name leads to no machine.",
            "Correct the name, or look at the network.",
        ),
        of(
            "refused",
            ClientError::Refused { place: place() },
            "Nothing listens at the address.",
            "Start the gateway, or correct the port.",
        ),
        of(
            "untrusted",
            ClientError::Untrusted { place: place() },
            "The server's certificate is of a CA that the client does not trust.",
            "Name the CA with `--ca`; the gateway's own is `ca.pem`.",
        ),
        of(
            "tls",
            ClientError::Tls {
                place: place(),
                cause: Text::new(
                    "il certificato del server è scaduto il 2021-01-01 00:00 UTC (per questa macchina adesso è il 2026-03-02 09:00 UTC)",
                    "the server's certificate expired on 2021-01-01 00:00 UTC (to this machine it is 2026-03-02 09:00 UTC now)",
                ),
            },
            "TLS could not be set up: the certificate's dates or names, versions, cipher suites, a missing client certificate.",
            "Follow the sentence; look at the clocks of both machines where dates are concerned.",
        ),
        of(
            "timeout",
            ClientError::Timeout { place: place(), stage: Stage::Exchanging },
            "The answer did not come in the time of `--timeout`.",
            "Wait longer, or look at the server. The message may have been recorded: search for it before it is sent again.",
        ),
        of(
            "broken",
            ClientError::Broken {
                place: place(),
                cause: Text::new(
                    "la connessione è stata chiusa prima della fine della risposta",
                    "the connection was closed before the end of the reply",
                ),
            },
            "The connection broke off before the whole answer was there, or what answers does not speak HTTP.",
            "As with a time-out: the message may have been recorded.",
        ),
        of(
            "client-files",
            Failure::from(TrustError::NoKey { path: "key.pem".into() }),
            "A file of `--ca`, `--cert` or `--key` holds nothing that can be used.",
            "Give certificates in PEM (the CA also in DER), and the key in PEM without a password.",
        ),
    ];
    vec![
        ("Settings", settings),
        ("`sac serve`", serving),
        ("`sac send` and `sac health`", sending),
        ("`sac seed`", vec![wrong]),
    ]
}

const TO: Said = said("--to URL", "--to URL");

fn missing() -> Error {
    std::fs::read(Path::new("/no/such/file")).unwrap_err()
}

fn newer() -> OpenError {
    OpenError::Newer { tables: "people".to_owned(), found: 9, known: 8 }
}

const INTRODUCTION: &str = "\
<!-- Generated from src/cli/errors.rs; to renew: UPDATE_DOCS=1 cargo test --bin sac errors -->
# Errors of the command line

What a command says on standard error, behind `sac: `, when it could not do its work; first in English, then in
Italian (`--lang it|en`, `SAC_LANG`, or the system's locale). What is wrong with *messages* is in
[diagnostics.md](diagnostics.md) and [rules.md](rules.md). Names, numbers and paths are examples.

| exit code | meaning |
|---|---|
| 0 | all is well |
| 1 | something was refused or found wrong: a message (`send`, `check`), an expectation (`expect`), a file of people (`seed`), a call of the control API (`world`, `clock`, `fault`) |
| 2 | the command could not be carried out, or not to its end |

A command line that cannot be read (an unknown flag, a missing value, a value that a flag does not take) is exit code
2; the text names the flag, what was found and what is allowed.
";

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (heading, listed) in [("All commands", own())].into_iter().chain(known()) {
        let _ = write!(page, "\n## {heading}\n");
        for Listed { name, error, cause, fix, code } in listed {
            let said = Text::of(&error);
            let quoted = |text: &str| text.lines().collect::<Vec<_>>().join("\\\n> ");
            let _ = write!(
                page,
                "\n### {name}\n\n> {}\n>\n> *{}*\n\n* Cause: {cause}\n* Fix: {fix}\n* Exit code: {code}\n",
                quoted(&said.en),
                quoted(&said.it)
            );
        }
    }
    page
}

#[test]
fn the_page_is_the_one_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == page(), "docs/errors.md is out of date; UPDATE_DOCS=1 cargo test --bin sac errors");
}

#[test]
fn every_error_of_the_commands_is_on_the_page_in_two_languages() {
    let own = own();
    for listed in &own {
        assert_eq!(name(&listed.error), listed.name);
    }
    // All but those of the crates below.
    assert_eq!(own.len(), NAMES - 1);
    for listed in own.iter().chain(known().iter().flat_map(|(_, listed)| listed)) {
        let (it, en) = (listed.error.words(Language::It), listed.error.words(Language::En));
        assert!(it != en && !it.is_empty(), "{}: {it}", listed.name);
        for english in [" the ", " is ", " cannot ", " of ", " there ", "os error"] {
            assert!(!it.contains(english), "{}: {english:?} in {it}", listed.name);
        }
    }
}
