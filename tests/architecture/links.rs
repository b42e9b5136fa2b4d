//! The links between the documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The files that a document links to, code blocks aside. Addresses elsewhere and places in a page do not count.
fn links(document: &Path) -> Vec<PathBuf> {
    let text: String = fs::read_to_string(document).unwrap().split("```").step_by(2).collect();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.map(|target| target.split('#').next().unwrap_or_default());
    let files = files.filter(|file| !file.is_empty() && !file.contains("://") && !file.contains(char::is_whitespace));
    files.map(|file| plain(&document.parent().unwrap_or(Path::new("")).join(file))).collect()
}

/// The path without `..` and `.`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
        plain
    })
}

/// Every document that is found by following links from this one.
fn reached(from: &str) -> BTreeSet<PathBuf> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![PathBuf::from(from)]);
    while let Some(document) = open.pop() {
        if reached.insert(document.clone()) {
            open.extend(links(&document).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "md")));
        }
    }
    reached
}

#[test]
fn every_link_leads_to_a_file() {
    let broken: Vec<String> = reached("README.md")
        .union(&reached("README.it.md"))
        .flat_map(|document| links(document).into_iter().map(move |file| (document, file)))
        .filter(|(_, file)| !file.exists())
        .map(|(document, file)| format!("{}: {}", document.display(), file.display()))
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_document_is_found_from_either_start_page() {
    let documents = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path());
    let documents: BTreeSet<PathBuf> = documents.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    assert!(documents.len() > 25, "only {documents:?}");
    for start in ["README.md", "README.it.md"] {
        let reached = reached(start);
        let lost: Vec<_> = documents.difference(&reached).collect();
        assert!(lost.is_empty(), "{start} does not lead to {lost:?}");
    }
}
