//! The SOAP 1.1 envelope around a message (contract §1, rules §1.3).

use crate::fault_code::FaultCode;
use sac_diagnostic::{Code, Finding, Place, Text};
use sac_xml::{Event, ParseError, Reader};

/// The namespace of SOAP 1.1 envelopes.
pub const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// The actor of headers that are for the next receiver of the message: here, the gateway.
const NEXT: &str = "http://schemas.xmlsoap.org/soap/actor/next";

/// Why an envelope cannot be read, with the fault that this earns.
#[derive(Debug)]
pub struct EnvelopeError {
    /// The fault's code: `VersionMismatch` for another SOAP, `MustUnderstand` for a header that
    /// must be understood and is not, else `Client`.
    pub code: FaultCode,
    /// What is wrong.
    pub finding: Box<Finding>,
}

impl From<Box<ParseError>> for EnvelopeError {
    fn from(error: Box<ParseError>) -> Self {
        Self { code: FaultCode::Client, finding: error.into() }
    }
}

/// Reads up to and into the start tag of the Body's one child.
///
/// # Errors
///
/// The first thing for which the message cannot be read on.
pub fn open(reader: &mut Reader<'_>) -> Result<(), EnvelopeError> {
    if next_child(reader)? != Child::Element || reader.name().local != "Envelope" {
        return Err(no_envelope(reader));
    }
    if namespace(reader) != SOAP_11 {
        return Err(EnvelopeError { code: FaultCode::VersionMismatch, finding: Box::new(other_version(reader)) });
    }
    let envelope = reader.name().qualified;
    let mut not_understood = None;
    let mut header_seen = false;
    loop {
        if next_child(reader)? == Child::End {
            let reason = Text::new("Finisce senza un Body.", "It ends without a Body.");
            return Err(ended(reader, Code::SOAP_STRUCTURE, format!("/{envelope}"), Text::same("Body"), reason));
        }
        match (namespace(reader), reader.name().local) {
            (SOAP_11, "Header") if !header_seen => {
                header_seen = true;
                not_understood = header(reader)?;
            }
            (SOAP_11, "Body") => break,
            _ => {
                let allowed = if header_seen { "Body" } else { "Header, Body" };
                return Err(misplaced(reader, Text::same(allowed)));
            }
        }
    }
    if let Some(finding) = not_understood {
        return Err(EnvelopeError { code: FaultCode::MustUnderstand, finding });
    }
    let body = reader.name().qualified;
    match next_child(reader)? {
        Child::Element if namespace(reader) == SOAP_11 && reader.name().local != "Fault" => Err(not_alone(reader)),
        Child::Element => Ok(()),
        Child::End => {
            let reason = Text::new("È vuoto.", "It is empty.");
            Err(ended(reader, Code::SOAP_BODY, format!("/{envelope}/{body}"), one_request(), reason))
        }
    }
}

/// Reads the rest, once the Body's child is done: nothing else may stand in the Body, and
/// behind it only what is not of SOAP (SOAP 1.1 §4), which is passed over.
///
/// # Errors
///
/// A second child, another part of an envelope, or whatever is not well-formed.
pub fn close(reader: &mut Reader<'_>) -> Result<(), EnvelopeError> {
    if next_child(reader)? == Child::Element {
        return Err(not_alone(reader));
    }
    while next_child(reader)? == Child::Element {
        if namespace(reader) == SOAP_11 {
            let allowed = Text::new("dopo il Body, niente che sia di SOAP", "nothing of SOAP's own after the Body");
            return Err(misplaced(reader, allowed));
        }
        reader.skip_element()?;
    }
    while reader.read()? != Event::Finish {}
    Ok(())
}

#[derive(PartialEq, Eq)]
pub(super) enum Child {
    Element,
    End,
}

/// The next child element or the end of the element that holds it; between children there may
/// be blanks only.
pub(super) fn next_child(reader: &mut Reader<'_>) -> Result<Child, EnvelopeError> {
    loop {
        match reader.read()? {
            Event::Start => return Ok(Child::Element),
            Event::End | Event::Finish => return Ok(Child::End),
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(text) => return Err(stray_text(reader, text.trim())),
        }
    }
}

/// Passes over the headers; gives the first that must be understood, for we understand none.
fn header(reader: &mut Reader<'_>) -> Result<Option<Box<Finding>>, EnvelopeError> {
    let mut not_understood = None;
    while next_child(reader)? == Child::Element {
        let must = reader.attribute(SOAP_11, "mustUnderstand").filter(|value| matches!(value.trim(), "1" | "true"));
        let for_us = reader.attribute(SOAP_11, "actor").is_none_or(|actor| actor.is_empty() || actor == NEXT);
        if let Some(value) = must.filter(|_| for_us && not_understood.is_none()) {
            let place = reader.place(reader.offset());
            let finding = Finding::new(Code::SOAP_MUST_UNDERSTAND).at(place).found(&tag(reader)).about(value);
            not_understood = Some(Box::new(finding));
        }
        reader.skip_element()?;
    }
    Ok(not_understood)
}

