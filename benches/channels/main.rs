//! How the channels of the decree hold under many documents: `cargo bench --bench channels`.
//!
//! It fills a world on disk, half of it with documents of ten thousand employers and half with those of one worker and one
//! employer, and asks for lists over TLS, as employers and workers do. Then it runs the daily flow to every employer,
//! makes prints, and compares what a send costs with three messages and without. `SAC_DOCUMENTS`, `SAC_EMPLOYERS` and
//! `SAC_SENDS` say how many there are.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

#[path = "../../tests/azienda/browser.rs"]
#[allow(dead_code, reason = "the browser is that of the tests")]
mod browser;
mod fill;
mod sends;

use std::time::{Duration, Instant};

use browser::Browser;
use fill::{NOW, documents, employers, of_employer};
use sac_gateway::Gateway;
use sac_gateway::client::{Client, Target, Trust};
use sac_gateway::clock::Clock;
use sac_gateway::print::{Kind, print};
use sac_gateway::store::certificates::AddressedTo;

/// Answers of each question.
const ASKED: usize = 9;

fn number(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap())
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(lists_and_flow(number("SAC_DOCUMENTS", 1_000_000), number("SAC_EMPLOYERS", 10_000)));
    runtime.block_on(sends::compare(number("SAC_SENDS", 2_000)));
}

async fn lists_and_flow(count: u32, of_employers: u32) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::frozen_at(NOW.parse().unwrap());
    let gateway = Gateway::builder().data_dir(folder.path()).any_port().clock(clock).start().await.unwrap();
    let ledger = gateway.ledger().clone();
    let begun = Instant::now();
    employers(&ledger, of_employers).await;
    let last = documents(&ledger, count, of_employers).await;
    println!("{count} documents, {of_employers} employers: filled in {:.0} s", begun.elapsed().as_secs_f64());

    let trust = Trust { ca: Some(gateway.ca_path().to_owned()), identity: None };
    let browser = || Browser::new(Client::new(Target::parse(&gateway.endpoint()).unwrap(), &trust).unwrap());
    let (big, both, worker) = (browser(), browser(), browser());
    big.log_in("/azienda", "azienda").await;
    both.log_in("/azienda", "intermediario").await;
    worker.log_in_worker("/cittadino", fill::PINI, "prova123").await;
    let half = (count / 2).to_string();
    println!("milliseconds: median, longest");
    let pini = fill::PINI;
    let number = format!("{last:09}");
    let employer: &[&[(&str, &str)]] = &[
        &[],
        &[("lavoratore", pini)],
        &[("numero", number.as_str())],
        &[("dal", "2026-02-20"), ("al", "2026-02-28")],
        &[("tipo", "attestato")],
        &[("stato", "attivo")],
        &[("stato", "annullato")],
        &[("pagina", "2000")],
    ];
    for (name, browser) in [("employer with half of all", &big), ("intermediary", &both)] {
        for filters in employer {
            ask(name, browser, "/azienda/attestati", filters).await;
        }
    }
    let own: &[&[(&str, &str)]] = &[
        &[],
        &[("dal", "2026-02-20"), ("al", "2026-02-28")],
        &[("tipo", "malattia")],
        &[("stato", "attivo")],
        &[("stato", "annullato")],
        &[("pagina", "2000")],
    ];
    for filters in own {
        ask(&format!("worker with {half}"), &worker, "/cittadino/certificati", filters).await;
    }
    ask("worker", &worker, &format!("/cittadino/certificati/{number}"), &[]).await;
    let small = AddressedTo { employers: vec![(of_employer(7), None)], limit: 50, ..AddressedTo::default() };
    let begun = Instant::now();
    let (total, _) = ledger.store().addressed(small).await.unwrap();
    println!("an employer of {total} documents, from the store: {:.2} ms", millis(begun.elapsed()));

    let state = gateway.default_world().state().clone();
    let (before, begun) = (resident(), Instant::now());
    let made = state.flow().run(state.clock().now()).await.unwrap().len();
    let took = begun.elapsed();
    println!("flow: {made} messages in {:.1} s, memory {before} -> {} KiB", took.as_secs_f64(), resident());

    let begun = Instant::now();
    for _ in 0..200 {
        print(Kind::A, &number, ledger.store(), "default").await.unwrap().unwrap();
    }
    println!("print A: {:.2} ms each", millis(begun.elapsed()) / 200.0);
    assert!(gateway.shutdown().await);
}

/// Asks some times, and prints how long it took.
async fn ask(name: &str, browser: &Browser, path: &str, filters: &[(&str, &str)]) {
    let token = browser.csrf(path).await;
    let fields: Vec<(&str, &str)> = filters.iter().copied().chain([("csrf", token.as_str())]).collect();
    let mut times = Vec::new();
    for _ in 0..ASKED {
        let begun = Instant::now();
        let seen = if filters.is_empty() { browser.get(path).await } else { browser.post(path, &fields).await };
        times.push(begun.elapsed());
        assert_eq!(seen.status(), 200, "{filters:?}");
    }
    times.sort();
    println!("{:>8.1} {:>8.1}  {name} {filters:?}", millis(times[ASKED / 2]), millis(times[ASKED - 1]));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Memory of the process, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|size| size.parse().ok()).unwrap_or_default()
}
