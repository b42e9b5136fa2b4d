//! A page in both languages, without a script, a font or an image from elsewhere.

use askama::Template;
use sac_diagnostic::{Language, Text};
use sac_report::Style;

use super::words;
use crate::accreditation::case::CaseKind;
use crate::accreditation::report::{Accreditation, CaseReport};
use crate::accreditation::signed::Signed;
use crate::render::html::style;

#[derive(Template)]
#[template(path = "accreditation.html")]
struct Page<'a> {
    language: Language,
    version: &'static str,
    style: Style,
    title: Text,
    about: Text,
    outcome: Text,
    is_complete: bool,
    tallies: Vec<(Text, usize, usize)>,
    facts: Vec<(Text, &'a str)>,
    groups: Vec<Group<'a>>,
}

impl Page<'_> {
    fn generator(&self) -> String {
        format!("sac {}", self.version)
    }
}

struct Group<'a> {
    title: Text,
    done: usize,
    cases: Vec<&'a CaseReport>,
}

pub(super) fn sheet(report: &Accreditation, signed: &Signed, language: Language) -> String {
    let of_kind = |kind: CaseKind| {
        let cases: Vec<&CaseReport> = report.cases.iter().filter(|case| case.kind == kind).collect();
        Group { title: kind.heading(), done: cases.iter().filter(|case| case.done).count(), cases }
    };
    let tallies = std::iter::once(&report.total).chain(&report.roles);
    let page = Page {
        language,
        version: env!("CARGO_PKG_VERSION"),
        style: style(),
        title: words::title(),
        about: words::about(),
        outcome: words::outcome(report),
        is_complete: report.is_complete(),
        tallies: tallies.map(|tally| (words::role(tally.role), tally.done, tally.total)).collect(),
        facts: words::facts(signed),
        groups: [CaseKind::Ok, CaseKind::Ko, CaseKind::Fault].map(of_kind).into(),
    };
    // Writing to a string fails only where a value cannot be shown, and all of these can.
    page.render().unwrap_or_default()
}
