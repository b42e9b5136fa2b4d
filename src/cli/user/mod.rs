//! `sac user`: who may authenticate.

mod add;
mod change;
mod list;

use super::failure::Failure;
use super::installation::DataDir;
use super::outcome::Verdict;
use sac_gateway::diagnostic::Language;

/// Manage the doctors, operators and regions who may authenticate
///
/// It works on the gateway's data directory; a gateway that runs on it goes by the change
/// from the next message on.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data_dir: DataDir,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Add(add::Args),
    List(list::Args),
    Password(change::Password),
    Pincode(change::Pincode),
    Block(change::Block),
    Unblock(change::Unblock),
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match &args.verb {
        Verb::Add(verb) => add::run(verb, &args.data_dir, language)?,
        Verb::List(verb) => list::run(verb, &args.data_dir, language)?,
        Verb::Password(verb) => change::password(verb, &args.data_dir, language)?,
        Verb::Pincode(verb) => change::pincode(verb, &args.data_dir, language)?,
        Verb::Block(verb) => change::block(&verb.name, true, &args.data_dir, language)?,
        Verb::Unblock(verb) => change::block(&verb.name, false, &args.data_dir, language)?,
    }
    Ok(Verdict::Clean)
}
