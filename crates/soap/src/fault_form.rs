//! What a fault must hold (SOAP 1.1 §4.4), for those that come from another service.

use super::envelope::{Child, EnvelopeError, SOAP_11, client, ended, here, namespace, next_child};
use sac_diagnostic::{Code, Text};
use sac_xml::{Event, Reader};

/// The children in no namespace, in order, and which of them must be there.
const FORM: [(&str, bool); 4] = [("faultcode", true), ("faultstring", true), ("faultactor", false), ("detail", false)];

/// Reads a fault whose start tag was just given, its end included. Children of other namespaces
/// may stand in it anywhere.
///
/// # Errors
///
/// A child that is missing, out of order or unknown, an empty `faultcode`, or anything that is
/// not well-formed.
pub fn read_fault(reader: &mut Reader<'_>) -> Result<(), EnvelopeError> {
    let fault = reader.name().qualified;
    let mut rest = FORM.as_slice();
    while next_child(reader)? == Child::Element {
        match namespace(reader) {
            "" => rest = after(rest, reader.name().local).ok_or_else(|| misplaced(reader, rest))?,
            SOAP_11 => return Err(misplaced(reader, rest)),
            _ => {}
        }
        if namespace(reader).is_empty() && reader.name().local == "faultcode" {
            read_code(reader)?;
        } else {
            reader.skip_element()?;
        }
    }
    match rest.first() {
        Some((missing, true)) => {
            let reason = Text::new(format!("Manca {missing}."), format!("It has no {missing}."));
            let path = format!("{}/{fault}", reader.xpath());
            Err(ended(reader, Code::SOAP_FAULT, path, Text::same(*missing), reason))
        }
        _ => Ok(()),
    }
}

/// What may follow a child of this name, if the child may come next.
fn after<'f>(rest: &'f [(&'f str, bool)], local: &str) -> Option<&'f [(&'f str, bool)]> {
    let found = rest.iter().position(|(name, _)| *name == local)?;
    let (passed, rest) = rest.split_at_checked(found + 1)?;
    let is_complete = passed.iter().take(found).all(|(_, required)| !required);
    is_complete.then_some(rest)
}

/// Reads the code, which must not be empty.
fn read_code(reader: &mut Reader<'_>) -> Result<(), EnvelopeError> {
    let (depth, name) = (reader.depth(), reader.name().qualified);
    let mut is_empty = true;
    while reader.depth() >= depth {
        if let Event::Text(text) = reader.read()? {
            is_empty &= text.trim().is_empty();
        }
    }
    if is_empty {
        let reason = Text::new(format!("{name} è vuoto."), format!("{name} is empty."));
        let path = format!("{}/{name}", reader.xpath());
        return Err(ended(reader, Code::SOAP_FAULT, path, Text::same("Client, Server"), reason));
    }
    Ok(())
}

fn misplaced(reader: &Reader<'_>, rest: &[(&str, bool)]) -> EnvelopeError {
    let upto = rest.iter().position(|(_, required)| *required).map_or(rest.len(), |required| required + 1);
    let names: Vec<&str> = rest.iter().take(upto).map(|(name, _)| *name).collect();
    let allowed = match names.join(", ") {
        none if none.is_empty() => Text::new("la fine del Fault", "the end of the Fault"),
        names => Text::new(format!("{names}, fuori da ogni namespace"), format!("{names}, in no namespace")),
    };
    let finding = here(reader, Code::SOAP_FAULT);
    let tag = finding.found.clone().unwrap_or_default();
    let reason = Text::new(
        format!("Qui c'è {tag}; ci vuole: {}.", allowed.it),
        format!("Here stands {tag}; what belongs here: {}.", allowed.en),
    );
    client(finding.allowed(allowed).because(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fault, close, open};
    use sac_diagnostic::Language;
    use sac_xml::{Charset, Document, Limits};

    fn read_whole(envelope: &str) -> Result<(), EnvelopeError> {
        let document = Document::from_text(envelope);
        let mut reader = Reader::new(&document, Limits::default());
        open(&mut reader)?;
        read_fault(&mut reader)?;
        close(&mut reader)
    }

    fn fault(content: &str) -> String {
        format!("<s:Envelope xmlns:s='{SOAP_11}'><s:Body><s:Fault>{content}</s:Fault></s:Body></s:Envelope>")
    }

    #[test]
    fn faults_of_soap_11_pass() {
        let good = [
            "<faultcode>s:Client</faultcode><faultstring/>",
            " <faultcode>Client.Auth</faultcode> <faultstring xml:lang='it'>No</faultstring> ",
            "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:x</faultactor><detail><a/></detail>",
            "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>text</detail>",
            "<faultcode>s:Server</faultcode><x:y xmlns:x='urn:x'/><faultstring>x</faultstring>",
        ];
        for content in good {
            assert!(read_whole(&fault(content)).is_ok(), "{content}");
        }
        let ours = String::from_utf8(Fault::wrong_credentials().encode(Charset::Utf8)).unwrap();
        assert!(read_whole(&ours).is_ok(), "{ours}");
    }

    #[test]
    fn other_faults_are_told_what_they_lack() {
        let cases = [
            ("", "", "It has no faultcode."),
            ("<faultcode>s:Client</faultcode>", "", "It has no faultstring."),
            ("<faultcode> </faultcode><faultstring/>", "/faultcode", "faultcode is empty."),
            (
                "<faultstring/><faultcode>x</faultcode>",
                "/faultstring",
                "Here stands <faultstring>; what belongs here: faultcode,",
            ),
            ("<s:faultcode>x</s:faultcode>", "/s:faultcode", "what belongs here: faultcode, in no namespace."),
            ("<faultcode>x</faultcode><faultCode/>", "/faultCode", "what belongs here: faultstring,"),
            ("<faultcode>x</faultcode><faultstring/><detail/><faultactor/>", "/faultactor", "the end of the Fault."),
            ("<faultcode>x</faultcode><faultstring/><detail/><detail/>", "/detail[2]", "the end of the Fault."),
            ("<faultcode>x</faultcode><faultstring/><a/>", "/a", "what belongs here: faultactor, detail,"),
        ];
        for (content, path, expected) in cases {
            let error = read_whole(&fault(content)).unwrap_err();
            let (finding, place) = (&error.finding, error.finding.place.clone().unwrap());
            assert_eq!(
                (finding.code, &*place.xpath),
                (Code::SOAP_FAULT, &*format!("/s:Envelope/s:Body/s:Fault{path}"))
            );
            assert!(finding.message(Language::En).contains(expected), "{}", finding.message(Language::En));
        }
    }
}
