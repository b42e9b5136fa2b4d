//! The attributes of an element: the contract declares none, and XML Schema gives four to
//! every element (Part 1 §2.6).

use super::model::{Content, Model, TypeId};
use super::violation::{TypeName, ViolationKind};
use super::xsd::XS;
use sac_xml::{Attribute, Reader, is_blank};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What the attributes of a start tag come to.
pub(super) struct Attributes {
    /// The type to go by: the declared one, or the one that `xsi:type` names.
    pub(super) type_id: TypeId,
    /// What is wrong, with the offset of the attribute.
    pub(super) violations: Vec<(usize, ViolationKind)>,
}

/// Looks at the attributes of the start tag just read.
pub(super) fn check(model: &Model, reader: &Reader<'_>, declared: TypeId) -> Attributes {
    let element = || reader.name().qualified.to_owned();
    let mut type_id = declared;
    let mut violations = Vec::new();
    for attribute in reader.attributes() {
        let in_xsi = reader.namespace(attribute.name.namespace) == XSI;
        let kind = match attribute.name.local {
            // A hint where a schema might be found is never followed.
            "schemaLocation" | "noNamespaceSchemaLocation" if in_xsi => continue,
            "type" if in_xsi => match named_type(model, reader, attribute, declared) {
                Some(named) => {
                    type_id = named;
                    continue;
                }
                None => ViolationKind::Type {
                    element: element(),
                    found: attribute.value.clone().into_owned(),
                    declared: name(model, declared),
                },
            },
            // No element of the contract may be nil, and even false may not be said then.
            "nil" if in_xsi => ViolationKind::Nil { element: element(), found: attribute.value.clone().into_owned() },
            _ => ViolationKind::Attribute { element: element(), attribute: attribute.name.qualified.to_owned() },
        };
        violations.push((attribute.offset, kind));
    }
    if let Content::Complex(complex) = &model.get(type_id).content
        && complex.is_abstract
    {
        let kind = ViolationKind::Abstract { element: element(), declared: name(model, type_id) };
        violations.push((reader.offset(), kind));
    }
    Attributes { type_id, violations }
}

/// The type that `xsi:type` names, if it may stand for the declared one.
fn named_type(model: &Model, reader: &Reader<'_>, attribute: &Attribute<'_>, declared: TypeId) -> Option<TypeId> {
    let written = attribute.value.trim_matches(|c: char| c.is_ascii() && is_blank(c.encode_utf8(&mut [0; 4])));
    let (prefix, local) = written.split_once(':').unwrap_or(("", written));
    let namespace = reader.namespace(reader.resolve(prefix)?);
    let named = if namespace == XS {
        model.builtin.get(local)
    } else if namespace == model.namespace {
        model.named.get(local)
    } else {
        None
    };
    named.copied().filter(|&named| model.derives(named, declared))
}

fn name(model: &Model, id: TypeId) -> TypeName {
    match &model.get(id).name {
        None => TypeName::Anonymous,
        Some(name) if name.starts_with("xs:") => TypeName::BuiltIn(name.clone()),
        Some(name) => TypeName::Named { name: name.clone(), namespace: model.namespace.clone() },
    }
}
