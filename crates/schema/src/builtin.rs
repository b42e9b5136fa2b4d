//! The built-in types that the contract uses, and those derived from them which `xsi:type` may
//! name instead.

use std::sync::Arc;

use super::model::{Content, Type, TypeId};
use super::simple_type::{Lexical, SimpleType, WhiteSpace};

/// Name, base, lexical form, white space (XML Schema Part 2 §3). Bases come first. ENTITY is not
/// among them: without a DOCTYPE no value is one.
const BUILTINS: &[(&str, Option<&str>, Lexical, WhiteSpace)] = &[
    ("string", None, Lexical::String, WhiteSpace::Preserve),
    ("dateTime", None, Lexical::DateTime, WhiteSpace::Collapse),
    ("normalizedString", Some("string"), Lexical::String, WhiteSpace::Replace),
    ("token", Some("normalizedString"), Lexical::String, WhiteSpace::Collapse),
    ("language", Some("token"), Lexical::Language, WhiteSpace::Collapse),
    ("NMTOKEN", Some("token"), Lexical::NmToken, WhiteSpace::Collapse),
    ("Name", Some("token"), Lexical::Name, WhiteSpace::Collapse),
    ("NCName", Some("Name"), Lexical::NcName, WhiteSpace::Collapse),
    ("ID", Some("NCName"), Lexical::NcName, WhiteSpace::Collapse),
    ("IDREF", Some("NCName"), Lexical::NcName, WhiteSpace::Collapse),
];

/// The built-in types with their names, numbered from 0 in this order.
pub(super) fn types() -> impl Iterator<Item = (&'static str, Type)> {
    BUILTINS.iter().map(|&(name, base, lexical, white_space)| {
        let base = base
            .and_then(|base| BUILTINS.iter().position(|&(name, ..)| name == base))
            .and_then(|index| u32::try_from(index).ok())
            .map(TypeId);
        let content = Content::Simple(Arc::new(SimpleType::builtin(lexical, white_space)));
        (name, Type { name: Some(format!("xs:{name}")), base, content })
    })
}
