//! A request of 1.4 KB, checked by the engine, by libxml2, and only read by a bare pull
//! parser, in one run.

#![allow(missing_docs, reason = "criterion writes functions of its own")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sac_oracle::validators::LibXml;

#[path = "../../benches/validate/subjects.rs"]
mod subjects;
use subjects::{REQUEST, time_all};

fn validate(criterion: &mut Criterion) {
    let mut libxml = LibXml::new();
    assert!(libxml.objections(REQUEST.as_bytes()).is_empty());

    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(1));
    time_all(&mut group);
    group.bench_function("libxml2", |bench| bench.iter(|| libxml.objections(black_box(REQUEST.as_bytes()))));
    group.finish();
}

criterion_group!(benches, validate);
criterion_main!(benches);
