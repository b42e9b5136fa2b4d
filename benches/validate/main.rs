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
use subjects::time_all;

fn validate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("validate");
    group.throughput(Throughput::Elements(1));
    time_all(&mut group);
    group.finish();
    criterion.bench_function("compile the schema", |bench| {
        bench.iter(|| Schema::compile(black_box(sac_gateway::message::XSD)));
    });
}

criterion_group!(benches, validate);
criterion_main!(benches);
