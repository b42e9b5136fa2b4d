//! `sac expect`: waits for exchanges of a running gateway.

use std::io::{self, Write};

use hyper::Method;
use serde_json::{Value, json};

use super::columns;
use super::control_api::{Answer, Controlled, OfWorld, text};
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use super::words::values;
use sac_gateway::diagnostic::Language;

/// Wait until the journal of the running gateway holds certain exchanges
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac expect operation=InviaMalattia outcome=accepted --count 1 --within 30s
  sac expect rule=certificato-duplicato
  sac expect operation=InviaMalattia --xpath malattia/visita=D

The filters are operation, caller, worker, puc, outcome, rule, code, fault, since, channel, tls and
client_certificate. Exit codes: 0 it holds, 1 it does not, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    #[command(flatten)]
    world: OfWorld,

    /// What the exchanges have to be
    #[arg(value_name = "FILTER=VALUE")]
    filters: Vec<String>,

    /// What an element of the request has to hold; may be repeated
    #[arg(long, value_name = "PATH=TEXT")]
    xpath: Vec<String>,

    /// Exactly so many [default: at least one]
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>, conflicts_with_all = ["min", "max"])]
    count: Option<u32>,

    /// At least so many
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>)]
    min: Option<u32>,

    /// At most so many
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>)]
    max: Option<u32>,

    /// How long to wait
    #[arg(long, value_name = "DURATION", default_value = "5s")]
    within: String,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let path = args.world.path("/expect");
    match args.gateway.call(language, Method::POST, &path, Some(&args.body()))? {
        Answer::Refused(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
        Answer::Done(value) => {
            args.gateway.show(&value, |out, value| show(out, value, language))?;
            Ok(Verdict::Clean)
        }
    }
}

impl Args {
    fn body(&self) -> Value {
        let pairs = |pairs: &[String]| {
            let mut members = json!({});
            for pair in pairs {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                members[name] = json!(value);
            }
            members
        };
        let mut body = json!({"match": pairs(&self.filters), "within": self.within});
        if !self.xpath.is_empty() {
            body["match"]["xpath"] = pairs(&self.xpath);
        }
        match (self.count, self.min, self.max) {
            (Some(count), _, _) => body["count"] = json!(count),
            (None, None, None) => {}
            (None, min, max) => body["count"] = json!({"min": min, "max": max}),
        }
        body
    }
}

pub(super) fn show(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    let row = |exchange: &Value| {
        ["id", "received", "operation", "caller", "outcome", "puc", "fault"].map(|member| text(exchange, member))
    };
    let heads = language.pick(
        ["ID", "RICEVUTO", "OPERAZIONE", "CHIAMANTE", "ESITO", "NUMERO", "FAULT"],
        ["ID", "RECEIVED", "OPERATION", "CALLER", "OUTCOME", "NUMBER", "FAULT"],
    );
    columns::print(out, heads, value.as_array().into_iter().flatten().map(row))
}
