//! What hundreds of worlds in one gateway cost. Alone in its program, since it measures the process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::time::{Duration, Instant};

use sac_gateway::client::{Answer, Credentials};
use sac_gateway::{World, WorldPlan};
use support::{CALLERS, Playground, at};

const WORLDS: u32 = 300;
const NOW: &str = "2026-03-02T10:00:00+01:00";
/// The kernel counts processor time in hundredths of a second.
const TICK: f64 = 10.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_worlds_live_in_one_gateway() {
    let playground = Playground::start("", at(NOW)).await;
    let gateway = &playground.gateway;
    let world = async |name: &str| {
        let clock = sac_gateway::clock::Clock::frozen_at(at(NOW));
        gateway.create_world(name, WorldPlan::new().clock(clock)).await.unwrap()
    };
    // What the first ones set up for all is not counted.
    for number in 0..20 {
        world(&format!("first-{number}")).await;
    }
    let (before, started) = (Usage::now(), Instant::now());
    let mut worlds: Vec<World> = Vec::new();
    for number in 0..WORLDS {
        worlds.push(world(&format!("world-{number}")).await);
    }
    let (after, elapsed) = (Usage::now(), started.elapsed());
    let memory = (after.resident.saturating_sub(before.resident)) / u64::from(WORLDS);
    let time = (after.processor - before.processor) / f64::from(WORLDS);
    println!("a world: {} KiB, {time:.1} ms of processor time, {:.1?}", memory >> 10, elapsed / WORLDS);
    assert!(memory <= 2 << 20, "{memory} bytes");
    // The bound is that of an optimised program.
    let bound = if cfg!(debug_assertions) { 60.0 } else { 20.0 };
    assert!(time < bound, "{time} ms");

    // The last one works like the first.
    let (_, user, password) = CALLERS[0];
    let credentials = Credentials { user: user.to_owned(), password: password.into() };
    let xml = fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    for world in [worlds.first().unwrap(), worlds.last().unwrap()] {
        let client = playground.client_at(&world.endpoint(), Some(credentials.clone()));
        let reply = client.send(&playground.message(&xml)).await.unwrap();
        let answer = Answer::read(&reply).unwrap();
        assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    }
    // At rest they cost nothing, though something is to fall due in two of them.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = Usage::now();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let at_rest = Usage::now().processor - before.processor;
    println!("at rest: {:.1} ms of processor time a second", at_rest / 5.0);
    assert!(at_rest <= 100.0, "{at_rest} ms in five seconds");
    let started = Instant::now();
    assert!(playground.gateway.shutdown().await);
    println!("shut down in {:.1?}", started.elapsed());
}

/// What the process has used.
struct Usage {
    resident: u64,
    /// Milliseconds.
    processor: f64,
}

impl Usage {
    fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kibibytes: u64 = line.split_whitespace().next().unwrap().parse().unwrap();
        let stat = fs::read_to_string("/proc/self/stat").unwrap();
        // After the program's name, which may hold blanks, stand the state and 10 more numbers.
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let ticks: f64 = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap()).sum();
        Self { resident: kibibytes << 10, processor: ticks * TICK }
    }
}
