//! `sac replay`: sends recorded exchanges again and compares the answers.

use std::fs::{self, File};
use std::io::{BufReader, stdout};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use sac_compare::replay::render::{self, Totals};
use sac_compare::replay::{Destination, Keys, Login, Logins, Replay, certificate};
use sac_exchanges::read::read;
use sac_gateway::client::{Client, Target, Trust};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::said;
use sac_gateway::keys;
use sac_gateway::sealed::Unsealer;
use secrecy::SecretString;

use super::failure::{Doing, Failure};
use super::local::LocalGateway;
use super::outcome::Verdict;
use super::runtime::run_alone;
use super::seed_doctor;
use super::send::{given_credentials, sealer, secret_variable};
use super::words::values;

/// Send recorded exchanges again, and compare the answers with the recorded ones
///
/// It reads what `sac export` writes, and the HTTP archives of other programs. Encrypted fields are opened with the
/// key of the gateway that recorded them (--data-dir) and encrypted again for the one that is called. Numbers of documents
/// and times are not compared; where a later request names a number, that of the new document stands in its place.
#[derive(Debug, clap::Args)]
#[expect(clippy::doc_markdown, reason = "the comments are the help")]
#[command(after_help = "\
Examples:
  sac replay exchanges.har --world fresh
  SAC_PASSWORD=... sac replay captures.zip --to https://sac.example:8443 --ca ca.pem --user NAME

Exit codes: 0 all answers are the same, 1 some differ, 2 some could not be had (which outweighs 1).")]
pub(super) struct Args {
    /// The export: a HAR, a zip of captures, or JSON lines
    #[arg(value_name = "EXPORT")]
    export: PathBuf,

    /// Address of the service [default: the gateway that runs out of the data directory]
    #[arg(long, value_name = "URL", help_heading = "Where to")]
    to: Option<String>,

    /// The world of a gateway
    #[arg(long, value_name = "NAME", help_heading = "Where to")]
    world: Option<String>,

    /// CA of the server's certificate, PEM or DER [default: the gateway's own, or those that browsers trust]
    #[arg(long, value_name = "FILE", help_heading = "Where to")]
    ca: Option<PathBuf>,

    /// The service's certificate to encrypt fields with [default: the SanitelCF.cer beside its WSDL]
    #[arg(long, value_name = "FILE", help_heading = "Where to")]
    encryption_cert: Option<PathBuf>,

    /// How long to wait for each answer
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = values::duration, help_heading = "Where to")]
    timeout: Duration,

    /// Data directory of the gateway that recorded the exchanges: its key opens their encrypted fields
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data", help_heading = "The export")]
    data_dir: PathBuf,

    /// The private key (PEM) that opens the encrypted fields, in the place of that of the data directory
    #[arg(long, value_name = "FILE", help_heading = "The export")]
    open_with: Option<PathBuf>,

    /// Name to log in with [env: SAC_USER]
    #[arg(long, value_name = "NAME", help_heading = "Who sends")]
    user: Option<String>,

    /// Password; better given by SAC_PASSWORD or --password-file, where other users of the machine cannot see it
    #[arg(long, value_name = "PASSWORD", help_heading = "Who sends")]
    password: Option<SecretString>,

    /// File with the password on its first line
    #[arg(long, value_name = "FILE", conflicts_with = "password", help_heading = "Who sends")]
    password_file: Option<PathBuf>,

    /// Pincode in clear, where the one in a message cannot be opened [env: SAC_PINCODE]
    #[arg(long, value_name = "PINCODE", help_heading = "Who sends")]
    pincode: Option<SecretString>,

    /// Logins of several callers (TOML): tables CALLER, or medico, operatore, ente, with user, password, pincode
    #[arg(long, value_name = "FILE", help_heading = "Who sends")]
    logins: Option<PathBuf>,

    /// Certificate to log in with, with its chain, PEM
    #[arg(long, value_name = "FILE", requires = "key", help_heading = "Who sends")]
    cert: Option<PathBuf>,

    /// Private key of that certificate, PEM
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = "Who sends")]
    key: Option<PathBuf>,

    /// How to report what differs
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For CI services
    Junit,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let wrong = |cause| Failure::Export { path: args.export.clone(), cause };
    let file = File::open(&args.export).map_err(Failure::file(Doing::Read, &args.export))?;
    let exchanges = read(BufReader::new(file)).map_err(wrong)?;
    run_alone(async {
        let mut replay = args.replay().await?;
        let mut out = stdout().lock();
        let (mut outcomes, mut totals) = (Vec::new(), Totals::default());
        for exchange in exchanges {
            let outcome = replay.send(&exchange.map_err(wrong)?).await;
            totals.add(&outcome);
            if args.format == Format::Text {
                render::text(&mut out, &outcome, language)?;
            } else {
                outcomes.push(outcome);
            }
        }
        match args.format {
            Format::Text => render::summary(&mut out, totals, language)?,
            Format::Json => render::json(&mut out, &outcomes, totals)?,
            Format::Junit => render::junit(&mut out, &outcomes, totals)?,
        }
        Ok(match totals {
            Totals { undone: 1.., .. } => Verdict::Undone,
            Totals { differ: 1.., .. } => Verdict::Findings,
            _ => Verdict::Clean,
        })
    })?
}

