//! The fields of one record, read one by one.

use sac_domain::words::{Language, Said, Text, Words, said};
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

    pub(super) fn complain(&mut self, line: usize, message: Text) {
        self.problems.push(Problem { line, message });
    }

    pub(super) fn required<T, E: Words>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        if !self.record.fields.contains_key(name) {
            self.complain(self.record.line, Text::new(format!("manca `{name}`"), format!("`{name}` is missing")));
        }
        self.optional(name, read)
    }

    pub(super) fn optional<T, E: Words>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let Field { line, text } = self.record.fields.remove(name)?;
        match read(text.expose_secret()) {
            Ok(value) => Some(value),
            Err(wanted) => {
                let words = |language| format!("`{name}`: {}", wanted.words(language));
                self.complain(line, Text::new(words(Language::It), words(Language::En)));
                None
            }
        }
    }

    /// Whatever has not been taken does not belong here.
    pub(super) fn refuse_others(mut self) {
        for (name, field) in std::mem::take(&mut self.record.fields) {
            let message = Text::new(format!("`{name}` non è ammesso qui"), format!("`{name}` does not belong here"));
            self.complain(field.line, message);
        }
    }
}

impl Fields<'_> {
    /// Whether any field whose name begins so is there.
    pub(super) fn has_any(&self, beginning: &str) -> bool {
        self.record.fields.keys().any(|name| name.starts_with(beginning))
    }

    /// Complains of the record as a whole.
    pub(super) fn refuse(&mut self, message: Said) {
        self.complain(self.record.line, Text::of(&message));
    }
}

/// Yes or no.
pub(super) fn truth(text: &str) -> Result<bool, Said> {
    text.parse().map_err(|_| said("true o false", "true or false"))
}
