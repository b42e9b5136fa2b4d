//! The SOAP 1.1 envelope around a message (contract §1, rules §1.3).

use crate::fault_code::FaultCode;
use sac_diagnostic::{Code, Finding, Group, Place, Text};
use sac_xml::{Event, ParseError, Reader};

/// The namespace of SOAP 1.1 envelopes.
pub const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// The actors and roles of headers that are for the receiver of the message: here, the gateway. The
/// last two are those of SOAP 1.2, which is refused as such.
const ROLES: [&str; 3] = [
    "http://schemas.xmlsoap.org/soap/actor/next",
    "http://www.w3.org/2003/05/soap-envelope/role/next",
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
];
/// The most headers of one message that are reported as not understood.
const MOST_HEADERS: usize = 50;

/// Why an envelope cannot be read, with the fault that answers it.
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
    let Opened { errors, .. } = open_as_far(reader, Extent::FirstError);
    errors.into_iter().next().map_or(Ok(()), Err)
}

/// Reads the rest, once the Body's child is done: nothing else may stand in the Body, and
/// behind it only what is not of SOAP (SOAP 1.1 §4), which is ignored.
///
/// # Errors
///
/// A second child, another part of an envelope, or anything that is not well-formed.
pub fn close(reader: &mut Reader<'_>) -> Result<(), EnvelopeError> {
    close_as_far(reader, SOAP_11, Extent::FirstError).into_iter().next().map_or(Ok(()), Err)
}

/// How far an envelope is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Up to the first error, with which the endpoint answers.
    FirstError,
    /// Past errors, wherever it is clear what was meant.
    Whole,
}

/// What came of reading up to the Body's element.
pub(super) struct Opened {
    /// What is wrong, first what the endpoint answers with.
    pub(super) errors: Vec<EnvelopeError>,
    /// Where the reader stands.
    pub(super) at: At,
}

/// Where the reader stands once an envelope was opened.
pub(super) enum At {
    /// In the start tag of the Body's child. The envelope is in this namespace.
    BodyChild(String),
    /// In the start tag of a root element that is no envelope.
    Root,
    /// Somewhere from where nothing can be read.
    Nowhere,
}

/// Reads up to and into the start tag of the Body's one child, past errors if so asked.
pub(super) fn open_as_far(reader: &mut Reader<'_>, extent: Extent) -> Opened {
    let mut walk = Walk { reader, extent, namespace: String::new(), errors: Vec::new() };
    let at = walk.open().unwrap_or(At::Nowhere);
    Opened { errors: walk.errors, at }
}

/// Reads the rest of an envelope in `namespace`, past errors if so asked.
pub(super) fn close_as_far(reader: &mut Reader<'_>, namespace: &str, extent: Extent) -> Vec<EnvelopeError> {
    let mut walk = Walk { reader, extent, namespace: namespace.to_owned(), errors: Vec::new() };
    // What stopped it is among the errors.
    let _ = walk.close();
    walk.errors
}

/// Reading has to end here; why is the last of the errors.
struct Stop;

struct Walk<'w, 'a> {
    reader: &'w mut Reader<'a>,
    extent: Extent,
    /// That of the envelope, which is SOAP 1.1's unless reading continues past errors.
    namespace: String,
    errors: Vec<EnvelopeError>,
}

impl Walk<'_, '_> {
    fn open(&mut self) -> Result<At, Stop> {
        let is_element = self.child()? == Child::Element;
        if !is_element || self.reader.name().local != "Envelope" {
            self.report(no_envelope(self.reader))?;
            if !self.reader.name().local.eq_ignore_ascii_case("Envelope") {
                return if is_element { Ok(At::Root) } else { Err(Stop) };
            }
        }
        namespace(self.reader).clone_into(&mut self.namespace);
        if self.namespace != SOAP_11 {
            let finding = Box::new(other_version(self.reader));
            self.report(EnvelopeError { code: FaultCode::VersionMismatch, finding })?;
        }
        let envelope = self.reader.name().qualified;
        self.up_to_body()?;
        let body = self.reader.name().qualified;
        match self.child()? {
            Child::Element if self.is_of_soap() && self.reader.name().local != "Fault" => {
                self.stop(not_alone(self.reader))
            }
            Child::Element => Ok(At::BodyChild(std::mem::take(&mut self.namespace))),
            Child::End => {
                let reason = Text::new("È vuoto.", "It is empty.");
                let path = format!("/{envelope}/{body}");
                self.stop(ended(self.reader, Code::SOAP_BODY, path, one_request(), reason))
            }
        }
    }

