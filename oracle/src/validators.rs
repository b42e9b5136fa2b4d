//! The two validators: libxml2 and the engine.

use libxml::parser::{Parser, ParserOptions};
use libxml::schemas::{SchemaParserContext, SchemaValidationContext};
use sac_gateway::diagnostic::{self, Finding};
use sac_gateway::message as contract;
use sac_gateway::schema::EmptyOptional;
use sac_gateway::xml::{Limits, decode};

/// libxml2 with a schema loaded.
pub struct LibXml {
    parser: Parser,
    schema: SchemaValidationContext,
}

impl LibXml {
    /// Loads the contract's schema.
    ///
    /// # Panics
    /// When libxml2 refuses the schema.
    #[must_use]
    pub fn new() -> Self {
        Self::of(contract::XSD)
    }

    /// Loads a schema.
    ///
    /// # Panics
    /// When libxml2 refuses the schema.
    #[must_use]
    pub fn of(xsd: &str) -> Self {
        let mut context = SchemaParserContext::from_buffer(xsd);
        let schema = match SchemaValidationContext::from_parser(&mut context) {
            Ok(schema) => schema,
            Err(errors) => {
                panic!("libxml2 refuses the schema: {:?}", errors.first().map(|error| error.message.clone()))
            }
        };
        Self { parser: Parser::default(), schema }
    }

    /// What libxml2 says against a document; nothing when it conforms.
    pub fn objections(&mut self, text: &[u8]) -> Vec<String> {
        // The default options repair what is not well-formed.
        let options = ParserOptions {
            recover: false,
            no_error: true,
            no_warning: true,
            no_net: true,
            ..ParserOptions::default()
        };
        match self.parser.parse_string_with_options(text, options) {
            Err(error) => vec![format!("not well-formed: {error:?}")],
            Ok(document) => match self.schema.validate_document(&document) {
                Ok(()) => Vec::new(),
                Err(errors) => errors
                    .iter()
                    .map(|error| format!("{:?}: {}", error.line, error.message.as_deref().unwrap_or_default().trim()))
                    .collect(),
            },
        }
    }
}

impl Default for LibXml {
    fn default() -> Self {
        Self::new()
    }
}

/// What the engine says against a document; nothing when it conforms.
#[must_use]
pub fn findings(text: &[u8]) -> Vec<Finding> {
    let document = match decode(text, None) {
        Ok(document) => document,
        Err(error) => return vec![error.into()],
    };
    match contract::schema().validate(&document, Limits::default(), EmptyOptional::Reject) {
        Ok(_) => Vec::new(),
        Err(error) => diagnostic::findings(error),
    }
}
