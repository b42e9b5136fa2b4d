//! `sac check`: checks messages offline, by the same reading and the same rules as the gateway.

mod destination;
mod output;
mod progress;
mod serve;

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use chrono::{DateTime, NaiveDate, Utc};
use clap::ValueEnum;

use sac_gateway::check::serve::Settings;
use sac_gateway::check::{self, Checker, Circumstances, IssueCode};
use sac_gateway::clock::{Clock, civil_date};
use sac_gateway::config::{EmptyOptional, RuleSettings};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::likeness;
use sac_gateway::domain::words::Wanted;
use sac_gateway::domain::words::said;
use sac_gateway::keys;
use sac_gateway::rule::diagnosis::Icd9;
use sac_gateway::sealed::Unsealer;

use super::failure::{Doing, Failure};
use super::outcome::{Verdict, complain};
use super::rules::Book;
use super::words::values;
use output::{Colours, Format, Output};
use progress::Progress;

const AFTER_HELP: &str = "\
Examples:
  sac check message.xml
  sac check --format junit --output report.xml messages/
  sac check --serve

Exit codes: 0 all conform, 1 some do not, 2 some could not be checked, or the report not written
to its end (which outweighs 1).";

/// Check messages offline against the contract: charset, XML, envelope, schema and rules
///
/// A file holds a request or a response, bare or in its SOAP envelope, or (named .http, or on
/// standard input) whole HTTP messages with their headers. What needs the service's memory (who
/// is registered, which certificates stand) is not checked.
///
/// A zip archive, one of Fiddler (.saz), or a capture of network packets (pcap, pcapng) is opened, and the
/// messages in it are checked one by one.
///
/// Folders are searched for *.xml, *.soap and *.http, hidden names left out. Links are followed,
/// each folder searched once; a part that cannot be searched could not be checked.
///
/// Warnings are about what the contract allows and is hardly meant, such as text encoded twice;
/// they do not change the verdict unless --strict.
#[derive(Debug, clap::Args)]
#[expect(clippy::doc_markdown, reason = "the comments are the help, where a backtick is a backtick")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Files and folders to check; - is standard input
    #[arg(value_name = "PATH", required_unless_present = "serve", conflicts_with = "serve")]
    paths: Vec<PathBuf>,

    /// Serve a page, on this computer only, to drop files on and read the HTML report; nothing is kept
    #[arg(long, conflicts_with_all = ["format", "output", "stream", "verbose", "color", "jobs"], help_heading = "Page")]
    serve: bool,

    /// Where the page listens: a loopback address; port 0 is any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0", requires = "serve", value_parser = serve::loopback, help_heading = "Page")]
    listen: SocketAddr,

    /// Form of the report
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,

    /// File to write to instead of standard output; searches of folders leave it out
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// With --format json: one object a line, as soon as it is known
    #[arg(long, help_heading = "Output")]
    stream: bool,

    /// With --format text: a line for every message, also for those that conform
    #[arg(long, short, help_heading = "Output")]
    verbose: bool,

    /// When to colour the text; NO_COLOR or TERM=dumb in the environment means never
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    color: Colours,

    /// Make errors of warnings
    #[arg(long, help_heading = "Validation")]
    strict: bool,

    /// Leave out the findings of this code or rule, errors too; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code, help_heading = "Validation")]
    allow: Vec<IssueCode>,

    /// Stop at the schema: look at no business rule
    #[arg(long, help_heading = "Validation")]
    schema_only: bool,

    /// The day, or instant, that dates are compared with [default: now]
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Validation")]
    now: Option<NaiveDate>,

    /// Who sends the messages [default: what each looks like]
    #[arg(long = "as", value_enum, value_name = "SENDER", help_heading = "Validation")]
    sender: Option<Sender>,

    /// Data directory of the gateway whose key opens the encrypted fields; without it their shape is checked
    #[arg(long, value_name = "DIR", help_heading = "Validation")]
    data_dir: Option<PathBuf>,

    /// ICD-9-CM table of the diagnosis codes to accept, one a line
    #[arg(long, value_name = "FILE", help_heading = "Validation")]
    icd9_table: Option<PathBuf>,

    #[command(flatten, next_help_heading = "Validation")]
    book: Book,

    /// What to make of an optional element that is there but empty
    #[arg(long, value_enum, default_value_t, value_name = "READING", help_heading = "Validation")]
    empty_optional: Empty,

    /// Do not ask for a prognosis of three months at most
    #[arg(long, help_heading = "Validation")]
    no_prognosi_tre_mesi: bool,

    /// Do not compare the CAP with the comune's
    #[arg(long, help_heading = "Validation")]
    no_cap_control: bool,

    /// The most bytes to read of a file; a larger one could not be checked
    #[arg(long, value_name = "BYTES", default_value_t = check::MAX_BYTES, value_parser = values::number::<usize>, help_heading = "Validation")]
    max_bytes: usize,

    /// The instant that the reports give as their own, in RFC 3339 or seconds of UNIX [default: now]
    #[arg(long, value_name = "RFC3339", value_parser = instant, env = "SOURCE_DATE_EPOCH", help_heading = "Output")]
    made_at: Option<DateTime<Utc>>,

    /// How many files to check at a time (64 at most) [default: as many as there are cores]
    #[arg(long, value_name = "COUNT", value_parser = values::count, help_heading = "Validation")]
    jobs: Option<NonZero<usize>>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sender {
    /// A doctor
    Medico,
    /// A clerk of an ASL or hospital
    Operatore,
    /// A region, on behalf of its doctors
    Ente,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Empty {
    /// It breaks the schema
    #[default]
    Reject,
    /// It is read as if it were not there
    Absent,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    if args.serve {
        return serve::run(args.page(language)?);
    }
    if args.stream && args.format != Format::Json {
        return Err(Failure::Flags(said(
            "--stream vale con --format json: le altre forme non sono flussi di oggetti",
            "--stream is for --format json: the other formats are no streams of objects",
        )));
    }
    if args.paths.iter().filter(|path| *path == Path::new("-")).count() > 1 {
        return Err(Failure::Flags(said(
            "- è dato due volte, ma lo standard input si legge una volta sola",
            "- is given twice, but standard input can be read once",
        )));
    }
    let checker = args.checker()?;
    let earlier = args.earlier_report()?;
    let check::Found { inputs, passed_over } = check::find(&args.paths, earlier.as_deref());
    let threads = args.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let output = Output {
        path: args.output.as_deref(),
        language,
        stream: args.stream,
        verbose: args.verbose,
        colours: args.color,
        circumstances: args.circumstances(&checker),
    };
    let (mut renderer, destination) = output.open(args.format)?;
    let mut progress = Progress::start(inputs.len(), args.output.is_some() || args.format != Format::Text);
    let mut summary = check::run(&checker, &inputs, threads, |report| {
        progress.clear();
        renderer.report(report)?;
        progress.advance(report);
        Ok(())
    })?;
    progress.clear();
    summary.passed_over.merge(&passed_over);
    renderer.finish(&summary)?;
    drop(renderer);
    if let (Some(destination), Some(path)) = (destination, &args.output) {
        destination.keep().map_err(Failure::file(Doing::Write, path))?;
    }
    if args.output.is_some() {
        complain(&check::render::summary_line(&summary, language));
    }
    Ok(match summary.verdict {
        check::Verdict::Conformant => Verdict::Clean,
        check::Verdict::NotConformant => Verdict::Findings,
        check::Verdict::Unchecked => Verdict::Undone,
    })
}

impl Args {
    /// The report of an earlier run, which is none of the messages.
    fn earlier_report(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(output) = self.output.as_deref().filter(|output| output.is_file()) else { return Ok(None) };
        let canonical = output.canonicalize().map_err(Failure::file(Doing::Find, output))?;
        let is_output = |path: &PathBuf| path.canonicalize().is_ok_and(|path| path == canonical);
        if self.paths.iter().any(is_output) {
            return Err(Failure::OutputIsInput { path: output.to_owned() });
        }
        Ok(Some(canonical))
    }

    /// When and how the check is made, as its reports say.
    fn circumstances(&self, checker: &Checker) -> Circumstances {
        let [errors, codes] = self.tables();
        let made = self.made_at.unwrap_or_else(|| Clock::system().now());
        Circumstances::of(checker, made, errors.as_deref(), codes.as_deref())
    }

    /// The page of `--serve`.
    fn page(&self, language: Language) -> Result<Settings, Failure> {
        Ok(Settings {
            address: self.listen,
            language,
            checker: self.checker()?,
            has_fixed_day: self.now.is_some(),
            clock: Clock::system(),
            made: self.made_at,
            tables: self.tables(),
        })
    }

    /// The files that the tables of errors and of diagnoses are read from.
    fn tables(&self) -> [Option<String>; 2] {
        [self.book.table(), self.icd9_table.as_deref()].map(|path| path.map(|path| path.display().to_string()))
    }

    fn checker(&self) -> Result<Checker, Failure> {
        let icd9 = match &self.icd9_table {
            Some(path) => icd9(path)?,
            None => Icd9::default(),
        };
        let mut settings = RuleSettings::default();
        settings.empty_optional = match self.empty_optional {
            Empty::Reject => EmptyOptional::Reject,
            Empty::Absent => EmptyOptional::Absent,
        };
        settings.prognosi_tre_mesi = !self.no_prognosi_tre_mesi;
        settings.cap_control = !self.no_cap_control;
        let sender = self.sender.map(|sender| match sender {
            Sender::Medico => check::Sender::Medico,
            Sender::Operatore => check::Sender::Operatore,
            Sender::Ente => check::Sender::Ente,
        });
        let today = self.now.unwrap_or_else(|| Clock::system().today());
        Ok(Checker {
            catalogue: self.book.open()?,
            settings,
            icd9,
            unsealer: self.data_dir.as_deref().map(unsealer).transpose()?,
            sender,
            max_bytes: self.max_bytes,
            strict: self.strict,
            allow: self.allow.clone(),
            schema_only: self.schema_only,
            ..Checker::new(today)
        })
    }
}

fn icd9(path: &Path) -> Result<Icd9, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?;
    Icd9::read(&text).map_err(|cause| Failure::Icd9Table { path: path.to_owned(), cause })
}

