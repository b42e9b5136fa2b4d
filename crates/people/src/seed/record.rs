//! What both forms of a file come to: records of named texts, each with its line.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::error::Problem;
use sac_domain::words::Text;

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    User,
    Worker,
    Employer,
    EmployerUser,
    Employment,
    Pin,
}

impl What {
    /// The names of tables.
    pub(super) const NAMED: [(&str, Self); 6] = [
        ("user", Self::User),
        ("worker", Self::Worker),
        ("employer", Self::Employer),
        ("employer_user", Self::EmployerUser),
        ("employment", Self::Employment),
        ("pin", Self::Pin),
    ];

    /// The fields that tell one record from another.
    pub(super) fn key(self) -> &'static [&'static str] {
        match self {
            Self::User | Self::EmployerUser => &["name"],
            Self::Worker | Self::Employer | Self::Pin => &["codice_fiscale"],
            Self::Employment => &["worker", "employer", "dal"],
        }
    }
}

/// One of them as the file states it.
pub(super) struct Record {
    pub what: What,
    pub line: usize,
    pub fields: BTreeMap<String, Field>,
}

/// A field's text, any of which may be a secret; one of a table within has the table's name and a dot before its own. Lists are texts with blanks between, truth is `true` or `false`.
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

    pub(super) fn complain(&mut self, line: usize, message: Text) {
        self.problems.push(Problem { line, message });
    }
}
