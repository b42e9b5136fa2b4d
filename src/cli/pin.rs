//! `sac pin`: credentials of the institute's services, in a running gateway.

use std::io::{self, Write};

use hyper::Method;
use serde_json::{Map, Value, json};

use super::columns;
use super::control_api::{Answer, Controlled, OfWorld, in_path, text};
use super::failure::Failure;
use super::outcome::{Verdict, complain};
use sac_gateway::diagnostic::Language;

/// Look at PINs of the running gateway, ask for them, and do what an operator does
///
/// docs/pin.md tells what a PIN is, what happens to it and what is assumed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac pin list --state attivo
  sac pin request --canale ordine --set codiceFiscale=SMPNNA88H55F205P --set pec=anna@pec.example
  sac pin half SMPNNA88H55F205P
  sac pin profile CNSPRV68B10F158Y --add medico-certificatore

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
    /// List subjects
    List(List),
    /// Show a subject, or what happened to it
    Show {
        /// Its codice fiscale
        cf: String,
        /// What happened to it; here stands the true reason of a refused log-in
        #[arg(long)]
        events: bool,
    },
    /// Make a request, as the form of its way does
    Request(Request),
    /// Print the sixteen characters as the holder knows them, where both halves went by the outbox
    Half {
        /// The codice fiscale
        cf: String,
    },
    /// Block a PIN without end
    Block {
        /// The codice fiscale
        cf: String,
    },
    /// End a block
    Unblock {
        /// The codice fiscale
        cf: String,
    },
    /// Revoke a PIN
    Revoke {
        /// The codice fiscale
        cf: String,
    },
    /// Make a PIN dispositivo
    Convert {
        /// The codice fiscale
        cf: String,
    },
    /// Give or take a profile
    Profile(Profile),
    /// Unify credentials of the former INPDAP with the PIN; nobody sees the new code
    Unify {
        /// The codice fiscale
        cf: String,
    },
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only PINs in this state
    #[arg(long, value_name = "NAME")]
    state: Option<String>,

    /// Only online or dispositivo
    #[arg(long = "type", value_name = "NAME")]
    kind: Option<String>,

    /// Only subjects with this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Request {
    /// online, contact-center, sportello, ordine, ripristino or unificazione
    #[arg(long, value_name = "NAME")]
    canale: String,

    /// nuovo, estensione, ripristino, conversione or abilitazione
    #[arg(long, value_name = "NAME")]
    tipo: Option<String>,

    /// A field of the form; may be repeated
    #[arg(long, value_name = "MEMBER=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Change {
    /// The profile to give
    #[arg(long, value_name = "NAME")]
    add: Option<String>,

    /// The profile to take
    #[arg(long, value_name = "NAME")]
    remove: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Profile {
    /// The codice fiscale
    cf: String,

    #[command(flatten)]
    change: Change,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let pins = args.world.path("/pins");
    let of = |cf: &str| format!("{pins}/{}", in_path(&cf.to_ascii_uppercase()));
    let act = |cf: &str, azione: &str, profilo: Option<&String>| {
        let mut body = json!({"azione": azione});
        if let Some(profilo) = profilo {
            body["profilo"] = json!(profilo);
        }
        args.gateway.call(language, Method::POST, &format!("{}/actions", of(cf)), Some(&body))
    };
    let answer = match &args.verb {
        Verb::List(list) => {
            let filters = [("state", &list.state), ("type", &list.kind), ("profile", &list.profile)];
            let filters =
                filters.iter().filter_map(|(name, value)| Some(format!("{name}={}", in_path(value.as_ref()?))));
            let query = filters.collect::<Vec<_>>().join("&");
            args.gateway.call(language, Method::GET, &format!("{pins}?{query}"), None)?
        }
        Verb::Show { cf, events: true } => {
            args.gateway.call(language, Method::GET, &format!("{}/events", of(cf)), None)?
        }
        Verb::Show { cf, .. } => args.gateway.call(language, Method::GET, &of(cf), None)?,
        Verb::Request(request) => {
            args.gateway.call(language, Method::POST, &format!("{pins}/requests"), Some(&request.body()))?
        }
        Verb::Half { cf } => args.gateway.call(language, Method::POST, &format!("{}/secret", of(cf)), None)?,
        Verb::Block { cf } => act(cf, "blocca", None)?,
        Verb::Unblock { cf } => act(cf, "sblocca", None)?,
        Verb::Revoke { cf } => act(cf, "revoca", None)?,
        Verb::Convert { cf } => act(cf, "converti", None)?,
        Verb::Profile(Profile { cf, change }) => match &change.add {
            Some(add) => act(cf, "profilo-aggiungi", Some(add))?,
            None => act(cf, "profilo-togli", change.remove.as_ref())?,
        },
        Verb::Unify { cf } => {
            let body = json!({"canale": "unificazione", "codiceFiscale": cf});
            args.gateway.call(language, Method::POST, &format!("{pins}/requests"), Some(&body))?
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

impl Request {
    fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("canale".to_owned(), json!(self.canale));
        if let Some(tipo) = &self.tipo {
            body.insert("tipo".to_owned(), json!(tipo));
        }
        for pair in &self.set {
            let (member, value) = pair.split_once('=').unwrap_or((pair, ""));
            body.insert(member.to_owned(), json!(value));
        }
        Value::Object(body)
    }
}

fn show(out: &mut dyn Write, value: &Value, language: Language) -> io::Result<()> {
    if let Some(secret) = value["secret"].as_str() {
        return writeln!(out, "{secret}");
    }
    if value.get("id").is_some() {
        let (id, stato) = (text(value, "id"), text(value, "stato"));
        return writeln!(out, "{id} {stato}");
    }
    let rows: Vec<&Value> = match value {
        Value::Array(rows) => rows.iter().collect(),
        row => vec![row],
    };
    if rows.iter().any(|row| row.get("evento").is_some()) {
        let heads = language
            .pick(["QUANDO", "EVENTO", "DA", "A", "VIA", "REGOLA"], ["WHEN", "EVENT", "FROM", "TO", "BY", "RULE"]);
        let members = ["at", "evento", "da", "a", "canale", "regola"];
        return columns::print(out, heads, rows.iter().map(|row| members.map(|member| text(row, member))));
    }
    let heads = language.pick(
        ["CODICE FISCALE", "STATO", "TIPO", "SCADENZA", "PROFILI"],
        ["CODICE FISCALE", "STATE", "TYPE", "EXPIRES", "PROFILES"],
    );
    let row = |row: &&Value| {
        let profiles: Vec<&str> = row["profili"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let [code, stato, tipo, scadenza] =
            ["codiceFiscale", "stato", "tipo", "scadenza"].map(|member| text(row, member));
        [code, stato, tipo, scadenza, profiles.join(" ")]
    };
    columns::print(out, heads, rows.iter().map(row))
}
