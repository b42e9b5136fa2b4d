//! What a message breaks of its schema, in words.

use super::phrases::{self, Phrase};
use super::{Code, Finding, Language, Text};
use sac_schema::{
    Bound, Broken, Lexical, Numbers, SimpleType, TypeName, Unreal, ValidationError, Violation, ViolationKind,
};

/// The findings of a message that does not conform, in the order of the document.
#[must_use]
pub fn findings(error: ValidationError) -> Vec<Finding> {
    match error {
        ValidationError::Parse(error) => vec![error.into()],
        ValidationError::Invalid { violations, more_than } => {
            let too_many = |limit: usize| Finding::new(Code::LIMIT_FINDINGS).allowed(Text::same(limit.to_string()));
            violations.into_iter().map(Finding::from).chain(more_than.map(too_many)).collect()
        }
    }
}

impl From<Violation> for Finding {
    fn from(Violation { kind, place, is_empty_optional }: Violation) -> Self {
        let finding = of_kind(kind).at(place);
        if is_empty_optional { Finding { code: Code::XSD_EMPTY_OPTIONAL, ..finding } } else { finding }
    }
}

fn of_kind(kind: ViolationKind) -> Finding {
    match kind {
        ViolationKind::UnknownRoot { element, known, similar } => {
            suggested(Finding::new(Code::XSD_ROOT).found(&element).allowed(names(&known)), similar)
        }
        ViolationKind::RootNamespace { element, namespace, expected } => {
            Finding::new(Code::XSD_ROOT_NAMESPACE).about(element).found(&namespace).allowed(Text::same(expected))
        }
        ViolationKind::ElementNamespace { element, namespace } => {
            Finding::new(Code::XSD_NAMESPACE).about(element).found(&namespace)
        }
        ViolationKind::ElementInValue { parent, element } => {
            Finding::new(Code::XSD_CHILD).about(parent).found(&element)
        }
        ViolationKind::TextBetweenElements { parent, text, allowed } => {
            Finding::new(Code::XSD_TEXT).about(parent).found(&text).allowed(names(&allowed))
        }
        ViolationKind::Value { element, value, simple_type, broken } => {
            let finding = Finding::new(code_of_value(&simple_type, broken)).about(element).found(&value);
            finding.allowed(values(&simple_type).followed_by(&detail(broken)))
        }
        ViolationKind::Missing { parent, elements } => {
            Finding::new(Code::XSD_MISSING).about(parent).allowed(names(&elements))
        }
        ViolationKind::UnknownElement { parent, element, allowed, similar } => {
            let finding = Finding::new(Code::XSD_UNKNOWN).about(parent).found(&element);
            suggested(finding.allowed(names(&allowed)), similar)
        }
        ViolationKind::Order { parent, element, order } => {
            Finding::new(Code::XSD_ORDER).about(parent).found(&element).allowed(names(&order))
        }
        ViolationKind::Repeated { element, count, max } => {
            let finding = Finding::new(Code::XSD_REPEATED).about(element).found(&count.to_string());
            finding.allowed(Text::same(max.to_string()))
        }
        ViolationKind::Attribute { element, attribute } => {
            Finding::new(Code::XSD_ATTRIBUTE).about(element).found(&attribute)
        }
        ViolationKind::Type { element, found, declared } => {
            Finding::new(Code::XSD_TYPE).about(element).found(&found).allowed(type_name(&declared))
        }
        ViolationKind::Abstract { element, declared } => {
            Finding::new(Code::XSD_ABSTRACT).about(element).allowed(type_name(&declared))
        }
        ViolationKind::Nil { element, found } => Finding::new(Code::XSD_NIL).about(element).found(&found),
    }
}

fn suggested(finding: Finding, similar: Option<String>) -> Finding {
    match similar {
        Some(name) => finding.suggest(name),
        None => finding,
    }
}

fn code_of_value(simple_type: &SimpleType, broken: Broken) -> Code {
    match broken {
        Broken::Form { .. } if simple_type.lexical() == Lexical::DateTime => Code::XSD_DATETIME,
        Broken::Form { .. } if !is_text(simple_type.lexical()) => Code::XSD_VALUE,
        Broken::Form { .. } | Broken::Pattern => Code::XSD_PATTERN,
        Broken::Enumeration => Code::XSD_ENUMERATION,
        Broken::Length { .. } => Code::XSD_LENGTH,
        Broken::Range => Code::XSD_RANGE,
        Broken::TotalDigits { .. } | Broken::FractionDigits { .. } => Code::XSD_DIGITS,
    }
}

fn is_text(lexical: Lexical) -> bool {
    matches!(lexical, Lexical::String | Lexical::Language | Lexical::NmToken | Lexical::Name | Lexical::NcName)
}

