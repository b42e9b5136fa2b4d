//! A strict view of an XSD document: it hands out what the compiler asks for, and refuses
//! every element and attribute that the compiler did not ask for.

use super::error::SchemaError;
use super::simple_type::Documentation;
use sac_xml::{Document, Element, Event, Limits, Locator, Reader, Tree, TreeBuilder};

/// The namespace of XML Schema.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// A parsed XSD.
pub(super) struct Xsd<'x> {
    tree: Tree<'x>,
    /// The reader as it stood on the root, which knows the namespaces in scope everywhere.
    scope: Reader<'x>,
}

/// An element of XML Schema's namespace.
#[derive(Clone)]
pub(super) struct Node<'x> {
    xsd: &'x Xsd<'x>,
    element: Element<'x, 'x>,
}

impl<'x> Xsd<'x> {
    /// Parses an XSD whose namespaces are all declared on its root.
    pub(super) fn read(document: &'x Document<'x>) -> Result<Self, SchemaError> {
        let limits = Limits { bytes: 16 << 20, elements: 1_000_000, ..Limits::default() };
        let mut reader = Reader::new(document, limits);
        // A well-formed document begins with an element: the first event is its start.
        reader.read().map_err(SchemaError::NotWellFormed)?;
        let scope = reader.clone();
        let mut builder = TreeBuilder::new(&reader);
        builder.start(&reader);
        while builder.depth() > 0 {
            match reader.read().map_err(SchemaError::NotWellFormed)? {
                Event::Start => {
                    if reader.declares_namespaces() {
                        return Err(SchemaError::Unsupported {
                            line: reader.place(reader.offset()).line,
                            construct: "a namespace declaration below the root".to_owned(),
                        });
                    }
                    builder.start(&reader);
                }
                Event::Text(text) => builder.text(text),
                Event::End | Event::Finish => {
                    builder.end();
                }
            }
        }
        let tree = builder.finish(&reader);
        reader.read().map_err(SchemaError::NotWellFormed)?;
        Ok(Self { tree, scope })
    }

    /// The root.
    pub(super) fn schema(&'x self) -> Result<Node<'x>, SchemaError> {
        let not_a_schema = |found: &str| SchemaError::NotASchema { line: 1, found: found.to_owned() };
        let element = self.tree.root().ok_or_else(|| not_a_schema("nothing"))?;
        if element.namespace() != XS || element.local() != "schema" {
            return Err(not_a_schema(element.qualified()));
        }
        Ok(Node { xsd: self, element })
    }
}

impl<'x> Node<'x> {
    /// The local name: which construct it is.
    pub(super) fn kind(&self) -> &'x str {
        self.element.local()
    }

    /// Its line in the XSD.
    pub(super) fn line(&self) -> u32 {
        Locator::new(self.xsd.scope.document().text()).locate(self.element.offset()).0
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&'x str> {
        self.element.attribute(name)
    }

    pub(super) fn required(&self, name: &str) -> Result<&'x str, SchemaError> {
        self.attribute(name)
            .ok_or_else(|| SchemaError::Invalid { line: self.line(), what: format!("{} without {name}", self.kind()) })
    }

    /// Refuses every attribute that is not listed; `name=value` lists the only value supported.
    pub(super) fn only_attributes(&self, supported: &[&str]) -> Result<(), SchemaError> {
        for attribute in self.element.attributes() {
            let is_listed = supported.iter().any(|listed| match listed.split_once('=') {
                None => *listed == attribute.name.qualified,
                Some((name, value)) => name == attribute.name.qualified && value == attribute.value,
            });
            if !is_listed {
                let construct = format!("{}=\"{}\" on {}", attribute.name.qualified, attribute.value, self.kind());
                return Err(SchemaError::Unsupported { line: self.line(), construct });
            }
        }
        Ok(())
    }

    /// The child elements, annotations aside.
    pub(super) fn components(&self) -> Result<Vec<Node<'x>>, SchemaError> {
        let mut components = Vec::new();
        for element in self.element.children() {
            let node = Node { xsd: self.xsd, element };
            if element.namespace() != XS {
                return Err(node.unsupported());
            }
            if node.kind() != "annotation" {
                components.push(node);
            }
        }
        if !self.element.text().trim().is_empty() {
            return Err(SchemaError::Invalid { line: self.line(), what: format!("text in {}", self.kind()) });
        }
        Ok(components)
    }

    /// The one child element, annotations aside.
    pub(super) fn only_component(&self) -> Result<Node<'x>, SchemaError> {
        let mut components = self.components()?.into_iter();
        match (components.next(), components.next()) {
            (Some(only), None) => Ok(only),
            (_, Some(second)) => Err(second.unsupported()),
            (None, None) => {
                Err(SchemaError::Unsupported { line: self.line(), construct: format!("an empty {}", self.kind()) })
            }
        }
    }

    /// An occurrence bound; 1 when it is not given, `u32::MAX` for `unbounded`.
    pub(super) fn count(&self, name: &str) -> Result<u32, SchemaError> {
        match self.attribute(name) {
            None => Ok(1),
            Some("unbounded") if name == "maxOccurs" => Ok(u32::MAX),
            Some(value) => value
                .parse()
                .map_err(|_| SchemaError::Invalid { line: self.line(), what: format!("{name} of {value:?}") }),
        }
    }

    /// Splits a qualified name into namespace and local name.
    pub(super) fn qname(&self, written: &'x str) -> Result<(&'x str, &'x str), SchemaError> {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let id = self.xsd.scope.resolve(prefix);
        let id = id.ok_or_else(|| SchemaError::Undefined { line: self.line(), name: written.to_owned() })?;
        Ok((self.xsd.scope.namespace(id), local))
    }

    /// The documentation that says in which language it is.
    pub(super) fn documentation(&self) -> Vec<Documentation> {
        let annotations = self.element.children().filter(|child| child.local() == "annotation");
        let texts = annotations.flat_map(|annotation| annotation.children());
        let documentation = texts.filter(|child| child.local() == "documentation");
        documentation
            .filter_map(|child| {
                let language = child.attribute("xml:lang")?.to_owned();
                Some(Documentation { language, text: child.text().trim().to_owned() })
            })
            .collect()
    }

    /// The error that says this construct is outside the subset.
    pub(super) fn unsupported(&self) -> SchemaError {
        let name = self.attribute("name").map(|name| format!(" {name:?}")).unwrap_or_default();
        SchemaError::Unsupported { line: self.line(), construct: format!("{}{name}", self.element.qualified()) }
    }
}
