//! The contract's schema, compiled once from its XSD, and the check of a message against it.
//!
//! One pass over the reader's events finds every violation and builds the tree of the
//! message; what is wrong with the order of an element's children is worked out when the
//! element ends, with all of them known, so that one fault gives one finding.

mod base64;
mod builtin;
mod compile;
mod date_time;
mod decimal;
mod error;
mod explain;
mod facets;
mod model;
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

use std::sync::LazyLock;

pub use error::SchemaError;
pub use simple_type::{Bound, Lexical, Numbers, SimpleType};
pub use validate::{EmptyOptional, Validated};
pub use violation::{Broken, TypeName, Unreal, ValidationError, Violation, ViolationKind};

use sac_xml::{Document, Event, Limits, Reader};

/// The contract's XSD, as published by the gateway.
pub const CONTRACT_XSD: &str = include_str!("../../../schemas/definitorio.xsd");

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

    /// The contract's own schema, compiled when it is first asked for.
    #[must_use]
    pub fn contract() -> &'static Self {
        static CONTRACT: LazyLock<Schema> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "a test compiles this very text")]
            Schema::compile(CONTRACT_XSD).expect("infallible: the schema is part of the program")
        });
        &CONTRACT
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
        let mut reader = Reader::new(document, limits);
        // A well-formed document begins with its root element.
        reader.read()?;
        let verdict = self.validate_element(&mut reader, empty);
        loop {
            if reader.read()? == Event::Finish {
                return verdict;
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
        validate::validate(&self.model, reader, empty)
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
