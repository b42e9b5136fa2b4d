//! `sac check --jobs`: many files on many threads.

use crate::program::{BAD, GOOD, run};

#[test]
fn many_files_come_out_in_order_whatever_the_number_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (std::fs::read(GOOD).unwrap(), std::fs::read(BAD).unwrap());
    for number in 0..1000 {
        let bytes = if number % 7 == 0 { &bad } else { &good };
        std::fs::write(folder.path().join(format!("{number:04}.xml")), bytes).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let one = run(&[path, "--format", "json", "--stream", "--jobs", "1"]);
    let many = run(&[path, "--format", "json", "--stream", "--jobs", "1000000"]);
    assert!(one == many, "the order differs");
    assert_eq!(one.1.lines().count(), 1001);
}

/// With a stack of 1 GB in 600 MB of memory there is no thread; with one of 200 MB some.
#[test]
#[cfg(target_os = "linux")]
fn fewer_threads_than_asked_for_do_as_well() {
    for stack in ["1000000000", "200000000"] {
        let script = "ulimit -v 600000 && exec \"$0\" check --jobs 8 --now 2026-03-02 fixtures/ok --lang en";
        let mut sac = std::process::Command::new("sh");
        sac.args(["-c", script, env!("CARGO_BIN_EXE_sac")]).env("RUST_MIN_STACK", stack);
        let (code, text) = crate::program::outcome(sac.output().unwrap());
        assert!(code == 0 && text.contains(", 0 not conformant, 0 could not be checked"), "{stack}: {text}");
    }
}
