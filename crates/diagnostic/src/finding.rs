//! One thing that is wrong with a message.

use std::fmt;

use sac_domain::words::Words;

use super::template::{Piece, pieces};
use super::{Code, Language, Place, Provenance, Text};
use sac_domain::visible::{quoted, quoted_in_tag};

/// How many characters of a value or name are kept in a finding.
const KEPT: usize = 80;
/// How many characters are kept of what was allowed, which may be a list of names.
const KEPT_OF_ALLOWED: usize = 1000;

/// One thing that is wrong with a message: data, worded on demand.
///
/// It may hold personal data (the value found), so its `Debug` shows the code and the place
/// only, and it must not be logged in words.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// Where; none where a place makes no sense.
    pub place: Option<Place>,
    /// The element, attribute or header the finding is about.
    pub subject: Option<String>,
    /// The value or name that was found, shortened when long.
    pub found: Option<String>,
    /// What was allowed there.
    pub allowed: Option<Text>,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// A sentence on what exactly is the matter.
    pub reason: Option<Text>,
}

impl Finding {
    /// A finding of which only the code is known so far.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, place: None, subject: None, found: None, allowed: None, suggestion: None, reason: None }
    }

    /// Says where; long names in the path are shortened.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place.shortened());
        self
    }

    /// Says about which element, attribute or header, shortened to 80 characters.
    #[must_use]
    pub fn about(mut self, subject: impl AsRef<str>) -> Self {
        self.subject = Some(kept(subject.as_ref()));
        self
    }

    /// Says what was found, shortened to 80 characters.
    #[must_use]
    pub fn found(mut self, value: &str) -> Self {
        self.found = Some(kept(value));
        self
    }

    /// The same for what was found in a tag where the value of an attribute was due.
    #[must_use]
    pub fn found_in_tag(mut self, markup: &str) -> Self {
        self.found = Some(quoted_in_tag(markup, KEPT));
        self
    }

    /// Says what was allowed, shortened to 1000 characters.
    #[must_use]
    pub fn allowed(mut self, allowed: Text) -> Self {
        let is_short = allowed.it.len().max(allowed.en.len()) <= KEPT_OF_ALLOWED;
        let short = |words: &str| quoted(words, KEPT_OF_ALLOWED);
        self.allowed = Some(if is_short { allowed } else { Text::new(short(&allowed.it), short(&allowed.en)) });
        self
    }

    /// Says what was probably meant, shortened to 80 characters.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl AsRef<str>) -> Self {
        self.suggestion = Some(kept(suggestion.as_ref()));
        self
    }

    /// Adds a sentence on what exactly is the matter.
    #[must_use]
    pub fn because(mut self, reason: Text) -> Self {
        self.reason = Some(reason);
        self
    }

    /// On whose authority it is wrong.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        self.code.entry().provenance
    }

    /// The paragraph behind it, `contract §5` for example.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.code.entry().source
    }

    /// A short heading, without any value.
    #[must_use]
    pub fn title(&self, language: Language) -> &'static str {
        self.code.wording(language).title
    }

    /// What is wrong, as a sentence with the value found and what was allowed, and the reason
    /// behind it, where there is one.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let mut sentence = String::with_capacity(160);
        let mut closing: &[char] = &[];
        for piece in pieces(self.code.wording(language).cause) {
            let word = match piece {
                Piece::Words(words) => {
                    let closing = std::mem::take(&mut closing);
                    sentence.push_str(words.strip_prefix(closing).unwrap_or(words));
                    continue;
                }
                Piece::Name("subject") => self.subject.as_deref().unwrap_or("?"),
                Piece::Name("found") => self.found.as_deref().unwrap_or("?"),
                Piece::Name(_) => self.allowed.as_ref().map_or("?", |text| text.get(language)),
            };
            // Quotation marks around nothing are easily missed.
            if word.is_empty() && sentence.ends_with(['«', '“']) {
                sentence.pop();
                sentence.push_str(if language == Language::It { "(vuoto)" } else { "(empty)" });
                closing = &['»', '”'];
            }
            sentence.push_str(word);
        }
        if let Some(reason) = &self.reason {
            sentence.push(' ');
            sentence.push_str(reason.get(language));
        }
        sentence
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self, language: Language) -> String {
        let remedy = self.code.wording(language).remedy;
        match (&self.suggestion, language) {
            (None, _) => remedy.to_owned(),
            (Some(name), Language::It) => format!("Forse si intendeva «{name}». {remedy}"),
            (Some(name), Language::En) => format!("Perhaps “{name}” was meant. {remedy}"),
        }
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finding").field("code", &self.code).field("place", &self.place).finish_non_exhaustive()
    }
}

/// What a finding keeps of a value or name: 80 characters, on one line.
#[must_use]
pub fn kept(value: &str) -> String {
    quoted(value, KEPT)
}

impl Words for Finding {
    fn words(&self, language: Language) -> String {
        self.message(language)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn debug_never_shows_what_was_found() {
        let finding = Finding::new(Code::XSD_PATTERN).about("codiceFiscale").found("PNIMRA70A01H501P");
        assert!(!format!("{finding:?}").contains("PNIMRA"));
    }

    #[test]
    fn found_values_are_kept_on_one_short_line() {
        let finding = Finding::new(Code::XSD_PATTERN).found(&format!("a\n\u{81}{}", "x".repeat(200)));
        let found = finding.found.unwrap();
        assert!(found.starts_with("a⏎[U+0081]xxx"), "{found}");
        let finding = Finding::new(Code::XSD_PATTERN).found("00184\u{A0}\u{200B}");
        assert_eq!(finding.found.unwrap(), "00184[U+00A0][U+200B]");
        assert!(found.ends_with("x…"));
    }

    #[test]
    fn no_part_of_a_finding_is_long() {
        let long = "x".repeat(1 << 20);
        let place = Place { xpath: format!("/{long}"), ..Place::default() };
        let finding = Finding::new(Code::XSD_UNKNOWN).about(&long).found(&long).suggest(&long).at(place);
        let finding = finding.allowed(Text::same(long));
        assert!(finding.message(Language::It).len() + finding.hint(Language::En).len() < 2000);
        assert!(finding.place.unwrap().xpath.len() < 300);
    }

    #[test]
    fn an_empty_value_is_called_empty() {
        let finding = Finding::new(Code::XSD_PATTERN).about("cap").found("").allowed(Text::same("x"));
        assert_eq!(finding.message(Language::It), "Il valore (vuoto) di cap non è ammesso: x.");
        assert_eq!(finding.message(Language::En), "The value (empty) of cap is not allowed: x.");
    }

    /// The words are part of the product: a change in them shows in review.
    #[test]
    fn every_code_in_words() {
        let mut all = String::new();
        for code in Code::all() {
            let finding = Finding::new(code).about("SUBJECT").found("FOUND").allowed(Text::same("ALLOWED"));
            let _ = writeln!(all, "{code} ({}, {})", finding.provenance(), finding.source());
            for language in [Language::It, Language::En] {
                let (title, message) = (finding.title(language), finding.message(language));
                let _ = writeln!(all, "  {title}: {message}\n      {}", finding.hint(language));
            }
        }
        insta::assert_snapshot!(all);
    }
}
