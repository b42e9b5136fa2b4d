//! Every committed seed of the fuzz targets, through what the targets run: the properties hold
//! where no fuzzer is at hand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_seed_keeps_the_properties_of_its_target() {
    let mut broken = Vec::new();
    for (name, target) in targets::TARGETS {
        for seed in names(&format!("fuzz/corpus/{name}")) {
            let bytes = fs::read(format!("fuzz/corpus/{name}/{seed}")).unwrap();
            if std::panic::catch_unwind(|| target(&bytes)).is_err() {
                broken.push(format!("{name}/{seed}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_its_seeds() {
    let known: BTreeSet<String> = targets::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz/corpus"), known);
    for name in &known {
        assert!(!names(&format!("fuzz/corpus/{name}")).is_empty(), "{name} has no seed");
    }
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(Path::new(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
