//! `sac employment`: who works where.

use std::io::{Write as _, stdout};

use chrono::NaiveDate;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::employer::Employment;
use sac_gateway::domain::input;
use sac_gateway::registry::seed::Seed;

use super::columns::ListArgs;
use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::Verdict;
use super::words::{say, values};

/// Write down who works where: it settles to whom attestati go
///
/// It works on the gateway's data directory. A document goes to the employers at whom its worker
/// is employed in its period; that is settled when it is accepted.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Add(Add),
    List(List),
}

/// Add an employment, or replace the one of the same worker, employer and first day
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  sac employment add --worker PNIMRA70A01H501P --employer 99900030000 --dal 2026-01-01"
)]
struct Add {
    /// The worker's codice fiscale
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    worker: CodiceFiscale,

    /// The employer's codice fiscale
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    employer: CodiceFiscale,

    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = values::day)]
    dal: NaiveDate,

    /// The last day [default: still employed]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = values::day)]
    al: Option<NaiveDate>,

    /// The office of this post, of a public body [default: the employer's]
    #[arg(long, value_name = "NUMBER", value_parser = values::by(input::codice_sede))]
    sede: Option<String>,
}

/// List the employments
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac employment list --json")]
struct List {
    #[command(flatten)]
    how: ListArgs,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match &args.verb {
        Verb::Add(verb) => add(verb, &args.data_dir, language)?,
        Verb::List(verb) => list(verb, &args.data_dir, language)?,
    }
    Ok(Verdict::Clean)
}

fn add(args: &Add, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    data_dir.plant(
        Seed::of_employment,
        [
            ("worker", Some(args.worker.as_str().to_owned())),
            ("employer", Some(args.employer.as_str().to_owned())),
            ("dal", Some(args.dal.to_string())),
            ("al", args.al.map(|day| day.to_string())),
            ("codice_sede", args.sede.clone()),
        ],
    )?;
    let (worker, employer) = (args.worker.as_str(), args.employer.as_str());
    let done = say!(
        language,
        it: "rapporto di lavoro di {worker} presso {employer} registrato",
        en: "employment of {worker} at {employer} recorded"
    );
    Ok(writeln!(stdout(), "{done}")?)
}

fn list(args: &List, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let employments = data_dir.open(async |installation| Ok(installation.ledger.store().employments(None).await?))?;
    let row = |one: &Employment| {
        [
            one.worker.as_str().to_owned(),
            one.employer.as_str().to_owned(),
            one.dal.to_string(),
            one.al.map(|day| day.to_string()).unwrap_or_default(),
            one.codice_sede.clone().unwrap_or_default(),
        ]
    };
    let heads = language
        .pick(["LAVORATORE", "DATORE DI LAVORO", "DAL", "AL", "SEDE"], ["WORKER", "EMPLOYER", "FROM", "UNTIL", "SEDE"]);
    args.how.print(&employments, heads, row)
}
