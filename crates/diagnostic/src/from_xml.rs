//! Why a message cannot be read, in words.

use super::phrases::{self, Phrase};
use super::visible::hex;
use super::{Code, Finding, Text, kept};
use sac_xml::{
    AllowedDeclaration, AllowedInTag, Charset, CharsetSource, ErrorKind, LimitReached, Markup, OpenElement, ParseError,
};

impl From<ParseError> for Finding {
    fn from(ParseError { kind, place }: ParseError) -> Self {
        of_kind(kind).at(place)
    }
}

impl From<Box<ParseError>> for Finding {
    fn from(error: Box<ParseError>) -> Self {
        (*error).into()
    }
}

impl From<Box<ParseError>> for Box<Finding> {
    fn from(error: Box<ParseError>) -> Self {
        Box::new(error.into())
    }
}

fn of_kind(kind: ErrorKind) -> Finding {
    match kind {
        ErrorKind::Binary { format, mark } => Finding::new(Code::CHARSET_BINARY).about(format).found(&hex(mark)),
        ErrorKind::Wide { charset, mark } => {
            Finding::new(Code::CHARSET_UTF16).about(charset).found(&hex(&mark)).allowed(charsets())
        }
        ErrorKind::UnsupportedCharset { label, source } => {
            Finding::new(Code::CHARSET_UNSUPPORTED).about(source_name(source)).found(&label).allowed(charsets())
        }
        ErrorKind::CharsetClash { later: (source, charset), earlier } => {
            let earlier = Text::same(said_by(earlier));
            Finding::new(Code::CHARSET_CLASH).about(source_name(source)).found(charset.name()).allowed(earlier)
        }
        ErrorKind::BadByte { byte, charset } => {
            Finding::new(Code::CHARSET_BAD_BYTE).about(charset).found(&hex(&[byte]))
        }
        ErrorKind::Limit(reached) => limit(reached),
        ErrorKind::NoElement => Finding::new(Code::XML_EMPTY),
        ErrorKind::Doctype { found } => Finding::new(Code::XML_DOCTYPE).found(&found),
        ErrorKind::Declaration { found, allowed } => {
            Finding::new(Code::XML_DECLARATION).found(&found).allowed(in_declaration(allowed).text())
        }
        ErrorKind::Character { found } => Finding::new(Code::XML_CHARACTER).found(&found),
        ErrorKind::Surrogate { found, character } => surrogate(&found, character),
        ErrorKind::Name { found } => Finding::new(Code::XML_NAME).found(&found),
        ErrorKind::Tag { element, found, allowed } => {
            let finding = Finding::new(Code::XML_TAG).about(element);
            let is_value_due = matches!(allowed, AllowedInTag::Value);
            let finding = if is_value_due { finding.found_in_tag(&found) } else { finding.found(&found) };
            finding.allowed(in_tag(allowed).text())
        }
        ErrorKind::AttributeTwice { element, attribute } => {
            Finding::new(Code::XML_ATTRIBUTE_TWICE).about(element).found(&attribute)
        }
        ErrorKind::Reference { found } => {
            Finding::new(Code::XML_REFERENCE).found(&found).allowed(phrases::REFERENCES.text())
        }
        ErrorKind::EndTag { found, open } => {
            let (name, since) = opened(&open);
            Finding::new(Code::XML_END_TAG).found(&found).allowed(Text::same(format!("</{name}>"))).because(since)
        }
        ErrorKind::Unclosed { open } => {
            let (name, since) = opened(&open);
            let finding = Finding::new(Code::XML_UNCLOSED).about(format!("<{name}>"));
            finding.allowed(Text::same(format!("</{name}>"))).because(since)
        }
        ErrorKind::CutShort { markup, opening } => {
            let finding = Finding::new(Code::XML_UNCLOSED).about(opening);
            finding.allowed(Text::same(markup.closing())).because(left_open(markup).text())
        }
        ErrorKind::Prefix { name } => Finding::new(Code::XML_PREFIX).found(&name),
        ErrorKind::Namespace { declaration, uri } => Finding::new(Code::XML_NAMESPACE).about(declaration).found(&uri),
        ErrorKind::Cdata { found } => Finding::new(Code::XML_CDATA).found(&found),
        ErrorKind::Comment => Finding::new(Code::XML_COMMENT),
        ErrorKind::Instruction { found } => Finding::new(Code::XML_INSTRUCTION).found(&found),
        ErrorKind::OutsideRoot { found } => Finding::new(Code::XML_OUTSIDE_ROOT).found(&found),
    }
}

