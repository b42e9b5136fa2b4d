//! What a contract's documents state, as data.

use std::sync::LazyLock;

use super::kind::Kind;
use super::operation::Operation;
use sac_schema::Schema;

/// A contract's documents as tables, with its compiled schema.
pub struct Interface {
    /// Its name, for people.
    pub name: &'static str,
    /// The path at which the service is called, by POST, and at which its WSDL is, by GET with
    /// `?wsdl`. The documents are beside it.
    pub path: &'static str,
    /// The schema of its messages, compiled when it is first asked for.
    pub schema: &'static LazyLock<Schema>,
    /// Its operations, in the contract's order.
    pub operations: &'static [Operation],
    /// The WSDL and XSD files.
    pub documents: &'static [Document],
    /// Scheme, host and port that stand in the documents for the address of the service: not empty.
    pub placeholder: &'static str,
}

/// A file of the contract.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name, by which the other files import it.
    pub file_name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The query that asks for this file without its name: `wsdl` or `xsd`.
    pub query: Option<&'static str>,
}

impl Interface {
    /// The message whose root or Body's child has this local name.
    #[must_use]
    pub fn kind_of(&self, local: &str) -> Kind {
        let mut kinds = self.operations.iter().flat_map(|operation| {
            [(operation.request, Kind::Request(operation)), (operation.response, Kind::Response(operation))]
        });
        kinds.find(|(name, _)| *name == local).map(|(_, kind)| kind).unwrap_or_default()
    }

    /// The file of this name, in upper or lower case.
    #[must_use]
    pub fn document(&self, file_name: &str) -> Option<&'static Document> {
        self.documents.iter().find(|document| document.file_name.eq_ignore_ascii_case(file_name))
    }

    /// The text of a file, with `base_url` (scheme, host and port) as the address of the service.
    #[must_use]
    pub fn published(&self, document: &Document, base_url: &str) -> String {
        document.text.replace(self.placeholder, base_url)
    }

    /// The folder of the path, without its last slash: the relative imports of the documents
    /// resolve in it.
    #[must_use]
    pub fn folder(&self) -> &'static str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}
