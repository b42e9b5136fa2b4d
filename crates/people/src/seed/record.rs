//! What both forms of a file come to: records of named texts, each with its line.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::error::Problem;

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    User,
    Worker,
}

/// One user or worker as the file states it.
pub(super) struct Record {
    pub what: What,
    pub line: usize,
    pub fields: BTreeMap<String, Field>,
}

/// A field's text, any of which may be a secret. Lists are texts with blanks between, truth is `true` or `false`.
pub(super) struct Field {
    pub line: usize,
    pub text: SecretString,
}

/// All that could be read, and all that could not.
#[derive(Default)]
pub(super) struct Records {
    pub records: Vec<Record>,
    pub problems: Vec<Problem>,
}

impl Records {
    /// One record that stands in no file.
    pub(super) fn single(what: What, members: BTreeMap<String, SecretString>) -> Self {
        let fields = members.into_iter().map(|(name, text)| (name, Field { line: 1, text })).collect();
        Self { records: vec![Record { what, line: 1, fields }], problems: Vec::new() }
    }

    pub(super) fn complain(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(Problem { line, message: message.into() });
    }
}
