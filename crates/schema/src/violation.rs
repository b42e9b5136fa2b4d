//! What a message breaks: facts only. `sac-diagnostic` puts them into words.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::simple_type::SimpleType;
use sac_xml::{ParseError, Place};

/// Why a message does not conform.
#[derive(Debug)]
pub enum ValidationError {
    /// It is not well-formed, or reaches a limit of the reader: nothing is known of the rest.
    Parse(Box<ParseError>),
    /// It breaks the schema.
    Invalid {
        /// Every violation, in the order of the document.
        violations: Vec<Violation>,
        /// The limit on their number, where there were more than that.
        more_than: Option<usize>,
    },
}

/// One violation of the schema.
///
/// It may hold personal data (the value found), so `Debug` shows only what kind of violation it
/// is, and where.
#[derive(Clone, PartialEq)]
pub struct Violation {
    /// What is wrong.
    pub kind: ViolationKind,
    /// Where it is wrong.
    pub place: Place,
    /// Whether an optional element, left empty, is the reason (rules §6).
    pub is_empty_optional: bool,
}

/// What is wrong, and the facts that belong to it. Names of elements found are as written, with
/// their prefix; those allowed are local names.
#[derive(Clone, PartialEq)]
pub enum ViolationKind {
    /// No message begins with this element.
    UnknownRoot {
        /// The name of the element.
        element: String,
        /// The elements with which a message may begin.
        known: Vec<String>,
        /// The one that was probably meant.
        similar: Option<String>,
    },
    /// The root element is in another namespace.
    RootNamespace {
        /// The name of the element.
        element: String,
        /// Its namespace.
        namespace: String,
        /// The namespace of the schema.
        expected: String,
    },
    /// An inner element is in a namespace.
    ElementNamespace {
        /// The name of the element.
        element: String,
        /// Its namespace.
        namespace: String,
    },
    /// An element stands in one that holds a value.
    ElementInValue {
        /// The outer element.
        parent: String,
        /// The inner element.
        element: String,
    },
    /// Text stands in an element that holds elements.
    TextBetweenElements {
        /// The element.
        parent: String,
        /// The text.
        text: String,
        /// The elements that it may hold.
        allowed: Vec<String>,
    },
    /// A value is not one of its type.
    Value {
        /// The element.
        element: String,
        /// Its value.
        value: String,
        /// The type.
        simple_type: Arc<SimpleType>,
        /// What of the type it breaks first.
        broken: Broken,
    },
    /// Elements are missing.
    Missing {
        /// The element that lacks them.
        parent: String,
        /// What is missing.
        elements: Vec<String>,
    },
    /// An element that its parent does not have, or not here.
    UnknownElement {
        /// The parent.
        parent: String,
        /// The element.
        element: String,
        /// The elements that may stand in its place.
        allowed: Vec<String>,
        /// The one that was probably meant.
        similar: Option<String>,
    },
    /// An element before or behind its place in the sequence.
    Order {
        /// The parent.
        parent: String,
        /// The element.
        element: String,
        /// The whole sequence.
        order: Vec<String>,
    },
    /// An element that occurs too often.
    Repeated {
        /// The element.
        element: String,
        /// How often it occurs.
        count: usize,
        /// How often it may occur.
        max: u32,
    },
    /// An attribute that the element does not have.
    Attribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: String,
    },
    /// An `xsi:type` that names no type which may stand for the declared one.
    Type {
        /// The element.
        element: String,
        /// The value of `xsi:type`.
        found: String,
        /// The declared type.
        declared: TypeName,
    },
    /// An element of abstract type.
    Abstract {
        /// The element.
        element: String,
        /// The type.
        declared: TypeName,
    },
    /// An `xsi:nil` on an element that cannot be nil.
    Nil {
        /// The element.
        element: String,
        /// The value of `xsi:nil`.
        found: String,
    },
}

/// What of its type a value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The lexical form of the built-in type.
    Form {
        /// In a date and time of the right form, the part that does not exist.
        unreal: Option<Unreal>,
    },
    /// A pattern.
    Pattern,
    /// The enumeration.
    Enumeration,
    /// The bounds of the length.
    Length {
        /// The length of the value, in octets for base64, else in characters.
        found: usize,
    },
    /// The bounds of the number.
    Range,
    /// The number of digits.
    TotalDigits {
        /// The digits of the value that count.
        found: usize,
    },
    /// The number of digits behind the point.
    FractionDigits {
        /// The digits of the value that count.
        found: usize,
    },
}

/// A part of a date and time that has the right form and does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreal {
    /// There is no year 0000.
    Year,
    /// The month is not one of twelve.
    Month,
    /// The month does not have this day.
    Day,
    /// There is no such time of day.
    Time,
    /// The time zone is more than 14 hours from UTC.
    Zone,
}

/// The name of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A type defined inside an element.
    Anonymous,
    /// A type of XML Schema itself, such as `xs:string`.
    BuiltIn(String),
    /// A type of the schema.
    Named {
        /// Its local name.
        name: String,
        /// Its namespace.
        namespace: String,
    },
}

impl ViolationKind {
    /// A short English name, without any part of the message.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::UnknownRoot { .. } => "unknown root element",
            Self::RootNamespace { .. } => "wrong namespace of the root element",
            Self::ElementNamespace { .. } => "inner element in a namespace",
            Self::ElementInValue { .. } => "element inside a value",
            Self::TextBetweenElements { .. } => "text between elements",
            Self::Value { .. } => "invalid value",
            Self::Missing { .. } => "missing element",
            Self::UnknownElement { .. } => "unknown element",
            Self::Order { .. } => "element out of order",
            Self::Repeated { .. } => "element repeated too often",
            Self::Attribute { .. } => "unknown attribute",
            Self::Type { .. } => "xsi:type not allowed",
            Self::Abstract { .. } => "abstract type",
            Self::Nil { .. } => "xsi:nil not allowed",
        }
    }
}

impl fmt::Debug for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Violation").field("kind", &self.kind).field("place", &self.place).finish_non_exhaustive()
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(_) => f.write_str("the message cannot be read"),
            Self::Invalid { violations, .. } => {
                let count = violations.len();
                write!(f, "the message breaks the schema: {count} violations")
            }
        }
    }
}

impl Error for ValidationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Parse(error) => Some(error),
            Self::Invalid { .. } => None,
        }
    }
}

impl From<Box<ParseError>> for ValidationError {
    fn from(error: Box<ParseError>) -> Self {
        Self::Parse(error)
    }
}
