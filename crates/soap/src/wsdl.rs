//! The published contract, as the client that asks for it should see it.

use crate::route::Document;
use sac_schema::CONTRACT_XSD;

const SERVICE: &str = include_str!("../../../wsdl/certificatiMedici.wsdl");
const LOGICAL: &str = include_str!("../../../wsdl/logicoErogatore.wsdl");

/// The address that stands in the file, for the one that the client used.
const PLACEHOLDER: &str = "https://localhost:8443";

/// The document, with `base_url` (scheme, host and port) as the address of the service.
#[must_use]
pub fn document(document: Document, base_url: &str) -> String {
    match document {
        Document::CertificatiMedici => SERVICE.replace(PLACEHOLDER, base_url),
        Document::LogicoErogatore => LOGICAL.to_owned(),
        Document::Definitorio => CONTRACT_XSD.to_owned(),
    }
}
