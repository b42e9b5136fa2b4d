//! One message, from characters to a validated body.
//!
//! [`read`] is pure and is the only pipeline: the endpoint answers with the first stage that found
//! anything, the offline check lists all of them.

use super::envelope::{At, EnvelopeError, Extent, SOAP_11, close_as_far, open_as_far};
use super::fault::Fault;
use super::fault_code::FaultCode;
use super::fault_form::read_fault;
use super::interface::Interface;
use super::kind::Kind;
use super::operation::Operation;
use sac_diagnostic::{Code, Finding, Group, Text, findings};
use sac_schema::{EmptyOptional, Examined, Partial, Validated};
use sac_xml::{Document, Event, Limits, Reader};

/// Which messages may stand in an envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// Any message of the contract: whether it is a request or a reply is not known.
    #[default]
    Any,
    /// A request, as the service gets it.
    Request,
    /// A reply or a fault, as a client gets it.
    Response,
}

/// What is known of a message besides its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meta<'m> {
    /// Which messages may stand in the envelope.
    pub expected: Expected,
    /// The header `SOAPAction`, where there is one.
    pub soap_action: Option<&'m str>,
    /// The header `Content-Type`, where it is the one of SOAP 1.2.
    pub soap_12: Option<&'m str>,
    /// Continues after an envelope that is refused, to find what else is wrong. The endpoint, which
    /// answers with the first stage that found anything, has no use for it.
    pub go_on: bool,
}

/// The stages of reading, in the order in which the endpoint answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The envelope, up to the Body's element.
    Envelope,
    /// The media type of SOAP 1.2 around an envelope of SOAP 1.1.
    Media,
    /// What follows the Body's element.
    Rest,
    /// Which element the Body holds.
    Root,
    /// The `SOAPAction` against that element.
    Action,
    /// That element against the schema.
    Schema,
}

/// What one stage found.
#[derive(Debug)]
pub struct Found {
    /// The stage.
    pub stage: Stage,
    /// The code of the fault with which the endpoint answers.
    pub code: FaultCode,
    /// At least one finding, in the order of the document.
    pub findings: Vec<Finding>,
}

impl From<Found> for Fault {
    fn from(found: Found) -> Self {
        Self { code: found.code, ..Self::findings(found.findings) }
    }
}

/// A message that was read, as far as that was possible.
#[derive(Debug, Default)]
pub struct Reading<'d> {
    /// What it turned out to be.
    pub kind: Kind,
    /// The stages that found anything, in their order.
    pub found: Vec<Found>,
    /// The Body's element, if the schema accepts it, whatever the other stages found.
    pub body: Option<Validated<'d>>,
    /// The Body's element, as far as it can be relied upon, if the schema does not accept it.
    pub partial: Option<Partial<'d>>,
}

impl Reading<'_> {
    /// Findings that are answered with a fault of the code `Client`.
    fn add(&mut self, stage: Stage, findings: Vec<Finding>) {
        if !findings.is_empty() {
            self.found.push(Found { stage, code: FaultCode::Client, findings });
        }
    }

    fn add_error(&mut self, stage: Stage, error: EnvelopeError) {
        self.found.push(Found { stage, code: error.code, findings: vec![*error.finding] });
    }
}

/// Reads a message of the contract in its envelope: the envelope, the Body's element against the
/// schema, and what follows it.
#[must_use]
pub fn read<'d>(
    interface: &Interface,
    document: &'d Document<'_>,
    meta: Meta<'_>,
    limits: Limits,
    empty: EmptyOptional,
) -> Reading<'d> {
    let mut reading = Reading::default();
    let mut reader = Reader::new(document, limits);
    let extent = if meta.go_on { Extent::Whole } else { Extent::FirstError };
    let opened = open_as_far(&mut reader, extent);
    let code = opened.errors.first().map(|error| error.code);
    for error in opened.errors {
        reading.add_error(Stage::Envelope, error);
    }
    if let Some(content_type) = meta.soap_12.filter(|_| code != Some(FaultCode::VersionMismatch)) {
        let finding = Box::new(media_of_soap_12(content_type));
        reading.add_error(Stage::Media, EnvelopeError { code: FaultCode::VersionMismatch, finding });
    }
    let bare = interface.kind_of(reader.name().local) != Kind::Unknown;
    let around = match opened.at {
        At::BodyChild(namespace) => Some(Around::Envelope(namespace, extent)),
        At::Root if meta.go_on && bare => Some(Around::Nothing),
        At::Root | At::Nowhere => None,
    };
    if let Some(around) = around {
        read_body(&mut reading, interface, &mut reader, meta, empty, &around);
    }
    reading
}

