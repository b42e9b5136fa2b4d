//! `sac outbox`: the messages of the running gateway to workers and employers.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hyper::Method;
use serde_json::{Value, json};

use super::columns;
use super::control_api::{Answer, Controlled, OfWorld, in_path, text};
use super::draft;
use super::failure::{Doing, Failure};
use super::outcome::{Verdict, complain};
use super::words::say;
use super::words::values;
use sac_gateway::diagnostic::Language;

/// List, show and save the running gateway's messages to workers and employers, and have one sent again
///
/// Without a verb the messages are listed, newest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac outbox
  sac outbox list --kind email --state failed
  sac outbox save 7 messages
  sac outbox retry 7

Exit codes: 0 done, 1 the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,

    #[command(flatten)]
    world: OfWorld,

    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List messages, newest first
    List(Filters),
    /// Show a message with its text, its attempts and its receipts
    Show {
        /// Its number
        id: String,
    },
    /// Save a message as it travels (ID.eml), and the files that go with it
    Save {
        /// Its number
        id: String,

        /// The folder; it is made where there is none
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Have the next attempt made now
    Retry {
        /// Its number
        id: String,
    },
}

#[derive(Debug, Default, clap::Args)]
struct Filters {
    /// Only these: email, pec, sms or letter
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// Only those to this address or number
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,

    /// Only those written for this: malattia, rettifica, annullamento, flow, …
    #[arg(long, value_name = "NAME")]
    event: Option<String>,

    /// Only those about the document of this number
    #[arg(long, value_name = "NUMBER")]
    document: Option<String>,

    /// Only these: queued, sent, delivered, failed or cancelled
    #[arg(long, value_name = "NAME")]
    state: Option<String>,

    /// Only those written then or later, by the world's clock
    #[arg(long, value_name = "RFC3339")]
    since: Option<String>,

    /// At most so many [default: 100]
    #[arg(long, value_name = "COUNT", value_parser = values::number::<u32>)]
    limit: Option<u32>,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let outbox = args.world.path("/outbox");
    let message = |id: &str| format!("{outbox}/{}", in_path(id));
    let Args { gateway, .. } = args;
    let answer = match &args.verb {
        None => gateway.call(language, Method::GET, &outbox, None)?,
        Some(Verb::List(filters)) => {
            gateway.call(language, Method::GET, &format!("{outbox}{}", filters.query()), None)?
        }
        Some(Verb::Show { id }) => gateway.call(language, Method::GET, &message(id), None)?,
        Some(Verb::Retry { id }) => gateway.call(language, Method::POST, &format!("{}/retry", message(id)), None)?,
        Some(Verb::Save { id, folder }) => save(gateway, language, &message(id), id, folder)?,
    };
    match answer {
        Answer::Refused(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
        Answer::Done(value) => {
            gateway.show(&value, |out, value| show(out, value, language))?;
            Ok(Verdict::Clean)
        }
    }
}

impl Filters {
    fn query(&self) -> String {
        let limit = self.limit.map(|limit| limit.to_string());
        let pairs = [
            ("kind", &self.kind),
            ("to", &self.to),
            ("event", &self.event),
            ("document", &self.document),
            ("state", &self.state),
            ("since", &self.since),
            ("limit", &limit),
        ];
        let given = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", in_path(value.as_ref()?))));
        let query = given.collect::<Vec<_>>().join("&");
        if query.is_empty() { query } else { format!("?{query}") }
    }
}

/// Saves the message and its files: what was written.
fn save(gateway: &Controlled, language: Language, message: &str, id: &str, folder: &Path) -> Result<Answer, Failure> {
    let whole = match gateway.call(language, Method::GET, message, None)? {
        Answer::Done(whole) => whole,
        refused @ Answer::Refused(_) => return Ok(refused),
    };
    fs::create_dir_all(folder).map_err(Failure::file(Doing::Write, folder))?;
    let mut paths = vec![(format!("{message}/raw"), format!("{id}.eml"))];
    if !matches!(whole["kind"].as_str(), Some("email" | "pec")) {
        // It has no form in which it would travel.
        paths.clear();
    }
    for file in whole["attachments"].as_array().into_iter().flatten() {
        let name = file["name"].as_str().unwrap_or_default();
        paths.push((format!("{message}/attachments/{}", in_path(name)), name.to_owned()));
    }
    let mut files = Vec::new();
    for (path, name) in paths {
        // A name that leads elsewhere is none.
        let Some(name) = Path::new(&name).file_name() else { continue };
        let bytes = match gateway.get(language, &path)? {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Answer::Refused(why)),
        };
        let path = folder.join(name);
        write(&path, &bytes).map_err(Failure::file(Doing::Write, &path))?;
        files.push(path.display().to_string());
    }
    Ok(Answer::Done(json!({"files": files})))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = draft::beside(path)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

fn show(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    if let Some(files) = value["files"].as_array() {
        return files.iter().filter_map(Value::as_str).try_for_each(|file| writeln!(out, "{file}"));
    }
    let Some(messages) = value.as_array() else { return whole(out, value, language) };
    let row = |message: &Value| {
        ["id", "created", "kind", "event", "document", "to", "state"].map(|member| text(message, member))
    };
    let heads = language.pick(
        ["ID", "SCRITTO", "VIA", "EVENTO", "DOCUMENTO", "A", "STATO"],
        ["ID", "WRITTEN", "KIND", "EVENT", "DOCUMENT", "TO", "STATE"],
    );
    columns::print(out, heads, messages.iter().map(row))
}

/// One message for people: members, text, attempts, receipts, files.
fn whole(out: &mut dyn Write, message: &Value, language: Language) -> io::Result<()> {
    for member in ["id", "kind", "event", "document", "from", "to", "subject", "created", "due", "state", "message_id"]
    {
        writeln!(out, "{member:10}  {}", text(message, member))?;
    }
    let list = |member: &str| message[member].as_array().cloned().unwrap_or_default();
    for attempt in list("attempts") {
        let [at, outcome, detail] = ["at", "outcome", "detail"].map(|member| text(&attempt, member));
        let line = say!(language, it: "tentativo   {at} {outcome} {detail}", en: "attempt     {at} {outcome} {detail}");
        writeln!(out, "{line}")?;
    }
    for receipt in list("receipts") {
        let [at, kind] = ["at", "kind"].map(|member| text(&receipt, member));
        writeln!(out, "{}", say!(language, it: "ricevuta    {at} {kind}", en: "receipt     {at} {kind}"))?;
    }
    for file in list("attachments") {
        let [name, bytes] = ["name", "bytes"].map(|member| text(&file, member));
        writeln!(
            out,
            "{}",
            say!(language, it: "allegato    {name} ({bytes} byte)", en: "file        {name} ({bytes} bytes)")
        )?;
    }
    writeln!(out, "\n{}", text(message, "text").trim_end())
}
