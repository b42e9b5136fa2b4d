//! A contract of two operations, for the tests of this crate.

use std::sync::LazyLock;

use super::interface::{Document, Interface};
use super::operation::Operation;
use sac_schema::Schema;

pub(crate) const NAMESPACE: &str = "urn:example:echo";

const XSD: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:echo">
  <xs:element name="echoRequest">
    <xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="echoResponse">
    <xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="countRequest">
    <xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="countResponse">
    <xs:complexType><xs:sequence><xs:element name="length" type="xs:string"/></xs:sequence></xs:complexType>
  </xs:element>
</xs:schema>"#;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::compile(XSD).unwrap());

pub(crate) static INTERFACE: Interface = Interface {
    name: "Echo",
    path: PATH,
    schema: &SCHEMA,
    operations: &[
        Operation { name: "Echo", action: "urn:example:Echo", request: "echoRequest", response: "echoResponse" },
        Operation { name: "Count", action: "urn:example:Count", request: "countRequest", response: "countResponse" },
    ],
    documents: &[
        Document { file_name: "echo.wsdl", text: "<wsdl at='http://placeholder/Echo'/>", query: Some("wsdl") },
        Document { file_name: "types.wsdl", text: "<wsdl/>", query: None },
        Document { file_name: "echo.xsd", text: XSD, query: Some("xsd") },
    ],
    placeholder: "http://placeholder",
};

pub(crate) const PATH: &str = "/Examples/Echo";
