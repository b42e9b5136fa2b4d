//! A request of 1.4 KB, checked in full and only read. libxml2 in the same run:
//! `cargo bench -p sac-oracle`, which needs libxml2 and libclang.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark that fails should say so, and criterion writes functions of its own"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sac_gateway::schema::Schema;

mod subjects;
use subjects::{FAULTS, REQUEST, bare_quick_xml, engine, our_reader, spoilt};

fn validate(criterion: &mut Criterion) {
    assert_eq!(engine(REQUEST), 0);
    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(1));
    group.bench_function("engine, conforms", |bench| bench.iter(|| engine(black_box(REQUEST))));
    for &fault in FAULTS {
        let text = spoilt(fault);
        group.bench_function(format!("engine, {}", fault.0), |bench| bench.iter(|| engine(black_box(&text))));
    }
    group.bench_function("our reader alone", |bench| bench.iter(|| our_reader(black_box(REQUEST))));
    group.bench_function("bare quick-xml", |bench| bench.iter(|| bare_quick_xml(black_box(REQUEST))));
    group.finish();
    criterion.bench_function("compile the schema", |bench| {
        bench.iter(|| Schema::compile(black_box(sac_gateway::schema::CONTRACT_XSD)));
    });
}

criterion_group!(benches, validate);
criterion_main!(benches);