/// What the values of a type are, with its patterns.
fn values(simple_type: &SimpleType) -> Text {
    let patterns = simple_type.patterns().map(|pattern| phrases::PATTERN.with(&[("pattern", pattern)]));
    patterns.fold(documented(simple_type).unwrap_or_else(|| described(simple_type)), |text, pattern| {
        text.followed_by(&pattern)
    })
}

/// What the schema says of a type, where it says it in both languages.
fn documented(simple_type: &SimpleType) -> Option<Text> {
    let documentation = |language: Language| simple_type.documentation(language.code());
    Some(Text::new(documentation(Language::It)?, documentation(Language::En)?))
}

fn described(simple_type: &SimpleType) -> Text {
    if let Some(allowed) = simple_type.enumeration() {
        return Text::same(allowed.join(", "));
    }
    match simple_type.lexical() {
        Lexical::DateTime => phrases::DATE_TIME.text(),
        Lexical::Date => phrases::DATE.text(),
        Lexical::Boolean => phrases::BOOLEAN.text(),
        Lexical::Integer => with_facets(phrases::INTEGER.text(), simple_type.numbers()),
        Lexical::Decimal => with_facets(phrases::DECIMAL.text(), simple_type.numbers()),
        Lexical::Base64 => length(simple_type.length(), &OCTETS),
        Lexical::Language => Text::same("xs:language"),
        Lexical::NmToken => Text::same("xs:NMTOKEN"),
        Lexical::Name => Text::same("xs:Name"),
        Lexical::NcName => Text::same("xs:NCName"),
        Lexical::String => length(simple_type.length(), &CHARACTERS),
    }
}

/// A number with the facets that narrow it.
fn with_facets(number: Text, facets: &Numbers) -> Text {
    let bound = |bound: &Option<Bound>, inclusive: Phrase, exclusive: Phrase| {
        let bound = bound.as_ref()?;
        let phrase = if bound.is_inclusive { inclusive } else { exclusive };
        Some(phrase.with(&[("value", &bound.value)]))
    };
    let digits = |most: Option<usize>, phrase: Phrase| Some(phrase.with(&[("count", &most?.to_string())]));
    let parts = [
        bound(&facets.least, phrases::NOT_LESS, phrases::GREATER),
        bound(&facets.most, phrases::NOT_GREATER, phrases::LESS),
        digits(facets.total_digits, phrases::TOTAL_DIGITS),
        digits(facets.fraction_digits, phrases::FRACTION_DIGITS),
    ];
    parts.into_iter().flatten().fold(number, |text, part| text.followed_by(&part))
}

/// The phrases for a length without bounds, with an upper one, a lower one, and both.
struct LengthPhrases([Phrase; 4]);

const CHARACTERS: LengthPhrases =
    LengthPhrases([phrases::ANY_STRING, phrases::AT_MOST, phrases::AT_LEAST, phrases::FROM_TO]);
const OCTETS: LengthPhrases =
    LengthPhrases([phrases::BASE64, phrases::BASE64_AT_MOST, phrases::BASE64_AT_LEAST, phrases::BASE64_FROM_TO]);

fn length((least, most): (usize, usize), LengthPhrases([any, at_most, at_least, from_to]): &LengthPhrases) -> Text {
    let phrase = match (least, most) {
        (0, usize::MAX) => any,
        (0, _) => at_most,
        (_, usize::MAX) => at_least,
        _ => from_to,
    };
    phrase.with(&[("least", &least.to_string()), ("most", &most.to_string())])
}

/// What is to be added about the value.
fn detail(broken: Broken) -> Text {
    let phrase = match broken {
        Broken::Form { unreal: Some(unreal) } => match unreal {
            Unreal::Year => phrases::NO_YEAR,
            Unreal::Month => phrases::NO_MONTH,
            Unreal::Day => phrases::NO_DAY,
            Unreal::Time => phrases::NO_TIME,
            Unreal::Zone => phrases::NO_ZONE,
        },
        Broken::Length { found } | Broken::TotalDigits { found } | Broken::FractionDigits { found } => {
            return phrases::COUNT_FOUND.with(&[("count", &found.to_string())]);
        }
        Broken::Form { unreal: None } | Broken::Pattern | Broken::Enumeration | Broken::Range => return Text::same(""),
    };
    phrase.text()
}

/// Names of elements as a list to read.
fn names(names: &[String]) -> Text {
    if names.is_empty() { phrases::NO_FURTHER_ELEMENT.text() } else { Text::same(names.join(", ")) }
}

fn type_name(name: &TypeName) -> Text {
    match name {
        TypeName::Anonymous => phrases::ANONYMOUS_TYPE.text(),
        TypeName::BuiltIn(name) => Text::same(name.as_str()),
        TypeName::Named { name, namespace } => {
            phrases::TYPE_IN_NAMESPACE.with(&[("name", name), ("namespace", namespace)])
        }
    }
}
