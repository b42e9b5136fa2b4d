//! The attributes of an element: the contract declares none, and XML Schema gives four to
//! every element (Part 1 §2.6).

use super::model::{Content, Model, TypeId};
use super::xsd::XS;
use sac_diagnostic::{Code, Finding, Text};
use sac_xml::{Attribute, Reader, is_blank};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// What the attributes of a start tag come to.
pub(super) struct Attributes {
    /// The type to go by: the declared one, or the one that `xsi:type` names.
    pub(super) type_id: TypeId,
    /// What is wrong, with the offset of the attribute.
    pub(super) findings: Vec<(usize, Finding)>,
}

/// Looks at the attributes of the start tag just read.
pub(super) fn check(model: &Model, reader: &Reader<'_>, declared: TypeId) -> Attributes {
    let element = reader.name().qualified;
    let mut type_id = declared;
    let mut findings = Vec::new();
    for attribute in reader.attributes() {
        let in_xsi = reader.namespace(attribute.name.namespace) == XSI;
        let finding = match attribute.name.local {
            // A hint where a schema might be found is never followed.
            "schemaLocation" | "noNamespaceSchemaLocation" if in_xsi => continue,
            "type" if in_xsi => match named_type(model, reader, attribute, declared) {
                Some(named) => {
                    type_id = named;
                    continue;
                }
                None => Finding::new(Code::XSD_TYPE).found(&attribute.value).allowed(name(model, declared)),
            },
            // No element of the contract may be nil, and even false may not be said then.
            "nil" if in_xsi => Finding::new(Code::XSD_NIL).found(&attribute.value),
            _ => Finding::new(Code::XSD_ATTRIBUTE).found(attribute.name.qualified),
        };
        findings.push((attribute.offset, finding.about(element)));
    }
    if let Content::Complex(complex) = &model.get(type_id).content
        && complex.is_abstract
    {
        let finding = Finding::new(Code::XSD_ABSTRACT).about(element).allowed(name(model, type_id));
        findings.push((reader.offset(), finding));
    }
    Attributes { type_id, findings }
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

/// A type's name with its namespace, where it has one.
fn name(model: &Model, id: TypeId) -> Text {
    match &model.get(id).name {
        None => Text::new("un tipo senza nome", "a type without a name"),
        Some(name) if name.starts_with("xs:") => Text::same(&**name),
        Some(name) => {
            let namespace = &model.namespace;
            Text::new(format!("{name} (nel namespace {namespace})"), format!("{name} (in the namespace {namespace})"))
        }
    }
}
