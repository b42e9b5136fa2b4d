//! `sac rules`: the rule book.

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

use sac_gateway::diagnostic::Language;
use sac_gateway::diagnostic::Provenance;
use sac_gateway::domain::words::Wanted;
use sac_gateway::invciv;
use sac_gateway::pin;
use sac_gateway::rule::{Catalogue, Rule};
use sac_gateway::rulebook::{Entry, TableError};
use serde::Serialize;

use super::columns;
use super::failure::{Doing, Failure};
use super::outcome::Verdict;

/// List the rules by which messages are refused, with number, text and where each comes from
///
/// A rule's name never changes; its number and text may be replaced by a table (--error-table).
/// `sac explain NAME` tells more of one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac rules --provenance assumed")]
pub(super) struct Args {
    /// Print a JSON array with all that the book says
    #[arg(long)]
    json: bool,

    /// Only the rules of this provenance
    #[arg(long, value_name = "specification|observed|assumed", value_parser = provenance)]
    provenance: Option<Provenance>,

    #[command(flatten)]
    book: Book,
}

/// The rule books that a command goes by.
#[derive(Debug, clap::Args)]
pub(super) struct Book {
    /// Table that replaces numbers and texts, as the gateway takes it
    #[arg(long, value_name = "FILE", env = "SAC_ERROR_TABLE")]
    error_table: Option<PathBuf>,
}

impl Book {
    /// The SAC's book: the embedded one, or the one that the table makes of it.
    pub(super) fn open(&self) -> Result<Catalogue, Failure> {
        let is_named = |name: &str| invciv::rule::is_named(name) || pin::rule::is_named(name);
        self.read(Catalogue::embedded(), |table| Catalogue::with_shared_table(table, &is_named))
    }

    /// The book of the civil-disability process, in the same way.
    pub(super) fn open_invciv(&self) -> Result<invciv::rule::Catalogue, Failure> {
        let is_named = |name: &str| Rule::from_name(name).is_some() || pin::rule::is_named(name);
        self.read(invciv::rule::Catalogue::embedded(), |table| {
            invciv::rule::Catalogue::with_shared_table(table, &is_named)
        })
    }

    /// The book of the PIN, in the same way.
    pub(super) fn open_pin(&self) -> Result<pin::rule::Catalogue, Failure> {
        let is_named = |name: &str| Rule::from_name(name).is_some() || invciv::rule::is_named(name);
        self.read(pin::rule::Catalogue::embedded(), |table| pin::rule::Catalogue::with_shared_table(table, &is_named))
    }

    /// The table that was given.
    pub(super) fn table(&self) -> Option<&Path> {
        self.error_table.as_deref()
    }

    fn read<C: Clone>(&self, embedded: &C, replaced: impl Fn(&str) -> Result<C, TableError>) -> Result<C, Failure> {
        let Some(path) = &self.error_table else { return Ok(embedded.clone()) };
        let text = std::fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?;
        replaced(&text).map_err(|cause| Failure::ErrorTable { path: path.clone(), cause })
    }
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let (sac, invciv, pin) = (args.book.open()?, args.book.open_invciv()?, args.book.open_pin()?);
    let mut listed: Vec<Listed> = sac.iter().map(|(_, entry)| Listed::Sac(entry)).collect();
    listed.extend(pin.iter().map(|(_, entry)| Listed::Pin(entry)));
    listed.extend(invciv.iter().map(|(_, entry)| Listed::InvCiv(entry)));
    listed.retain(|entry| args.provenance.is_none_or(|provenance| entry.provenance() == provenance));
    let mut out = stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &listed).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let rows = listed.iter().map(Listed::row);
        let heads = language.pick(
            ["NUMERO", "EMITTENTE", "PROVENIENZA", "NOME", "TESTO"],
            ["NUMBER", "EMITTER", "PROVENANCE", "NAME", "TEXT"],
        );
        columns::print(&mut out, heads, rows)?;
    }
    Ok(Verdict::Clean)
}

/// A rule of one of the books.
#[derive(Serialize)]
#[serde(untagged)]
enum Listed<'a> {
    Sac(&'a sac_gateway::rule::catalogue::Entry),
    InvCiv(&'a invciv::rule::Entry),
    Pin(&'a pin::rule::Entry),
}

impl Listed<'_> {
    fn provenance(&self) -> Provenance {
        match self {
            Self::Sac(entry) => entry.provenance,
            Self::InvCiv(entry) => entry.provenance,
            Self::Pin(entry) => entry.provenance,
        }
    }

    fn row(&self) -> [String; 5] {
        match self {
            Self::Sac(entry) => row(entry),
            Self::InvCiv(entry) => row(entry),
            Self::Pin(entry) => row(entry),
        }
    }
}

fn row<S>(entry: &Entry<S>) -> [String; 5] {
    let Entry { tipo_errore, name, provenance, text, .. } = entry;
    [tipo_errore.clone(), entry.emitter.to_string(), provenance.to_string(), name.clone(), text.clone()]
}

fn provenance(text: &str) -> Result<Provenance, Wanted> {
    let named = Provenance::ALL.into_iter().find(|provenance| provenance.name() == text.to_ascii_lowercase());
    named.ok_or_else(|| Wanted::new("è specification, observed o assumed", "it is specification, observed or assumed"))
}
