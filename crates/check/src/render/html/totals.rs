//! What the page begins with: how it ended, in figures, and which findings are the most frequent.

use std::collections::BTreeSet;

use askama::Template;
use chrono::NaiveDate;

use super::super::words;
use super::bilingual::word;
use crate::{IssueCode, Severity, Summary, VERSION, Verdict};
use sac_diagnostic::{Language, Text};
use sac_report::Style;

/// The page up to the first message.
#[derive(Template)]
#[template(path = "head.html")]
pub(super) struct Head<'a> {
    language: Language,
    title: Text,
    today: NaiveDate,
    version: &'static str,
    style: Style,
    summary: &'a Summary,
    outcome: Text,
    figures: [Figure; 6],
    quotes_messages: bool,
    notes: Vec<Text>,
    frequent: Vec<Row>,
}

/// A number of the summary, with the verdict of the messages that it counts.
struct Figure {
    verdict: Option<Verdict>,
    count: usize,
    name: Text,
}

/// A code in the table of frequent findings.
struct Row {
    code: &'static str,
    /// Whether a finding of it is on the page.
    is_shown: bool,
    severity: Severity,
    severity_in_words: Text,
    title: Text,
    remedy: Text,
    times: usize,
    messages: usize,
}

impl<'a> Head<'a> {
    /// The codes in `shown` lead to the first finding of theirs.
    pub(super) fn new(language: Language, today: NaiveDate, summary: &'a Summary, shown: &BTreeSet<&str>) -> Self {
        Self {
            language,
            title: Text::new("Controllo dei messaggi SAC", "Check of SAC messages"),
            today,
            version: VERSION,
            style: style_of(summary),
            summary,
            outcome: outcome(summary),
            figures: figures(summary),
            quotes_messages: !shown.is_empty(),
            notes: summary.notes(),
            frequent: summary.by_frequency().into_iter().map(|row| Row::new(row, summary, shown)).collect(),
        }
    }
}

impl Head<'_> {
    fn plain_title(&self) -> &str {
        self.title.get(self.language)
    }

    fn generator(&self) -> String {
        format!("sac check {}", self.version)
    }
}

impl Figure {
    /// The section with the messages that it counts, where there are any.
    fn group(&self) -> Option<&'static str> {
        self.verdict.filter(|_| self.count > 0).map(Verdict::name)
    }
}

impl Row {
    fn new((code, times, messages): (IssueCode, usize, usize), summary: &Summary, shown: &BTreeSet<&str>) -> Self {
        let severity = summary.severity(code);
        Self {
            code: code.as_str(),
            is_shown: shown.contains(code.as_str()),
            severity,
            severity_in_words: word(|language| words::severity(severity, language)),
            title: code.title(),
            remedy: code.remedy(),
            times,
            messages,
        }
    }
}

/// The style of a page about these messages; the parts of the bar are as long as their counts.
pub(super) fn style_of(summary: &Summary) -> Style {
    let parts = figures(summary).into_iter().filter_map(|figure| Some((figure.group()?, figure.count)));
    let bar: Vec<String> = parts.map(|(group, count)| format!(".bar .{group} {{ flex-grow: {count}; }}\n")).collect();
    Style::new(&bar.concat(), "form-action 'none'")
}

fn figures(summary: &Summary) -> [Figure; 6] {
    let Summary { messages, conformant, not_conformant, unchecked, errors, warnings, .. } = *summary;
    [
        (None, messages, "messaggi", "messages"),
        (Some(Verdict::Conformant), conformant, "conformi", "conformant"),
        (Some(Verdict::NotConformant), not_conformant, "non conformi", "not conformant"),
        (Some(Verdict::Unchecked), unchecked, "non controllati", "not checked"),
        (None, errors, "errori", "errors"),
        (None, warnings, "avvisi", "warnings"),
    ]
    .map(|(verdict, count, it, en)| Figure { verdict, count, name: Text::new(it, en) })
}

fn outcome(summary: &Summary) -> Text {
    let all = summary.messages;
    match (summary.verdict, summary.not_conformant, summary.unchecked) {
        (Verdict::Conformant, ..) if all == 1 => Text::new("Il messaggio è conforme.", "The message conforms."),
        (Verdict::Conformant, ..) => Text::new("Tutti i messaggi sono conformi.", "All messages conform."),
        (Verdict::NotConformant, ..) if all == 1 => {
            Text::new("Il messaggio non è conforme.", "The message does not conform.")
        }
        (Verdict::NotConformant, 1, _) => {
            Text::new(format!("1 messaggio su {all} non è conforme."), format!("1 message of {all} does not conform."))
        }
        (Verdict::NotConformant, some, _) => Text::new(
            format!("{some} messaggi su {all} non sono conformi."),
            format!("{some} messages of {all} do not conform."),
        ),
        (Verdict::Unchecked, ..) if all == 1 => {
            Text::new("Il messaggio non si è potuto controllare.", "The message could not be checked.")
        }
        (Verdict::Unchecked, _, 1) => Text::new(
            format!("1 messaggio su {all} non si è potuto controllare: l'esito non è definitivo."),
            format!("1 message of {all} could not be checked: the outcome is not final."),
        ),
        (Verdict::Unchecked, _, some) => Text::new(
            format!("{some} messaggi su {all} non si sono potuti controllare: l'esito non è definitivo."),
            format!("{some} messages of {all} could not be checked: the outcome is not final."),
        ),
    }
}