impl Args {
    async fn replay(&self) -> Result<Replay, Failure> {
        let (target, local) = LocalGateway::resolve(&self.data_dir, self.to.as_deref(), said("--to URL", "--to URL"))?;
        let identity = self.cert.clone().zip(self.key.clone());
        let logins = self.logins(local.is_some(), identity.is_some())?;
        let ca = self.ca.clone().or_else(|| local.as_ref().map(|local| local.ca.clone()));
        let client = Client::new(target.clone(), &Trust { ca, identity })?.timeout(self.timeout);
        let path = self.path(&target);
        let sealer = match &self.encryption_cert {
            Some(path) => sealer(path)?,
            None => certificate(&client, &target, &path).await?,
        };
        Ok(Replay::new(Destination { client, path, sealer }, self.keys()?, logins))
    }

    fn path(&self, target: &Target) -> String {
        let path = target.path_and_query();
        match &self.world {
            Some(world) if world != "default" => format!("/w/{world}{path}"),
            _ => path.to_owned(),
        }
    }

    fn keys(&self) -> Result<Keys, Failure> {
        let unsealer = if let Some(path) = &self.open_with {
            Some(private_key(path)?)
        } else {
            let key = keys::find_encryption_key(&self.data_dir)?;
            key.map(|key| Unsealer::of_key(&key)).transpose()?
        };
        Ok(Keys { unsealer })
    }

    fn logins(&self, is_local: bool, has_certificate: bool) -> Result<Logins, Failure> {
        let pincode = self.pincode.clone().or_else(|| secret_variable("SAC_PINCODE"));
        let given = given_credentials(self.user.as_deref(), self.password.as_ref(), self.password_file.as_deref())?;
        let is_seed_doctor = given.is_none() && is_local && !has_certificate;
        let default = match given {
            Some(given) => Some(Login { user: given.user, password: given.password, pincode }),
            None if is_seed_doctor => Some(Login {
                user: seed_doctor::USER.to_owned(),
                password: seed_doctor::PASSWORD.into(),
                pincode: pincode.or_else(|| Some(seed_doctor::PINCODE.into())),
            }),
            None => None,
        };
        let default_kinds = if is_seed_doctor { vec!["medico"] } else { Vec::new() };
        let named = match &self.logins {
            Some(path) => {
                let text = fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?;
                toml::from_str(&text).map_err(|cause| Failure::Logins { path: path.clone(), cause })?
            }
            None => std::collections::BTreeMap::new(),
        };
        Ok(Logins { default, named, default_kinds, has_certificate })
    }
}

/// What opens fields with the private key in a file.
pub(super) fn private_key(path: &Path) -> Result<Unsealer, Failure> {
    let pem = fs::read(path).map_err(Failure::file(Doing::Read, path))?;
    Unsealer::of_pem(&pem).map_err(|cause| Failure::PrivateKey { path: path.to_owned(), cause })
}
