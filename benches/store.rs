//! What it costs to keep a certificate: `cargo bench --bench store`.
//!
//! `one by one` has each insert wait for its own sync; `group commit` has 64 callers wait
//! at the same time. Both end with the row on disk. The disk under the temporary directory
//! (`TMPDIR`) decides, so compare figures of one machine and one run only.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;

use chrono::{DateTime, Utc};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use sac_gateway::domain::certificate::{Certificato, Contenuto, Diagnosi, Indirizzo, Malattia, Sede};
use sac_gateway::domain::code::{Ruolo, TipoCertificato, TipoVisita};
use sac_gateway::domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_gateway::domain::identifier::Puc;
use sac_gateway::store::permutation::Permutation;
use sac_gateway::store::sqlite::Options;
use sac_gateway::store::{Ledger, Store};

const CALLERS: usize = 64;
/// Certificates that each caller sends in one measurement.
const EACH: usize = 16;

fn inserts(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let (_directory, ledger) = ledger(&runtime);
    let mut group = c.benchmark_group("durable insert");
    group.sample_size(20);

    group.throughput(Throughput::Elements(1));
    group.bench_function("one by one", |b| {
        b.to_async(Blocking(&runtime)).iter(|| record(ledger.clone(), 0));
    });

    group.throughput(Throughput::Elements((CALLERS * EACH) as u64));
    group.bench_function("group commit, 64 callers", |b| {
        b.to_async(Blocking(&runtime)).iter(|| async {
            let mut callers = JoinSet::new();
            for caller in 0..CALLERS {
                let ledger = ledger.clone();
                callers.spawn(async move {
                    for _ in 0..EACH {
                        record(ledger.clone(), caller).await;
                    }
                });
            }
            while callers.join_next().await.transpose().unwrap().is_some() {}
        });
    });
    group.finish();
}

fn questions(c: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let (_directory, ledger) = ledger(&runtime);
    let pucs: Vec<Puc> = runtime.block_on(async {
        let mut pucs = Vec::new();
        for number in 0..1000 {
            pucs.push(record(ledger.clone(), number).await);
        }
        pucs
    });
    let mut group = c.benchmark_group("question");

    group.throughput(Throughput::Elements(1));
    group.bench_function("one by one", |b| {
        b.to_async(Blocking(&runtime)).iter(|| find(ledger.clone(), pucs[0]));
    });

    group.throughput(Throughput::Elements((CALLERS * EACH) as u64));
    group.bench_function("64 callers", |b| {
        b.to_async(Blocking(&runtime)).iter(|| async {
            let mut callers = JoinSet::new();
            for &puc in pucs.iter().take(CALLERS) {
                let ledger = ledger.clone();
                callers.spawn(async move {
                    for _ in 0..EACH {
                        find(ledger.clone(), puc).await;
                    }
                });
            }
            while callers.join_next().await.transpose().unwrap().is_some() {}
        });
    });
    group.finish();
}

fn numbers(c: &mut Criterion) {
    let order = Permutation::new(&[1; 32]);
    c.bench_function("a number of the permutation", |b| {
        let mut place = 0;
        b.iter(|| {
            place += 1;
            black_box(order.number(place))
        });
    });
}

/// Runs a measurement on the runtime that the ledger lives on.
struct Blocking<'a>(&'a Runtime);

impl criterion::async_executor::AsyncExecutor for Blocking<'_> {
    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }
}

fn ledger(runtime: &Runtime) -> (TempDir, Ledger) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("sac.db");
    let store = Store::open(&file, Permutation::new(&[1; 32]), &Options::default()).unwrap();
    let _runtime = runtime.enter();
    (directory, Ledger::new(store))
}

async fn record(ledger: Ledger, number: usize) -> Puc {
    *ledger.record_certificate(certificato(number), now(), false).await.unwrap()
}

async fn find(ledger: Ledger, puc: Puc) {
    let found = ledger.store().certificate(puc, &medico(), &lavoratore()).await.unwrap();
    assert!(found.is_some());
}

fn now() -> DateTime<Utc> {
    "2026-03-02T11:00:00Z".parse().unwrap()
}

fn medico() -> CodiceFiscaleMedico {
    CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap()
}

fn lavoratore() -> CodiceFiscale {
    CodiceFiscale::parse("PNIMRA70A01H501P").unwrap()
}

fn certificato(number: usize) -> Certificato {
    let day = |text: &str| text.parse().unwrap();
    Certificato {
        medico: medico(),
        sede: Sede::default(),
        lavoratore: lavoratore(),
        residenza: Indirizzo {
            via: "VIA ROMA".to_owned(),
            civico: number.to_string(),
            cap: "00184".to_owned(),
            codice_catastale: Some("H501".to_owned()),
            comune: None,
            provincia: None,
        },
        reperibilita: None,
        contenuto: Contenuto::Malattia(Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: day("2026-03-02"),
            data_inizio: day("2026-03-02"),
            data_fine: day("2026-03-09"),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: Diagnosi { codice: Some("460".to_owned()), note: Some("rinofaringite acuta".to_owned()) },
            giornata_lavorata: None,
            trauma: None,
            agevolazioni: None,
        }),
    }
}

criterion_group!(benches, inserts, questions, numbers);
criterion_main!(benches);
