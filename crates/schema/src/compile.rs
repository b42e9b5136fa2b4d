//! Reads an XSD into the model: global components first, then each type as it is needed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::builtin;
use super::error::SchemaError;
use super::facets;
use super::model::{Complex, Content, Model, Particle, Type, TypeId};
use super::xsd::{Node, XS, Xsd};
use sac_xml::Document;

/// Compiles the text of an XSD.
pub(super) fn compile(xsd: &str) -> Result<Model, SchemaError> {
    let document = Document::from_text(xsd);
    let xsd = Xsd::read(&document)?;
    let schema = xsd.schema()?;
    let namespace = schema.required("targetNamespace")?.to_owned();
    schema.only_attributes(&[
        "targetNamespace",
        "elementFormDefault=unqualified",
        "attributeFormDefault",
        "version",
        "xml:lang",
        "id",
    ])?;

    let mut compiler = Compiler::new(namespace);
    let components = schema.components()?;
    for component in &components {
        match component.kind() {
            "complexType" | "simpleType" => compiler.announce(component.clone())?,
            "element" => {}
            _ => return Err(component.unsupported()),
        }
    }
    for index in 0..compiler.pending.len() {
        compiler.resolve(index)?;
    }
    for component in components.iter().filter(|component| component.kind() == "element") {
        compiler.root(component)?;
    }
    compiler.finish()
}

/// A named type that was seen, and how far it has been compiled.
struct Pending<'x> {
    node: Node<'x>,
    id: TypeId,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Begun,
    Done,
}

pub(super) struct Compiler<'x> {
    namespace: String,
    builtin: BTreeMap<&'static str, TypeId>,
    named: BTreeMap<String, TypeId>,
    pending: Vec<Pending<'x>>,
    /// `None` until the type has been compiled.
    types: Vec<Option<Type>>,
    roots: Vec<Particle>,
}

