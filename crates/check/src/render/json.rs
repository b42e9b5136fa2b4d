//! For programs: `docs/check-json.md` describes the fields, which are added to, never renamed.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::Renderer;
use crate::{Circumstances, Issue, IssueCode, NotChecked, Report, Summary, VERSION};
use sac_diagnostic::{Language, Place};

/// The version of the form, raised when a field changes its meaning.
const FORM: u32 = 1;

/// Writes reports as JSON: one object in all, or one a line.
pub struct Json<W> {
    out: W,
    language: Language,
    circumstances: Circumstances,
    stream: bool,
    is_first: bool,
}

impl<W: Write> Json<W> {
    /// A renderer to `out`. As a stream, each message is an object on a line of its own, and
    /// the last line holds the summary; otherwise all is one object.
    pub fn new(out: W, language: Language, circumstances: Circumstances, stream: bool) -> Self {
        Self { out, language, circumstances, stream, is_first: true }
    }
}

impl<W: Write> Renderer for Json<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        let object = serde_json::to_string(&MessageObject::of(report, self.language))?;
        if self.stream {
            writeln!(self.out, "{object}")?;
            return self.out.flush();
        }
        let lead = if self.is_first { self.start() } else { ",".to_owned() };
        self.is_first = false;
        write!(self.out, "{lead}\n{object}")
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let object = serde_json::to_string(&SummaryObject::of(summary, self.language))?;
        if self.stream {
            writeln!(self.out, "{{\"form\":{FORM},{},\"summary\":{object}}}", self.origin())?;
        } else {
            let lead = if self.is_first { self.start() } else { String::new() };
            writeln!(self.out, "{lead}\n],\"summary\":{object}}}")?;
        }
        self.out.flush()
    }
}

impl<W> Json<W> {
    fn start(&self) -> String {
        format!("{{\"form\":{FORM},{},\"messages\":[", self.origin())
    }

    /// Which program made the report, when, and with which settings.
    fn origin(&self) -> String {
        let Circumstances { today, .. } = &self.circumstances;
        let (made, settings) = (self.circumstances.instant(), self.circumstances.to_json());
        format!(
            "\"tool\":\"sac check\",\"version\":\"{VERSION}\",\"made\":\"{made}\",\"today\":\"{today}\",\"settings\":{settings}"
        )
    }
}

#[derive(Serialize)]
struct MessageObject<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<usize>,
    verdict: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    charset: Option<&'static str>,
    bytes: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unpacked: bool,
    findings: Vec<FindingObject<'a>>,
    #[serde(rename = "not-checked", skip_serializing_if = "Vec::is_empty")]
    not_checked: Vec<Value>,
}

impl<'a> MessageObject<'a> {
    fn of(report: &'a Report, language: Language) -> Self {
        Self {
            file: &report.file,
            part: report.part,
            verdict: report.verdict.name(),
            message: report.kind.name(),
            charset: report.charset.map(sac_xml::Charset::name),
            bytes: report.bytes,
            unpacked: report.unpacked,
            findings: report.issues.iter().map(|issue| FindingObject::of(issue, language)).collect(),
            not_checked: report.not_checked.iter().map(|part| not_checked(part, language)).collect(),
        }
    }
}

fn not_checked(not_checked: &NotChecked, language: Language) -> Value {
    let rules: Vec<&str> = not_checked.part.rules().iter().map(|rule| rule.name()).collect();
    let mut object = serde_json::json!({
        "part": not_checked.part.name(),
        "because": not_checked.because,
        "message": not_checked.sentence().get(language),
    });
    if !rules.is_empty() {
        object["rules"] = rules.into();
    }
    object
}

#[derive(Serialize)]
struct FindingObject<'a> {
    code: &'static str,
    severity: &'static str,
    stage: &'static str,
    #[serde(flatten)]
    place: Option<PlaceObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'a str>,
    message: &'a str,
    hint: &'a str,
    provenance: &'static str,
    source: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<Value>,
}

impl<'a> FindingObject<'a> {
    fn of(issue: &'a Issue, language: Language) -> Self {
        let (provenance, source) = issue.code.authority();
        Self {
            code: issue.code.as_str(),
            severity: issue.severity.name(),
            stage: issue.code.stage().name(),
            place: issue.place.as_ref().map(PlaceObject::of),
            value: issue.value.as_deref(),
            allowed: issue.allowed.as_ref().map(|allowed| allowed.get(language)),
            message: issue.message.get(language),
            hint: issue.hint.get(language),
            provenance: provenance.name(),
            source,
            readings: issue
                .readings
                .iter()
                .map(|reading| serde_json::json!({ "charset": reading.charset, "text": reading.text }))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    line: u32,
    column: u32,
    offset: usize,
    xpath: &'a str,
}

impl<'a> PlaceObject<'a> {
    fn of(place: &'a Place) -> Self {
        let Place { line, column, offset, xpath } = place;
        Self { line: *line, column: *column, offset: *offset, xpath }
    }
}

#[derive(Serialize)]
struct SummaryObject {
    verdict: &'static str,
    messages: usize,
    conformant: usize,
    #[serde(rename = "not-conformant")]
    not_conformant: usize,
    unchecked: usize,
    errors: usize,
    warnings: usize,
    bytes: u64,
    codes: Vec<Value>,
    #[serde(rename = "passed-over")]
    passed_over: Value,
    notes: Vec<String>,
}

impl SummaryObject {
    fn of(summary: &Summary, language: Language) -> Self {
        let code = |(code, times, messages): (IssueCode, usize, usize)| {
            serde_json::json!({
                "code": code.as_str(),
                "severity": summary.severity(code).name(),
                "title": code.title().get(language),
                "findings": times,
                "messages": messages,
            })
        };
        Self {
            verdict: summary.verdict.name(),
            messages: summary.messages,
            conformant: summary.conformant,
            not_conformant: summary.not_conformant,
            unchecked: summary.unchecked,
            errors: summary.errors,
            warnings: summary.warnings,
            bytes: summary.bytes,
            codes: summary.by_frequency().into_iter().map(code).collect(),
            passed_over: serde_json::json!({ "files": summary.passed_over.count, "first": summary.passed_over.first }),
            notes: summary.notes().iter().map(|note| note.get(language).to_owned()).collect(),
        }
    }
}
