//! `sac clock`: the clock of a world of a running gateway.

use std::io::{self, Write};

use hyper::Method;
use serde_json::{Value, json};

use super::control_api::{Answer, Controlled, OfWorld, text};
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use super::words::say;
use super::words::values;
use sac_gateway::diagnostic::Language;

/// Show, set and advance the clock of a world of the running gateway
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac clock set --now 2026-03-02T10:00:00+01:00 --frozen
  sac clock advance 2d
  sac clock advance --to 2026-04-01T00:00:00+02:00

Exit codes: 0 done, 1 the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    #[command(flatten)]
    world: OfWorld,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Show the time, whether it stands still, and how fast it runs
    Show,
    /// Set the clock, forward or back; what is not given stays as it is
    Set(Set),
    /// Move the clock forward; what falls due on the way happens, in order
    Advance(Advance),
    /// Go back to the machine's time
    Reset,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Set {
    /// The instant that it is to be (RFC 3339)
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,

    /// Let it stand still
    #[arg(long, conflicts_with = "running")]
    frozen: bool,

    /// Let it run
    #[arg(long)]
    running: bool,

    /// How many times faster than the machine's it runs
    #[arg(long, value_name = "FACTOR", value_parser = values::factor)]
    speed: Option<f64>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Advance {
    /// How far: 90s, 36h, 2d, or in ISO 8601 P2D
    by: Option<String>,

    /// The instant to go to (RFC 3339)
    #[arg(long, value_name = "RFC3339")]
    to: Option<String>,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let clock = args.world.path("/clock");
    let answer = match &args.verb {
        Verb::Show => args.gateway.call(language, Method::GET, &clock, None)?,
        Verb::Reset => args.gateway.call(language, Method::DELETE, &clock, None)?,
        Verb::Set(set) => args.gateway.call(language, Method::PUT, &clock, Some(&set.body()))?,
        Verb::Advance(advance) => {
            args.gateway.call(language, Method::POST, &format!("{clock}/advance"), Some(&advance.body()))?
        }
    };
    match answer {
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

impl Set {
    fn body(&self) -> Value {
        let mut body = json!({});
        if let Some(now) = &self.now {
            body["now"] = json!(now);
        }
        if self.frozen || self.running {
            body["frozen"] = json!(self.frozen);
        }
        if let Some(speed) = self.speed {
            body["speed"] = json!(speed);
        }
        body
    }
}

impl Advance {
    fn body(&self) -> Value {
        match (&self.by, &self.to) {
            (Some(by), _) => json!({"by": by}),
            (None, to) => json!({"to": to}),
        }
    }
}

fn show(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    let how = match (&value["frozen"], &value["speed"]) {
        (Value::Bool(true), _) => language.pick(", fermo", ", stands still").to_owned(),
        (Value::Bool(false), Value::Number(speed)) if speed.as_f64() != Some(1.0) => {
            say!(language, it: ", corre {speed} volte più veloce", en: ", runs {speed} times as fast")
        }
        _ => String::new(),
    };
    writeln!(out, "{}{how}", text(value, "now"))?;
    for one in value["happened"].as_array().into_iter().flatten() {
        writeln!(out, "{}  {}  {}", text(one, "at"), text(one, "what"), text(one, "id"))?;
    }
    Ok(())
}