/// What opens the fields encrypted for the gateway of this data directory.
fn unsealer(folder: &Path) -> Result<Unsealer, Failure> {
    let key = keys::find_encryption_key(folder)?;
    let key = key.ok_or_else(|| Failure::NoKey { data_dir: folder.to_owned() })?;
    Ok(Unsealer::of_key(&key)?)
}

/// A code or rule, in any letter case.
fn code(text: &str) -> Result<IssueCode, Wanted> {
    let known = || IssueCode::all().map(IssueCode::as_str);
    IssueCode::all().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or_else(|| {
        match likeness::closest(text, known()).as_slice() {
            [] => Wanted::new(
                "questo codice non esiste: `sac explain` li elenca",
                "there is no such code: `sac explain` lists them",
            ),
            closest => {
                let closest = closest.join(", ");
                Wanted::new(
                    format!("questo codice non esiste; i più simili sono: {closest}"),
                    format!("there is no such code; the closest are: {closest}"),
                )
            }
        }
    })
}

/// A day, or the civil day in Rome of an instant.
fn day(text: &str) -> Result<NaiveDate, Wanted> {
    let instant = || text.parse::<DateTime<Utc>>().map(civil_date);
    text.parse().or_else(|_| instant()).map_err(|_| {
        Wanted::new(
            "è un giorno (2026-03-02) o un istante (2026-03-02T10:00:00Z)",
            "it is a day (2026-03-02) or an instant (2026-03-02T10:00:00Z)",
        )
    })
}

/// An instant, as RFC 3339 or as seconds of UNIX, which `SOURCE_DATE_EPOCH` has.
fn instant(text: &str) -> Result<DateTime<Utc>, Wanted> {
    let seconds = || DateTime::from_timestamp(text.trim().parse().ok()?, 0);
    text.parse().ok().or_else(seconds).ok_or_else(|| {
        Wanted::new(
            "è un istante (2026-03-02T10:00:00Z) o un numero di secondi dal 1970 (1772445600)",
            "it is an instant (2026-03-02T10:00:00Z) or a number of seconds since 1970 (1772445600)",
        )
    })
}
