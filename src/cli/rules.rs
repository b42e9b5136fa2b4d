//! `sac rules`: the rule book.

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

use sac_gateway::diagnostic::Provenance;
use sac_gateway::rule::Catalogue;
use sac_gateway::rule::catalogue::Entry;

use super::columns;
use super::failure::Failure;
use super::outcome::Verdict;

/// List the rules by which messages are refused, with number, text and where each comes from
///
/// A rule's name never changes; its number and text may be replaced by a table (--error-table).
/// `sac explain NAME` tells more of one.
#[derive(Debug, clap::Args)]
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

/// The rule book that a command goes by.
#[derive(Debug, clap::Args)]
pub(super) struct Book {
    /// Table that replaces numbers and texts, as the gateway takes it
    #[arg(long, value_name = "FILE", env = "SAC_ERROR_TABLE")]
    error_table: Option<PathBuf>,
}

impl Book {
    /// The embedded book, or the one that the table makes of it.
    pub(super) fn open(&self) -> Result<Catalogue, Failure> {
        self.error_table.as_deref().map_or_else(|| Ok(Catalogue::embedded().clone()), replaced)
    }
}

pub(super) fn run(args: &Args) -> Result<Verdict, Failure> {
    let book = args.book.open()?;
    let asked_for = |entry: &&Entry| args.provenance.is_none_or(|provenance| entry.provenance == provenance);
    let entries: Vec<&Entry> = book.iter().map(|(_, entry)| entry).filter(asked_for).collect();
    let mut out = stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &entries).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let row = |entry: &&Entry| {
            let Entry { tipo_errore, name, provenance, text, .. } = entry;
            [tipo_errore.clone(), entry.emitter.to_string(), provenance.to_string(), name.clone(), text.clone()]
        };
        columns::print(&mut out, ["NUMBER", "EMITTER", "PROVENANCE", "NAME", "TEXT"], entries.iter().map(row))?;
    }
    Ok(Verdict::Clean)
}

fn replaced(table: &Path) -> Result<Catalogue, Failure> {
    let text = std::fs::read_to_string(table).map_err(Failure::file("read", table))?;
    Catalogue::with_table(&text).map_err(|cause| Failure::ErrorTable { path: table.to_owned(), cause })
}

fn provenance(text: &str) -> Result<Provenance, String> {
    let named = Provenance::ALL.into_iter().find(|provenance| provenance.name() == text.to_ascii_lowercase());
    named.ok_or_else(|| "it is specification, observed or assumed".to_owned())
}
