//! The arrows of the house run one way: a room uses only rooms that stand below it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the roof down, as `docs/ARCHITECTURE.md` describes them.
const ROOMS: &[&str] = &[
    "main",
    "cli",
    "gateway",
    "check",
    "client",
    "soap",
    "service",
    "transport",
    "rule",
    "message",
    "schema",
    "journal",
    "registry",
    "store",
    "sealed",
    "keys",
    "xml",
    "config",
    "diagnostic",
    "domain",
    "clock",
];

#[test]
fn no_arrow_runs_up() {
    let mut wrong = BTreeSet::new();
    for file in sources(Path::new("src")) {
        // What stands in a file of tests may look at all of the house.
        let Some(room) = room_of(&file).filter(|_| !file.ends_with("tests.rs")) else { continue };
        let floor = floor(&room);
        for used in rooms_used(&room, &fs::read_to_string(&file).unwrap()) {
            if used != room && self::floor(&used) <= floor {
                wrong.insert(format!("{}: {room} uses {used}, which stands above it", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_has_its_place() {
    let rooms: BTreeSet<String> = sources(Path::new("src")).iter().filter_map(|file| room_of(file)).collect();
    let known: BTreeSet<String> = ROOMS.iter().map(|&room| room.to_owned()).collect();
    assert_eq!(rooms.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_time_of_day_is_read_in_one_place() {
    let readers: Vec<PathBuf> = sources(Path::new("src"))
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
fn no_room_is_too_large() {
    let large: Vec<String> = sources(Path::new("src"))
        .into_iter()
        .map(|file| (fs::read_to_string(&file).unwrap().lines().count(), file))
        .filter(|(lines, file)| *lines > 600 && !file.ends_with("table.rs"))
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert_eq!(large, Vec::<String>::new());
}

fn floor(room: &str) -> usize {
    ROOMS.iter().position(|known| *known == room).unwrap_or_else(|| panic!("no place is known for «{room}»"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The first part of a path below `src`; `lib.rs` names them all and belongs to none.
fn room_of(file: &Path) -> Option<String> {
    let first = file.strip_prefix("src").ok()?.components().next()?;
    let room = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
    (room != "lib").then_some(room)
}

/// Every room named after `crate::`, or, in the binary, after the library's name.
fn rooms_used(room: &str, text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let start = if matches!(room, "main" | "cli") { "sac_gateway::" } else { "crate::" };
    code.split(start)
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>())
        .filter(|room| !room.is_empty() && ROOMS.contains(&room.as_str()))
        .collect()
}
