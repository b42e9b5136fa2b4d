//! A request of 1.4 KB, checked by the engine, by libxml2, and only read by a bare pull
//! parser, in one run.

#![allow(missing_docs, reason = "criterion writes functions of its own")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sac_oracle::judge::LibXml;

#[path = "../../benches/validate/subjects.rs"]
mod subjects;
use subjects::{FAULTS, REQUEST, bare_quick_xml, engine, our_reader, spoilt};

fn validate(criterion: &mut Criterion) {
    assert_eq!(engine(REQUEST), 0);
    let mut libxml = LibXml::new();
    assert!(libxml.objections(REQUEST.as_bytes()).is_empty());

    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(1));
    group.bench_function("engine, conforms", |bench| bench.iter(|| engine(black_box(REQUEST))));
    for &fault in FAULTS {
        let text = spoilt(fault);
        group.bench_function(format!("engine, {}", fault.0), |bench| bench.iter(|| engine(black_box(&text))));
    }
    group.bench_function("our reader alone", |bench| bench.iter(|| our_reader(black_box(REQUEST))));
    group.bench_function("bare quick-xml", |bench| bench.iter(|| bare_quick_xml(black_box(REQUEST))));
    group.bench_function("libxml2", |bench| bench.iter(|| libxml.objections(black_box(REQUEST.as_bytes()))));
    group.finish();
}

criterion_group!(benches, validate);
criterion_main!(benches);
