//! `docs/ARCHITECTURE.md` against the tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The page, without its picture.
fn page() -> String {
    let page = fs::read_to_string("docs/ARCHITECTURE.md").unwrap();
    page.split("```").step_by(2).collect()
}

/// The paths on the page: words in backticks with a slash or a file's ending, addresses aside.
fn named(page: &str) -> BTreeSet<&str> {
    let words = page.split('`').skip(1).step_by(2).filter(|word| !word.contains(char::is_whitespace));
    let is_file = |word: &str| [".rs", ".toml", ".md"].iter().any(|ending| word.ends_with(ending));
    words.filter(|word| is_file(word) || (word.contains('/') && !word.starts_with('/'))).collect()
}

/// Every file and folder by its path. `src` is left out, as on the page: `soap/endpoint.rs`.
fn tree() -> BTreeSet<String> {
    fn collect(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if ["target", ".git", "node_modules"].contains(&name.as_str()) {
                continue;
            }
            found.insert(short(&path.strip_prefix(".").unwrap().to_string_lossy()));
            if path.is_dir() {
                collect(&path, found);
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(Path::new("."), &mut found);
    found
}

fn short(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != "src").collect();
    format!("/{}", parts.join("/"))
}

#[test]
fn every_file_that_the_page_names_exists() {
    let (page, tree) = (page(), tree());
    let named = named(&page);
    assert!(named.len() > 40, "only {named:?}");
    let missing: Vec<&str> =
        named.into_iter().filter(|path| !tree.iter().any(|there| there.ends_with(&short(path)))).collect();
    assert!(missing.is_empty(), "docs/ARCHITECTURE.md names what is not there: {missing:?}");
}

#[test]
fn every_crate_has_its_row_and_every_row_its_crate() {
    let page = page();
    let rows = page.lines().skip_while(|line| *line != "| crate | what is in it |").skip(2);
    let rows = rows.map_while(|line| line.strip_prefix("| `")?.split_once('`'));
    let rows: BTreeSet<String> = rows.map(|(name, _)| name.to_owned()).collect();
    let crates = fs::read_dir("crates").unwrap().map(|entry| entry.unwrap().path());
    let crates = crates.filter(|folder| folder.join("Cargo.toml").is_file());
    let crates: BTreeSet<String> =
        crates.map(|folder| folder.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(rows, crates);
}
