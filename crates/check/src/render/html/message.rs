//! One message of the page, with its findings and their marked places.

use std::collections::BTreeSet;

use askama::Template;

use super::super::words;
use super::bilingual::{counted, word};
use crate::{Excerpt, Issue, Kind, NotChecked, Report, Severity};
use sac_diagnostic::Text;

/// A message with findings.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct Message<'a> {
    name: Name,
    unfolded: bool,
    counts: Vec<(Severity, Text)>,
    details: Vec<Text>,
    findings: Vec<Finding<'a>>,
    not_checked: Vec<Text>,
}

/// The name of a message's file.
pub(super) struct Name {
    pub(super) folder: String,
    pub(super) file: String,
}

struct Finding<'a> {
    issue: &'a Issue,
    /// The first of its code, to which the table of frequent findings leads.
    is_first: bool,
    severity: Text,
    lines: Vec<Line<'a>>,
    provenance: Text,
    source: Text,
}

struct Line<'a> {
    number: u32,
    before: &'a str,
    marked: Option<&'a str>,
    after: &'a str,
}

impl<'a> Message<'a> {
    /// The first finding of each code is noted in `codes`.
    pub(super) fn new(report: &'a Report, unfolded: bool, codes: &mut BTreeSet<&'static str>) -> Self {
        let finding = |issue: &'a Issue| Finding::new(issue, codes.insert(issue.code.as_str()));
        Self {
            name: Name::of(report),
            unfolded,
            counts: counts(report),
            details: details(report),
            findings: report.issues.iter().map(finding).collect(),
            not_checked: report
                .not_checked
                .iter()
                .filter(|part| !part.is_asked_for())
                .map(NotChecked::sentence)
                .collect(),
        }
    }
}

impl Name {
    pub(super) fn of(report: &Report) -> Self {
        let title = report.title();
        let (folder, file) = title.split_at(title.rfind(['/', '\\']).map_or(0, |end| end + 1));
        Self { folder: folder.to_owned(), file: file.to_owned() }
    }

    /// How many bytes it takes.
    pub(super) fn len(&self) -> usize {
        self.folder.len() + self.file.len()
    }
}

fn counts(report: &Report) -> Vec<(Severity, Text)> {
    let kinds = [
        (Severity::Unchecked, ["non controllato", "non controllati"], ["not checked", "not checked"]),
        (Severity::Error, ["errore", "errori"], ["error", "errors"]),
        (Severity::Warning, ["avviso", "avvisi"], ["warning", "warnings"]),
    ];
    let counts = kinds.into_iter().map(|(severity, it, en)| (severity, report.count(severity), it, en));
    counts
        .filter(|(_, count, ..)| *count > 0)
        .map(|(severity, count, it, en)| (severity, counted(count, it, en)))
        .collect()
}

fn details(report: &Report) -> Vec<Text> {
    let mut details = Vec::new();
    if report.kind != Kind::Unknown {
        details.push(Text::same(report.kind.name()));
    }
    details.extend(report.charset.map(|charset| Text::same(charset.name())));
    if report.bytes > 0 {
        details.push(counted(report.bytes, ["byte", "byte"], ["byte", "bytes"]));
    }
    if report.unpacked {
        details.push(Text::new("righe del corpo decodificato", "lines of the unpacked body"));
    }
    details
}

impl<'a> Finding<'a> {
    fn new(issue: &'a Issue, is_first: bool) -> Self {
        let (provenance, _) = issue.code.authority();
        let lines = match (&issue.excerpt, &issue.place) {
            (Some(excerpt), Some(place)) => lines(excerpt, place.line),
            _ => Vec::new(),
        };
        Self {
            issue,
            is_first,
            severity: word(|language| words::severity(issue.severity, language)),
            lines,
            provenance: word(|language| words::provenance(provenance, language)),
            source: issue.code.source(),
        }
    }

    /// What was allowed, unless the sentence says it.
    fn allowed(&self) -> Option<&Text> {
        self.issue.allowed.as_ref().filter(|allowed| !allowed.it.is_empty() && !self.says(&allowed.it))
    }

    /// What was found, unless the sentence says it.
    fn value(&self) -> Option<&str> {
        self.issue.value.as_deref().filter(|value| !value.is_empty() && !self.says(value))
    }

    fn says(&self, words: &str) -> bool {
        self.issue.message.it.contains(words)
    }
}

/// The marked line between its neighbours.
fn lines(excerpt: &Excerpt, line: u32) -> Vec<Line<'_>> {
    let neighbour = |number, text| Line { number, before: text, marked: None, after: "" };
    let above = excerpt.above.as_deref().map(|above| neighbour(line.saturating_sub(1), above));
    let below = excerpt.below.as_deref().map(|below| neighbour(line.saturating_add(1), below));
    let mark = if excerpt.marked.is_empty() { "▸" } else { &excerpt.marked };
    let marked = Line { number: line, before: &excerpt.before, marked: Some(mark), after: &excerpt.after };
    above.into_iter().chain([marked]).chain(below).collect()
}
