//! `sac coverage`: what a client has exercised of the contract and what never.

use std::io;
use std::path::PathBuf;

use clap::ValueEnum;
use sac_gateway::coverage::{self, Coverage, Observed};
use sac_gateway::diagnostic::Language;
use sac_gateway::rule::Catalogue;

use super::control_api::{Controlled, in_path};
use super::export_file;
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use super::report_output::ReportOutput;

/// Show what a client has exercised of the contract and what never
///
/// Looks at the journal of a world of the running gateway, or at the exchanges in files: operations
/// and how they ended, optional elements, listed values, lengths at the ends, charsets, rules, and
/// what the client did when something went wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac coverage
  sac coverage --world ci --format html --output coverage.html
  sac coverage --caller PROVAX00X00X000Y --format junit
  sac coverage exchanges.jsonl capture.http")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    /// Exports (HAR, zip of captures, JSON lines) and HTTP captures to look at, in place of a world
    #[arg(value_name = "EXPORT")]
    exports: Vec<PathBuf>,

    /// The world
    #[arg(long, value_name = "NAME", default_value = "default", conflicts_with = "exports")]
    world: String,

    /// Only exchanges of this user
    #[arg(long, value_name = "USER")]
    caller: Option<String>,

    /// Only exchanges received then or later, by the world's clock (RFC 3339)
    #[arg(long, value_name = "RFC3339", conflicts_with = "exports")]
    since: Option<String>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    output: ReportOutput,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with what is missing
    #[default]
    Text,
    /// For programs (docs/coverage.md)
    Json,
    /// For Jenkins, GitLab and the like
    Junit,
    /// A page to hand on, in both languages
    Html,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    if !args.exports.is_empty() {
        let report = args.of_exports(language)?;
        args.output.write(&report)?;
        return Ok(Verdict::Clean);
    }
    let format = match args.format {
        _ if args.gateway.wants_json() => "json",
        Format::Text => "text",
        Format::Json => "json",
        Format::Junit => "junit",
        Format::Html => "html",
    };
    let mut path = format!("/worlds/{}/coverage?format={format}&lang={}", in_path(&args.world), language.code());
    for (name, value) in [("caller", &args.caller), ("since", &args.since)] {
        if let Some(value) = value {
            path = format!("{path}&{name}={}", in_path(value));
        }
    }
    match args.gateway.get(language, &path)? {
        Ok(report) => {
            args.output.write(&report)?;
            Ok(Verdict::Clean)
        }
        Err(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
    }
}

impl Args {
    /// What the exchanges in files come to.
    fn of_exports(&self, language: Language) -> Result<Vec<u8>, Failure> {
        let mut coverage = Coverage::new();
        let is_asked = |exchange: &Observed| self.caller.is_none() || exchange.caller == self.caller;
        for path in &self.exports {
            export_file::each(path, &mut |exchange| {
                if is_asked(exchange) {
                    coverage.add(exchange);
                }
            })?;
        }
        let report = coverage.report(Catalogue::embedded());
        let format = match self.format {
            Format::Json => None,
            _ if self.gateway.wants_json() => None,
            Format::Text => Some(coverage::Format::Text),
            Format::Junit => Some(coverage::Format::Junit),
            Format::Html => Some(coverage::Format::Html),
        };
        Ok(match format {
            Some(format) => coverage::coverage(&report, format, language).into_bytes(),
            None => serde_json::to_vec_pretty(&report).map_err(io::Error::from)?,
        })
    }
}