/// What stands around the element that is read as the Body's.
enum Around {
    /// An envelope in this namespace.
    Envelope(String, Extent),
    /// Nothing: it is the root.
    Nothing,
}

impl Around {
    fn namespace(&self) -> &str {
        match self {
            Self::Envelope(namespace, _) => namespace,
            Self::Nothing => SOAP_11,
        }
    }

    /// Reads on to the end of the document.
    fn close(&self, reader: &mut Reader<'_>) -> Vec<EnvelopeError> {
        match self {
            Self::Envelope(namespace, extent) => close_as_far(reader, namespace, *extent),
            Self::Nothing => loop {
                match reader.read() {
                    Ok(Event::Finish) => return Vec::new(),
                    Ok(_) => {}
                    Err(error) => return vec![error.into()],
                }
            },
        }
    }
}

/// Reads on from the start tag of the Body's element.
fn read_body<'d>(
    reading: &mut Reading<'d>,
    interface: &Interface,
    reader: &mut Reader<'d>,
    meta: Meta<'_>,
    empty: EmptyOptional,
    around: &Around,
) {
    let name = reader.name();
    let is_fault = name.local == "Fault" && reader.namespace(name.namespace) == around.namespace();
    if is_fault && meta.expected != Expected::Request {
        reading.kind = Kind::Fault;
        // A fault of SOAP 1.2 has another form, and is refused for its envelope.
        let is_known = around.namespace() == SOAP_11;
        let read = if is_known { read_fault(reader) } else { reader.skip_element().map_err(EnvelopeError::from) };
        let errors = read.map_or_else(|error| vec![error], |()| around.close(reader));
        for error in errors {
            reading.add_error(Stage::Rest, error);
        }
        return;
    }

    reading.kind = interface.kind_of(name.local);
    let root = unexpected(interface, reader, reading.kind, meta.expected);
    let examined = match root {
        None => interface.schema.examine_element(reader, empty).map(Some),
        // An error in it is given again by what follows.
        Some(_) => Ok(reader.skip_element().ok().and(None)),
    };
    for error in around.close(reader) {
        // An error of form further on goes before what breaks the schema up to there.
        let is_fatal = error.finding.code.group() != Group::Soap;
        reading.add_error(Stage::Rest, error);
        if is_fatal {
            return;
        }
    }
    reading.add(Stage::Root, root.into_iter().collect());
    reading.add(Stage::Action, contradiction(reading.kind, meta.soap_action).into_iter().collect());
    match examined {
        Ok(Some(Examined::Valid(body))) => reading.body = Some(body),
        Ok(Some(Examined::Invalid(partial, error))) => {
            reading.partial = Some(partial);
            reading.add(Stage::Schema, findings(error));
        }
        // It is not well-formed, which was reported above.
        Ok(None) | Err(_) => {}
    }
}

/// The Body's element, where a request or a reply is expected and it is none.
fn unexpected(interface: &Interface, reader: &Reader<'_>, kind: Kind, expected: Expected) -> Option<Finding> {
    let name: fn(&Operation) -> &'static str = match (expected, kind) {
        (Expected::Any, _) | (Expected::Request, Kind::Request(_)) | (Expected::Response, Kind::Response(_)) => {
            return None;
        }
        (Expected::Request, _) => |operation| operation.request,
        (Expected::Response, _) => |operation| operation.response,
    };
    let allowed: Vec<&str> = interface.operations.iter().map(name).collect();
    let finding = Finding::new(Code::XSD_ROOT).at(reader.place(reader.offset()));
    Some(finding.found(&format!("<{}>", reader.name().qualified)).allowed(Text::same(allowed.join(", "))))
}

/// A `SOAPAction` that names another operation than the body's.
fn contradiction(kind: Kind, header: Option<&str>) -> Option<Finding> {
    let (operation, header) = (kind.requested()?, header?);
    operation.is_contradicted_by(header).then(|| {
        Finding::new(Code::SOAP_ACTION).about(operation.name).found(header).allowed(Text::same(operation.action))
    })
}

