//! `sac worker`: the register of workers.

use std::io::{Write as _, stdout};

use chrono::NaiveDate;

use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::code::Sesso;
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::input;
use sac_gateway::domain::person::Lavoratore;
use sac_gateway::domain::words::Wanted;
use sac_gateway::registry::synthetic_person;

use super::columns::ListArgs;
use sac_gateway::registry::places::Places;

use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::Verdict;
use super::person_secret;
use super::words::values;

/// Manage the register of workers
///
/// It works on the gateway's data directory; a gateway that runs on it goes by the change
/// from the next message on. With --register closed only workers on the register exist.
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
    Pin(person_secret::NewPin),
}

/// Put a worker on the register, or change one
///
/// What is not given stays as it is on record; for a new worker it is as the codice fiscale
/// tells it, and as the open register would have made it up.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac worker add --cf PNIMRA70A01H501P --cognome Pini --nome Mario")]
struct Add {
    /// Sixteen characters, or eleven digits
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    cf: CodiceFiscale,

    /// Surname
    #[arg(long, value_parser = values::by(input::cognome))]
    cognome: Option<String>,

    /// First name
    #[arg(long, value_parser = values::by(input::nome))]
    nome: Option<String>,

    /// Sex
    #[arg(long, value_name = "M|F", value_parser = sesso)]
    sesso: Option<Sesso>,

    /// Birth date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = values::day)]
    data_nascita: Option<NaiveDate>,

    /// Comune of birth, or the country where it was abroad
    #[arg(long, value_parser = birthplace)]
    comune_nascita: Option<String>,

    /// Sigla of the province of birth, EE for abroad
    #[arg(long, value_parser = values::by(input::provincia))]
    provincia_nascita: Option<String>,

    /// The worker has died
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", value_parser = values::switch)]
    deceduto: Option<bool>,
}

/// List the workers on the register
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac worker list --json")]
struct List {
    #[command(flatten)]
    how: ListArgs,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match &args.verb {
        Verb::Add(verb) => add(verb, &args.data_dir, language)?,
        Verb::List(verb) => list(verb, &args.data_dir, language)?,
        Verb::Pin(verb) => person_secret::pin(verb, &args.data_dir, language)?,
    }
    Ok(Verdict::Clean)
}

fn add(args: &Add, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let done = data_dir.open(async |installation| {
        let on_record = installation.ledger.store().worker(&args.cf).await?;
        let done =
            if on_record.is_some() { language.pick("cambiato", "changed") } else { language.pick("aggiunto", "added") };
        let worker = on_record.unwrap_or_else(|| synthetic_person::person(args.cf.clone(), Clock::system().today()));
        installation.ledger.put_worker(args.change(worker)).await?;
        Ok(done)
    })?;
    Ok(writeln!(stdout(), "{} {} {done}", language.pick("lavoratore", "worker"), args.cf.as_str())?)
}

impl Add {
    /// The worker with all that was given in the place of what was known.
    fn change(&self, worker: Lavoratore) -> Lavoratore {
        let given = |text: &Option<String>, known: String| text.clone().unwrap_or(known);
        Lavoratore {
            codice_fiscale: worker.codice_fiscale,
            cognome: given(&self.cognome, worker.cognome),
            nome: given(&self.nome, worker.nome),
            sesso: self.sesso.unwrap_or(worker.sesso),
            data_nascita: self.data_nascita.unwrap_or(worker.data_nascita),
            comune_nascita: given(&self.comune_nascita, worker.comune_nascita),
            provincia_nascita: given(&self.provincia_nascita, worker.provincia_nascita),
            deceduto: self.deceduto.unwrap_or(worker.deceduto),
        }
    }
}

fn list(args: &List, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let workers = data_dir.open(async |installation| Ok(installation.ledger.store().workers().await?))?;
    let row = |worker: &Lavoratore| {
        let Lavoratore { cognome, nome, comune_nascita, provincia_nascita, .. } = worker;
        [
            worker.codice_fiscale.as_str().to_owned(),
            cognome.clone(),
            nome.clone(),
            worker.sesso.to_string(),
            worker.data_nascita.to_string(),
            format!("{comune_nascita} ({provincia_nascita})"),
            if worker.deceduto { language.pick("deceduto", "dead") } else { "" }.to_owned(),
        ]
    };
    let heads = language.pick(
        ["CODICE FISCALE", "COGNOME", "NOME", "SESSO", "NATO IL", "NATO A", "STATO"],
        ["CODICE FISCALE", "SURNAME", "FIRST NAME", "SEX", "BORN ON", "BORN IN", "STATE"],
    );
    args.how.print(&workers, heads, row)
}

fn sesso(text: &str) -> Result<Sesso, Wanted> {
    Sesso::parse(text).ok_or_else(|| Wanted::new("è M oppure F", "it is M or F"))
}

fn birthplace(text: &str) -> Result<String, Wanted> {
    Places::embedded().birthplace(text)
}
