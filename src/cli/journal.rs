//! `sac journal`: who called, for what, and how it ended.

use std::io::{Write as _, stdout};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use sac_gateway::diagnostic::Language;
use sac_gateway::domain::exchange::{Ending, Entry, How};

use super::columns;
use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::Verdict;
use super::words::values;

/// Show the latest exchanges: who called, how they were authenticated, how it ended
///
/// The newest comes last. A running gateway writes an exchange down within a fraction of a
/// second. There is no personal data of workers in the journal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac journal --last 5 --json")]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    /// How many exchanges
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>, default_value_t = 20)]
    last: u32,

    /// Print a JSON array
    #[arg(long)]
    json: bool,
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
    let entries =
        args.data_dir.open(async |installation| Ok(installation.ledger.store().journal(args.last).await?))?;
    let shown: Vec<Shown> = entries.into_iter().rev().map(Shown::of).collect();
    let mut out = stdout().lock();
    if args.json {
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
