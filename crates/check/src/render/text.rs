//! For people at a terminal: each issue with its line, a caret below the place, and the remedy.

use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::Renderer;
use super::words::{self, pick};
use crate::{Excerpt, Issue, Report, Severity, Summary, Verdict};
use sac_diagnostic::Language;
use sac_report::visible;

/// Writes reports for people.
pub struct Text<W> {
    out: W,
    language: Language,
    colours: bool,
    /// Conformant messages get a line too.
    verbose: bool,
}

impl<W: Write> Text<W> {
    /// A renderer to `out`.
    pub fn new(out: W, language: Language, colours: bool, verbose: bool) -> Self {
        Self { out, language, colours, verbose }
    }

    fn paint(&self, colour: Colour, text: &str) -> String {
        if self.colours { format!("\x1b[{}m{text}\x1b[0m", colour.code()) } else { text.to_owned() }
    }

    fn issue(&self, report: &Report, issue: &Issue) -> String {
        let language = self.language;
        let colour = Colour::of(issue.severity);
        let mut text = String::new();
        let heading = format!("{}[{}]", words::severity(issue.severity, language), issue.code.as_str());
        let _ = writeln!(text, "{}: {}", self.paint(colour, &heading), visible(issue.message.get(language)));
        let place = issue.place.as_ref();
        let width = place.map_or(1, |place| (place.line + 1).to_string().len());
        let gutter = " ".repeat(width);
        let pointer = self.paint(Colour::Blue, &format!("{gutter}-->"));
        let file = visible(&report.title());
        let _ = match place {
            Some(place) => {
                let byte = pick(language, "byte", "byte");
                let unpacked = if report.unpacked {
                    pick(language, ", nel corpo decodificato", ", in the unpacked body")
                } else {
                    ""
                };
                writeln!(text, "{pointer} {file}:{}:{} ({byte} {}{unpacked})", place.line, place.column, place.offset)
            }
            None => writeln!(text, "{pointer} {file}"),
        };
        if let (Some(excerpt), Some(place)) = (&issue.excerpt, place) {
            self.excerpt(&mut text, excerpt, place.line, width, colour);
        }
        let mut note = |label: &str, content: &str| {
            if !content.is_empty() {
                let label = self.paint(Colour::Blue, &format!("{gutter} = {label}:"));
                let _ = writeln!(text, "{label} {}", visible(content));
            }
        };
        note(pick(language, "dove", "where"), place.map_or("", |place| &place.xpath));
        note(pick(language, "valore", "value"), issue.value.as_deref().unwrap_or_default());
        note(pick(language, "ammesso", "allowed"), issue.allowed.as_ref().map_or("", |allowed| allowed.get(language)));
        for reading in &issue.readings {
            note(&format!("{} {}", pick(language, "in", "as"), reading.charset), &format!("«{}»", reading.text));
        }
        let (provenance, _) = issue.code.authority();
        note(
            pick(language, "fonte", "source"),
            &format!("{}, {}", words::provenance(provenance, language), issue.code.source().get(language)),
        );
        note(pick(language, "rimedio", "remedy"), issue.hint.get(language));
        text
    }

    fn excerpt(&self, text: &mut String, excerpt: &Excerpt, line: u32, width: usize, colour: Colour) {
        let bar = |number: &str| self.paint(Colour::Blue, &format!("{number:>width$} |"));
        let _ = writeln!(text, "{}", bar(""));
        if let Some(above) = &excerpt.above {
            let _ = writeln!(text, "{} {above}", bar(&(line - 1).to_string()));
        }
        let _ = writeln!(text, "{} {}{}{}", bar(&line.to_string()), excerpt.before, excerpt.marked, excerpt.after);
        // In cells of the terminal: a Chinese character takes two, a combining accent none.
        let indent = " ".repeat(excerpt.before.width());
        let carets = self.paint(colour, &"^".repeat(excerpt.marked.width().max(1)));
        let _ = writeln!(text, "{} {indent}{carets}", bar(""));
        if let Some(below) = &excerpt.below {
            let _ = writeln!(text, "{} {below}", bar(&(line + 1).to_string()));
        }
    }
}

/// One issue as plain text, for the other formats.
pub(super) fn plain(report: &Report, issue: &Issue, language: Language) -> String {
    let text = Text { out: io::sink(), language, colours: false, verbose: false };
    format!("{}\n", text.issue(report, issue))
}

/// The summary as one line, for those who see nothing else.
#[must_use]
pub fn summary_line(summary: &Summary, language: Language) -> String {
    words::summary(summary, language)
}

impl<W: Write> Renderer for Text<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        for issue in &report.issues {
            let text = self.issue(report, issue);
            writeln!(self.out, "{text}")?;
        }
        if !report.issues.is_empty() || self.verbose {
            for part in report.not_checked.iter().filter(|part| !part.is_asked_for()) {
                let label = self.paint(Colour::Blue, pick(self.language, "nota", "note"));
                let sentence = part.sentence();
                writeln!(
                    self.out,
                    "{label}: {}: {}\n",
                    visible(&report.title()),
                    visible(sentence.get(self.language))
                )?;
            }
        }
        if self.verbose {
            let verdict = self.paint(Colour::of_verdict(report.verdict), words::verdict(report.verdict, self.language));
            writeln!(self.out, "{}: {verdict} ({})", visible(&report.title()), report.kind.name())?;
        }
        // A long run is to be read while it goes on.
        self.out.flush()
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        for note in summary.notes() {
            let label = self.paint(Colour::Blue, pick(self.language, "nota", "note"));
            writeln!(self.out, "{label}: {}", visible(note.get(self.language)))?;
        }
        let line = words::summary(summary, self.language);
        writeln!(self.out, "{}", self.paint(Colour::of_verdict(summary.verdict), &line))?;
        self.out.flush()
    }
}

#[derive(Clone, Copy)]
enum Colour {
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
}

impl Colour {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Warning => Self::Yellow,
            Severity::Error => Self::Red,
            Severity::Unchecked => Self::Magenta,
        }
    }

    fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Conformant => Self::Green,
            Verdict::NotConformant => Self::Red,
            Verdict::Unchecked => Self::Magenta,
        }
    }

    /// The terminal's code for it, bold.
    fn code(self) -> &'static str {
        match self {
            Self::Red => "1;31",
            Self::Green => "1;32",
            Self::Yellow => "1;33",
            Self::Blue => "1;34",
            Self::Magenta => "1;35",
        }
    }
}
