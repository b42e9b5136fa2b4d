//! How a command ended, and saying so.

use std::io::{self, Write as _};
use std::process::ExitCode;

/// How a command ended, when it could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// All is well.
    Clean = 0,
    /// Something was refused or found wrong.
    Findings = 1,
    /// A part of it could not be done; why has been told.
    Undone = 2,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        Self::from(verdict as u8)
    }
}

/// Says on standard error what failed; where that is closed, there is nobody to tell.
pub(super) fn complain(text: &impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "sac: {text}");
}
