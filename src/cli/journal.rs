//! `sac journal`: who called, for what, and how it ended.

use std::io::{Write as _, stdout};

use chrono::{DateTime, SecondsFormat, Utc};
use hyper::Method;
use serde::Serialize;

use sac_gateway::diagnostic::Language;
use sac_gateway::domain::exchange::{Ending, Entry, How};

use super::columns;
use super::control_api::{Answer, Controlled, OfWorld, in_path};
use super::expect;
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use super::words::values;

/// Show the latest exchanges: who called, how they were authenticated, how it ended
///
/// The newest comes last. Without filter and world it reads the data directory, also where no gateway runs, and shows
/// nothing personal of workers; a running gateway writes an exchange down within a fraction of a second. With a filter
/// or a world the running gateway is asked, and --json prints all that it keeps of each exchange.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac journal --last 5 --json
  sac journal outcome=refused operation=InviaMalattia
  sac journal --world ci rule=certificato-duplicato

The filters are operation, caller, worker, puc, outcome, rule, code, fault, since and channel. Exit codes: 0 done, 1
the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    #[command(flatten)]
    world: OfWorld,

    /// What the exchanges have to be
    #[arg(value_name = "FILTER=VALUE")]
    filters: Vec<String>,

    /// How many exchanges
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>, default_value_t = 20)]
    last: u32,
}

/// An exchange as shown.
#[derive(Serialize)]
struct Shown {
    exchange: String,
    received: DateTime<Utc>,
    operation: Option<String>,
    user: Option<String>,
    kind: Option<String>,
    authenticated_by: Option<&'static str>,
    peer: Option<String>,
    outcome: &'static str,
    rules: Vec<String>,
    fault: Option<String>,
    number: Option<u32>,
    milliseconds: f64,
    bytes_in: u64,
    bytes_out: u64,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let at_rest = args.gateway.data_dir().filter(|_| args.filters.is_empty() && args.world.is_default());
    let Some(data_dir) = at_rest else { return ask(args, language) };
    // A gateway that runs writes what it still has to write before it answers; without one all is written.
    let _ = args.gateway.call(language, Method::GET, &args.world.path("/exchanges?limit=0"), None);
    let entries = data_dir.open(async |installation| Ok(installation.ledger.store().journal(args.last).await?))?;
    let shown: Vec<Shown> = entries.into_iter().rev().map(Shown::of).collect();
    let mut out = stdout().lock();
    if args.gateway.is_json() {
        serde_json::to_writer_pretty(&mut out, &shown).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let heads = language.pick(
            ["RICEVUTO", "UTENTE", "TIPO", "CON", "OPERAZIONE", "ESITO", "NUMERO"],
            ["RECEIVED", "USER", "KIND", "BY", "OPERATION", "OUTCOME", "NUMBER"],
        );
        columns::print(&mut out, heads, shown.iter().map(|exchange| exchange.row(language)))?;
    }
    Ok(Verdict::Clean)
}

/// The same of a running gateway.
fn ask(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let mut path = args.world.path(&format!("/exchanges?limit={}", args.last));
    for filter in &args.filters {
        let (name, value) = filter.split_once('=').unwrap_or((filter, ""));
        path = format!("{path}&{}={}", in_path(name), in_path(value));
    }
    match args.gateway.call(language, Method::GET, &path, None)? {
        Answer::Refused(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
        Answer::Done(mut exchanges) => {
            if let Some(newest_first) = exchanges.as_array_mut() {
                newest_first.reverse();
            }
            args.gateway.show(&exchanges, |out, exchanges| expect::show(out, exchanges, language))?;
            Ok(Verdict::Clean)
        }
    }
}

impl Shown {
    fn of(entry: Entry) -> Self {
        let (outcome, rules, fault) = match entry.ending {
            Ending::Accepted => ("accepted", Vec::new(), None),
            Ending::Refused { rules } => ("refused", rules, None),
            Ending::Fault { code } => ("fault", Vec::new(), Some(code)),
            Ending::Dropped => ("dropped", Vec::new(), None),
        };
        Self {
            exchange: format!("{:016x}", entry.id),
            received: entry.received,
            operation: entry.operation,
            user: entry.user,
            kind: entry.kind,
            authenticated_by: entry.how.map(How::name),
            peer: entry.peer.map(|peer| peer.to_string()),
            outcome,
            rules,
            fault,
            number: entry.number,
            milliseconds: entry.duration.as_secs_f64() * 1000.0,
            bytes_in: entry.bytes_in,
            bytes_out: entry.bytes_out,
        }
    }

    fn row(&self, language: Language) -> [String; 7] {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let why = self.fault.iter().chain(&self.rules).map(String::as_str).collect::<Vec<_>>().join(", ");
        let outcome = match self.outcome {
            "accepted" => language.pick("accettato", "accepted"),
            "refused" => language.pick("respinto", "refused"),
            "dropped" => language.pick("interrotto", "dropped"),
            other => other,
        };
        let by = match self.authenticated_by {
            Some("certificate") => language.pick("certificato", "certificate"),
            Some(other) => other,
            None => "-",
        };
        [
            self.received.to_rfc3339_opts(SecondsFormat::Secs, true),
            text(&self.user),
            text(&self.kind),
            by.to_owned(),
            text(&self.operation),
            if why.is_empty() { outcome.to_owned() } else { format!("{outcome}: {why}") },
            self.number.map(|number| format!("{number:09}")).unwrap_or_default(),
        ]
    }
}
