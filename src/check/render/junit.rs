//! For Jenkins, GitLab and the like: a test case for each message, which fails when the message
//! does not conform, and has an error when it could not be checked.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Renderer;
use super::markup::{escape, escape_lines};
use super::text::plain;
use super::words;
use crate::check::{Report, Severity, Summary, Verdict};
use crate::diagnostic::Language;

/// Writes reports as `JUnit` XML.
pub struct Junit<W> {
    out: W,
    language: Language,
    /// The test cases, held back until their number is known.
    cases: String,
}

impl<W: Write> Junit<W> {
    /// A renderer to `out`.
    pub fn new(out: W, language: Language) -> Self {
        Self { out, language, cases: String::new() }
    }
}

impl<W: Write> Renderer for Junit<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        let title = report.title();
        let (folder, name) = title.rsplit_once(['/', '\\']).unwrap_or((".", &title));
        let _ = write!(
            self.cases,
            "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\"",
            escape(folder),
            escape(name),
            escape(&report.file)
        );
        if report.issues.is_empty() {
            self.cases.push_str("/>\n");
            return Ok(());
        }
        let element = match report.verdict {
            Verdict::Conformant => "system-out",
            Verdict::NotConformant => "failure",
            Verdict::Unchecked => "error",
        };
        self.cases.push_str(">\n      <");
        self.cases.push_str(element);
        if report.verdict != Verdict::Conformant {
            let worst = report.issues.iter().max_by_key(|issue| issue.severity);
            let (code, message) =
                worst.map_or(("", ""), |issue| (issue.code.as_str(), issue.message.get(self.language)));
            let errors = report.issues.len() - report.count(Severity::Warning);
            let more = if errors > 1 { format!(" (+{})", errors - 1) } else { String::new() };
            let _ = write!(self.cases, " type=\"{code}\" message=\"{}\"", escape(&format!("{message}{more}")));
        }
        self.cases.push('>');
        for issue in &report.issues {
            self.cases.push_str(&escape_lines(&plain(report, issue, self.language)));
        }
        let _ = write!(self.cases, "</{element}>\n    </testcase>\n");
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let Summary { messages, not_conformant, unchecked, .. } = summary;
        let counts = format!("tests=\"{messages}\" failures=\"{not_conformant}\" errors=\"{unchecked}\" skipped=\"0\"");
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(self.out, "<testsuites name=\"sac check\" {counts}>")?;
        writeln!(self.out, "  <testsuite name=\"sac check\" {counts}>")?;
        self.out.write_all(self.cases.as_bytes())?;
        let sentence = escape(&words::summary(summary, self.language));
        writeln!(self.out, "    <system-out>{sentence}</system-out>\n  </testsuite>\n</testsuites>")?;
        self.out.flush()
    }
}
