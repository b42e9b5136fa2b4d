//! How long a print takes: `cargo bench -p sac-print`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench fails by panicking")]

use criterion::{Criterion, criterion_group, criterion_main};
use sac_certificates::copy;
use sac_store::testing::{certificato, ledger_in_memory, noon};

fn print(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ((), ledger) = ledger_in_memory();
    let copy = runtime.block_on(async {
        let puc = ledger.record_certificate(certificato("2026-03-06"), noon(), true).await.unwrap().into_inner();
        copy::copia_lavoratore(ledger.store(), puc).await.unwrap().unwrap()
    });
    criterion.bench_function("A", |bench| bench.iter(|| sac_print::certificato(&copy, "default").unwrap()));
    criterion.bench_function("B", |bench| bench.iter(|| sac_print::attestato(&copy.attestato, "default").unwrap()));
}

criterion_group!(benches, print);
criterion_main!(benches);
