//! The hook of `docs/in-your-ci.md`, tried out in a repository.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::program::{BAD, GOOD};

/// The hook as the page has it.
fn hook() -> String {
    let page = fs::read_to_string("docs/in-your-ci.md").unwrap();
    let start = page.find("#!/bin/sh\n# .git/hooks/pre-commit").unwrap();
    let hook = &page[start..];
    hook[..hook.find("```").unwrap()].to_owned()
}

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let programs = Path::new(env!("CARGO_BIN_EXE_sac")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut git = Command::new("git");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
        git.env_remove(name);
    }
    git.current_dir(folder).env("PATH", path).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(arguments);
    git.output().unwrap().status.success()
}

#[test]
fn the_hook_checks_what_is_staged_and_not_what_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    assert!(git(at, &["init", "-q"]));
    let script = at.join(".git/hooks/pre-commit");
    fs::create_dir_all(script.parent().unwrap()).unwrap();
    fs::write(&script, hook()).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let message = at.join("a b").join("-è.xml");
    fs::create_dir(at.join("a b")).unwrap();
    let stage = |from: &str| {
        fs::copy(from, &message).unwrap();
        assert!(git(at, &["add", "-A"]));
    };
    let commit = || git(at, &["commit", "-q", "-m", "x"]);

    fs::write(at.join("notes.txt"), "x").unwrap();
    assert!(git(at, &["add", "-A"]) && commit(), "nothing to check");
    stage(BAD);
    assert!(!commit(), "bad");
    fs::copy(GOOD, &message).unwrap();
    assert!(!commit(), "bad, and fixed on the disk only");
    stage(GOOD);
    fs::copy(BAD, &message).unwrap();
    assert!(commit(), "good, and damaged on the disk only");
    assert!(git(at, &["rm", "-q", "-f", "a b/-è.xml"]) && commit(), "removed");
}
