//! Stable codes: what a finding is called, whatever language it is worded in.

use std::fmt;

use super::{Language, Provenance};

/// A stable code, such as `SAC-XSD-ORDER`. Codes are added, never renamed or reused.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

/// A family of codes: the stage of reading a message in which they arise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Bytes to characters.
    Charset,
    /// A limit of the reader was hit: nothing is known about the rest of the message.
    Limit,
    /// Well-formedness and namespaces.
    Xml,
    /// The envelope.
    Soap,
    /// The contract's schema.
    Xsd,
    /// The HTTP message around a body, in a capture.
    Http,
    /// The check of a file itself.
    Check,
}

/// One row of the table of codes.
#[derive(Debug)]
pub struct Entry {
    /// The code as it is printed.
    pub id: &'static str,
    /// Its family.
    pub group: Group,
    /// On whose authority.
    pub provenance: Provenance,
    /// The paragraph of the contract, the rules or the recommendation behind it.
    pub source: &'static str,
    /// Its Italian words.
    pub it: Wording,
    /// Its English words.
    pub en: Wording,
}

/// The words for one code in one language. `cause` may hold the placeholders `{subject}`,
/// `{found}` and `{allowed}`.
#[derive(Debug)]
pub struct Wording {
    /// A short heading.
    pub title: &'static str,
    /// What is wrong, as one sentence.
    pub cause: &'static str,
    /// What to do about it, as one sentence.
    pub remedy: &'static str,
}

impl Code {
    pub(super) const fn of(entry: &'static Entry) -> Self {
        Self(entry)
    }

    /// The code as it is printed, `SAC-XML-DOCTYPE` for example.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.id
    }

    /// The stage of reading it belongs to.
    #[must_use]
    pub fn group(self) -> Group {
        self.0.group
    }

    /// The whole row of the table.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        self.0
    }

    /// Its words in `language`.
    #[must_use]
    pub fn wording(self, language: Language) -> &'static Wording {
        match language {
            Language::It => &self.0.it,
            Language::En => &self.0.en,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Code {}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_well_shaped_and_found_again() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::all() {
            let family = match code.group() {
                Group::Charset => "SAC-CHARSET-",
                Group::Limit => "SAC-LIMIT-",
                Group::Xml => "SAC-XML-",
                Group::Soap => "SAC-SOAP-",
                Group::Xsd => "SAC-XSD-",
                Group::Http => "SAC-HTTP-",
                Group::Check => "SAC-CHECK-",
            };
            assert!(code.as_str().starts_with(family), "{code}");
            assert!(seen.insert(code.as_str()), "{code} twice");
            assert_eq!(Code::find(&code.as_str().to_lowercase()), Some(code));
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for code in Code::all() {
            let (it, en) = (code.wording(Language::It), code.wording(Language::En));
            for placeholder in ["{subject}", "{found}", "{allowed}"] {
                assert_eq!(it.cause.contains(placeholder), en.cause.contains(placeholder), "{code} {placeholder}");
            }
            for wording in [it, en] {
                assert!(!wording.title.is_empty() && !wording.title.ends_with('.'), "{code}");
                assert!(wording.cause.ends_with('.') && wording.remedy.ends_with('.'), "{code}");
            }
        }
    }
}
