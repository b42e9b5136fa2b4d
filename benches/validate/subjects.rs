//! What is timed, here and beside libxml2 in `oracle/benches/validate.rs`.

use std::hint::black_box;

use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use sac_gateway::message;
use sac_gateway::schema::{EmptyOptional, ValidationError};
use sac_gateway::xml::{Event, Limits, Reader, decode};

/// A request of 1.4 KB.
pub const REQUEST: &str = include_str!("request.xml");

/// Times the engine on a good request and on one of each fault, and the readers.
pub fn time_all(group: &mut BenchmarkGroup<'_, WallTime>) {
    assert_eq!(engine(REQUEST), 0);
    group.bench_function("engine, conforms", |bench| bench.iter(|| engine(black_box(REQUEST))));
    for &fault in FAULTS {
        let text = damaged(fault);
        group.bench_function(format!("engine, {}", fault.0), |bench| bench.iter(|| engine(black_box(&text))));
    }
    group.bench_function("our reader alone", |bench| bench.iter(|| our_reader(black_box(REQUEST))));
    group.bench_function("bare quick-xml", |bench| bench.iter(|| bare_quick_xml(black_box(REQUEST))));
}

/// What a sender may get wrong in [`REQUEST`]: what to call it, and the text before and after.
const FAULTS: &[(&str, &str, &str)] = &[
    ("a bad value", "<cap>00184<", "<cap>0184<"),
    ("an empty value", "<codiceAsl>201<", "<codiceAsl><"),
    ("a misspelt element", "trauma>", "traumi>"),
    ("an unknown element", "<trauma>false</trauma>", "<telefono>false</telefono>"),
    ("a missing element", "    <civico>4</civico>\n", ""),
    ("a namespace too many", "<medico>", "<medico xmlns=\"http://cert.sanita.finanze.it/\">"),
];

/// [`REQUEST`] with one of the [`FAULTS`].
fn damaged((_, before, after): (&str, &str, &str)) -> String {
    let text = REQUEST.replace(before, after);
    assert_eq!(engine(&text), 1, "one fault, one violation");
    text
}

/// Checks in full; gives the number of violations.
fn engine(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    match message::schema().validate(&document, Limits::default(), EmptyOptional::Reject) {
        Ok(valid) => usize::from(valid.root().local().is_empty()),
        Err(ValidationError::Invalid { violations, .. }) => violations.len(),
        Err(ValidationError::Parse(error)) => panic!("{error}"),
    }
}

/// Only reads, with every check of well-formedness.
fn our_reader(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    let mut reader = Reader::new(&document, Limits::default());
    let mut events = 0;
    while reader.read().expect("well-formed") != Event::Finish {
        events += 1;
    }
    events
}

/// Only reads, as quick-xml does by itself.
fn bare_quick_xml(text: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut events = 0;
    while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {
        events += 1;
    }
    events
}
