//! Why a message cannot be read: facts only. `sac-diagnostic` puts them into words.

use std::error::Error;
use std::fmt;

use super::document::Charset;
use super::place::Place;

/// Why a message cannot be read any further.
///
/// It may hold personal data (a piece of the message), so `Debug` and `Display` show only what
/// kind of error it is, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where it is wrong.
    pub place: Place,
}

/// What is wrong with a message, and the facts that belong to it.
#[derive(Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file of another format, recognised by its first bytes.
    Binary {
        /// The name of the format.
        format: &'static str,
        /// The first bytes.
        mark: &'static [u8],
    },
    /// A text in UTF-16 or UTF-32.
    Wide {
        /// The name of the charset.
        charset: &'static str,
        /// The bytes by which it was recognised.
        mark: Vec<u8>,
    },
    /// A label that names no supported charset.
    UnsupportedCharset {
        /// The label.
        label: String,
        /// Where it stands.
        source: CharsetSource,
    },
    /// Two labels that name different charsets.
    CharsetClash {
        /// The label that contradicts an earlier one.
        later: (CharsetSource, Charset),
        /// The earlier one.
        earlier: (CharsetSource, Charset),
    },
    /// A byte that the charset does not have.
    BadByte {
        /// The byte.
        byte: u8,
        /// The name of the charset.
        charset: &'static str,
    },
    /// A limit was reached.
    Limit(LimitReached),
    /// There is no element.
    NoElement,
    /// A declaration of a DTD.
    Doctype {
        /// How it begins.
        found: String,
    },
    /// An XML declaration that is malformed or out of place.
    Declaration {
        /// The part that is wrong.
        found: String,
        /// What is allowed there.
        allowed: AllowedDeclaration,
    },
    /// A character that XML forbids.
    Character {
        /// Its code point (`U+0001`), or the reference to it as written.
        found: String,
    },
    /// A reference to a surrogate: half of a character in UTF-16, and none in XML.
    Surrogate {
        /// The reference as written; both, where the other half follows.
        found: String,
        /// The character that the two halves stand for.
        character: Option<char>,
    },
    /// A name that is none.
    Name {
        /// What stands there.
        found: String,
    },
    /// A malformed start tag.
    Tag {
        /// The name of the element.
        element: String,
        /// What stands there.
        found: String,
        /// What is allowed there.
        allowed: AllowedInTag,
    },
    /// An attribute, or a namespace declaration, that the start tag has already.
    AttributeTwice {
        /// The name of the element.
        element: String,
        /// The name of the attribute.
        attribute: String,
    },
    /// A reference that is malformed or undefined.
    Reference {
        /// The reference.
        found: String,
    },
    /// An end tag that is not that of the innermost open element.
    EndTag {
        /// The end tag.
        found: String,
        /// The innermost open element.
        open: OpenElement,
    },
    /// The text ends while elements are open.
    Unclosed {
        /// The innermost of them.
        open: OpenElement,
    },
    /// The text ends inside a piece of markup.
    CutShort {
        /// Which markup.
        markup: Markup,
        /// How it begins.
        opening: String,
    },
    /// A prefix that is not declared.
    Prefix {
        /// The name with the prefix.
        name: String,
    },
    /// A namespace declaration that is not allowed.
    Namespace {
        /// The name of the attribute.
        declaration: String,
        /// Its value.
        uri: String,
    },
    /// The delimiter of a CDATA section where it is not allowed.
    Cdata {
        /// The delimiter.
        found: String,
    },
    /// A comment that holds `--`.
    Comment,
    /// A malformed processing instruction.
    Instruction {
        /// How it begins.
        found: String,
    },
    /// Something other than blanks and comments outside the root element.
    OutsideRoot {
        /// What stands there.
        found: String,
    },
}

/// Where a label comes from that names a charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharsetSource {
    /// The byte order mark.
    ByteOrderMark,
    /// The header `Content-Type`.
    ContentType,
    /// The XML declaration.
    Declaration,
}

