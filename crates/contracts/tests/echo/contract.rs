//! A contract of two operations whose message types are generated, and a service behind it.

use std::sync::LazyLock;

use sac_contracts::typed;
use sac_people::credentials::Authenticated;
use sac_schema::Schema;
use sac_soap::{Answer, Contract, Document, Failure, Interface, Operation, Service};
use sac_xml::{Element, Writer};

use crate::types::{EchoRequest, EchoResponse, MeasureRequest, MeasureResponse};

pub const NAMESPACE: &str = "urn:sac-gateway:echo";

const XSD: &str = include_str!("echo.xsd");

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::compile(XSD).unwrap());

pub static CONTRACT: Contract<Request, Reply> = Contract {
    interface: Interface {
        name: "Echo",
        path: "/Examples/Echo",
        schema: &SCHEMA,
        operations: &[
            Operation {
                name: "Echo",
                action: "urn:sac-gateway:echo/Echo",
                request: "echoRequest",
                response: "echoResponse",
            },
            Operation {
                name: "Measure",
                action: "urn:sac-gateway:echo/Measure",
                request: "measureRequest",
                response: "measureResponse",
            },
        ],
        documents: &[
            Document { file_name: "echo.wsdl", text: include_str!("echo.wsdl"), query: Some("wsdl") },
            Document { file_name: "echo.xsd", text: XSD, query: Some("xsd") },
        ],
        placeholder: "https://localhost:8443",
    },
    read,
    write,
};

pub enum Request {
    Echo(EchoRequest),
    Measure(MeasureRequest),
}

pub enum Reply {
    Echo(EchoResponse),
    Measured(MeasureResponse),
}

fn read(operation: &Operation, root: Element<'_, '_>) -> Result<Request, Failure> {
    Ok(match operation.name {
        "Echo" => Request::Echo(typed::from_element(root)?),
        _ => Request::Measure(typed::from_element(root)?),
    })
}

fn write(operation: &Operation, reply: &Reply, writer: &mut Writer) -> Result<(), Failure> {
    match reply {
        Reply::Echo(echo) => typed::to_element(writer, NAMESPACE, operation.response, echo)?,
        Reply::Measured(measured) => typed::to_element(writer, NAMESPACE, operation.response, measured)?,
    }
    Ok(())
}

/// Gives back what it gets, or counts its bytes.
pub struct Echoes;

impl Service for Echoes {
    type Request = Request;
    type Opened = Request;
    type Reply = Reply;

    fn contract(&self) -> &'static Contract<Request, Reply> {
        &CONTRACT
    }

    async fn open(&self, _: &Authenticated, request: Request) -> Request {
        request
    }

    async fn serve(&self, _: &Authenticated, request: Request) -> Result<Answer<Reply>, Failure> {
        let measure = match request {
            Request::Echo(echo) => return Ok(Answer::accepted(Reply::Echo(echo))),
            Request::Measure(measure) => measure,
        };
        let bytes = i32::try_from(measure.attachment.0.len())?;
        let within = measure.limit.is_none_or(|limit| bytes <= limit);
        let broken_rules = if within { Vec::new() } else { vec!["too-long".to_owned()] };
        Ok(Answer { broken_rules, ..Answer::accepted(Reply::Measured(MeasureResponse { bytes, within })) })
    }
}
