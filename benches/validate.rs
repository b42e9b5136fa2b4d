//! A request of 1.4 KB, checked in full and only read. libxml2 in the same run:
//! `cargo bench -p sac-oracle`, which needs libxml2 and libclang.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark that fails should say so, and criterion writes functions of its own"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sac_gateway::schema::{EmptyOptional, Schema};
use sac_gateway::xml::{Event, Limits, Reader, decode};

const REQUEST: &str = include_str!("request.xml");

fn engine(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    match Schema::contract().validate(&document, Limits::default(), EmptyOptional::Reject) {
        Ok(valid) => usize::from(valid.root().local().is_empty()),
        Err(findings) => findings.len(),
    }
}

fn our_reader(text: &str) -> usize {
    let document = decode(text.as_bytes(), None).expect("UTF-8");
    let mut reader = Reader::new(&document, Limits::default());
    let mut events = 0;
    while reader.read().expect("well-formed") != Event::Finish {
        events += 1;
    }
    events
}

fn bare_quick_xml(text: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut events = 0;
    while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {
        events += 1;
    }
    events
}

fn validate(criterion: &mut Criterion) {
    let one_fault = REQUEST.replace("<cap>00184<", "<cap>0184<");
    assert_eq!((engine(REQUEST), engine(&one_fault)), (0, 1));
    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(1));
    group.bench_function("engine, conforms", |bench| bench.iter(|| engine(black_box(REQUEST))));
    group.bench_function("engine, one fault", |bench| bench.iter(|| engine(black_box(&one_fault))));
    group.bench_function("our reader alone", |bench| bench.iter(|| our_reader(black_box(REQUEST))));
    group.bench_function("bare quick-xml", |bench| bench.iter(|| bare_quick_xml(black_box(REQUEST))));
    group.finish();
    criterion.bench_function("compile the schema", |bench| {
        bench.iter(|| Schema::compile(black_box(sac_gateway::schema::CONTRACT_XSD)));
    });
}

criterion_group!(benches, validate);
criterion_main!(benches);