pub(super) fn namespace<'r>(reader: &'r Reader<'_>) -> &'r str {
    reader.namespace(reader.name().namespace)
}

fn no_envelope(reader: &Reader<'_>) -> EnvelopeError {
    let finding = here(reader, Code::SOAP_ENVELOPE).allowed(Text::same(format!("Envelope ({SOAP_11})")));
    let misspelt = reader.name().local.eq_ignore_ascii_case("Envelope");
    client(if misspelt { finding.suggest("Envelope") } else { finding })
}

fn other_version(reader: &Reader<'_>) -> Finding {
    let reason = match namespace(reader) {
        "" => Text::new("Questa non è in alcun namespace.", "This one is in no namespace."),
        other => {
            Text::new(format!("Questa è nel namespace {other}."), format!("This one is in the namespace {other}."))
        }
    };
    let place = reader.place(reader.offset());
    let finding = Finding::new(Code::SOAP_VERSION).at(place).found(namespace(reader));
    finding.allowed(Text::same(SOAP_11)).because(reason)
}

/// An element that an envelope has not, or not here.
fn misplaced(reader: &Reader<'_>, allowed: Text) -> EnvelopeError {
    let tag = tag(reader);
    let reason = Text::new(
        format!("Qui c'è {tag}; ci vuole: {}.", allowed.it),
        format!("Here stands {tag}; what belongs here: {}.", allowed.en),
    );
    client(here(reader, Code::SOAP_STRUCTURE).allowed(allowed).because(reason))
}

/// An element in the Body that is not the one request.
fn not_alone(reader: &Reader<'_>) -> EnvelopeError {
    let tag = tag(reader);
    let reason = Text::new(format!("Qui c'è {tag}."), format!("Here stands {tag}."));
    client(here(reader, Code::SOAP_BODY).allowed(one_request()).because(reason))
}

/// An element that ended too early: its path, what it lacks, and how to say so.
pub(super) fn ended(reader: &Reader<'_>, code: Code, xpath: String, allowed: Text, reason: Text) -> EnvelopeError {
    let read = reader.document().text().get(..reader.position()).unwrap_or_default();
    let place = Place { xpath, ..reader.place(read.rfind('<').unwrap_or(0)) };
    client(Finding::new(code).at(place).allowed(allowed).because(reason))
}

fn stray_text(reader: &Reader<'_>, text: &str) -> EnvelopeError {
    let reason = if text.starts_with('<') {
        Text::new(
            "Qui c'è XML scritto come testo, con &lt; o in una sezione CDATA: ci va l'elemento vero e proprio.",
            "Here stands XML written as text, with &lt; or in a CDATA section: write the element itself.",
        )
    } else {
        Text::new("Qui c'è del testo; ci vogliono solo elementi.", "Here stands text; only elements belong here.")
    };
    let finding = Finding::new(Code::SOAP_STRUCTURE).at(reader.place(reader.text_offset())).found(text);
    client(finding.allowed(Text::new("solo elementi, senza testo", "elements only, no text")).because(reason))
}

/// A finding about the element just started.
pub(super) fn here(reader: &Reader<'_>, code: Code) -> Finding {
    Finding::new(code).at(reader.place(reader.offset())).found(&tag(reader))
}

pub(super) fn client(finding: Finding) -> EnvelopeError {
    EnvelopeError { code: FaultCode::Client, finding: Box::new(finding) }
}

fn tag(reader: &Reader<'_>) -> String {
    format!("<{}>", reader.name().qualified)
}

