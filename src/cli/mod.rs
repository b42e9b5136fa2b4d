//! The commands, and what is common to them: flags, exit codes, the way a failure is told.

mod accredit;
mod announcement;
mod ca;
mod ca_export;
mod check;
mod clock;
mod columns;
mod completions;
mod console;
mod control_api;
mod coverage;
mod draft;
mod employer;
mod employment;
#[cfg(test)]
mod errors;
mod expect;
mod explain;
mod export;
mod export_file;
mod failure;
mod fault;
mod health;
mod installation;
mod journal;
mod local;
mod logging;
mod man;
mod outbox;
mod outcome;
mod person_secret;
mod phone;
mod pin;
mod print;
mod proxy;
mod replay;
mod report_output;
mod rules;
mod runtime;
mod secret;
mod seed;
mod seed_doctor;
mod send;
mod serve;
mod settings;
mod signal;
mod user;
mod variables;
mod words;
mod worker;
mod world;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use failure::Failure;
use outcome::{Verdict, complain};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::Words as _;

/// A stand-in for the Sistema di Accoglienza Centrale (SAC), the Italian State's web service
/// for sickness certificates, for developing and testing programs that talk to it.
#[derive(Debug, Parser)]
#[command(name = "sac", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Language of help, messages and errors: Italian or English [default: the system's]
    #[arg(long, global = true, value_name = "it|en", value_parser = ["it", "en"], display_order = 900)]
    lang: Option<String>,
}

const AFTER_HELP: &str = "\
A first certificate:
  sac serve                  in one terminal
  sac send --example         in another

Exit codes: 0 all is well, 1 something was refused or found wrong, 2 it could not be done (docs/errors.md).";

/// One variant, and one file of the same name, for each command.
#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Send(send::Args),
    Check(check::Args),
    Health(health::Args),
    Rules(rules::Args),
    Explain(explain::Args),
    User(user::Args),
    Worker(worker::Args),
    Employer(employer::Args),
    Employment(employment::Args),
    Seed(seed::Args),
    Pin(pin::Args),
    World(world::Args),
    Clock(clock::Args),
    Fault(fault::Args),
    Expect(expect::Args),
    Coverage(coverage::Args),
    Accredit(accredit::Args),
    Export(export::Args),
    Replay(replay::Args),
    Proxy(Box<proxy::Args>),
    Console(console::Args),
    Ca(ca::Args),
    Journal(journal::Args),
    Outbox(outbox::Args),
    Phone(phone::Args),
    Print(print::Args),
    Completions(completions::Args),
    #[command(hide = true)]
    Man(man::Args),
}

impl Command {
    /// Whether the exit code is a verdict on messages: cut short, there is none, and it is not clean.
    fn is_judge(&self) -> bool {
        matches!(
            self,
            Self::Check(_) | Self::Send(_) | Self::Expect(_) | Self::Replay(_) | Self::Accredit(_) | Self::Phone(_)
        )
    }
}

/// Reads the command line, carries it out, and tells how it went.
pub(crate) fn main() -> ExitCode {
    let variable = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let language = match words::choose(std::env::args_os().skip(1), variable) {
        Ok(language) => language,
        Err(bad) => {
            complain(&bad);
            return Verdict::Undone.into();
        }
    };
    let cli = match read(language) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are no errors; and where nobody reads the text, there is nobody to tell.
            let is_error = answer.use_stderr();
            let _ = match language {
                Language::It if is_error && answer.kind() != MISSING => {
                    io::stderr().write_all(words::in_words(&answer).as_bytes())
                }
                _ => answer.print(),
            };
            return if is_error { Verdict::Undone } else { Verdict::Clean }.into();
        }
    };
    let is_judge = cli.command.is_judge();
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(&args, language),
        Command::Send(args) => send::run(&args, language),
        Command::Check(args) => check::run(&args, language),
        Command::Health(args) => health::run(&args, language),
        Command::Rules(args) => rules::run(&args, language),
        Command::Explain(args) => explain::run(&args, language),
        Command::User(args) => user::run(&args, language),
        Command::Worker(args) => worker::run(&args, language),
        Command::Employer(args) => employer::run(&args, language),
        Command::Employment(args) => employment::run(&args, language),
        Command::Seed(args) => seed::run(&args, language),
        Command::Pin(args) => pin::run(&args, language),
        Command::World(args) => world::run(&args, language),
        Command::Clock(args) => clock::run(&args, language),
        Command::Fault(args) => fault::run(&args, language),
        Command::Expect(args) => expect::run(&args, language),
        Command::Coverage(args) => coverage::run(&args, language),
        Command::Accredit(args) => accredit::run(&args, language),
        Command::Export(args) => export::run(&args, language),
        Command::Replay(args) => replay::run(&args, language),
        Command::Proxy(args) => proxy::run(&args, language),
        Command::Console(args) => console::run(&args, language),
        Command::Ca(args) => ca::run(&args, language),
        Command::Journal(args) => journal::run(&args, language),
        Command::Outbox(args) => outbox::run(&args, language),
        Command::Phone(args) => phone::run(&args, language),
        Command::Print(args) => print::run(&args),
        Command::Completions(args) => completions::run(&args, words::described(Cli::command(), language)),
        Command::Man(args) => man::run(&args, words::described(Cli::command(), language)),
    };
    match outcome {
        Ok(verdict) => verdict.into(),
        // The reader of the output has seen enough, and knows it.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            if is_judge { Verdict::Undone } else { Verdict::Clean }.into()
        }
        Err(failure) => {
            complain(&failure.words(language));
            Verdict::Undone.into()
        }
    }
}

/// Without a command there is help instead of an error.
const MISSING: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

/// Reads the command line.
fn read(language: Language) -> Result<Cli, clap::Error> {
    let matches = words::built(Cli::command(), language).try_get_matches_from(std::env::args_os())?;
    Cli::from_arg_matches(&matches)
}

#[cfg(test)]
mod tests;
