//! `sac seed`: many people at once, from a file.

use std::io::{self, Write as _, stdout};
use std::path::PathBuf;

use super::words::say;
use sac_gateway::clock::Clock;
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::Words as _;
use sac_gateway::registry::seed::{Hasher, Known, Planted, Seed, SeedError};

use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::{Verdict, complain};

/// Add or replace users and workers from a file, all of them or none
///
/// The file is TOML, or CSV if its name ends so; docs/people.md describes both. All that is
/// wrong with it is told at once, each with its line. It works on the gateway's data directory; a
/// gateway that runs on it goes by the change from the next message on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac seed --check people.csv
  sac seed people.csv

Exit codes: 0 done, 1 the file is wrong, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    /// The file
    file: PathBuf,

    /// Leave users who are there already as they are, instead of replacing them
    #[arg(long)]
    keep: bool,

    /// Only look whether the file is right
    #[arg(long, conflicts_with = "keep")]
    check: bool,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let seed = match Seed::read(&args.file, Clock::system().today()) {
        Ok(seed) => seed,
        Err(wrong @ SeedError::Wrong { .. }) => {
            // Where standard error is closed, there is nobody to tell.
            let _ = writeln!(io::stderr(), "{}", wrong.words(language));
            complain(&language.pick(
                "nessuno è stato aggiunto o sostituito: prima va corretto il file",
                "nobody was added or replaced: correct the file first",
            ));
            return Ok(Verdict::Findings);
        }
        Err(failure) => return Err(failure.into()),
    };
    if args.check {
        let file = args.file.display();
        writeln!(stdout(), "{}", say!(language, it: "{file} è giusto", en: "{file} is right"))?;
        return Ok(Verdict::Clean);
    }
    let known = if args.keep { Known::Kept } else { Known::Replaced };
    let Planted { users, workers, employers } = args.data_dir.open(async |installation| {
        Ok(seed.plant(&installation.ledger, &Hasher::new(installation.pincodes.clone()), known).await?)
    })?;
    let done = match employers {
        0 => say!(
            language,
            it: "utenti aggiunti o sostituiti: {users}; lavoratori: {workers}",
            en: "{users} users and {workers} workers added or replaced",
        ),
        _ => say!(
            language,
            it: "utenti aggiunti o sostituiti: {users}; lavoratori: {workers}; datori di lavoro: {employers}",
            en: "{users} users, {workers} workers and {employers} employers added or replaced",
        ),
    };
    writeln!(stdout(), "{done}")?;
    Ok(Verdict::Clean)
}
