//! What is timed, here and beside libxml2 in `oracle/benches/validate.rs`.

use sac_gateway::schema::{EmptyOptional, Schema};
use sac_gateway::xml::{Event, Limits, Reader, decode};

/// A request of 1.4 KB.
pub const REQUEST: &str = include_str!("request.xml");

/// What a sender may get wrong in [`REQUEST`]: what to call it, and the text before and after.
pub const FAULTS: &[(&str, &str, &str)] = &[
    ("a bad value", "<cap>00184<", "<cap>0184<"),
    ("an empty value", "<codiceAsl>201<", "<codiceAsl><"),
    ("a misspelt element", "trauma>", "traumi>"),
    ("an unknown element", "<trauma>false</trauma>", "<telefono>false</telefono>"),
    ("a missing element", "    <civico>4</civico>\n", ""),
    ("a namespace too many", "<medico>", "<medico xmlns=\"http://cert.sanita.finanze.it/\">"),
];

/// [`REQUEST`] with one of the [`FAULTS`].
pub fn spoilt((_, before, after): (&str, &str, &str)) -> String {
    let text = REQUEST.replace(before, after);
    assert_eq!(engine(&text), 1, "one fault, one finding");
    text
}

/// Checks in full; gives the number of findings.
pub fn engine(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    match Schema::contract().validate(&document, Limits::default(), EmptyOptional::Reject) {
        Ok(valid) => usize::from(valid.root().local().is_empty()),
        Err(findings) => findings.len(),
    }
}

/// Only reads, with every check of well-formedness.
pub fn our_reader(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    let mut reader = Reader::new(&document, Limits::default());
    let mut events = 0;
    while reader.read().expect("well-formed") != Event::Finish {
        events += 1;
    }
    events
}

/// Only reads, as quick-xml does by itself.
pub fn bare_quick_xml(text: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut events = 0;
    while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {
        events += 1;
    }
    events
}
