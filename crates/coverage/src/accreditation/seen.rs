//! By what a case is recognised, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::observed::{Observed, Outcome};

/// By what a case is recognised: all that is given must hold of one exchange.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// How it ends: in one of these ways.
    pub outcome: Vec<Outcome>,
    /// A rule that it breaks.
    pub rule: Option<String>,
    /// A code that is found; with `*` at its end, its beginning.
    pub code: Option<String>,
    /// Elements of the request and their values.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Elements that are there.
    #[serde(default)]
    pub present: Vec<String>,
    /// Elements that are not.
    #[serde(default)]
    pub absent: Vec<String>,
    /// The charset of the request.
    pub charset: Option<String>,
    /// The request names a document that an earlier exchange with this operation was given.
    pub names: Option<String>,
    /// The request names a document whose receipt was given with one of these kinds of fault.
    #[serde(default)]
    pub reads: Vec<String>,
    /// The same request met one of these kinds of fault before.
    #[serde(default)]
    pub resends: Vec<String>,
    /// The request before it, of the same caller and operation about the same worker, was refused with more than one
    /// error.
    #[serde(default)]
    pub corrects: bool,
}

/// What is known of what came before an exchange.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// The operation that gave the document that it names.
    pub(super) given_by: Option<&'static str>,
    /// The fault with which that receipt came.
    pub(super) given_with: Option<String>,
    /// The faults that the same request met.
    pub(super) met: Vec<String>,
    /// Whether the request before it was refused with more than one error.
    pub(super) had_several_errors: bool,
}

impl Seen {
    /// Whether an exchange is recognised.
    pub(super) fn fits(&self, exchange: &Observed, before: &Before) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| wanted.as_deref().is_none_or(|it| found == Some(it));
        let one_of =
            |wanted: &[String], found: &[String]| wanted.is_empty() || found.iter().any(|found| wanted.contains(found));
        self.outcome.contains(&exchange.outcome)
            && self.rule.as_ref().is_none_or(|rule| exchange.rules.contains(rule))
            && self.code.as_ref().is_none_or(|code| exchange.codes.iter().any(|found| is_code(code, found)))
            && is(&self.charset, exchange.charset.as_deref())
            && is(&self.names, before.given_by)
            && one_of(&self.reads, before.given_with.as_slice())
            && one_of(&self.resends, &before.met)
            && (!self.corrects || before.had_several_errors)
            && self.elements_fit(exchange)
    }

    fn elements_fit(&self, exchange: &Observed) -> bool {
        let Some(request) = &exchange.request else {
            return self.fields.is_empty() && self.present.is_empty() && self.absent.is_empty();
        };
        self.fields.iter().all(|(path, value)| request.text(path) == Some(value))
            && self.present.iter().all(|path| request.has(path))
            && !self.absent.iter().any(|path| request.has(path))
    }

    /// Every path that it looks at.
    #[cfg(test)]
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.fields.keys().chain(&self.present).chain(&self.absent)
    }
}

fn is_code(wanted: &str, found: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(beginning) => found.starts_with(beginning),
        None => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_whole_or_a_beginning() {
        for (wanted, found, fits) in
            [("A-B", "A-B", true), ("A-B", "A-BC", false), ("A-*", "A-BC", true), ("A-*", "B-A-C", false)]
        {
            assert_eq!(is_code(wanted, found), fits, "{wanted} {found}");
        }
    }
}
