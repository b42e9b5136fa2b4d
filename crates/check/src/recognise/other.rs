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
    /// What else is in it and could not be read.
    pub(super) unread: Vec<Issue>,
}

impl Other {
    /// A file that the service would refuse.
    pub(super) fn refused(what: Text, hint: Text, parts: Vec<Vec<u8>>) -> Self {
        let severity = if parts.is_empty() { Severity::Unchecked } else { Severity::Error };
        Self { what, hint, severity, parts, unread: Vec::new() }
    }

    /// A record of messages that were sent.
    pub(super) fn record(what: Text, hint: Text, parts: Vec<Vec<u8>>) -> Self {
        let severity = if parts.is_empty() { Severity::Unchecked } else { Severity::Warning };
        Self { what, hint, severity, parts, unread: Vec::new() }
    }

    pub(super) fn issue(&self) -> Issue {
        issue(self.severity, self.what.clone(), self.hint.clone())
    }

    /// Adds something that could not be read: what it is, and what to do about it.
    pub(super) fn but_for(mut self, what: Text, hint: Text) -> Self {
        self.unread.push(issue(Severity::Unchecked, what, hint));
        self
    }
}

fn issue(severity: Severity, what: Text, hint: Text) -> Issue {
    let finding = Finding::new(Code::CHECK_FORMAT).allowed(what);
    Issue { severity, hint, allowed: None, ..Issue::from(finding) }
}