impl<'x> Compiler<'x> {
    fn new(namespace: String) -> Self {
        let mut compiler = Self {
            namespace,
            builtin: BTreeMap::new(),
            named: BTreeMap::new(),
            pending: Vec::new(),
            types: Vec::new(),
            roots: Vec::new(),
        };
        for (name, built_in) in builtin::types() {
            let id = compiler.reserve();
            compiler.builtin.insert(name, id);
            compiler.define(id, built_in);
        }
        compiler
    }

    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        // A schema of four billion types does not fit into memory.
        TypeId(u32::try_from(self.types.len() - 1).unwrap_or(u32::MAX))
    }

    fn define(&mut self, id: TypeId, defined: Type) {
        if let Some(slot) = self.types.get_mut(id.0 as usize) {
            *slot = Some(defined);
        }
    }

    fn announce(&mut self, node: Node<'x>) -> Result<(), SchemaError> {
        let name = node.required("name")?.to_owned();
        let id = self.reserve();
        if self.named.insert(name.clone(), id).is_some() {
            return Err(SchemaError::Duplicate { line: node.line(), name });
        }
        self.pending.push(Pending { node, id, state: State::Waiting });
        Ok(())
    }

    /// Compiles a named type, unless that has been done.
    fn resolve(&mut self, index: usize) -> Result<(), SchemaError> {
        let Some(pending) = self.pending.get_mut(index) else {
            return Ok(());
        };
        let (node, id) = (pending.node.clone(), pending.id);
        match pending.state {
            State::Done => return Ok(()),
            State::Begun => {
                return Err(SchemaError::Circular { line: node.line(), name: node.required("name")?.to_owned() });
            }
            State::Waiting => pending.state = State::Begun,
        }
        let name = Some(node.required("name")?.to_owned());
        let compiled = match node.kind() {
            "complexType" => self.complex_type(&node, name)?,
            _ => self.simple_type(&node, name)?,
        };
        self.define(id, compiled);
        if let Some(pending) = self.pending.get_mut(index) {
            pending.state = State::Done;
        }
        Ok(())
    }

    fn complex_type(&mut self, node: &Node<'x>, name: Option<String>) -> Result<Type, SchemaError> {
        node.only_attributes(&["name", "abstract", "mixed=false", "id"])?;
        let is_abstract = matches!(node.attribute("abstract"), Some("true" | "1"));
        let content = node.only_component()?;
        let (base, mut particles, own) = match content.kind() {
            "sequence" => (None, Vec::new(), content),
            "complexContent" => {
                content.only_attributes(&["mixed=false", "id"])?;
                let extension = content.only_component()?;
                if extension.kind() != "extension" {
                    return Err(extension.unsupported());
                }
                extension.only_attributes(&["base", "id"])?;
                let base = self.type_named(&extension, "base")?;
                let inherited = match self.defined(base)? {
                    Type { content: Content::Complex(complex), .. } => complex.particles.clone(),
                    _ => return Err(extension.unsupported()),
                };
                (Some(base), inherited, extension.only_component()?)
            }
            _ => return Err(content.unsupported()),
        };
        if own.kind() != "sequence" {
            return Err(own.unsupported());
        }
        self.sequence(&own, &mut particles)?;
        Ok(Type { name, base, content: Content::Complex(Complex { is_abstract, particles }) })
    }

    fn sequence(&mut self, node: &Node<'x>, particles: &mut Vec<Particle>) -> Result<(), SchemaError> {
        node.only_attributes(&["minOccurs=1", "maxOccurs=1", "id"])?;
        for element in node.components()? {
            if element.kind() != "element" {
                return Err(element.unsupported());
            }
            element.only_attributes(&[
                "name",
                "type",
                "minOccurs",
                "maxOccurs",
                "form=unqualified",
                "nillable=false",
                "id",
            ])?;
            let name = element.required("name")?.to_owned();
            if particles.iter().any(|particle| particle.name == name) {
                return Err(SchemaError::Duplicate { line: element.line(), name });
            }
            let min = element.count("minOccurs")?;
            let max = element.count("maxOccurs")?;
            if min > max {
                let what = format!("minOccurs of {name} is greater than maxOccurs");
                return Err(SchemaError::Invalid { line: element.line(), what });
            }
            let type_id = self.type_of(&element)?;
            particles.push(Particle { name, min, max, type_id });
        }
        if particles.is_empty() {
            return Err(SchemaError::Unsupported { line: node.line(), construct: "an empty sequence".to_owned() });
        }
        Ok(())
    }

    fn root(&mut self, node: &Node<'x>) -> Result<(), SchemaError> {
        node.only_attributes(&["name", "type", "nillable=false", "abstract=false", "id"])?;
        let name = node.required("name")?.to_owned();
        if self.roots.iter().any(|root| root.name == name) {
            return Err(SchemaError::Duplicate { line: node.line(), name });
        }
        let type_id = self.type_of(node)?;
        self.roots.push(Particle { name, min: 1, max: 1, type_id });
        Ok(())
    }

    /// The type of an element: named by an attribute, or defined inside it.
    fn type_of(&mut self, element: &Node<'x>) -> Result<TypeId, SchemaError> {
        if element.attribute("type").is_some() {
            if let Some(inner) = element.components()?.first() {
                return Err(inner.unsupported());
            }
            return self.type_named(element, "type");
        }
        let inner = element.only_component()?;
        let id = self.reserve();
        let compiled = match inner.kind() {
            "complexType" => self.complex_type(&inner, None)?,
            "simpleType" => self.simple_type(&inner, None)?,
            _ => return Err(inner.unsupported()),
        };
        self.define(id, compiled);
        Ok(id)
    }

    fn simple_type(&mut self, node: &Node<'x>, name: Option<String>) -> Result<Type, SchemaError> {
        node.only_attributes(&["name", "id"])?;
        let restriction = node.only_component()?;
        if restriction.kind() != "restriction" {
            return Err(restriction.unsupported());
        }
        restriction.only_attributes(&["base", "id"])?;
        let base = self.type_named(&restriction, "base")?;
        let Content::Simple(inherited) = &self.defined(base)?.content else {
            return Err(restriction.unsupported());
        };
        let mut simple = inherited.as_ref().clone();
        let documentation = node.documentation();
        if !documentation.is_empty() {
            simple.documentation = documentation;
        }
        facets::restrict(&mut simple, &restriction)?;
        Ok(Type { name, base: Some(base), content: Content::Simple(Arc::new(simple)) })
    }

    /// The type that an attribute names.
    fn type_named(&self, node: &Node<'x>, attribute: &str) -> Result<TypeId, SchemaError> {
        let written = node.required(attribute)?;
        let (namespace, local) = node.qname(written)?;
        let found = if namespace == XS {
            self.builtin.get(local)
        } else if namespace == self.namespace {
            self.named.get(local)
        } else {
            None
        };
        found.copied().ok_or_else(|| SchemaError::Undefined { line: node.line(), name: written.to_owned() })
    }

    /// A type that another is derived from, compiled now if it has not been yet.
    fn defined(&mut self, id: TypeId) -> Result<&Type, SchemaError> {
        if let Some(index) = self.pending.iter().position(|pending| pending.id == id) {
            self.resolve(index)?;
        }
        let undefined = || SchemaError::Undefined { line: 0, name: format!("type {}", id.0) };
        self.types.get(id.0 as usize).and_then(Option::as_ref).ok_or_else(undefined)
    }

    fn finish(self) -> Result<Model, SchemaError> {
        let types: Option<Vec<Type>> = self.types.into_iter().collect();
        let undefined = || SchemaError::Undefined { line: 0, name: "a type".to_owned() };
        Ok(Model {
            namespace: self.namespace,
            roots: self.roots,
            types: types.ok_or_else(undefined)?,
            named: self.named,
            builtin: self.builtin,
        })
    }
}
