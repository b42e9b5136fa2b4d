//! For Jenkins, GitLab and the like: a test case for each message, which fails when the message
//! does not conform, and has an error when it could not be checked.
//!
//! Each message is a suite of its own, so that a suite's figures are known when it is written;
//! elements and attributes are those of the schema of Jenkins' xUnit plugin (junit-10.xsd).

use std::io::{self, Write};

use super::Renderer;
use super::text::plain;
use crate::{Circumstances, Report, Severity, Summary, VERSION, Verdict};
use sac_diagnostic::Language;
use sac_report::{escape, escape_lines};

/// Writes reports as `JUnit` XML.
pub struct Junit<W> {
    out: W,
    language: Language,
    circumstances: Circumstances,
    is_first: bool,
}

impl<W: Write> Junit<W> {
    /// A renderer to `out`.
    pub fn new(out: W, language: Language, circumstances: Circumstances) -> Self {
        Self { out, language, circumstances, is_first: true }
    }

    fn start(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.is_first) {
            return Ok(());
        }
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sac check\">")
    }

    /// What was found, below what it comes to.
    fn issues(&mut self, report: &Report) -> io::Result<()> {
        let element = match report.verdict {
            Verdict::Conformant => "system-out",
            Verdict::NotConformant => "failure",
            Verdict::Unchecked => "error",
        };
        write!(self.out, "      <{element}")?;
        if report.verdict != Verdict::Conformant {
            let worst = report.issues.iter().max_by_key(|issue| issue.severity);
            let (code, message) =
                worst.map_or(("", ""), |issue| (issue.code.as_str(), issue.message.get(self.language)));
            let errors = report.issues.len() - report.count(Severity::Warning);
            let more = if errors > 1 { format!(" (+{})", errors - 1) } else { String::new() };
            write!(self.out, " type=\"{code}\" message=\"{}\"", escape(&format!("{message}{more}")))?;
        }
        write!(self.out, ">")?;
        for issue in &report.issues {
            write!(self.out, "{}", escape_lines(&plain(report, issue, self.language)))?;
        }
        for part in &report.not_checked {
            writeln!(self.out, "{}", escape(part.sentence().get(self.language)))?;
        }
        writeln!(self.out, "</{element}>")
    }
}

impl<W: Write> Renderer for Junit<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.start()?;
        let title = report.title();
        let (folder, name) = title.rsplit_once(std::path::is_separator).unwrap_or((".", &title));
        let failures = u8::from(report.verdict == Verdict::NotConformant);
        let errors = u8::from(report.verdict == Verdict::Unchecked);
        let (suite, folder, name) = (escape(&title), escape(folder), escape(name));
        writeln!(
            self.out,
            "  <testsuite name=\"{suite}\" tests=\"1\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" timestamp=\"{}\">",
            self.circumstances.instant()
        )?;
        write!(self.out, "    <testcase classname=\"{folder}\" name=\"{name}\"")?;
        if report.issues.is_empty() && report.not_checked.is_empty() {
            writeln!(self.out, "/>")?;
        } else {
            writeln!(self.out, ">")?;
            self.issues(report)?;
            writeln!(self.out, "    </testcase>")?;
        }
        writeln!(self.out, "  </testsuite>")
    }

    /// The last suite has no test: it says how the check was made, and what was not looked at.
    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.start()?;
        let (made, today) = (self.circumstances.instant(), self.circumstances.today.to_string());
        writeln!(
            self.out,
            "  <testsuite name=\"sac check\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" timestamp=\"{made}\">\n    <properties>"
        )?;
        let fixed = [("version", VERSION), ("today", today.as_str())];
        let settings = self.circumstances.settings.iter();
        let settings = settings.map(|setting| (setting.name, setting.words.get(self.language)));
        for (name, value) in fixed.into_iter().chain(settings) {
            writeln!(self.out, "      <property name=\"{name}\" value=\"{}\"/>", escape(value))?;
        }
        writeln!(self.out, "    </properties>")?;
        let notes = summary.notes();
        if !notes.is_empty() {
            let notes: Vec<String> = notes.iter().map(|note| escape(note.get(self.language))).collect();
            writeln!(self.out, "    <system-out>{}\n</system-out>", notes.join("\n"))?;
        }
        writeln!(self.out, "  </testsuite>")?;
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}
