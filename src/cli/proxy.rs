//! `sac proxy`: stands in front of another SAC, and reports where it answers otherwise than ours.

use std::fs::File;
use std::io::{self, BufReader, Write as _, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::ValueEnum;
use sac_compare::proxy::report::Report;
use sac_compare::proxy::{Proxy, Settings, comparisons};
use sac_gateway::Gateway;
use sac_gateway::client::{Target, Trust};
use sac_gateway::clock::Clock;
use sac_gateway::config::{LogSettings, RuleSettings};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::{Wanted, said};
use sac_gateway::keys::Keys;

use super::failure::{Doing, Failure};
use super::logging;
use super::outcome::Verdict;
use super::replay::private_key;
use super::signal::StopSignals;
use super::words::say;

/// Stand between a client and another SAC, and note where it answers otherwise than ours
///
/// Bytes pass unchanged, in both directions. Each message is validated against the contract; the same question is put to a
/// world in memory, and what differs is kept in the data directory, without credentials and messages. The client has to
/// trust the CA of the data directory. Only where --pincode-key opens the encrypted fields can the rules be compared.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "\
Examples:
  sac proxy --to https://sac.example --ca its-ca.pem --listen 127.0.0.1:9443
  sac proxy report
  sac proxy report --format error-table > observed.toml && sac serve --error-table observed.toml

Exit codes: 0 stopped as asked, 2 it could not be done; of report: 0 no difference, 1 there are some.")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,

    /// Address of the other SAC
    #[arg(long, value_name = "URL", required = true)]
    to: Option<String>,

    /// CA of its certificate, PEM or DER
    #[arg(long, value_name = "FILE", required = true)]
    ca: Option<PathBuf>,

    /// Certificate to show to the other SAC, and its chain, PEM: for clients who identify themselves by one
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,

    /// Private key of that certificate, PEM
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,

    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9443", value_parser = address)]
    listen: SocketAddr,

    /// Data directory: keys, journal (world proxy) and comparisons
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data")]
    data_dir: PathBuf,

    /// The private key (PEM) that opens the fields encrypted for the other SAC
    #[arg(long, value_name = "FILE")]
    pincode_key: Option<PathBuf>,

    /// Keep the messages in the journal too; they hold what is personal in them
    #[arg(long)]
    keep_bodies: bool,

    /// Table of numbers and texts of refusals (TOML) for our world
    #[arg(long, value_name = "FILE")]
    error_table: Option<PathBuf>,

    /// The instant at which our world's clock starts [default: the machine's time]
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    now: Option<DateTime<Utc>>,

    /// More people for our world than the default ones (TOML or CSV)
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Show where the other SAC answered otherwise, by rule
    Report(ReportArgs),
}

#[derive(Debug, clap::Args)]
struct ReportArgs {
    /// Data directory of the proxy
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data")]
    data_dir: PathBuf,

    /// How to report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// The other's numbers and texts, as --error-table reads them
    ErrorTable,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match &args.verb {
        Some(Verb::Report(report)) => report.run(language),
        None => args.serve(language),
    }
}

impl Args {
    fn serve(&self, language: Language) -> Result<Verdict, Failure> {
        logging::start(&LogSettings::default(), language);
        let settings = self.settings()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::System)?;
        runtime.block_on(async {
            let mut signals = StopSignals::listen().map_err(Failure::System)?;
            // No gateway and no other proxy shall use the directory meanwhile.
            let _lock = Gateway::builder().data_dir(&self.data_dir).lock_directory()?;
            let keys = Keys::open(&self.data_dir, &[self.listen.ip().to_string()], &Clock::system(), None)?;
            let ca = keys.ca_path().display().to_string();
            let upstream = settings.upstream.clone();
            let has_key = settings.unsealer.is_some();
            let proxy = Proxy::start(settings, Arc::new(keys)).await?;
            let welcome = say!(
                language,
                it: "sac proxy è pronto.\n\n  in ascolto su  https://{address}\n  inoltra a      {upstream}\n  da accettare   {ca}\n{closed}",
                en: "sac proxy is ready.\n\n  listens on    https://{address}\n  passes on to  {upstream}\n  trust         {ca}\n{closed}",
                address = proxy.local_addr(),
                closed = if has_key { String::new() } else { closed(language) },
            );
            // A proxy goes on though nobody reads what it has to say.
            let _ = stdout().lock().write_all(welcome.as_bytes());
            let _ = stdout().lock().flush();
            signals.next().await;
            proxy.shutdown().await;
            Ok(Verdict::Clean)
        })
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let (Some(to), Some(_)) = (&self.to, &self.ca) else {
            return Err(Failure::Flags(said(
                "--to URL e --ca FILE dicono dov'è l'altro SAC e di chi fidarsi lì",
                "--to URL and --ca FILE say where the other SAC is and whom to trust there",
            )));
        };
        let mut rules = RuleSettings::default();
        rules.error_table.clone_from(&self.error_table);
        rules.seed_file.clone_from(&self.seed_file);
        Ok(Settings {
            listen: self.listen,
            upstream: Target::parse(to)?,
            trust: Trust { ca: self.ca.clone(), identity: self.cert.clone().zip(self.key.clone()) },
            data_dir: self.data_dir.clone(),
            keep_bodies: self.keep_bodies,
            unsealer: self.pincode_key.as_deref().map(private_key).transpose()?,
            rules,
            clock: self.now.map_or_else(Clock::system, Clock::starting_at),
        })
    }
}

impl ReportArgs {
    fn run(&self, language: Language) -> Result<Verdict, Failure> {
        let path = comparisons(&self.data_dir);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Failure::NothingPassed { path }),
            Err(error) => return Err(Failure::file(Doing::Read, &path)(error)),
        };
        let report = Report::read(BufReader::new(file)).map_err(Failure::file(Doing::Read, &path))?;
        let mut out = stdout().lock();
        match self.format {
            Format::Text => report.text(&mut out, language)?,
            Format::ErrorTable => report.error_table(&mut out)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        Ok(if report.differences.is_empty() { Verdict::Clean } else { Verdict::Findings })
    }
}

/// What is not compared without a key.
fn closed(language: Language) -> String {
    say!(
        language,
        it: "  confronta      fino allo schema: senza --pincode-key i campi cifrati restano chiusi\n",
        en: "  compares      up to the schema: without --pincode-key the encrypted fields stay closed\n",
    )
}

fn address(text: &str) -> Result<SocketAddr, Wanted> {
    let wanted = || {
        Wanted::new(
            "è un indirizzo con la porta, come 127.0.0.1:9443",
            "it is an address with its port, such as 127.0.0.1:9443",
        )
    };
    text.parse().map_err(|_| wanted())
}

fn instant(text: &str) -> Result<DateTime<Utc>, Wanted> {
    let wanted = || {
        Wanted::new(
            "è un istante, come 2026-03-02T10:00:00+01:00",
            "it is an instant, such as 2026-03-02T10:00:00+01:00",
        )
    };
    text.parse().map_err(|_| wanted())
}
