//! Where the other SAC answered otherwise, by rule; and its refusals as an error table.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use sac_diagnostic::Language;
use serde::Serialize;

pub use super::comparison::Comparison;
pub use super::outcome::{Error, Outcome};
pub use super::reason::Reason;

/// How often the other SAC answered in one way where our world answered in another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The rules by which our world refuses; empty where it does not.
    pub rules: Vec<String>,
    /// The operation.
    pub operation: String,
    /// In what they differ.
    pub differs: Vec<String>,
    /// What our world answers.
    pub ours: Outcome,
    /// What the other SAC answers.
    pub theirs: Outcome,
}

/// What was found in all that passed.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Exchanges that passed.
    pub exchanges: u64,
    /// Those that were compared and are the same.
    pub same: u64,
    /// Those that were not compared, by reason.
    pub not_compared: BTreeMap<Reason, u64>,
    /// Where the other SAC answered otherwise, with how often.
    pub differences: Vec<Counted<Row>>,
    /// Codes of what breaks the contract, with how often: in requests, and in answers.
    pub request_findings: BTreeMap<String, u64>,
    /// The same of answers.
    pub response_findings: BTreeMap<String, u64>,
    /// The refusals of both, rule by rule, in the words of the other SAC.
    pub observed: Vec<Counted<Observed>>,
}

/// Something, and how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted<T> {
    /// How often.
    pub times: u64,
    /// What.
    #[serde(flatten)]
    pub what: T,
}

/// A refusal by a rule in the words of the other SAC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Observed {
    /// The rule.
    pub rule: String,
    /// The refusal.
    pub error: Error,
    /// Our own.
    pub ours: Error,
}

impl Report {
    /// Counts the comparisons of a file.
    ///
    /// # Errors
    /// It cannot be read, or a line in it is none.
    pub fn read(source: impl BufRead) -> io::Result<Self> {
        let mut report = Self::default();
        let (mut rows, mut observed) = (BTreeMap::new(), BTreeMap::new());
        for line in source.lines() {
            let comparison: Comparison = serde_json::from_str(&line?)?;
            report.exchanges += 1;
            for (codes, counts) in [
                (&comparison.request, &mut report.request_findings),
                (&comparison.response, &mut report.response_findings),
            ] {
                for code in codes {
                    *counts.entry(code.clone()).or_default() += 1;
                }
            }
            let Comparison { operation, theirs, ours, rules, differs, reason, .. } = comparison;
            if let Some(reason) = reason {
                *report.not_compared.entry(reason).or_default() += 1;
            } else if differs.is_empty() {
                report.same += 1;
            }
            let Some(ours) = ours else { continue };
            if rules.len() == theirs.errors.len() && rules.len() == ours.errors.len() {
                for ((rule, error), ours) in rules.iter().zip(&theirs.errors).zip(&ours.errors) {
                    let seen = Observed { rule: rule.clone(), error: error.clone(), ours: ours.clone() };
                    *observed.entry(seen).or_default() += 1;
                }
            }
            if !differs.is_empty() {
                let operation = operation.unwrap_or_else(|| "-".to_owned());
                *rows.entry(Row { rules, operation, differs, ours, theirs }).or_default() += 1;
            }
        }
        report.differences = by_frequency(rows);
        report.observed = by_frequency(observed);
        Ok(report)
    }

    /// The table for people.
    ///
    /// # Errors
    /// `out` fails.
    pub fn text(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        let say = |it: &'static str, en: &'static str| language.pick(it, en);
        let times = say("volte", "times");
        let different: u64 = self.differences.iter().map(|row| row.times).sum();
        let (exchanges, same) = (self.exchanges, self.same);
        match language {
            Language::It => writeln!(out, "{exchanges} scambi, {same} uguali, {different} diversi")?,
            Language::En => writeln!(out, "{exchanges} exchanges, {same} the same, {different} different")?,
        }
        for (reason, count) in &self.not_compared {
            writeln!(out, "{count} {}: {}", say("non confrontati", "not compared"), reason.words(language))?;
        }
        for Counted { times: count, what } in &self.differences {
            let rule = if what.rules.is_empty() { "-".to_owned() } else { what.rules.join(", ") };
            writeln!(out, "\n{rule}  {} ({count} {times}; {})", what.operation, what.differs.join(", "))?;
            for (who, outcome) in [(say("l'altro", "the other"), &what.theirs), (say("il nostro", "ours"), &what.ours)]
            {
                writeln!(out, "  {who:<9}  {}", outcome.outcome)?;
                for error in &outcome.errors {
                    writeln!(out, "             {}  {}: {}", error.tipo, error.sezione, error.text)?;
                }
            }
        }
        for (what, codes) in [
            (say("nelle richieste", "in requests"), &self.request_findings),
            (say("nelle risposte", "in answers"), &self.response_findings),
        ] {
            if !codes.is_empty() {
                let breaks = say("Che cosa viola il contratto", "What breaks the contract");
                writeln!(out, "\n{breaks} {what} (sac explain CODE):")?;
            }
            for (code, count) in codes {
                writeln!(out, "  {code}  {count} {times}")?;
            }
        }
        Ok(())
    }

    /// The other SAC's numbers and texts where they are not ours, as a table that `--error-table` reads.
    ///
    /// # Errors
    /// `out` fails.
    pub fn error_table(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# Numbers and texts of another SAC as a proxy saw them. Each row says how many times.")?;
        let mut done: Vec<&str> = Vec::new();
        for Counted { times, what: Observed { rule, error, ours } } in &self.observed {
            if (&error.tipo, &error.text, &error.sezione) == (&ours.tipo, &ours.text, &ours.sezione) {
                continue;
            }
            let is_number = (1..=5).contains(&error.tipo.len()) && error.tipo.bytes().all(|byte| byte.is_ascii_digit());
            if done.contains(&rule.as_str()) || !is_number {
                let text = one_line(&error.text);
                writeln!(out, "\n# {rule}: also {} {text} (observed {times} times)", one_line(&error.tipo))?;
                continue;
            }
            done.push(rule);
            writeln!(out, "\n# observed {times} times\n[{rule}]")?;
            writeln!(out, "tipoErrore = {}", quoted(&error.tipo))?;
            if error.sezione != ours.sezione && !error.sezione.contains(['{', '}']) {
                writeln!(out, "sezioneErrata = {}", quoted(&error.sezione))?;
            }
            writeln!(out, "text = {}", quoted(&error.text))?;
        }
        Ok(())
    }
}

fn by_frequency<T>(counts: BTreeMap<T, u64>) -> Vec<Counted<T>> {
    let mut all: Vec<_> = counts.into_iter().map(|(what, times)| Counted { times, what }).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.times));
    all
}

/// A TOML string: JSON's escapes are TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
