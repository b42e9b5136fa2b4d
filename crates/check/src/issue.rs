//! One thing that was found, worded in both languages and ready to be shown.

use super::allowed::allowed;
use sac_certificates::rule::{Catalogue, Refusal, Rule, catalogue};
use sac_diagnostic::{Code, Finding, Group, Language, Place, Provenance, Text, source_in_words};

/// How much an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Legal, but probably not meant; it changes the verdict only with `strict`.
    Warning,
    /// The service would refuse the message.
    Error,
    /// Something, or all, could not be checked.
    Unchecked,
}

impl Severity {
    /// The word for it in reports that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Unchecked => "unchecked",
        }
    }
}

/// What an issue is called: a code, or a rule of the rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueCode {
    /// `SAC-…`.
    Code(Code),
    /// A rule's name.
    Rule(Rule),
}

impl IssueCode {
    /// As it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code(code) => code.as_str(),
            Self::Rule(rule) => rule.name(),
        }
    }

    /// Every code and every rule, in the order of their tables.
    pub fn all() -> impl Iterator<Item = Self> {
        Code::all().map(Self::Code).chain(Rule::ALL.iter().copied().map(Self::Rule))
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Code(code) if WARNINGS.contains(&code) => Severity::Warning,
            Self::Code(code) if is_unchecked(code) => Severity::Unchecked,
            Self::Code(_) | Self::Rule(_) => Severity::Error,
        }
    }

    /// A heading in both languages.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Code(code) => in_both(|language| code.wording(language).title.to_owned()),
            Self::Rule(rule) => words(&Catalogue::embedded().entry(rule).when),
        }
    }

    /// What to do about it in both languages.
    #[must_use]
    pub fn remedy(self) -> Text {
        match self {
            Self::Code(code) => in_both(|language| code.wording(language).remedy.to_owned()),
            Self::Rule(rule) => words(&Catalogue::embedded().entry(rule).remedy),
        }
    }

    /// On whose authority, and the paragraph behind it.
    #[must_use]
    pub fn authority(self) -> (Provenance, &'static str) {
        match self {
            Self::Code(code) => (code.entry().provenance, code.entry().source),
            Self::Rule(rule) => {
                let entry = Catalogue::embedded().entry(rule);
                (entry.provenance, &entry.source)
            }
        }
    }

    /// The paragraph behind it in both languages.
    #[must_use]
    pub fn source(self) -> Text {
        source_in_words(self.authority().1)
    }

    /// The stage of the check at which it arises.
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Rule(rule) => Stage::Rule(Catalogue::embedded().entry(rule).stage),
            Self::Code(code) => Stage::Reading(code.group()),
        }
    }
}

/// Legal by the contract, and yet worth a word.
const WARNINGS: &[Code] = &[
    Code::CHARSET_BOM,
    Code::CHARSET_STRAY_BOM,
    Code::CHARSET_DOUBLE,
    Code::CHARSET_MISLABELLED,
    Code::CHARSET_C1,
    Code::CHARSET_REPLACEMENT,
    Code::CHARSET_ESCAPED,
    Code::CHECK_CLEAR,
    Code::CHECK_BLANKS,
];

fn is_unchecked(code: Code) -> bool {
    // More violations than are listed leave no doubt of the verdict.
    let leaves_no_doubt = code == Code::LIMIT_FINDINGS;
    code == Code::HTTP_MESSAGE || (matches!(code.group(), Group::Limit | Group::Check) && !leaves_no_doubt)
}

/// A stage of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// One of the stages of reading.
    Reading(Group),
    /// One of the stages of the rules.
    Rule(catalogue::Stage),
}

impl Stage {
    /// The word for it in reports that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading(Group::Charset) => "charset",
            Self::Reading(Group::Limit) => "limit",
            Self::Reading(Group::Xml) => "xml",
            Self::Reading(Group::Soap) => "soap",
            Self::Reading(Group::Xsd) | Self::Rule(catalogue::Stage::Schema) => "schema",
            Self::Reading(Group::Http) => "http",
            Self::Reading(Group::Check) => "check",
            Self::Rule(catalogue::Stage::Cifrati) => "rule:cifrati",
            Self::Rule(catalogue::Stage::Mittente) => "rule:mittente",
            Self::Rule(catalogue::Stage::Lavoratore) => "rule:lavoratore",
            Self::Rule(catalogue::Stage::Campi) => "rule:campi",
            Self::Rule(catalogue::Stage::Indirizzo) => "rule:indirizzo",
            Self::Rule(catalogue::Stage::Stato) => "rule:stato",
        }
    }
}

