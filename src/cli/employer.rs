//! `sac employer`: who gets attestati.

use std::io::{Write as _, stdout};

use sac_gateway::diagnostic::Language;
use sac_gateway::domain::codice_fiscale::CodiceFiscale;
use sac_gateway::domain::employer::Employer;
use sac_gateway::domain::input;
use sac_gateway::domain::words::Wanted;
use sac_gateway::registry::seed::{Seed, pec_formato};
use sac_gateway::store::register::RemoveRegistered;

use super::columns::ListArgs;
use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::Verdict;
use super::person_secret;
use super::words::{say, values};

/// Manage the employers, to whom attestati go
///
/// It works on the gateway's data directory; a gateway that runs on it goes by the change
/// from the next message on. Who reads for employers is in a seed file (docs/people.md).
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
    Remove(Remove),
    Password(person_secret::ReadersPassword),
}

/// Add an employer, or replace the one of that codice fiscale
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  sac employer add --cf 99900040009 --denominazione \"Terza Azienda\" --matricola 9900000004"
)]
struct Add {
    /// Eleven digits, or sixteen characters
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    cf: CodiceFiscale,

    /// What it is called
    #[arg(long, value_parser = values::by(input::denominazione))]
    denominazione: String,

    /// The INPS number of a private employer, ten digits
    #[arg(long, value_name = "NUMBER", value_parser = values::by(input::matricola_inps))]
    matricola: Option<String>,

    /// The number of a public body's office, 1 to 10 digits
    #[arg(long, value_name = "NUMBER", value_parser = values::by(input::codice_sede))]
    sede: Option<String>,

    /// privato or pubblico
    #[arg(long, value_parser = ["privato", "pubblico"], default_value = "privato")]
    settore: String,

    /// Address of certified mail for the daily flow
    #[arg(long, value_name = "ADDRESS", value_parser = values::by(input::mail_address))]
    pec: Option<String>,

    /// What the daily flow carries: xml, pdf or xml+pdf
    #[arg(long, value_name = "FORM", value_parser = form, default_value = "xml")]
    pec_formato: String,
}

/// List the employers
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac employer list --json")]
struct List {
    #[command(flatten)]
    how: ListArgs,
}

/// Remove an employer, with the employments there; documents that it has stay
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac employer remove --cf 99900040009")]
struct Remove {
    /// Eleven digits, or sixteen characters
    #[arg(long, value_name = "CODICE", value_parser = values::by(input::codice_fiscale))]
    cf: CodiceFiscale,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match &args.verb {
        Verb::Add(verb) => add(verb, &args.data_dir, language)?,
        Verb::List(verb) => list(verb, &args.data_dir, language)?,
        Verb::Remove(verb) => remove(verb, &args.data_dir, language)?,
        Verb::Password(verb) => person_secret::password(verb, &args.data_dir, language)?,
    }
    Ok(Verdict::Clean)
}

fn add(args: &Add, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    data_dir.plant(
        Seed::of_employer,
        [
            ("codice_fiscale", Some(args.cf.as_str().to_owned())),
            ("denominazione", Some(args.denominazione.clone())),
            ("matricola_inps", args.matricola.clone()),
            ("codice_sede", args.sede.clone()),
            ("settore", Some(args.settore.clone())),
            ("pec", args.pec.clone()),
            ("pec_formato", Some(args.pec_formato.clone())),
        ],
    )?;
    let code = args.cf.as_str();
    let done =
        say!(language, it: "datore di lavoro {code} aggiunto o sostituito", en: "employer {code} added or replaced");
    Ok(writeln!(stdout(), "{done}")?)
}

fn list(args: &List, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let employers = data_dir.open(async |installation| Ok(installation.ledger.store().employers().await?))?;
    let row = |employer: &Employer| {
        [
            employer.codice_fiscale.as_str().to_owned(),
            employer.matricola_inps.clone().unwrap_or_default(),
            employer.codice_sede.clone().unwrap_or_default(),
            employer.denominazione.clone(),
            employer.settore.as_str().to_owned(),
            employer.pec.clone().unwrap_or_default(),
        ]
    };
    let heads = language.pick(
        ["CODICE FISCALE", "MATRICOLA", "SEDE", "DENOMINAZIONE", "SETTORE", "PEC"],
        ["CODICE FISCALE", "MATRICOLA", "SEDE", "NAME", "SECTOR", "PEC"],
    );
    args.how.print(&employers, heads, row)
}

fn remove(args: &Remove, data_dir: &DataDir, language: Language) -> Result<(), Failure> {
    let was_there = data_dir.open(async |installation| {
        Ok(installation.ledger.remove_registered(RemoveRegistered::Employer(args.cf.clone())).await?)
    })?;
    if !was_there {
        return Err(Failure::Flags(sac_gateway::domain::words::said(
            "nessun datore di lavoro ha questo codice fiscale: `sac employer list` li elenca",
            "there is no employer of this codice fiscale: `sac employer list` shows them",
        )));
    }
    let code = args.cf.as_str();
    let done = say!(language, it: "datore di lavoro {code} rimosso", en: "employer {code} removed");
    Ok(writeln!(stdout(), "{done}")?)
}

fn form(text: &str) -> Result<String, Wanted> {
    pec_formato(text).map(|form| form.as_str().to_owned()).map_err(|wanted| Wanted::new(wanted.it, wanted.en))
}
