//! `sac export`: the exchanges of a running gateway as a file.

use std::io::{IsTerminal as _, Write as _, stdout};
use std::path::PathBuf;

use clap::ValueEnum;

use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::said;

use super::control_api::{Answer, Controlled, in_path};
use super::draft;
use super::failure::{Doing, Failure};
use super::outcome::{Verdict, complain};

/// Write the exchanges of the running gateway to a file, with what points to persons replaced
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac export --format har -o exchanges.har
  sac export --format http -o captures.zip operation=InviaMalattia outcome=refused
  sac export --format jsonl --mask off | jq .operation

The filters are operation, caller, worker, puc, outcome, rule, code, fault, since, channel, limit and
after. Exit codes: 0 done, 1 the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    /// The world
    #[arg(long, value_name = "NAME", default_value = "default")]
    world: String,

    /// How the file is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Replace names, addresses, codici fiscali, diagnoses and encrypted fields
    #[arg(long, value_enum, default_value_t)]
    mask: Switch,

    /// Mask the same in the same way in all exports with this text
    #[arg(long, value_name = "TEXT")]
    mask_key: Option<String>,

    /// Write to a file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Which exchanges [default: all]
    #[arg(value_name = "FILTER=VALUE")]
    filters: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An HTTP archive, which browsers and proxies read
    #[default]
    Har,
    /// A zip of captures, which `sac check` reads
    Http,
    /// A JSON object a line
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Switch {
    /// Replace
    #[default]
    On,
    /// Leave everything as it was
    Off,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    if args.output.is_none() && args.format == Format::Http && stdout().is_terminal() {
        return Err(Failure::Flags(said(
            "uno zip non si può mostrare su un terminale; scriverlo in un file con --output FILE",
            "a zip cannot be shown on a terminal; write it to a file with --output FILE",
        )));
    }
    let path = args.path();
    let answer = match &args.output {
        None => args.gateway.download(language, &path, &mut stdout())?,
        Some(output) => {
            let mut file = draft::beside(output).map_err(Failure::file(Doing::Write, output))?;
            let answer = args.gateway.download(language, &path, &mut file)?;
            if let Answer::Done(_) = answer {
                file.flush().map_err(Failure::file(Doing::Write, output))?;
                file.persist(output).map_err(|error| Failure::file(Doing::Write, output)(error.error))?;
            }
            answer
        }
    };
    match answer {
        Answer::Done(_) => Ok(Verdict::Clean),
        Answer::Refused(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
    }
}

impl Args {
    fn path(&self) -> String {
        let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
            value().map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        let format = name(&|| self.format.to_possible_value());
        let mask = name(&|| self.mask.to_possible_value());
        let mut path = format!("/worlds/{}/export?format={format}&mask={mask}", in_path(&self.world));
        let key = self.mask_key.as_deref().map(|key| ("mask_key", key));
        let filters = self.filters.iter().map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        for (name, value) in key.into_iter().chain(filters) {
            path = format!("{path}&{}={}", in_path(name), in_path(value));
        }
        path
    }
}