/// What bytes would read as in another charset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The charset.
    pub charset: &'static str,
    /// The text around the place, read in it.
    pub text: String,
}

/// The line of a message at a place, with its neighbours; all on one line each, control
/// characters made visible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The line before.
    pub above: Option<String>,
    /// What stands before the place, on its line.
    pub before: String,
    /// The place itself.
    pub marked: String,
    /// What follows it.
    pub after: String,
    /// The line after.
    pub below: Option<String>,
}

/// One thing that was found in a message, or about a file.
///
/// It may hold personal data: it is for the person who asked for the check, never for a log.
#[derive(Clone)]
pub struct Issue {
    /// What it is called.
    pub code: IssueCode,
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub place: Option<Place>,
    /// The value that was found, shortened.
    pub value: Option<String>,
    /// What was allowed.
    pub allowed: Option<Text>,
    /// What is wrong, as a sentence.
    pub message: Text,
    /// What to do about it.
    pub hint: Text,
    /// What the bytes would read as in other charsets.
    pub readings: Vec<Reading>,
    /// The line at the place.
    pub excerpt: Option<Excerpt>,
    /// How many characters the place is long, where that is known.
    pub length: Option<usize>,
}

impl std::fmt::Debug for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issue").field("code", &self.code).field("place", &self.place).finish_non_exhaustive()
    }
}

impl Issue {
    /// What a refusal of the rule book comes to; without a place as yet.
    pub(super) fn of_refusal(catalogue: &Catalogue, refusal: &Refusal) -> Self {
        let code = IssueCode::Rule(refusal.rule);
        let answer = catalogue.errore(refusal).descrizione;
        let message = Text::new(&*answer, format!("{} The service answers: “{answer}”", code.title().en));
        Self {
            code,
            severity: code.severity(),
            place: None,
            value: None,
            allowed: allowed(refusal),
            message,
            hint: code.remedy(),
            readings: Vec::new(),
            excerpt: None,
            length: None,
        }
    }

    /// What exactly is the matter, with the service's one answer to it.
    pub(super) fn answered(catalogue: &Catalogue, why: &Text, refusal: &Refusal) -> Text {
        let answer = catalogue.errore(refusal).descrizione;
        Text::new(
            format!("{} Il servizio risponde: «{answer}»", why.it),
            format!("{} The service answers: “{answer}”", why.en),
        )
    }

    /// Adds a sentence on what exactly is the matter.
    pub(super) fn because(mut self, reason: &Text) -> Self {
        self.message.it = format!("{} {}", self.message.it, reason.it);
        self.message.en = format!("{} {}", self.message.en, reason.en);
        self
    }
}

impl From<Finding> for Issue {
    fn from(finding: Finding) -> Self {
        let code = IssueCode::Code(finding.code);
        Self {
            code,
            severity: code.severity(),
            message: in_both(|language| finding.message(language)),
            hint: in_both(|language| finding.hint(language)),
            place: finding.place,
            value: finding.found,
            allowed: finding.allowed,
            readings: Vec::new(),
            excerpt: None,
            length: None,
        }
    }
}

fn in_both(words: impl Fn(Language) -> String) -> Text {
    Text::new(words(Language::It), words(Language::En))
}

fn words(words: &catalogue::Words) -> Text {
    Text::new(&*words.it, &*words.en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_source_is_left_in_english() {
        let english = [
            "a", "the", "of", "is", "its", "it", "own", "reading", "official", "only", "limit", "rules", "contract",
            "decree", "no", "not", "text", "assumed",
        ];
        for code in IssueCode::all() {
            let source = code.source().it;
            let mut words = source.split(|c: char| !c.is_alphanumeric());
            assert!(!words.any(|word| english.contains(&word)), "{source} is not in Italian");
        }
    }
}
