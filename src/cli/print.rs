//! `sac print`: the printed copies of the documents of a data directory.

use std::io::{IsTerminal as _, Write as _, stdout};
use std::path::{Path, PathBuf};

use sac_gateway::domain::words::said;
use sac_gateway::print::{self, Kind, NotAKind};
use sac_world::WorldName;

use super::draft;
use super::failure::{Doing, Failure};
use super::installation::DataDir;
use super::outcome::Verdict;
use super::words::values;

/// Print a document as PDF/A, as its doctor, hospital, worker or employer gets it
///
/// A and C are certificates for the worker, B and D their attestati for the employer, without the
/// diagnosis; C and D belong to certificates written at discharge. E is a notice of admission.
///
/// It reads the gateway's data directory, whether the gateway runs or not. Worlds that are kept in
/// memory are printed by the gateway itself, over its control API.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac print A 123456789 --output certificate.pdf")]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    /// A, B, C, D or E
    #[arg(value_parser = values::by(kind))]
    kind: Kind,

    /// The document's protocol number, nine digits
    number: String,

    /// The world that the document is in
    #[arg(long, value_name = "WORLD", value_parser = values::of::<WorldName>, default_value = WorldName::DEFAULT)]
    world: WorldName,

    /// Write the PDF to a file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<Verdict, Failure> {
    if args.output.is_none() && stdout().is_terminal() {
        return Err(Failure::Flags(said(
            "un PDF non si può mostrare su un terminale; scriverlo in un file con --output FILE",
            "a PDF cannot be shown on a terminal; write it to a file with --output FILE",
        )));
    }
    let Args { kind, number, world, .. } = args;
    let pdf = args.data_dir.open_world(world, async |store| {
        let pdf = print::print(*kind, number, store, world.as_str()).await?;
        pdf.ok_or_else(|| Failure::NoSuchPrint { kind: *kind, number: number.clone(), world: world.clone() })
    })?;
    match &args.output {
        Some(path) => write(path, &pdf).map_err(Failure::file(Doing::Write, path))?,
        None => stdout().lock().write_all(&pdf)?,
    }
    Ok(Verdict::Clean)
}

fn kind(text: &str) -> Result<Kind, NotAKind> {
    text.to_ascii_uppercase().parse()
}

fn write(path: &Path, pdf: &[u8]) -> std::io::Result<()> {
    let mut file = draft::beside(path)?;
    file.write_all(pdf)?;
    file.persist(path)?;
    Ok(())
}