/// A `Content-Type` of SOAP 1.2, as a finding.
#[must_use]
pub fn media_of_soap_12(content_type: &str) -> Finding {
    Finding::new(Code::HTTP_MEDIA).found(content_type).allowed(Text::same("text/xml; charset=UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{INTERFACE, NAMESPACE};

    fn envelope(body: &str, behind: &str) -> String {
        format!("<s:Envelope xmlns:s='{SOAP_11}'><s:Body>{body}</s:Body>{behind}</s:Envelope>")
    }

    fn stages(text: &str, meta: Meta<'_>) -> String {
        let document = Document::from_text(text);
        let reading = read(&INTERFACE, &document, meta, Limits::default(), EmptyOptional::Reject);
        let found: Vec<String> = reading.found.iter().map(|found| format!("{:?}", found.stage)).collect();
        format!("{} {}", reading.kind.name(), found.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn every_stage_is_told_in_the_order_of_the_answers() {
        let request = Meta { expected: Expected::Request, ..Meta::default() };
        let soap_12 = Meta { soap_12: Some("application/soap+xml"), ..request };
        let other = Meta { soap_action: Some("Count"), ..request };
        let empty = format!("<c:echoRequest xmlns:c='{NAMESPACE}'/>");
        let reply = format!("<c:echoResponse xmlns:c='{NAMESPACE}'/>");
        let cases = [
            ("<a/>".to_owned(), soap_12, "unknown Envelope Media"),
            (envelope("", "").replace(SOAP_11, "urn:x"), soap_12, "unknown Envelope"),
            (envelope(&empty, ""), request, "echoRequest Schema"),
            (
                envelope(&empty, ""),
                Meta { soap_action: other.soap_action, ..soap_12 },
                "echoRequest Media Action Schema",
            ),
            (envelope(&empty, "text"), other, "echoRequest Rest Action Schema"),
            (envelope(&empty, "<a>"), other, "echoRequest Rest"),
            (envelope(&reply, "text"), other, "echoResponse Rest Root"),
            (envelope("<a>", ""), other, "unknown Rest"),
            (envelope(&empty, ""), Meta { expected: Expected::Response, ..other }, "echoRequest Root Action"),
            (envelope("<s:Fault/>", ""), other, "unknown Root"),
            (envelope("<s:Fault/>", ""), Meta::default(), "Fault Rest"),
        ];
        for (text, meta, expected) in cases {
            assert_eq!(stages(&text, meta), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_further_on_is_found_where_that_is_asked_for() {
        const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";
        let meta = Meta { expected: Expected::Request, go_on: true, ..Meta::default() };
        let empty = format!("<c:echoRequest xmlns:c='{NAMESPACE}'/>");
        let header = |content: &str| {
            envelope(&empty, "").replace("<s:Body>", &format!("<s:Header xmlns:x='urn:x'>{content}</s:Header><s:Body>"))
        };
        let must = "<x:y s:mustUnderstand='1'/>";
        // Text, and the stages with how much each found.
        let cases = [
            (empty.clone(), "echoRequest Envelope1 Schema1"),
            ("<a/>".to_owned(), "unknown Envelope1"),
            (envelope(&empty, "").replace(SOAP_11, SOAP_12), "echoRequest Envelope1 Schema1"),
            (envelope(&empty, "").replace(SOAP_11, "urn:x"), "echoRequest Envelope1 Schema1"),
            (envelope(&empty, "").replace("Envelope", "envelope"), "echoRequest Envelope1 Schema1"),
            (envelope("<s:Fault/>", "").replace(SOAP_11, SOAP_12), "unknown Envelope1 Root1"),
            (header(&must.repeat(3)), "echoRequest Envelope1 Envelope1 Envelope1 Schema1"),
            (header(must).replace(SOAP_11, SOAP_12), "echoRequest Envelope1 Envelope1 Schema1"),
            (header("text"), "echoRequest Envelope1 Schema1"),
            (header("").replace("s:Header", "s:Testata"), "echoRequest Envelope1 Schema1"),
            (envelope(&format!("{empty}<b/><c/>"), "<s:Body/>text"), "echoRequest Rest1 Rest1 Rest1 Schema1"),
            (envelope(&format!("{empty}<b/>"), "<a>"), "echoRequest Rest1 Rest1"),
            (envelope("", ""), "unknown Envelope1"),
        ];
        for (text, expected) in cases {
            let document = Document::from_text(&text);
            let reading = read(&INTERFACE, &document, meta, Limits::default(), EmptyOptional::Reject);
            let stage = |found: &Found| format!("{:?}{}", found.stage, found.findings.len());
            let found: Vec<String> = reading.found.iter().map(stage).collect();
            assert_eq!(format!("{} {}", reading.kind.name(), found.join(" ")), expected, "{text}");
            // The endpoint, which does not go on, answers with the same one first.
            let strict =
                read(&INTERFACE, &document, Meta { go_on: false, ..meta }, Limits::default(), EmptyOptional::Reject);
            let (first, of_all) = (&strict.found[0], &reading.found[0]);
            assert_eq!((first.stage, first.code), (of_all.stage, of_all.code), "{text}");
            assert_eq!(first.findings, of_all.findings, "{text}");
        }
    }
}
