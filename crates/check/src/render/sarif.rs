//! SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a file.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::Renderer;
use crate::{Circumstances, Issue, IssueCode, Report, Severity, Summary, VERSION, Verdict};
use sac_diagnostic::Language;

/// All that stands before the results. The schema names the form.
const START: &str = r#"{
"$schema":"https://json.schemastore.org/sarif-2.1.0.json",
"version":"2.1.0",
"runs":[{
"columnKind":"unicodeCodePoints",
"results":["#;

/// More messages than this with a part that was not looked at are only counted.
const MOST_NOTIFICATIONS: usize = 1000;

/// Writes reports as SARIF: each result as it comes, the tool with the rules it referred to behind them.
pub struct Sarif<W> {
    out: W,
    language: Language,
    circumstances: Circumstances,
    rules: Vec<(IssueCode, Severity)>,
    numbers: HashMap<&'static str, usize>,
    /// What was not looked at, message by message.
    notifications: Vec<Value>,
    is_first: bool,
}

impl<W: Write> Sarif<W> {
    /// A renderer to `out`.
    pub fn new(out: W, language: Language, circumstances: Circumstances) -> Self {
        Self {
            out,
            language,
            circumstances,
            rules: Vec::new(),
            numbers: HashMap::new(),
            notifications: Vec::new(),
            is_first: true,
        }
    }

    fn rule_number(&mut self, code: IssueCode, severity: Severity) -> usize {
        let rules = &mut self.rules;
        *self.numbers.entry(code.as_str()).or_insert_with(|| {
            rules.push((code, severity));
            rules.len() - 1
        })
    }

    fn rule(&self, code: IssueCode, severity: Severity) -> Value {
        let (provenance, source) = code.authority();
        let title = code.title();
        let remedy = code.remedy();
        json!({
            "id": code.as_str(),
            "shortDescription": { "text": title.get(self.language) },
            "help": { "text": remedy.get(self.language) },
            "defaultConfiguration": { "level": level(severity) },
            "properties": {
                "provenance": provenance.name(),
                "source": source,
                "stage": code.stage().name(),
            },
        })
    }

    fn result(&mut self, report: &Report, issue: &Issue) -> Value {
        let number = self.rule_number(issue.code, issue.severity);
        let language = self.language;
        let mut physical = json!({ "artifactLocation": { "uri": uri(file_of(report), cfg!(windows)) } });
        let mut location = json!({});
        if let Some(place) = &issue.place {
            // Places in an unpacked body are no places of the file.
            if !report.unpacked {
                physical["region"] =
                    json!({ "startLine": place.line, "startColumn": place.column, "byteOffset": place.offset });
            }
            if !place.xpath.is_empty() {
                location["logicalLocations"] = json!([{ "fullyQualifiedName": place.xpath, "kind": "element" }]);
            }
        }
        location["physicalLocation"] = physical;
        let mut properties = json!({ "hint": issue.hint.get(language), "message": report.kind.name() });
        if let Some(value) = &issue.value {
            properties["value"] = json!(value);
        }
        if let Some(allowed) = &issue.allowed {
            properties["allowed"] = json!(allowed.get(language));
        }
        json!({
            "ruleId": issue.code.as_str(),
            "ruleIndex": number,
            "level": level(issue.severity),
            "message": { "text": format!("{} {}", issue.message.get(language), issue.hint.get(language)) },
            "locations": [location],
            "properties": properties,
        })
    }
}

impl<W: Write> Renderer for Sarif<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        for issue in &report.issues {
            let result = self.result(report, issue);
            let lead = if self.is_first { START } else { "," };
            self.is_first = false;
            writeln!(self.out, "{lead}")?;
            serde_json::to_writer(&mut self.out, &result)?;
        }
        for part in report.not_checked.iter().filter(|part| !part.is_asked_for()) {
            if self.notifications.len() < MOST_NOTIFICATIONS {
                let location = json!({ "physicalLocation": {
                    "artifactLocation": { "uri": uri(file_of(report), cfg!(windows)) }
                } });
                self.notifications.push(notification(part.sentence().get(self.language), Some(location)));
            }
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let notes = summary.notes();
        let notes = notes.iter().map(|note| notification(note.get(self.language), None));
        let notifications: Vec<Value> = notes.chain(self.notifications.drain(..)).collect();
        let rules: Vec<Value> = self.rules.iter().map(|(code, severity)| self.rule(*code, *severity)).collect();
        let language = match self.language {
            Language::It => "it",
            Language::En => "en",
        };
        let tool = json!({ "driver": {
            "name": "sac check",
            "version": VERSION,
            "semanticVersion": VERSION,
            "language": language,
            "rules": rules,
        } });
        let invocations = json!([{
            "executionSuccessful": summary.verdict != Verdict::Unchecked,
            "exitCode": summary.verdict as u8,
            "startTimeUtc": self.circumstances.instant(),
            "properties": {
                "today": self.circumstances.today.to_string(),
                "settings": self.circumstances.to_json(),
            },
            "toolExecutionNotifications": notifications,
        }]);
        let lead = if self.is_first { START } else { "" };
        writeln!(self.out, "{lead}\n],\n\"tool\":{tool},\n\"invocations\":{invocations}\n}}]\n}}")?;
        self.out.flush()
    }
}

/// Something that was not looked at, which is neither a result nor an error of the tool.
fn notification(words: &str, location: Option<Value>) -> Value {
    let mut object = json!({ "level": "note", "message": { "text": words } });
    if let Some(location) = location {
        object["locations"] = json!([location]);
    }
    object
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        // SARIF knows no level for what could not be checked: the invocation says so as well.
        Severity::Error | Severity::Unchecked => "error",
    }
}

/// The name of the file in the bytes it has.
fn file_of(report: &Report) -> &[u8] {
    match &report.path {
        Some(path) => path.as_os_str().as_encoded_bytes(),
        None if report.file == "-" => b"stdin",
        None => report.file.as_bytes(),
    }
}

/// The file as a URI reference: relative paths stay relative. A backslash separates folders on
/// Windows only.
fn uri(file: &[u8], backslash_separates: bool) -> String {
    let mut path = file;
    while let Some(rest) = path.strip_prefix(b"./") {
        path = rest;
    }
    let mut uri = if path.starts_with(b"/") { "file://".to_owned() } else { String::new() };
    for byte in path {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(*byte)),
            b'\\' if backslash_separates => uri.push('/'),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_uri_references() {
        let cases: &[(&[u8], &str)] = &[
            (b"a/b.xml", "a/b.xml"),
            (b"./a b.xml", "a%20b.xml"),
            ("/tmp/però#1.xml".as_bytes(), "file:///tmp/per%C3%B2%231.xml"),
            (b"per\xF2.xml", "per%F2.xml"),
            (b"a\\b.xml", "a%5Cb.xml"),
        ];
        for (file, expected) in cases {
            assert_eq!(uri(file, false), *expected);
        }
        assert_eq!(uri(b"a\\b.xml", true), "a/b.xml");
    }
}
