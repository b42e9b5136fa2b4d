//! `sac console`: a link that opens the console of a running gateway.

use hyper::Method;
use sac_gateway::diagnostic::Language;

use super::control_api::{Answer, Controlled, text};
use super::failure::Failure;
use super::outcome::{Verdict, complain};

/// Print a link that opens the running gateway's console in a browser, once
///
/// The console shows exchanges, documents and people, and sets the clock and the fault plan. The
/// link is for a browser on this machine, and good for one visit: once opened, or once the gateway
/// stops, it is worthless.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac console
  sac console --data-dir /var/lib/sac

Exit codes: 0 done, 1 the gateway refuses it, 2 it could not be done.")]
pub(super) struct Args {
    #[command(flatten)]
    gateway: Controlled,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    match args.gateway.call(language, Method::POST, "/console/tickets", None)? {
        Answer::Refused(why) => {
            complain(&why);
            Ok(Verdict::Findings)
        }
        Answer::Done(value) => {
            args.gateway.show(&value, |out, value| writeln!(out, "{}", text(value, "url")))?;
            Ok(Verdict::Clean)
        }
    }
}
