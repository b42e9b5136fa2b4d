//! The contract's schema, compiled once from its XSD, and the check of a message against it.
//!
//! One pass over the reader's events finds every violation and builds the tree of the
//! message; what is wrong with the order of an element's children is worked out when the
//! element ends, with all of them known, so that one fault gives one finding.
#![warn(clippy::indexing_slicing)]

mod base64;
mod builtin;
mod compile;
mod date_time;
mod decimal;
mod declared;
mod error;
mod explain;
mod facets;
mod model;
mod partial;
mod pattern;
mod report;
mod simple_type;
mod spelling;
#[cfg(test)]
mod tests;
mod validate;
mod value;
mod violation;
mod xsd;
mod xsi_attributes;

pub use declared::Declared;
pub use error::SchemaError;
pub use partial::{Known, Partial};
pub use simple_type::{Bound, Lexical, Numbers, SimpleType};
pub use validate::{EmptyOptional, Examined, Validated};
pub use violation::{Broken, TypeName, Unreal, ValidationError, Violation, ViolationKind};

use sac_xml::{Document, Event, Limits, ParseError, Reader};

/// A compiled schema. It is immutable and may be shared by all threads.
#[derive(Debug)]
pub struct Schema {
    model: model::Model,
}

impl Schema {
    /// Compiles the text of an XSD.
    ///
    /// # Errors
    /// When it is not well-formed, or holds anything outside the supported subset: sequences
    /// of elements with occurrence bounds and types named or defined in place, extension of
    /// complex types, and restrictions of the simple types that `builtin.rs` lists, by the facets
    /// that `facets.rs` lists. There are no choices, attributes, lists or unions.
    pub fn compile(xsd: &str) -> Result<Self, SchemaError> {
        compile::compile(xsd).map(|model| Self { model })
    }

    /// Checks a bare document, whose root is a request or a response.
    ///
    /// # Errors
    /// Every violation, or the one error when the document is not well-formed or reaches a limit.
    pub fn validate<'a>(
        &self,
        document: &'a Document<'_>,
        limits: Limits,
        empty: EmptyOptional,
    ) -> Result<Validated<'a>, ValidationError> {
        self.examine(document, limits, empty)?.into_result()
    }

    /// As [`Schema::validate`], but a document that does not conform is given back as far as it can
    /// be relied upon.
    ///
    /// # Errors
    /// The document is not well-formed or reaches a limit.
    pub fn examine<'a>(
        &self,
        document: &'a Document<'_>,
        limits: Limits,
        empty: EmptyOptional,
    ) -> Result<Examined<'a>, Box<ParseError>> {
        let mut reader = Reader::new(document, limits);
        // A well-formed document begins with its root element.
        reader.read()?;
        let examined = self.examine_element(&mut reader, empty);
        loop {
            if reader.read()? == Event::Finish {
                return examined;
            }
        }
    }

    /// Checks the element whose start tag `reader` has just given, with the namespaces in
    /// scope around it, and reads up to its end tag.
    ///
    /// # Errors
    /// Every violation; the reader then stands behind the element all the same. When the document
    /// is not well-formed or reaches a limit, the one error is that, and the reader returns it
    /// again. A document may turn out not to be well-formed further on: then that alone should be
    /// reported.
    pub fn validate_element<'a>(
        &self,
        reader: &mut Reader<'a>,
        empty: EmptyOptional,
    ) -> Result<Validated<'a>, ValidationError> {
        self.examine_element(reader, empty)?.into_result()
    }

    /// As [`Schema::validate_element`], but an element that does not conform is given back as far as
    /// it can be relied upon.
    ///
    /// # Errors
    /// The document is not well-formed or reaches a limit.
    pub fn examine_element<'a>(
        &self,
        reader: &mut Reader<'a>,
        empty: EmptyOptional,
    ) -> Result<Examined<'a>, Box<ParseError>> {
        validate::examine(&self.model, reader, empty)
    }

    /// The local names of the elements with which a message may begin, in the schema's order.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.model.roots.iter().map(|root| root.name.as_str())
    }

    /// The namespace of those elements.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.model.namespace
    }
}
