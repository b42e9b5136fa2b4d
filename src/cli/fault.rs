//! `sac fault`: the fault plan of a world of a running gateway.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use hyper::Method;
use serde_json::{Value, json};

use super::columns;
use super::control_api::{Answer, Controlled, OfWorld, in_path, text};
use super::failure::{Doing, Failure};
use super::outcome::{Verdict, complain};
use super::words::say;
use super::words::values;
use sac_gateway::diagnostic::Language;

/// List, add, remove and load the rules by which calls of the running gateway go wrong on purpose
///
/// docs/fault-plan.md describes the rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac fault add no-reply --operation InviaMalattia --nth 3 --after
  sac fault add status --with code=503 --with retry_after=5 --times 0
  sac fault load plan.json
  sac fault clear

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
    /// List the rules, in the order in which they are asked
    List,
    /// Add a rule behind the others
    Add(Box<Add>),
    /// Remove a rule
    Remove {
        /// Its name
        id: String,
    },
    /// Remove every rule
    Clear,
    /// Replace all rules by those of a JSON file
    Load {
        /// The file: an array of rules, alone or as the member `faults` of an object
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What it does: no-reply, reset, close, cut, delay, drip, status, fault, refuse, …
    kind: String,

    /// A member of what it does, such as hold=5s; may be repeated
    #[arg(long, value_name = "MEMBER=VALUE")]
    with: Vec<String>,

    /// Its name [default: one is made up]
    #[arg(long)]
    id: Option<String>,

    /// Only this operation, `*` for all
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,

    /// Only calls of this user
    #[arg(long, value_name = "USER")]
    caller: Option<String>,

    /// Only calls about this worker
    #[arg(long, value_name = "CF")]
    worker: Option<String>,

    /// Only calls that name this number
    #[arg(long, value_name = "NUMBER")]
    puc: Option<String>,

    /// The first matching call on which it acts
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u64>)]
    nth: Option<u64>,

    /// On how many it acts, 0 for all
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u64>)]
    times: Option<u64>,

    /// The work is committed; only the answer suffers
    #[arg(long, conflicts_with = "before")]
    after: bool,

    /// Nothing is done
    #[arg(long)]
    before: bool,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let faults = args.world.path("/faults");
    let answer = match &args.verb {
        Verb::List => args.gateway.call(language, Method::GET, &faults, None)?,
        Verb::Add(add) => args.gateway.call(language, Method::POST, &faults, Some(&add.body()))?,
        Verb::Remove { id } => {
            args.gateway.call(language, Method::DELETE, &format!("{faults}/{}", in_path(id)), None)?
        }
        Verb::Clear => args.gateway.call(language, Method::DELETE, &faults, None)?,
        Verb::Load { file } => {
            let text = fs::read_to_string(file).map_err(Failure::file(Doing::Read, file))?;
            let mut plan: Value = match serde_json::from_str(&text) {
                Ok(plan) => plan,
                Err(error) => {
                    let (file, line) = (file.display(), error.line());
                    complain(&say!(
                        language,
                        it: "{file}, riga {line}: non è JSON",
                        en: "{file}, line {line}: it is not JSON",
                    ));
                    return Ok(Verdict::Undone);
                }
            };
            if plan.get("faults").is_some_and(Value::is_array) {
                plan = plan["faults"].take();
            }
            args.gateway.call(language, Method::PUT, &faults, Some(&plan))?
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

impl Add {
    fn body(&self) -> Value {
        let mut action = json!({"kind": self.kind});
        for pair in &self.with {
            let (member, value) = pair.split_once('=').unwrap_or((pair, ""));
            // Numbers are numbers in JSON; the rest, `90s` too, is text.
            action[member] = value.parse::<u64>().map_or_else(|_| json!(value), |number| json!(number));
        }
        let mut body = json!({"do": action});
        let texts = [
            ("id", &self.id),
            ("operation", &self.operation),
            ("caller", &self.caller),
            ("worker", &self.worker),
            ("puc", &self.puc),
        ];
        for (member, value) in texts.into_iter().filter_map(|(member, value)| Some((member, value.as_ref()?))) {
            body[member] = json!(value);
        }
        for (member, count) in [("nth", self.nth), ("times", self.times)] {
            if let Some(count) = count {
                body[member] = json!(count);
            }
        }
        if self.after || self.before {
            body["phase"] = json!(if self.after { "after" } else { "before" });
        }
        body
    }
}

fn show(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    let rules: Vec<&Value> = match value {
        Value::Array(rules) => rules.iter().collect(),
        Value::Object(_) => vec![value],
        _ => return writeln!(out, "{}", language.pick("tolto", "removed")),
    };
    let row = |rule: &&Value| {
        let mut action = rule["do"].clone();
        let kind = text(&action, "kind");
        if let Some(members) = action.as_object_mut() {
            members.remove("kind");
        }
        let with = if action == json!({}) { String::new() } else { format!(" {action}") };
        let [id, operation, caller, worker, nth, times, phase] =
            ["id", "operation", "caller", "worker", "nth", "times", "phase"].map(|member| text(rule, member));
        [id, operation, caller, worker, nth, times, phase, format!("{kind}{with}")]
    };
    let heads = language.pick(
        ["ID", "OPERAZIONE", "CHIAMANTE", "LAVORATORE", "DALLA", "VOLTE", "FASE", "CHE COSA FA"],
        ["ID", "OPERATION", "CALLER", "WORKER", "NTH", "TIMES", "PHASE", "DOES"],
    );
    columns::print(out, heads, rules.iter().map(row))
}
