//! A page in both languages, without a script, a font or an image from elsewhere.

use askama::Template;
use sac_diagnostic::{Language, Text};
use sac_report::Style;

use super::words;
use crate::report::{Count, Item, Report};
use crate::survival::Survival;

#[derive(Template)]
#[template(path = "coverage.html")]
struct Page<'a> {
    language: Language,
    version: &'static str,
    style: Style,
    title: Text,
    about: Text,
    outcome: Text,
    notes: Vec<Text>,
    report: &'a Report,
    groups: Vec<Group>,
    outcomes: Vec<Text>,
    operations: Vec<Row>,
    ways: Vec<Item>,
    rules: Vec<Item>,
    faults: &'a Survival,
    errors: Text,
    duplicates: Text,
}

impl Page<'_> {
    fn generator(&self) -> String {
        format!("sac {}", self.version)
    }
}

struct Group {
    name: Text,
    exercised: usize,
    total: usize,
}

struct Row {
    name: &'static str,
    outcomes: [(&'static str, Count); 4],
    elements: Vec<Item>,
    values: Vec<Item>,
    lengths: Vec<Item>,
}

impl Row {
    /// How many of the elements, values and lengths were exercised, and how many there are.
    fn parts(&self) -> [(usize, usize); 3] {
        [&self.elements, &self.values, &self.lengths]
            .map(|items| (items.iter().filter(|item| !item.count.is_never()).count(), items.len()))
    }
}

impl Count {
    /// The class of its cell.
    fn heat(&self) -> &'static str {
        match self.times {
            0 => "n0",
            1 => "n1",
            2..10 => "n2",
            _ => "n3",
        }
    }
}

/// The style of the pages of this crate.
pub(crate) fn style() -> Style {
    Style::new(include_str!("../../templates/heat.css"), "form-action 'none'")
}

pub(super) fn coverage(report: &Report, language: Language) -> String {
    let items = report.items();
    let of = |operation: &str, group: &str| -> Vec<Item> {
        let is = |item: &&Item| item.operation == Some(operation) && item.group == group;
        items.iter().filter(is).cloned().collect()
    };
    let in_groups =
        |groups: &[&str]| -> Vec<Item> { items.iter().filter(|item| groups.contains(&item.group)).cloned().collect() };
    let operations = report.operations.iter().map(|it| Row {
        name: it.operation,
        outcomes: it.outcomes(),
        elements: of(it.operation, "elements"),
        values: of(it.operation, "values"),
        lengths: of(it.operation, "lengths"),
    });
    let groups = report.summary.iter().map(|group| Group {
        name: words::group(group.group),
        exercised: group.exercised,
        total: group.total,
    });
    let page = Page {
        language,
        version: env!("CARGO_PKG_VERSION"),
        style: style(),
        title: Text::new("Copertura del contratto SAC", "Coverage of the SAC contract"),
        about: Text::new(
            "Che cosa questo programma ha provato del servizio, e che cosa mai.",
            "What this program has exercised of the service, and what never.",
        ),
        outcome: words::looked_at(report),
        notes: words::notes(report),
        report,
        groups: groups.collect(),
        outcomes: ["accepted", "refused", "fault", "dropped"].map(words::outcome).to_vec(),
        operations: operations.collect(),
        ways: in_groups(&["charsets", "transport"]),
        rules: in_groups(&["rules"]),
        faults: &report.faults,
        errors: words::errors(report.faults.several_errors),
        duplicates: words::duplicates(&report.faults),
    };
    // Writing to a string fails only where a value cannot be shown, and all of these can.
    page.render().unwrap_or_default()
}
