//! `sac send`: sends messages to a gateway or to the real SAC, and tells what came back.

mod example;
mod input;
mod print;

use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;

use sac_gateway::client::{Answer, Client, Credentials, Message, Pincode, Seal, Target, Trust, prepare};
use sac_gateway::diagnostic::{Language, Text};
use sac_gateway::domain::words::{Said, Words as _, said};
use sac_gateway::sealed::Sealer;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::failure::{Doing, Failure};
use super::local::LocalGateway;
use super::outcome::{Verdict, complain};
use super::runtime::run_alone;
use super::seed_doctor;
use super::words::values;
use input::Input;

/// Send messages to a gateway, or to the real SAC, and print the receipts
///
/// A file holds a request element (`invioMalattiaRequest`, …) or a whole SOAP envelope, in UTF-8
/// or ISO-8859-1. What has to be encrypted and is still in clear (the worker's codice fiscale, the
/// pincode) is encrypted; a bare request is put into an envelope.
///
/// Without --to it looks for the gateway that runs out of the data directory, trusts its CA,
/// encrypts with its certificate, and authenticates as the doctor of its seed unless told otherwise.
#[expect(clippy::struct_excessive_bools, clippy::doc_markdown, reason = "each is a flag, each comment its help")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac send --example
  SAC_PASSWORD=prova sac send --user PROVAX00X00X000Y --pincode 1234567890 message.xml

Exit codes: 0 all accepted, 1 some refused, 2 some could not be sent.")]
pub(super) struct Args {
    /// Files to send, in this order; - is standard input
    #[arg(value_name = "FILE", required_unless_present = "example")]
    files: Vec<PathBuf>,

    /// Send a certificate of today for the seed's worker, to see that all works
    #[arg(long)]
    example: bool,

    /// The day on which the example is written, where the gateway's clock was set [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = values::day, requires = "example")]
    day: Option<NaiveDate>,

    /// Address of the service; without it, the gateway that runs out of the data directory
    #[arg(long, value_name = "URL", help_heading = "Where to")]
    to: Option<String>,

    /// Data directory of a gateway on this machine
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data", help_heading = "Where to")]
    data_dir: PathBuf,

    /// CA of the server's certificate, PEM or DER [default: the gateway's own, or those that browsers trust]
    #[arg(long, value_name = "FILE", help_heading = "Where to")]
    ca: Option<PathBuf>,

    /// How long to wait for each answer
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = values::duration, help_heading = "Where to")]
    timeout: Duration,

    /// Name to authenticate with [env: SAC_USER]
    #[arg(long, value_name = "NAME", help_heading = "Who sends")]
    user: Option<String>,

    /// Password; better given by SAC_PASSWORD or --password-file, where other users of the machine cannot see it
    #[arg(long, value_name = "PASSWORD", help_heading = "Who sends")]
    password: Option<SecretString>,

    /// File with the password on its first line
    #[arg(long, value_name = "FILE", conflicts_with = "password", help_heading = "Who sends")]
    password_file: Option<PathBuf>,

    /// Pincode in clear, to put in the place of the messages' own [env: SAC_PINCODE]
    #[arg(long, value_name = "PINCODE", help_heading = "Who sends")]
    pincode: Option<SecretString>,

    /// Certificate to authenticate with, and its chain, PEM
    #[arg(long, value_name = "FILE", requires = "key", help_heading = "Who sends")]
    cert: Option<PathBuf>,

    /// Private key of that certificate, PEM
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = "Who sends")]
    key: Option<PathBuf>,

    /// The service's certificate to encrypt fields with, DER or PEM (SanitelCF.cer)
    #[arg(long, value_name = "FILE", help_heading = "The message")]
    encrypt_with: Option<PathBuf>,

    /// Send the bytes of the files as they are: nothing is encrypted, wrapped or checked
    #[arg(long, conflicts_with_all = ["example", "pincode", "encrypt_with"], help_heading = "The message")]
    as_is: bool,

    /// Print each message as it goes out
    #[arg(long, help_heading = "The message")]
    print_request: bool,

    /// Print the answers as they came, instead of what they mean
    #[arg(long, help_heading = "The message")]
    raw: bool,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let sender = Sender::new(args)?;
    let mut inputs: Vec<_> = args.example.then(|| Input::example(args.day, language)).into_iter().collect();
    inputs.extend(args.files.iter().cloned().map(Input::File));
    run_alone(async {
        let mut worst = Verdict::Clean;
        for input in &inputs {
            worst = worst.max(sender.send(args, input, language).await?);
        }
        Ok(worst)
    })?
}

/// What all messages of one call have in common.
struct Sender {
    client: Client,
    sealer: Option<Sealer>,
    pincode: Option<SecretString>,
    /// The pincode of the seed's doctor, where it is the seed's doctor who sends.
    pincode_if_missing: Option<SecretString>,
}

