//! `sac world`: the worlds of a running gateway.

use std::io::{self, Write};
use std::path::PathBuf;
use std::{fs, path::Path};

use hyper::Method;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::Wanted;
use serde_json::{Map, Value, json};

use super::columns;
use super::control_api::{Answer, Controlled, in_path, text};
use super::failure::{Doing, Failure};
use super::outcome::{Verdict, complain};
use super::words::values;

/// Make, show, reset and remove worlds of the running gateway
///
/// A world is a whole SAC of its own, with people, documents, numbers and a clock. Clients reach it below /w/NAME;
/// the world `default` is always there.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac world create first --seed 7 --now 2026-03-02T10:00:00+01:00 --frozen
  sac world create --people people.toml --set register=closed
  sac world snapshot take first before-the-test
  sac world snapshot restore first before-the-test

Exit codes: 0 done, 1 the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List the worlds
    List,
    /// Show one world
    Show(Named),
    /// Make a world
    Create(Create),
    /// Remove a world with all it holds
    Delete(Named),
    /// Make a world as on its first day
    Reset(Reset),
    /// Keep everything in a world, and bring it back
    Snapshot {
        #[command(subcommand)]
        verb: Snapshot,
    },
}

#[derive(Debug, clap::Args)]
struct Named {
    /// The world
    name: String,
}

#[derive(Debug, clap::Args)]
struct Create {
    /// Its name [default: one is made up]
    name: Option<String>,

    /// Make its protocol numbers repeatable
    #[arg(long, value_name = "NUMBER", value_parser = values::number::<u64>)]
    seed: Option<u64>,

    /// The instant that its clock begins with (RFC 3339) [default: the machine's time]
    #[arg(long, value_name = "RFC3339")]
    now: Option<String>,

    /// Let its clock stand still
    #[arg(long)]
    frozen: bool,

    /// `default`, `none`, or a seed file in TOML
    #[arg(long, value_name = "WHO")]
    people: Option<String>,

    /// Keep it on disk, so that the gateway opens it again
    #[arg(long)]
    durable: bool,

    /// A setting of the groups "Rules" and "Time and chance" for this world alone; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
}

#[derive(Debug, clap::Args)]
struct Reset {
    /// The world
    name: String,

    /// In the place of the seed that it has
    #[arg(long, value_name = "NUMBER", value_parser = values::number::<u64>)]
    seed: Option<u64>,
}

#[derive(Debug, clap::Subcommand)]
enum Snapshot {
    /// List the snapshots of a world
    List(Named),
    /// Keep everything in a world under a name
    Take(NamedSnapshot),
    /// Bring back everything that was in the world then
    Restore(NamedSnapshot),
    /// Forget a snapshot
    Delete(NamedSnapshot),
}

#[derive(Debug, clap::Args)]
struct NamedSnapshot {
    /// The world
    world: String,

    /// The snapshot
    name: String,
}

type Show = fn(&mut dyn Write, &Value, Language) -> io::Result<()>;

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let (method, path, body, show) = request(&args.verb)?;
    match args.gateway.call(language, method, &path, body.as_ref())? {
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

/// What to ask of the gateway, and how to show its answer.
fn request(verb: &Verb) -> Result<(Method, String, Option<Value>, Show), Failure> {
    let world = |name: &str| format!("/worlds/{}", in_path(name));
    let snapshots = |name: &str| format!("{}/snapshots", world(name));
    Ok(match verb {
        Verb::List => (Method::GET, "/worlds".to_owned(), None, worlds),
        Verb::Show(Named { name }) => (Method::GET, world(name), None, one),
        Verb::Create(create) => (Method::POST, "/worlds".to_owned(), Some(create.body()?), one),
        Verb::Delete(Named { name }) => (Method::DELETE, world(name), None, removed),
        Verb::Reset(Reset { name, seed }) => {
            let body = seed.map_or_else(|| json!({}), |seed| json!({"seed": seed}));
            (Method::POST, format!("{}/reset", world(name)), Some(body), one)
        }
        Verb::Snapshot { verb } => match verb {
            Snapshot::List(Named { name }) => (Method::GET, snapshots(name), None, snapshot_list),
            Snapshot::Take(NamedSnapshot { world, name }) => {
                (Method::POST, snapshots(world), Some(json!({"name": name})), snapshot)
            }
            Snapshot::Restore(NamedSnapshot { world, name }) => {
                (Method::POST, format!("{}/{}/restore", snapshots(world), in_path(name)), None, one)
            }
            Snapshot::Delete(NamedSnapshot { world, name }) => {
                (Method::DELETE, format!("{}/{}", snapshots(world), in_path(name)), None, removed)
            }
        },
    })
}

impl Create {
    fn body(&self) -> Result<Value, Failure> {
        let people = self.people.as_deref().map(people).transpose()?;
        let settings: Map<String, Value> =
            self.settings.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let members = [
            ("name", self.name.as_ref().map(|name| json!(name))),
            ("seed", self.seed.map(|seed| json!(seed))),
            ("now", self.now.as_ref().map(|now| json!(now))),
            ("frozen", self.frozen.then_some(json!(true))),
            ("people", people.map(|people| json!(people))),
            ("durable", self.durable.then_some(json!(true))),
            ("settings", (!settings.is_empty()).then(|| json!(settings))),
        ];
        let given = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Ok(Value::Object(given.collect()))
    }
}

/// `default`, `none`, or the text of the file.
fn people(who: &str) -> Result<String, Failure> {
    if ["default", "none"].contains(&who) {
        return Ok(who.to_owned());
    }
    let path: PathBuf = Path::new(who).to_owned();
    fs::read_to_string(&path).map_err(Failure::file(Doing::Read, &path))
}

fn setting(text: &str) -> Result<(String, String), Wanted> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Wanted::new(
            "è un'impostazione con il suo valore, come register=closed",
            "it is a setting and its value, such as register=closed",
        )
    })?;
    Ok((name.replace('-', "_"), value.to_owned()))
}

fn worlds(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    let row = |world: &Value| {
        let now = text(&world["clock"], "now");
        [text(world, "name"), now, text(world, "certificates"), text(world, "exchanges"), text(world, "endpoint")]
    };
    let heads = language.pick(
        ["NOME", "OROLOGIO", "CERTIFICATI", "SCAMBI", "ENDPOINT"],
        ["NAME", "CLOCK", "CERTIFICATES", "EXCHANGES", "ENDPOINT"],
    );
    columns::print(out, heads, value.as_array().into_iter().flatten().map(row))
}

fn one(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    worlds(out, &Value::Array(vec![value.clone()]), language)
}

fn removed(out: &mut dyn Write, _: &Value, language: Language) -> io::Result<()> {
    writeln!(out, "{}", language.pick("tolto", "removed"))
}

fn snapshot_list(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    let row = |snapshot: &Value| [text(snapshot, "name"), text(snapshot, "taken")];
    columns::print(
        out,
        language.pick(["NOME", "PRESA"], ["NAME", "TAKEN"]),
        value.as_array().into_iter().flatten().map(row),
    )
}

fn snapshot(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    snapshot_list(out, &Value::Array(vec![value.clone()]), language)
}