    /// Skips the headers; the reader then stands in the start tag of the Body.
    fn up_to_body(&mut self) -> Result<(), Stop> {
        let envelope = self.reader.name().qualified;
        let mut not_understood = Vec::new();
        let mut header_seen = false;
        loop {
            if self.child()? == Child::End {
                let reason = Text::new("Finisce senza un Body.", "It ends without a Body.");
                let (path, allowed) = (format!("/{envelope}"), Text::same("Body"));
                return self.stop(ended(self.reader, Code::SOAP_STRUCTURE, path, allowed, reason));
            }
            match self.reader.name().local {
                "Header" if self.is_of_soap() && !header_seen => {
                    header_seen = true;
                    not_understood = self.header()?;
                }
                "Body" if self.is_of_soap() => break,
                _ => {
                    let allowed = if header_seen { "Body" } else { "Header, Body" };
                    self.report(misplaced(self.reader, Text::same(allowed)))?;
                    self.skip()?;
                }
            }
        }
        for finding in not_understood {
            self.report(EnvelopeError { code: FaultCode::MustUnderstand, finding: Box::new(finding) })?;
        }
        Ok(())
    }

    /// Skips the headers; returns those that must be understood, as none is.
    fn header(&mut self) -> Result<Vec<Finding>, Stop> {
        let mut not_understood = Vec::new();
        while self.child()? == Child::Element {
            let reader = &*self.reader;
            let must = reader.attribute(&self.namespace, "mustUnderstand");
            let must = must.filter(|value| matches!(value.trim(), "1" | "true"));
            let role = ["actor", "role"].iter().find_map(|name| reader.attribute(&self.namespace, name));
            let for_us = role.is_none_or(|role| role.is_empty() || ROLES.contains(&role));
            if let Some(value) = must.filter(|_| for_us && not_understood.len() < MOST_HEADERS) {
                let place = reader.place(reader.offset());
                let finding = Finding::new(Code::SOAP_MUST_UNDERSTAND).at(place).found(&tag(reader)).about(value);
                not_understood.push(finding);
            }
            self.skip()?;
        }
        Ok(not_understood)
    }

    fn close(&mut self) -> Result<(), Stop> {
        let mut is_alone = true;
        while self.child()? == Child::Element {
            if std::mem::take(&mut is_alone) {
                self.report(not_alone(self.reader))?;
            }
            self.skip()?;
        }
        while self.child()? == Child::Element {
            if self.is_of_soap() {
                let allowed = Text::new("dopo il Body, niente che sia di SOAP", "nothing of SOAP's own after the Body");
                self.report(misplaced(self.reader, allowed))?;
            }
            self.skip()?;
        }
        loop {
            match self.reader.read() {
                Ok(Event::Finish) => return Ok(()),
                Ok(_) => {}
                Err(error) => return self.stop(error.into()),
            }
        }
    }

    /// The next child element or end. Text between elements is an error after which reading continues.
    fn child(&mut self) -> Result<Child, Stop> {
        loop {
            match next_child(self.reader) {
                Ok(child) => return Ok(child),
                Err(error) if error.finding.code.group() == Group::Soap => self.report(error)?,
                Err(error) => return self.stop(error),
            }
        }
    }

    fn skip(&mut self) -> Result<(), Stop> {
        self.reader.skip_element().or_else(|error| self.stop(error.into()))
    }

    fn is_of_soap(&self) -> bool {
        namespace(self.reader) == self.namespace
    }

    /// Notes an error, and goes on if that is asked for.
    fn report(&mut self, error: EnvelopeError) -> Result<(), Stop> {
        self.errors.push(error);
        if self.extent == Extent::Whole { Ok(()) } else { Err(Stop) }
    }

    /// Notes an error from which nothing can be read on.
    fn stop<T>(&mut self, error: EnvelopeError) -> Result<T, Stop> {
        self.errors.push(error);
        Err(Stop)
    }
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

    fn read_whole(text: &str) -> Result<String, EnvelopeError> {
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
            assert_eq!(read_whole(&text).unwrap(), "a", "{text}");
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
            let error = read_whole(&text).unwrap_err();
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
            let message = read_whole(&text).unwrap_err().finding.message(Language::En);
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
