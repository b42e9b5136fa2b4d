//! What Cargo cannot enforce. That a crate uses only crates below it is Cargo's part.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod circles;
mod links;
mod page;
mod rust;
mod secrets;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use circles::{Crate, circles};

#[test]
fn the_time_of_day_is_read_in_one_place() {
    let readers: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|file| !file.ends_with("clock.rs"))
        .filter(|file| {
            let text = fs::read_to_string(file).unwrap();
            ["Utc::now", "Local::now", "SystemTime::now"].iter().any(|call| text.contains(call))
        })
        .collect();
    assert_eq!(readers, Vec::<PathBuf>::new());
}

#[test]
fn no_file_is_too_large() {
    let large: Vec<String> = sources()
        .into_iter()
        .map(|file| (fs::read_to_string(&file).unwrap().lines().count(), file))
        .filter(|(lines, file)| *lines > 600 && !file.ends_with("table.rs"))
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert_eq!(large, Vec::<String>::new());
}

#[test]
fn no_secret_is_kept_as_plain_text() {
    let is_test = |file: &PathBuf| file.ends_with("tests.rs") || file.iter().any(|part| part == "tests");
    let plain: Vec<String> = sources()
        .into_iter()
        .filter(|file| !is_test(file))
        .flat_map(|file| {
            let names = secrets::plain_secrets(&file, &fs::read_to_string(&file).unwrap());
            names.into_iter().map(move |name| format!("{}: {name}", file.display()))
        })
        .collect();
    assert!(plain.is_empty(), "make it a `SecretString`:\n{}", plain.join("\n"));
}

#[test]
fn no_two_files_of_a_crate_need_each_other() {
    let uses: BTreeSet<(String, String)> = roots().iter().flat_map(|root| Crate::read(root).uses()).collect();
    let found: Vec<String> = circles(&uses).into_iter().map(|circle| circle.join(" -> ")).collect();
    assert!(found.is_empty(), "move what both need into a file below both:\n{}", found.join("\n"));
}

/// The root file of every crate.
fn roots() -> Vec<PathBuf> {
    let crates = fs::read_dir("crates").unwrap().map(|entry| entry.unwrap().path());
    let folders = crates.chain(["fuzz", "oracle", ""].map(PathBuf::from));
    let candidates = folders.flat_map(|folder| ["lib.rs", "main.rs"].map(|name| folder.join("src").join(name)));
    let mut roots: Vec<PathBuf> = candidates.filter(|root| root.is_file()).collect();
    roots.sort();
    roots
}

/// Every source file of every crate, tests beside the code included.
fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    for entry in fs::read_dir("crates").unwrap() {
        collect(&entry.unwrap().path().join("src"), &mut files);
    }
    files.sort();
    assert!(files.len() > 200, "only {} files found", files.len());
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