fn one_request() -> Text {
    Text::new("un solo elemento, la richiesta", "one element, the request")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_diagnostic::Language;
    use sac_xml::{Document, Limits};

    fn judge(text: &str) -> Result<String, EnvelopeError> {
        let document = Document::from_text(text);
        let mut reader = Reader::new(&document, Limits::default());
        open(&mut reader)?;
        let name = reader.name().local.to_owned();
        reader.skip_element()?;
        close(&mut reader)?;
        Ok(name)
    }

    fn envelope(header: &str, body: &str) -> String {
        format!("<s:Envelope xmlns:s='{SOAP_11}'>{header}<s:Body>{body}</s:Body></s:Envelope>")
    }

    #[test]
    fn the_one_child_of_the_body_is_found() {
        let good = [
            envelope("", "<a/>"),
            envelope("<s:Header/>", " <a/> "),
            envelope("", "<a/>").replace("</s:Body>", "</s:Body> <x:y xmlns:x='urn:x'><z/></x:y> "),
            envelope("<s:Header><x:y xmlns:x='urn:x' s:mustUnderstand='0'/></s:Header>", "<a><b/></a>"),
            envelope("<s:Header><x:y xmlns:x='urn:x' s:mustUnderstand='1' s:actor='urn:other'/></s:Header>", "<a/>"),
            format!("<?xml version='1.0'?><Envelope xmlns='{SOAP_11}'><Body><a xmlns=''/></Body></Envelope>"),
        ];
        for text in good {
            assert_eq!(judge(&text).unwrap(), "a", "{text}");
        }
    }

    #[test]
    fn each_wrong_envelope_gets_its_fault() {
        let soap_12 =
            "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body><a/></s:Body></s:Envelope>";
        let must = envelope("<s:Header><x:y xmlns:x='urn:x' s:mustUnderstand='1'/></s:Header>", "<a/>");
        let unqualified = "<Envelope><Body><a/></Body></Envelope>";
        let behind = |element: &str| envelope("", "<a/>").replace("</s:Envelope>", &format!("{element}</s:Envelope>"));
        // Text, fault, code without family, column and path.
        let cases = [
            (soap_12.to_owned(), "version", "VERSION 1 /s:Envelope"),
            (unqualified.to_owned(), "version", "VERSION 1 /Envelope"),
            (must, "must", "MUST-UNDERSTAND 75 /s:Envelope/s:Header/x:y"),
            ("<a/>".to_owned(), "client", "ENVELOPE 1 /a"),
            (format!("<s:envelope xmlns:s='{SOAP_11}'/>"), "client", "ENVELOPE 1 /s:envelope"),
            (envelope("", ""), "client", "BODY 73 /s:Envelope/s:Body"),
            (envelope("<s:Header/>", "<!-- - -->"), "client", "BODY 94 /s:Envelope/s:Body"),
            (envelope("", "").replace("></s:Body>", "/>"), "client", "BODY 65 /s:Envelope/s:Body"),
            (envelope("", "<a/><b/>"), "client", "BODY 77 /s:Envelope/s:Body/b"),
            (envelope("", "<s:Body/>"), "client", "BODY 73 /s:Envelope/s:Body/s:Body"),
            (envelope("<s:Other/>", "<a/>"), "client", "STRUCTURE 65 /s:Envelope/s:Other"),
            (envelope("<s:Header/><s:Header/>", "<a/>"), "client", "STRUCTURE 76 /s:Envelope/s:Header[2]"),
            (envelope("<x/>", "<a/>"), "client", "STRUCTURE 65 /s:Envelope/x"),
            (envelope("text", "<a/>"), "client", "STRUCTURE 65 /s:Envelope"),
            (envelope("", "<!-- -->  &lt;a/&gt;"), "client", "STRUCTURE 83 /s:Envelope/s:Body"),
            (envelope("", " <![CDATA[<a/>]]>"), "client", "STRUCTURE 83 /s:Envelope/s:Body"),
            (envelope("", "<a/> text"), "client", "STRUCTURE 78 /s:Envelope/s:Body"),
            (format!("<s:Envelope xmlns:s='{SOAP_11}'/>"), "client", "STRUCTURE 1 /s:Envelope"),
            (format!("<s:Envelope xmlns:s='{SOAP_11}'><s:Header/></s:Envelope>"), "client", "STRUCTURE 76 /s:Envelope"),
            (behind("<s:Body><b/></s:Body>"), "client", "STRUCTURE 86 /s:Envelope/s:Body[2]"),
            (behind("<x:y xmlns:x='urn:x'/><s:Header/>"), "client", "STRUCTURE 108 /s:Envelope/s:Header"),
            (behind("text"), "client", "STRUCTURE 86 /s:Envelope"),
            (envelope("", "<a>"), "client", "SAC-XML-END-TAG 76 /s:Envelope/s:Body/a"),
        ];
        let mut wrong = Vec::new();
        for (text, kind, expected) in cases {
            let error = judge(&text).unwrap_err();
            let got = match error.code {
                FaultCode::VersionMismatch => "version",
                FaultCode::MustUnderstand => "must",
                FaultCode::Client => "client",
                FaultCode::Server => "server",
            };
            let finding = error.finding;
            let place = finding.place.clone().unwrap();
            let code = finding.code.as_str().trim_start_matches("SAC-SOAP-");
            let found = format!("{code} {} {}", place.column, place.xpath);
            if (got, &*found) != (kind, expected) {
                wrong.push(format!("{text}: {got} {found}, not {kind} {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_exactly_is_the_matter_is_said() {
        let header = |must: &str| format!("<s:Header><x:y xmlns:x='urn:x' s:mustUnderstand='{must}'/></s:Header>");
        let cases = [
            (envelope("", ""), "It is empty."),
            (format!("<s:Envelope xmlns:s='{SOAP_11}'><s:Header/></s:Envelope>"), "It ends without a Body."),
            (envelope("", "&lt;a/&gt;"), "Here stands XML written as text"),
            (envelope("", "text"), "Here stands text"),
            (envelope(&header("true"), "<a/>"), "mustUnderstand=\"true\""),
            ("<Envelope/>".to_owned(), "This one is in no namespace."),
            ("<Envelope xmlns='urn:x'/>".to_owned(), "This one is in the namespace urn:x."),
        ];
        for (text, expected) in cases {
            let message = judge(&text).unwrap_err().finding.message(Language::En);
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
