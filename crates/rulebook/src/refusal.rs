//! One finding of a check.

/// One finding: the rule that was broken, and the values that fill its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal<R> {
    /// Which rule.
    pub rule: R,
    /// What stands for each `{word}` of the rule's text, and what else the check reports: the
    /// field (`campo`), the limit (`termine`). Never anything sensitive: no codice fiscale,
    /// pincode or diagnosis.
    pub values: Vec<(&'static str, String)>,
}

impl<R> Refusal<R> {
    /// A finding without values.
    #[must_use]
    pub fn of(rule: R) -> Self {
        Self { rule, values: Vec::new() }
    }

    /// The same finding, with a value for `{word}`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "dates and numbers are passed as they are")]
    pub fn with(mut self, word: &'static str, value: impl ToString) -> Self {
        self.values.push((word, value.to_string()));
        self
    }

    /// What stands for `{word}`.
    #[must_use]
    pub fn value(&self, word: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == word).map(|(_, value)| value.as_str())
    }
}