impl Sender {
    fn new(args: &Args) -> Result<Self, Failure> {
        let (target, local) = LocalGateway::resolve(&args.data_dir, args.to.as_deref(), said("--to URL", "--to URL"))?;
        let local = local.as_ref();
        let given = given_credentials(args.user.as_deref(), args.password.as_ref(), args.password_file.as_deref())?;
        let identity = args.cert.clone().zip(args.key.clone());
        let is_seed_doctor = local.is_some()
            && identity.is_none()
            && given.as_ref().is_none_or(|credentials| credentials.user == seed_doctor::USER);
        let credentials = given.or_else(|| {
            is_seed_doctor
                .then(|| Credentials { user: seed_doctor::USER.to_owned(), password: seed_doctor::PASSWORD.into() })
        });
        let certificate = args.encrypt_with.as_deref().or(local.map(|local| local.encryption_certificate.as_path()));
        Ok(Self {
            client: client(args, target, local, identity)?.credentials(credentials),
            sealer: certificate.filter(|_| !args.as_is).map(sealer).transpose()?,
            pincode: args.pincode.clone().or_else(|| secret_variable("SAC_PINCODE")),
            pincode_if_missing: is_seed_doctor.then(|| seed_doctor::PINCODE.into()),
        })
    }

    /// Sends one message and tells what came of it. Fails only where standard output does.
    async fn send(&self, args: &Args, input: &Input, language: Language) -> Result<Verdict, Failure> {
        let message = match self.message(args, input, language) {
            Ok(message) => message,
            Err(problem) => {
                complain(&format_args!("{input}: {}", problem.get(language)));
                return Ok(Verdict::Undone);
            }
        };
        let mut out = stdout().lock();
        if args.print_request {
            print_bytes(&mut out, &message.body)?;
        }
        let reply = match self.client.send(&message).await {
            Ok(reply) => reply,
            Err(error) => {
                complain(&format_args!("{input}: {}", error.words(language)));
                return Ok(Verdict::Undone);
            }
        };
        if args.raw {
            print_bytes(&mut out, &reply.body)?;
        }
        match Answer::read(&reply) {
            Ok(answer) => {
                if !args.raw {
                    print::answer(&mut out, input, &answer, language)?;
                }
                Ok(if matches!(answer, Answer::Accepted { .. }) { Verdict::Clean } else { Verdict::Findings })
            }
            Err(error) => {
                complain(&format_args!("{input}: {}", error.words(language)));
                Ok(Verdict::Undone)
            }
        }
    }

    fn message(&self, args: &Args, input: &Input, language: Language) -> Result<Message, Text> {
        let bytes = input.read().map_err(|error| {
            let cause = Text::of(&error);
            Text::new(format!("non si può leggere: {}", cause.it), format!("it cannot be read: {}", cause.en))
        })?;
        if args.as_is {
            return Ok(Message::as_is(bytes));
        }
        let pincode = match (&self.pincode, &self.pincode_if_missing) {
            (Some(given), _) => Pincode::Instead(given),
            (None, Some(seed)) => Pincode::IfMissing(seed),
            (None, None) => Pincode::AsWritten,
        };
        let seal =
            self.sealer.as_ref().map(|sealer| |clear: &str| sealer.seal(clear).map_err(|error| error.words(language)));
        let seal = seal.as_ref().map(|seal| seal as Seal<'_>);
        prepare(&bytes, pincode, seal).map_err(|error| Text::of(&error))
    }
}

fn client(
    args: &Args,
    target: Target,
    local: Option<&LocalGateway>,
    identity: Option<(PathBuf, PathBuf)>,
) -> Result<Client, Failure> {
    let ca = args.ca.clone().or_else(|| local.map(|local| local.ca.clone()));
    Ok(Client::new(target, &Trust { ca, identity })?.timeout(args.timeout))
}

pub(super) fn sealer(certificate: &Path) -> Result<Sealer, Failure> {
    let bytes = std::fs::read(certificate).map_err(Failure::file(Doing::Read, certificate))?;
    Sealer::new(&bytes).map_err(|cause| Failure::Certificate { path: certificate.to_owned(), cause })
}

const PASSWORD_ALONE: Said = said(
    "c'è una password ma non un utente, perciò non verrebbe usata: aggiungere --user NOME o SAC_USER, o non dare la password",
    "there is a password but no user, so that it would not be used: add --user NAME or SAC_USER, or leave the password out",
);

/// The credentials that flags, files and the environment give; none without a name.
pub(super) fn given_credentials(
    user: Option<&str>,
    password: Option<&SecretString>,
    password_file: Option<&Path>,
) -> Result<Option<Credentials>, Failure> {
    let Some(user) = user.map(str::to_owned).or_else(|| variable("SAC_USER")) else {
        let given = password.is_some() || password_file.is_some() || variable("SAC_PASSWORD").is_some();
        return if given { Err(Failure::Flags(PASSWORD_ALONE)) } else { Ok(None) };
    };
    let password = match (password, password_file) {
        (Some(password), _) => Some(password.clone()),
        (None, Some(path)) => {
            let text = Zeroizing::new(std::fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?);
            Some(text.lines().next().unwrap_or_default().into())
        }
        (None, None) => secret_variable("SAC_PASSWORD"),
    };
    let password = password.ok_or(Failure::NoPassword)?;
    Ok(Some(Credentials { user, password }))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

pub(super) fn secret_variable(name: &str) -> Option<SecretString> {
    variable(name).map(SecretString::from)
}

fn print_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    if bytes.ends_with(b"\n") { Ok(()) } else { writeln!(out) }
}
