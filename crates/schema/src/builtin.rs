//! The built-in types that contracts use, and those derived from them which `xsi:type` may name
//! instead.

use std::sync::Arc;

use super::model::{Content, Type, TypeId};
use super::simple_type::{Bound, Lexical, Numbers, SimpleType, WhiteSpace};

/// A built-in type of XML Schema (Part 2 §3).
struct BuiltIn {
    name: &'static str,
    base: Option<&'static str>,
    lexical: Lexical,
    white_space: WhiteSpace,
    /// The least and the greatest value; empty where there is none.
    range: [&'static str; 2],
}

const fn of(name: &'static str, base: &'static str, lexical: Lexical, white_space: WhiteSpace) -> BuiltIn {
    let base = if base.is_empty() { None } else { Some(base) };
    BuiltIn { name, base, lexical, white_space, range: ["", ""] }
}

const fn integer(name: &'static str, base: &'static str, range: [&'static str; 2]) -> BuiltIn {
    BuiltIn { range, ..of(name, base, Lexical::Integer, WhiteSpace::Collapse) }
}

/// Bases come first. ENTITY is not among them: without a DOCTYPE no value is one.
const BUILTINS: &[BuiltIn] = &[
    of("string", "", Lexical::String, WhiteSpace::Preserve),
    of("dateTime", "", Lexical::DateTime, WhiteSpace::Collapse),
    of("date", "", Lexical::Date, WhiteSpace::Collapse),
    of("boolean", "", Lexical::Boolean, WhiteSpace::Collapse),
    of("base64Binary", "", Lexical::Base64, WhiteSpace::Collapse),
    of("normalizedString", "string", Lexical::String, WhiteSpace::Replace),
    of("token", "normalizedString", Lexical::String, WhiteSpace::Collapse),
    of("language", "token", Lexical::Language, WhiteSpace::Collapse),
    of("NMTOKEN", "token", Lexical::NmToken, WhiteSpace::Collapse),
    of("Name", "token", Lexical::Name, WhiteSpace::Collapse),
    of("NCName", "Name", Lexical::NcName, WhiteSpace::Collapse),
    of("ID", "NCName", Lexical::NcName, WhiteSpace::Collapse),
    of("IDREF", "NCName", Lexical::NcName, WhiteSpace::Collapse),
    of("decimal", "", Lexical::Decimal, WhiteSpace::Collapse),
    integer("integer", "decimal", ["", ""]),
    integer("nonPositiveInteger", "integer", ["", "0"]),
    integer("negativeInteger", "nonPositiveInteger", ["", "-1"]),
    integer("long", "integer", ["-9223372036854775808", "9223372036854775807"]),
    integer("int", "long", ["-2147483648", "2147483647"]),
    integer("short", "int", ["-32768", "32767"]),
    integer("byte", "short", ["-128", "127"]),
    integer("nonNegativeInteger", "integer", ["0", ""]),
    integer("unsignedLong", "nonNegativeInteger", ["0", "18446744073709551615"]),
    integer("unsignedInt", "unsignedLong", ["0", "4294967295"]),
    integer("unsignedShort", "unsignedInt", ["0", "65535"]),
    integer("unsignedByte", "unsignedShort", ["0", "255"]),
    integer("positiveInteger", "nonNegativeInteger", ["1", ""]),
];

/// The built-in types with their names, numbered from 0 in this order.
pub(super) fn types() -> impl Iterator<Item = (&'static str, Type)> {
    BUILTINS.iter().map(|BuiltIn { name, base, lexical, white_space, range }| {
        let base = base
            .and_then(|base| BUILTINS.iter().position(|other| other.name == base))
            .and_then(|index| u32::try_from(index).ok())
            .map(TypeId);
        let bound = |value: &str| (!value.is_empty()).then(|| Bound { value: value.to_owned(), is_inclusive: true });
        let [least, most] = range.map(bound);
        let simple = SimpleType {
            numbers: Numbers { least, most, ..Numbers::default() },
            ..SimpleType::builtin(*lexical, *white_space)
        };
        (*name, Type { name: Some(format!("xs:{name}")), base, content: Content::Simple(Arc::new(simple)) })
    })
}
