//! Why an XSD cannot be used.

use thiserror::Error;

use sac_xml::ParseError;

/// Why an XSD cannot be compiled. Nothing in a schema is ever ignored: what the engine
/// does not support is an error that names it.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// The XSD is not a well-formed document.
    #[error("the schema is not well-formed")]
    NotWellFormed(#[source] Box<ParseError>),
    /// The root is not an `xs:schema` with a target namespace.
    #[error("line {line}: not an XML schema with a target namespace: root is {found}")]
    NotASchema {
        /// Line of the root.
        line: u32,
        /// What the root is.
        found: String,
    },
    /// A construct of XML Schema outside the supported subset.
    #[error("line {line}: {construct} is not supported")]
    Unsupported {
        /// Line of the construct.
        line: u32,
        /// The element, or the attribute with its value.
        construct: String,
    },
    /// A name that is not defined.
    #[error("line {line}: {name} is not defined")]
    Undefined {
        /// Line of the reference.
        line: u32,
        /// The name referred to.
        name: String,
    },
    /// A name that is defined twice, or stands twice in one sequence.
    #[error("line {line}: {name} is there twice")]
    Duplicate {
        /// Line of the second one.
        line: u32,
        /// The name.
        name: String,
    },
    /// An attribute that is missing or has an impossible value.
    #[error("line {line}: {what}")]
    Invalid {
        /// Line of the element.
        line: u32,
        /// What is wrong with it.
        what: String,
    },
    /// A type that is derived from itself.
    #[error("line {line}: the type {name} is derived from itself")]
    Circular {
        /// Line of the type.
        line: u32,
        /// Its name.
        name: String,
    },
}