/// A limit that was reached, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitReached {
    /// The text is too long.
    Bytes {
        /// Its length.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many elements are open at this element.
    Depth {
        /// The name of the element.
        element: String,
        /// The limit.
        limit: usize,
    },
    /// An element has too many attributes.
    Attributes {
        /// The name of the element.
        element: String,
        /// The limit.
        limit: usize,
    },
    /// Too many namespace declarations are in scope at this element.
    Namespaces {
        /// The name of the element.
        element: String,
        /// The limit.
        limit: usize,
    },
    /// The document has too many elements.
    Elements {
        /// The name of the first one too many.
        element: String,
        /// The limit.
        limit: usize,
    },
}

/// What is allowed at a place in an XML declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowedDeclaration {
    /// A version.
    Version,
    /// The name of a charset.
    Encoding,
    /// `standalone`, yes or no.
    Standalone,
    /// One of the three, in their order.
    Order,
    /// A name and a value, whichever.
    Pair,
    /// An XML declaration at all, which stands on the first bytes only.
    FirstBytes,
}

/// What is allowed at a place in a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowedInTag {
    /// The end of the tag, or an attribute.
    EndOrAttribute,
    /// The end of the tag, or a blank.
    EndOrBlank,
    /// The equals sign of an attribute.
    Equals,
    /// The value of an attribute, in quotes.
    Value,
    /// A `<` in a value only as a reference.
    LessThanReference,
}

/// Markup in which a text may end too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// The XML declaration.
    Declaration,
    /// A comment.
    Comment,
    /// A CDATA section.
    Cdata,
    /// A processing instruction.
    Instruction,
    /// A start tag.
    StartTag,
    /// An end tag.
    EndTag,
    /// A reference.
    Reference,
    /// `<!` of which there is too little to know more.
    Unknown,
}

/// An element that is open where an error is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenElement {
    /// Its name, with the prefix.
    pub name: String,
    /// The line of its start tag, counted as [`super::Document::from_line`] says.
    pub line: u32,
}

impl ErrorKind {
    /// A short English name, without any part of the message.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Binary { .. } => "not a text",
            Self::Wide { .. } => "UTF-16 or UTF-32",
            Self::UnsupportedCharset { .. } => "unsupported charset",
            Self::CharsetClash { .. } => "contradictory charsets",
            Self::BadByte { .. } => "invalid byte",
            Self::Limit(_) => "limit reached",
            Self::NoElement => "no element",
            Self::Doctype { .. } => "DOCTYPE not allowed",
            Self::Declaration { .. } => "invalid XML declaration",
            Self::Character { .. } | Self::Surrogate { .. } => "character not allowed",
            Self::Name { .. } => "invalid name",
            Self::Tag { .. } => "malformed start tag",
            Self::AttributeTwice { .. } => "duplicate attribute",
            Self::Reference { .. } => "invalid reference",
            Self::EndTag { .. } => "end tag that does not match",
            Self::Unclosed { .. } | Self::CutShort { .. } => "unexpected end of the document",
            Self::Prefix { .. } => "undeclared prefix",
            Self::Namespace { .. } => "namespace declaration not allowed",
            Self::Cdata { .. } => "CDATA section out of place",
            Self::Comment => "malformed comment",
            Self::Instruction { .. } => "malformed processing instruction",
            Self::OutsideRoot { .. } => "content outside the root element",
        }
    }
}

impl Markup {
    /// The delimiter that would have ended it.
    #[must_use]
    pub fn closing(self) -> &'static str {
        match self {
            Self::Declaration | Self::Instruction => "?>",
            Self::Comment => "-->",
            Self::Cdata => "]]>",
            Self::StartTag | Self::EndTag | Self::Unknown => ">",
            Self::Reference => ";",
        }
    }
}

impl fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParseError").field("kind", &self.kind).field("place", &self.place).finish()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.place.line, self.place.column, self.kind.name())
    }
}

impl Error for ParseError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_shows_a_piece_of_the_message() {
        let kind = ErrorKind::OutsideRoot { found: "PNIMRA70A01H501P".to_owned() };
        let error = ParseError { kind, place: Place { line: 3, column: 5, ..Place::default() } };
        assert_eq!(error.to_string(), "line 3, column 5: content outside the root element");
        assert!(!format!("{error:?}").contains("PNIMRA"));
    }
}
