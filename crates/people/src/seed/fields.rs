//! The fields of one record, read one by one.

use std::fmt::Display;

use secrecy::ExposeSecret as _;

use super::error::Problem;
use super::record::{Field, Record};

/// The fields of a record, taken out one by one.
pub(super) struct Fields<'a> {
    pub(super) record: Record,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Fields<'_> {
    pub(super) fn peek(&self, name: &str) -> Option<String> {
        self.record.fields.get(name).map(|field| field.text.expose_secret().to_owned())
    }

    pub(super) fn complain(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    pub(super) fn required<T, E: Display>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        if !self.record.fields.contains_key(name) {
            self.complain(self.record.line, format!("`{name}` is missing"));
        }
        self.optional(name, read)
    }

    pub(super) fn optional<T, E: Display>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let Field { line, text } = self.record.fields.remove(name)?;
        match read(text.expose_secret()) {
            Ok(value) => Some(value),
            Err(wanted) => {
                self.complain(line, format!("`{name}`: {wanted}"));
                None
            }
        }
    }

    /// Whatever has not been taken does not belong here.
    pub(super) fn refuse_others(mut self) {
        for (name, field) in std::mem::take(&mut self.record.fields) {
            self.complain(field.line, format!("`{name}` does not belong here"));
        }
    }
}

impl Fields<'_> {
    /// Whether any field whose name begins so is there.
    pub(super) fn has_any(&self, beginning: &str) -> bool {
        self.record.fields.keys().any(|name| name.starts_with(beginning))
    }

    /// Complains of the record as a whole.
    pub(super) fn refuse(&mut self, message: impl Into<String>) {
        self.complain(self.record.line, message.into());
    }
}

/// Yes or no.
pub(super) fn truth(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "true or false")
}
