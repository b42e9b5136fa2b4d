//! What a check comes to: a report for each message, and a summary of them all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::issue::{Issue, IssueCode, Severity};
use super::not_checked::{NotChecked, Part};
use super::passed_over::PassedOver;
use sac_diagnostic::Text;
use sac_soap::Kind;
use sac_xml::Charset;

/// How a check ended. The worst of several is theirs: what could not be checked is never green,
/// and outweighs what is wrong, because its content is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The message conforms.
    #[default]
    Conformant = 0,
    /// It does not.
    NotConformant = 1,
    /// It could not be checked, or not to the end.
    Unchecked = 2,
}

impl Verdict {
    /// The word for it in reports that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::NotConformant => "not-conformant",
            Self::Unchecked => "unchecked",
        }
    }
}

/// What was found in one message.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file it stands in, `-` for standard input.
    pub file: String,
    /// The file itself, whose name need not be Unicode.
    pub path: Option<PathBuf>,
    /// Which of several messages of the file it is, from 1.
    pub part: Option<usize>,
    /// What it turned out to be.
    pub kind: Kind,
    /// The charset it was read in.
    pub charset: Option<Charset>,
    /// How many bytes the message, or file, has.
    pub bytes: usize,
    /// The places are in the body once inflated and dechunked, not in the file.
    pub unpacked: bool,
    /// What was found, by place.
    pub issues: Vec<Issue>,
    /// What was not looked at, whatever the verdict.
    pub not_checked: Vec<NotChecked>,
    /// Files of the same archive that were not looked at; noted in the report of its first file.
    pub passed_over: PassedOver,
    /// How it ended.
    pub verdict: Verdict,
}

impl Report {
    pub(super) fn new(file: &str, bytes: usize) -> Self {
        Self {
            file: file.to_owned(),
            path: None,
            part: None,
            kind: Kind::Unknown,
            charset: None,
            bytes,
            unpacked: false,
            issues: Vec::new(),
            not_checked: Vec::new(),
            passed_over: PassedOver::default(),
            verdict: Verdict::Conformant,
        }
    }

    /// A report on a message whose body was not read.
    pub(super) fn unread(file: &str, bytes: usize, issues: Vec<Issue>, because: Vec<String>) -> Self {
        let not_checked = vec![NotChecked { part: Part::Content, because }];
        Self { issues, not_checked, ..Self::new(file, bytes) }
    }

    /// A report on an input that gave no message.
    pub(super) fn of_input(file: &str, issue: Issue) -> Self {
        let mut report = Self { issues: vec![issue], ..Self::new(file, 0) };
        report.settle(false);
        report
    }

    /// Leaves out the findings of these codes, and notes that it did.
    pub(super) fn leave_out(&mut self, allow: &[IssueCode]) {
        let is_left_out = |issue: &Issue| allow.contains(&issue.code) && issue.severity != Severity::Unchecked;
        let mut codes: Vec<&str> =
            self.issues.iter().filter(|issue| is_left_out(issue)).map(|issue| issue.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        if !codes.is_empty() {
            let because = codes.iter().map(|code| format!("--allow {code}")).collect();
            let count = self.issues.iter().filter(|issue| is_left_out(issue)).count();
            self.not_checked.push(NotChecked { part: Part::Allowed(count), because });
            self.issues.retain(|issue| !is_left_out(issue));
        }
    }

    /// The file's name, with the message's number where there are several.
    #[must_use]
    pub fn title(&self) -> String {
        match self.part {
            Some(part) => format!("{}#{part}", self.file),
            None => self.file.clone(),
        }
    }

    /// Puts the issues in order and works out the verdict; `strict` makes errors of warnings.
    pub(super) fn settle(&mut self, strict: bool) {
        self.issues.sort_by_key(|issue| issue.place.as_ref().map_or(usize::MAX, |place| place.offset));
        if strict {
            self.issues.iter_mut().for_each(|issue| issue.severity = issue.severity.max(Severity::Error));
        }
        let worst = self.issues.iter().map(|issue| issue.severity).max();
        self.verdict = match worst {
            None | Some(Severity::Warning) => Verdict::Conformant,
            Some(Severity::Error) => Verdict::NotConformant,
            Some(Severity::Unchecked) => Verdict::Unchecked,
        };
    }

    /// How many issues weigh so much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.issues.iter().filter(|issue| issue.severity == severity).count()
    }
}