fn surrogate(found: &str, character: Option<char>) -> Finding {
    let finding = Finding::new(Code::XML_SURROGATE).found(found);
    let Some(c) = character else { return finding.allowed(phrases::ONE_REFERENCE.text()) };
    let number = format!("U+{:04X}", u32::from(c));
    let pair = phrases::SURROGATE_PAIR.with(&[("number", &number), ("character", &c.to_string())]);
    finding.allowed(Text::same(format!("&#{};", u32::from(c)))).because(pair)
}

fn limit(reached: LimitReached) -> Finding {
    let (finding, limit) = match reached {
        LimitReached::Bytes { found, limit } => (Finding::new(Code::LIMIT_BYTES).found(&found.to_string()), limit),
        LimitReached::Depth { element, limit } => (Finding::new(Code::LIMIT_DEPTH).about(element), limit),
        LimitReached::Attributes { element, limit } => (Finding::new(Code::LIMIT_ATTRIBUTES).about(element), limit),
        LimitReached::Namespaces { element, limit } => (Finding::new(Code::LIMIT_NAMESPACES).about(element), limit),
        LimitReached::Elements { element, limit } => (Finding::new(Code::LIMIT_ELEMENTS).about(element), limit),
    };
    finding.allowed(Text::same(limit.to_string()))
}

/// The name of an open element, shortened, and a sentence on where it begins.
fn opened(OpenElement { name, line }: &OpenElement) -> (String, Text) {
    let name = kept(name);
    let since = phrases::OPEN_ELEMENT.with(&[("name", &name), ("line", &line.to_string())]);
    (name, since)
}

fn in_declaration(allowed: AllowedDeclaration) -> Phrase {
    match allowed {
        AllowedDeclaration::Version => phrases::DECLARATION_VERSION,
        AllowedDeclaration::Encoding => phrases::DECLARATION_ENCODING,
        AllowedDeclaration::Standalone => phrases::DECLARATION_STANDALONE,
        AllowedDeclaration::Order => phrases::DECLARATION_ORDER,
        AllowedDeclaration::Pair => phrases::DECLARATION_PAIR,
        AllowedDeclaration::FirstBytes => phrases::DECLARATION_FIRST_BYTES,
    }
}

fn in_tag(allowed: AllowedInTag) -> Phrase {
    match allowed {
        AllowedInTag::EndOrAttribute => phrases::TAG_END_OR_ATTRIBUTE,
        AllowedInTag::EndOrBlank => phrases::TAG_END_OR_BLANK,
        AllowedInTag::Equals => phrases::TAG_EQUALS,
        AllowedInTag::Value => phrases::TAG_VALUE,
        AllowedInTag::LessThanReference => phrases::TAG_LESS_THAN,
    }
}

fn left_open(markup: Markup) -> Phrase {
    match markup {
        Markup::Declaration => phrases::OPEN_DECLARATION,
        Markup::Comment => phrases::OPEN_COMMENT,
        Markup::Cdata => phrases::OPEN_CDATA,
        Markup::Instruction => phrases::OPEN_INSTRUCTION,
        Markup::StartTag => phrases::OPEN_START_TAG,
        Markup::EndTag => phrases::OPEN_END_TAG,
        Markup::Reference => phrases::OPEN_REFERENCE,
        Markup::Unknown => phrases::OPEN_MARKUP,
    }
}

fn charsets() -> Text {
    Text::same(format!("{}, {}", Charset::Utf8.name(), Charset::Latin1.name()))
}

fn source_name(source: CharsetSource) -> &'static str {
    match source {
        CharsetSource::ByteOrderMark => "BOM",
        CharsetSource::ContentType => "Content-Type",
        CharsetSource::Declaration => "<?xml encoding?>",
    }
}

/// The charset that a label names, with the label, and its bytes where it has no name in letters.
fn said_by((source, charset): (CharsetSource, Charset)) -> String {
    let bytes = if source == CharsetSource::ByteOrderMark { " 0xEF 0xBB 0xBF" } else { "" };
    format!("{} ({}{bytes})", charset.name(), source_name(source))
}
