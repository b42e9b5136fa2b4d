//! The SOAP 1.1 envelope around a message (contract §1, rules §1.3).

use crate::diagnostic::{Code, Finding, Text};
use crate::xml::{Event, Reader};

/// The namespace of SOAP 1.1 envelopes.
pub const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// Whom a header is for: with this actor, whoever comes next, which is us.
const NEXT: &str = "http://schemas.xmlsoap.org/soap/actor/next";

/// Why an envelope cannot be opened, by the fault that it deserves.
#[derive(Debug)]
pub enum NotOpened {
    /// It is an envelope of another SOAP.
    VersionMismatch(Box<Finding>),
    /// A header that must be understood is not.
    MustUnderstand(Box<Finding>),
    /// It is not well-formed, or not an envelope.
    Client(Box<Finding>),
}

impl NotOpened {
    /// What is wrong.
    #[must_use]
    pub fn finding(&self) -> &Finding {
        match self {
            Self::VersionMismatch(finding) | Self::MustUnderstand(finding) | Self::Client(finding) => finding,
        }
    }
}

impl From<Box<Finding>> for NotOpened {
    fn from(finding: Box<Finding>) -> Self {
        Self::Client(finding)
    }
}

/// Reads up to and into the start tag of the Body's one child.
///
/// # Errors
///
/// What stands in the way, as the fault that tells it.
pub fn open(reader: &mut Reader<'_>) -> Result<(), NotOpened> {
    if next_child(reader)? != Child::Element || reader.name().local != "Envelope" {
        return Err(wrong(reader, Code::SOAP_ENVELOPE, &tag(reader), Text::same(format!("Envelope ({SOAP_11})"))));
    }
    if namespace(reader) != SOAP_11 {
        let place = reader.place(reader.offset());
        let finding = Finding::new(Code::SOAP_VERSION).at(place).found(namespace(reader)).allowed(Text::same(SOAP_11));
        return Err(NotOpened::VersionMismatch(Box::new(finding)));
    }
    let mut not_understood = None;
    let mut header_seen = false;
    loop {
        if next_child(reader)? == Child::End {
            let found = format!("</{}>", reader.name().qualified);
            return Err(wrong(reader, Code::SOAP_STRUCTURE, &found, Text::same("Body")));
        }
        match (namespace(reader), reader.name().local) {
            (SOAP_11, "Header") if !header_seen => {
                header_seen = true;
                not_understood = header(reader)?;
            }
            (SOAP_11, "Body") => break,
            _ => return Err(wrong(reader, Code::SOAP_STRUCTURE, &tag(reader), Text::same("Header, Body"))),
        }
    }
    if let Some(finding) = not_understood {
        return Err(NotOpened::MustUnderstand(finding));
    }
    match next_child(reader)? {
        Child::Element => Ok(()),
        Child::End => Err(wrong(reader, Code::SOAP_BODY, "∅", one_request())),
    }
}

/// Reads the rest, once the Body's child is done: nothing else may stand in the Body. What
/// follows the Body is passed over, as SOAP 1.1 §4 allows it.
///
/// # Errors
///
/// A second child, or whatever is not well-formed.
pub fn close(reader: &mut Reader<'_>) -> Result<(), NotOpened> {
    if next_child(reader)? == Child::Element {
        return Err(wrong(reader, Code::SOAP_BODY, &tag(reader), one_request()));
    }
    while next_child(reader)? == Child::Element {
        reader.skip_element()?;
    }
    while reader.read()? != Event::Finish {}
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Child {
    Element,
    End,
}

/// The next child element or the end of the element that holds it; between children there may
/// be blanks only.
fn next_child(reader: &mut Reader<'_>) -> Result<Child, NotOpened> {
    loop {
        let before = reader.position();
        match reader.read()? {
            Event::Start => return Ok(Child::Element),
            Event::End | Event::Finish => return Ok(Child::End),
            Event::Text(text) if text.trim().is_empty() => {}
            Event::Text(text) => {
                let finding = Finding::new(Code::SOAP_STRUCTURE)
                    .at(reader.place(before))
                    .found(text.trim())
                    .allowed(Text::new("solo elementi, senza testo", "elements only, no text"));
                return Err(NotOpened::Client(Box::new(finding)));
            }
        }
    }
}

/// Passes over the headers; gives the first that must be understood, for we understand none.
fn header(reader: &mut Reader<'_>) -> Result<Option<Box<Finding>>, NotOpened> {
    let mut not_understood = None;
    while next_child(reader)? == Child::Element {
        let must =
            reader.attribute(SOAP_11, "mustUnderstand").is_some_and(|value| matches!(value.trim(), "1" | "true"));
        let for_us = reader.attribute(SOAP_11, "actor").is_none_or(|actor| actor.is_empty() || actor == NEXT);
        if must && for_us && not_understood.is_none() {
            let finding =
                Finding::new(Code::SOAP_MUST_UNDERSTAND).at(reader.place(reader.offset())).found(&tag(reader));
            not_understood = Some(Box::new(finding));
        }
        reader.skip_element()?;
    }
    Ok(not_understood)
}

fn namespace<'r>(reader: &'r Reader<'_>) -> &'r str {
    reader.namespace(reader.name().namespace)
}

fn wrong(reader: &Reader<'_>, code: Code, found: &str, allowed: Text) -> NotOpened {
    let finding = Finding::new(code).at(reader.place(reader.offset())).found(found).allowed(allowed);
    NotOpened::Client(Box::new(finding))
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
    use crate::xml::{Document, Limits};

    fn judge(text: &str) -> Result<String, NotOpened> {
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
        let cases = [
            (soap_12.to_owned(), "version", "SAC-SOAP-VERSION"),
            (must, "must", "SAC-SOAP-MUST-UNDERSTAND"),
            ("<a/>".to_owned(), "client", "SAC-SOAP-ENVELOPE"),
            (envelope("", ""), "client", "SAC-SOAP-BODY"),
            (envelope("", "<a/><b/>"), "client", "SAC-SOAP-BODY"),
            (envelope("<s:Other/>", "<a/>"), "client", "SAC-SOAP-STRUCTURE"),
            (envelope("text", "<a/>"), "client", "SAC-SOAP-STRUCTURE"),
            (format!("<s:Envelope xmlns:s='{SOAP_11}'/>"), "client", "SAC-SOAP-STRUCTURE"),
            (envelope("", "<a>"), "client", "SAC-XML-END-TAG"),
        ];
        for (text, kind, code) in cases {
            let error = judge(&text).unwrap_err();
            let got = match &error {
                NotOpened::VersionMismatch(_) => "version",
                NotOpened::MustUnderstand(_) => "must",
                NotOpened::Client(_) => "client",
            };
            assert_eq!((got, error.finding().code.as_str()), (kind, code), "{text}");
        }
    }
}
