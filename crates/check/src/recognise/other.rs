//! What a file that is no message turned out to be.

use crate::issue::{Issue, Severity};
use sac_diagnostic::{Code, Finding, Text};

/// The most messages that are taken out of one file.
pub(super) const MOST: usize = 10_000;

/// A file that is no message.
pub(super) struct Other {
    /// What it is.
    pub(super) what: Text,
    /// What to do about it.
    pub(super) hint: Text,
    /// How much it weighs: a warning where files of the kind are meant to be checked.
    pub(super) severity: Severity,
    /// The messages, or captures of messages, in it.
    pub(super) parts: Vec<Vec<u8>>,
}

impl Other {
    /// A file that the service would refuse.
    pub(super) fn refused(what: Text, hint: Text, parts: Vec<Vec<u8>>) -> Self {
        let severity = if parts.is_empty() { Severity::Unchecked } else { Severity::Error };
        Self { what, hint, severity, parts }
    }

    /// A record of messages that were sent.
    pub(super) fn record(what: Text, hint: Text, parts: Vec<Vec<u8>>) -> Self {
        let severity = if parts.is_empty() { Severity::Unchecked } else { Severity::Warning };
        Self { what, hint, severity, parts }
    }

    pub(super) fn issue(&self) -> Issue {
        let finding = Finding::new(Code::CHECK_FORMAT).allowed(self.what.clone());
        Issue { severity: self.severity, hint: self.hint.clone(), allowed: None, ..Issue::from(finding) }
    }
}
