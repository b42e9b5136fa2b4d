//! What hundreds of databases in one process cost. Alone in its program, since it measures the process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::time::Duration;

use tokio::task::JoinSet;

use sac_domain::user::{User, UserKind};
use sac_store::permutation::Permutation;
use sac_store::{Ledger, Store};

const WORLDS: u32 = 300;

#[test]
fn three_hundred_worlds_live_in_one_process() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        // What the first one sets up for all is not counted.
        let _first = world();
        let before = Usage::now();
        let worlds: Vec<Ledger> = (0..WORLDS).map(|_| world()).collect();
        let cost = Usage::now();

        assert_eq!(cost.threads, before.threads, "a world at rest takes no thread");
        assert_eq!(cost.files, before.files, "a world in memory opens no file");
        let memory = (cost.resident - before.resident) / u64::from(WORLDS);
        let time = cost.processor.checked_sub(before.processor).unwrap() / WORLDS;
        println!("a world in memory: {} KiB, {time:?}", memory >> 10);
        assert!(memory < 1 << 20, "{memory} bytes");
        assert!(time < Duration::from_millis(5), "{time:?}");

        // All of them at work at once, and none sees another's people.
        let mut working = JoinSet::new();
        for (number, ledger) in worlds.into_iter().enumerate() {
            working.spawn(async move {
                ledger.put_user(user(number)).await.unwrap();
                assert!(ledger.store().users().await.unwrap() == [user(number)]);
            });
        }
        while let Some(done) = working.join_next().await {
            done.unwrap();
        }
    });
}

fn world() -> Ledger {
    Ledger::new(Store::in_memory(Permutation::new(&[1; 32])).unwrap())
}

fn user(number: usize) -> User {
    User {
        name: format!("ente {number}"),
        kind: UserKind::Ente { regione: "120".to_owned() },
        password_hash: None,
        pincode_hash: None,
        blocked: false,
        seed_password: false,
    }
}

/// What the process, and of processor time this thread, has used.
struct Usage {
    resident: u64,
    threads: u64,
    files: usize,
    processor: Duration,
}

impl Usage {
    fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let number = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        let schedule = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        let nanoseconds = schedule.split_whitespace().next().unwrap().parse().unwrap();
        Self {
            resident: number("VmRSS:") << 10,
            threads: number("Threads:"),
            files: fs::read_dir("/proc/self/fd").unwrap().count(),
            processor: Duration::from_nanos(nanoseconds),
        }
    }
}
