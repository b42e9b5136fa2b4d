//! The contract as a table: its documents and its operations (contract §1, §2).

use std::sync::LazyLock;

use super::{Request, Ricevuta, read};
use sac_domain::operation::Operation as Known;
use sac_schema::Schema;
use sac_soap::{Contract, Document, Failure, Interface, Operation};
use sac_xml::{Element, Writer};

/// The contract's schema, as published.
pub const XSD: &str = include_str!("../../../../schemas/definitorio.xsd");

/// The contract of the sickness certificates.
pub static CONTRACT: Contract<Request, Ricevuta> = Contract {
    interface: Interface {
        name: "CertificatiMedici",
        path: "/CertServiceWeb/CertificatiMedici",
        schema: &SCHEMA,
        operations: OPERATIONS,
        documents: &[
            Document {
                file_name: "certificatiMedici.wsdl",
                text: include_str!("../../../../wsdl/certificatiMedici.wsdl"),
                query: Some("wsdl"),
            },
            Document {
                file_name: "logicoErogatore.wsdl",
                text: include_str!("../../../../wsdl/logicoErogatore.wsdl"),
                query: None,
            },
            Document { file_name: "definitorio.xsd", text: XSD, query: Some("xsd") },
        ],
        placeholder: "https://localhost:8443",
    },
    read: read_request,
    write: write_reply,
};

/// The contract's schema, compiled when it is first asked for.
#[must_use]
pub fn schema() -> &'static Schema {
    &SCHEMA
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a test compiles this very text")]
    Schema::compile(XSD).expect("infallible: the schema is part of the program")
});

macro_rules! operations {
    ($($name:literal: $request:literal => $response:literal),+ $(,)?) => {
        &[$(Operation {
            name: $name,
            action: concat!("http://ws.cert.sanita.finanze.it/", $name),
            request: $request,
            response: $response,
        }),+]
    };
}

const OPERATIONS: &[Operation] = operations! {
    "InterrogazioneLavoratore": "interrogazioneLavoratoreRequest" => "interrogazioneLavoratoreResponse",
    "InviaMalattia": "invioMalattiaRequest" => "invioMalattiaResponse",
    "RettificaMalattia": "rettificaMalattiaRequest" => "rettificaMalattiaResponse",
    "AnnullaMalattia": "annullamentoMalattiaRequest" => "annullamentoMalattiaResponse",
    "RicercaMalattia": "ricercaMalattiaRequest" => "ricercaMalattiaResponse",
    "RistampaMalattia": "ristampaMalattiaRequest" => "ristampaMalattiaResponse",
    "InviaRicovero": "invioRicoveroRequest" => "invioRicoveroResponse",
    "AnnullaRicovero": "annullamentoRicoveroRequest" => "annullamentoRicoveroResponse",
    "InviaDimissione": "invioDimissioneRequest" => "invioDimissioneResponse",
    "RettificaDimissione": "rettificaDimissioneRequest" => "rettificaDimissioneResponse",
};

/// An operation of the table that the application does not have.
#[derive(Debug, thiserror::Error)]
#[error("the contract has an operation {0} that the application does not know")]
struct UnknownOperation(&'static str);

fn known(operation: &Operation) -> Result<Known, UnknownOperation> {
    Known::from_name(operation.name).ok_or(UnknownOperation(operation.name))
}

fn read_request(operation: &Operation, root: Element<'_, '_>) -> Result<Request, Failure> {
    Ok(read(known(operation)?, root)?)
}

fn write_reply(operation: &Operation, ricevuta: &Ricevuta, writer: &mut Writer) -> Result<(), Failure> {
    ricevuta.write(known(operation)?, writer);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_documents_and_the_application_say() {
        let interface = &CONTRACT.interface;
        let [service, messages, _] = interface.documents else { panic!("three documents") };
        let known: Vec<_> =
            Known::ALL.iter().map(|it| (it.name(), it.request_element(), it.response_element())).collect();
        let listed: Vec<_> = interface.operations.iter().map(|it| (it.name, it.request, it.response)).collect();
        assert_eq!(listed, known);
        for operation in interface.operations {
            assert!(service.text.contains(&format!("soapAction=\"{}\"", operation.action)), "{operation:?}");
            for element in [operation.request, operation.response] {
                assert!(messages.text.contains(&format!("element=\"cert:{element}\"")), "{element}");
                assert!(interface.schema.roots().any(|root| root == element), "{element}");
            }
        }
        assert_eq!(service.text.matches("soapAction=").count(), interface.operations.len());
        assert_eq!(interface.schema.roots().count(), 2 * interface.operations.len());
        assert_eq!(interface.schema.namespace(), crate::certificati_medici::NAMESPACE);
    }

    #[test]
    fn the_wsdl_states_the_address_that_the_client_used() {
        let interface = &CONTRACT.interface;
        let wsdl = interface.document("CERTIFICATIMEDICI.WSDL").unwrap();
        let published = interface.published(wsdl, "https://sac.example");
        let address = format!("location=\"https://sac.example{}\"", interface.path);
        assert!(published.contains(&address) && !published.contains("localhost"), "{published}");
    }
}
