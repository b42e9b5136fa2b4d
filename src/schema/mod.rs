//! The contract's schema, compiled once from its XSD, and the check of a message against it.

use crate::diagnostic::Finding;
use crate::xml::{Document, Element, Limits, Reader, Tree};

/// sketch
pub struct Schema;
/// sketch
#[derive(Debug)]
pub enum SchemaError {}

/// How an optional element that is there but empty is read (rules §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyOptional {
    /// As the schema says: an empty value breaks a facet.
    #[default]
    Reject,
    /// As if it were not there.
    Absent,
}

/// A message that conforms to the schema; only the validator makes one.
#[derive(Clone, Debug)]
pub struct Validated<'a> {
    tree: Tree<'a>,
}

impl<'a> Validated<'a> {
    /// The request or response element.
    #[must_use]
    pub fn root(&self) -> Element<'_, 'a> {
        todo!()
    }
}

impl Schema {
    /// Compiles.
    /// # Errors
    pub fn compile(_xsd: &str) -> Result<Self, SchemaError> {
        todo!()
    }
    /// The contract's own schema (`schemas/definitorio.xsd`, embedded), compiled at first use.
    pub fn contract() -> &'static Schema {
        todo!()
    }
    /// Validates a bare document whose root is a request or response.
    /// # Errors
    pub fn validate<'a>(
        &self,
        _document: &'a Document<'_>,
        _limits: Limits,
        _empty: EmptyOptional,
    ) -> Result<Validated<'a>, Vec<Finding>> {
        todo!()
    }
    /// Validates the element whose start tag `reader` has just given, in place, with the
    /// namespaces in scope around it, and reads it to its end tag (also when it does not
    /// conform, unless the document is not well-formed: then the one finding is that, and
    /// reading on gives it again).
    /// # Errors
    pub fn validate_element<'a>(
        &self,
        _reader: &mut Reader<'a>,
        _empty: EmptyOptional,
    ) -> Result<Validated<'a>, Vec<Finding>> {
        todo!()
    }
}
