//! A simple type: the form of a value, and the facets that narrow it.

use super::pattern::Pattern;

/// A simple type with the facets of all its ancestors.
#[derive(Clone, Debug, PartialEq)]
pub struct SimpleType {
    pub(super) lexical: Lexical,
    pub(super) white_space: WhiteSpace,
    /// In octets for base64, else in code points.
    pub(super) min_length: usize,
    pub(super) max_length: usize,
    /// Every one must match: one for each derivation step that has patterns.
    pub(super) patterns: Vec<Pattern>,
    pub(super) enumeration: Option<Vec<String>>,
    pub(super) numbers: Numbers,
    pub(super) documentation: Vec<Documentation>,
}

/// The form that a value has before any facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lexical {
    /// Any characters: `xs:string`.
    String,
    /// `xs:language`.
    Language,
    /// `xs:NMTOKEN`.
    NmToken,
    /// `xs:Name`.
    Name,
    /// `xs:NCName`.
    NcName,
    /// `xs:boolean`.
    Boolean,
    /// `xs:decimal`.
    Decimal,
    /// `xs:integer` and its kin.
    Integer,
    /// `xs:dateTime`.
    DateTime,
    /// `xs:date`.
    Date,
    /// `xs:base64Binary`.
    Base64,
}

/// What happens to white space before a value is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WhiteSpace {
    Preserve,
    Replace,
    Collapse,
}

/// The facets of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The least value.
    pub least: Option<Bound>,
    /// The greatest value.
    pub most: Option<Bound>,
    /// The most digits in all.
    pub total_digits: Option<usize>,
    /// The most digits behind the point.
    pub fraction_digits: Option<usize>,
}

/// An end of a range of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number as it is written in the schema.
    pub value: String,
    /// Whether the number itself belongs to the range.
    pub is_inclusive: bool,
}

/// The documentation of a type in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Documentation {
    /// As `xml:lang` has it.
    pub(super) language: String,
    pub(super) text: String,
}

impl SimpleType {
    /// A built-in type without facets.
    pub(super) fn builtin(lexical: Lexical, white_space: WhiteSpace) -> Self {
        Self {
            lexical,
            white_space,
            min_length: 0,
            max_length: usize::MAX,
            patterns: Vec::new(),
            enumeration: None,
            numbers: Numbers::default(),
            documentation: Vec::new(),
        }
    }

    /// The form that a value has before any facet.
    #[must_use]
    pub fn lexical(&self) -> Lexical {
        self.lexical
    }

    /// The fewest and the most characters, or octets in base64; 0 and `usize::MAX` where there is
    /// no bound.
    #[must_use]
    pub fn length(&self) -> (usize, usize) {
        (self.min_length, self.max_length)
    }

    /// The patterns as written in the schema, every one of which must match. Alternatives of one
    /// step of derivation are joined by `|`.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(Pattern::source)
    }

    /// The values allowed, where they are listed.
    #[must_use]
    pub fn enumeration(&self) -> Option<&[String]> {
        self.enumeration.as_deref()
    }

    /// The facets of numbers; empty for other types.
    #[must_use]
    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// What the schema says of the type in a language, `it` for example. A type without
    /// documentation has that of its base.
    #[must_use]
    pub fn documentation(&self, language: &str) -> Option<&str> {
        let one = self.documentation.iter().find(|documentation| documentation.language == language);
        one.map(|documentation| documentation.text.as_str())
    }
}