/// The reports in figures.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Messages, and files without a message.
    pub messages: usize,
    /// Those that conform.
    pub conformant: usize,
    /// Those that do not.
    pub not_conformant: usize,
    /// Those that could not be checked.
    pub unchecked: usize,
    /// Issues that are errors.
    pub errors: usize,
    /// Issues that are warnings.
    pub warnings: usize,
    /// Bytes of the messages.
    pub bytes: u64,
    /// Files of folders that were not looked at, because nothing in their names says that they hold
    /// messages, and files of archives, because they hold none.
    pub passed_over: PassedOver,
    /// In how many messages `SAC-CHECK-CLEAR` was found and not reported, because an earlier one had it.
    pub(super) clear_not_repeated: usize,
    /// In how many messages what was not looked at, by the sentence that says so of all of them.
    not_checked: BTreeMap<&'static str, usize>,
    /// How often each code was found, by name.
    codes: BTreeMap<&'static str, Tally>,
    /// The worst verdict.
    pub verdict: Verdict,
}

/// How often a code was found.
#[derive(Clone, Copy, Debug)]
struct Tally {
    code: IssueCode,
    severity: Severity,
    findings: usize,
    messages: usize,
}

impl Summary {
    /// Counts a report in.
    pub fn add(&mut self, report: &Report) {
        self.messages += 1;
        match report.verdict {
            Verdict::Conformant => self.conformant += 1,
            Verdict::NotConformant => self.not_conformant += 1,
            Verdict::Unchecked => self.unchecked += 1,
        }
        self.verdict = self.verdict.max(report.verdict);
        self.errors += report.count(Severity::Error);
        self.warnings += report.count(Severity::Warning);
        self.bytes += report.bytes as u64;
        self.passed_over.merge(&report.passed_over);
        let mut parts: Vec<&str> = report.not_checked.iter().map(NotChecked::kind).collect();
        parts.dedup();
        for part in parts {
            *self.not_checked.entry(part).or_default() += 1;
        }
        let mut seen: Vec<&str> = Vec::new();
        for issue in &report.issues {
            let name = issue.code.as_str();
            let tally = self.codes.entry(name).or_insert(Tally {
                code: issue.code,
                severity: issue.severity,
                findings: 0,
                messages: 0,
            });
            tally.findings += 1;
            if !seen.contains(&name) {
                seen.push(name);
                tally.messages += 1;
            }
        }
    }

    /// What the verdicts do not speak of, a sentence each: parts of messages that were not looked
    /// at, files that were passed over.
    #[must_use]
    pub fn notes(&self) -> Vec<Text> {
        let not_checked = self.not_checked.iter().map(|(kind, messages)| NotChecked::of_all(kind, *messages));
        not_checked.chain(self.passed_over.sentence()).chain(self.not_repeated()).collect()
    }

    fn not_repeated(&self) -> Option<Text> {
        let count = self.clear_not_repeated;
        let (it, en) =
            if count == 1 { ("altro messaggio", "further message") } else { ("altri messaggi", "further messages") };
        (count > 0).then(|| {
            Text::new(
                format!("SAC-CHECK-CLEAR vale anche per {count} {it}, dove non è ripetuto."),
                format!("SAC-CHECK-CLEAR holds of {count} {en} too, where it is not repeated."),
            )
        })
    }

    /// How much a code weighed: with `strict` warnings are errors.
    #[must_use]
    pub fn severity(&self, code: IssueCode) -> Severity {
        self.codes.get(code.as_str()).map_or(code.severity(), |tally| tally.severity)
    }

    /// The codes by how much they weigh and how often they were found, the most frequent first,
    /// with how often, and in how many messages.
    #[must_use]
    pub fn by_frequency(&self) -> Vec<(IssueCode, usize, usize)> {
        let mut tallies: Vec<_> = self.codes.values().collect();
        tallies.sort_by_key(|tally| std::cmp::Reverse((tally.severity, tally.findings)));
        tallies.into_iter().map(|tally| (tally.code, tally.findings, tally.messages)).collect()
    }
}
