//! What `sac check` finds in folders, and what it reports of the rest.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{BAD, GOOD, run};

/// A folder with one good message.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(GOOD, folder.path().join("good.xml")).unwrap();
    folder
}

fn check(folder: &Path) -> (i32, String) {
    run(&[folder.to_str().unwrap(), "--lang", "en"])
}

#[test]
fn hidden_names_and_other_files_are_passed_over() {
    let folder = folder();
    fs::create_dir(folder.path().join(".git")).unwrap();
    for name in [".git/hidden.xml", ".hidden.xml", "notes.txt"] {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    let (code, text) = check(folder.path());
    assert!(code == 0 && text.contains("\n1 message: "), "{text}");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_part_of_a_folder_that_cannot_be_searched_is_never_green() {
        for (name, target) in [("gone.xml", "nowhere"), ("gone", "nowhere"), ("round", "round")] {
            let folder = folder();
            symlink(target, folder.path().join(name)).unwrap();
            let (code, text) = check(folder.path());
            assert!(code == 2 && text.contains("SAC-CHECK-UNREADABLE"), "{name}: {text}");
            assert!(text.contains(name) && text.contains("1 could not be checked"), "{name}: {text}");
        }
    }

    #[test]
    fn a_path_too_long_to_be_opened_is_never_green() {
        let folder = folder();
        let script = "cd \"$1\" && for i in $(seq 20); do mkdir $0 && cd -P $0 || exit; done && echo x > x.xml";
        let made = std::process::Command::new("sh").args(["-c", script, &"n".repeat(240)]).arg(folder.path()).status();
        assert!(made.unwrap().success());
        let (code, text) = check(folder.path());
        assert!(code == 2 && text.contains("1 could not be checked"), "{text}");
    }

    /// Two ways to a message with a fault, a way round, and a way out.
    #[test]
    fn links_to_folders_are_followed_once() {
        let folder = folder();
        let other = tempfile::tempdir().unwrap();
        fs::copy(BAD, other.path().join("bad.xml")).unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        fs::copy(GOOD, folder.path().join("real/good.xml")).unwrap();
        let links = [
            ("a", other.path()),
            ("b", other.path()),
            ("c", Path::new(".")),
            ("real/d", Path::new("..")),
            ("e", Path::new("real")),
        ];
        for (name, target) in links {
            symlink(target, folder.path().join(name)).unwrap();
        }
        let (code, text) = run(&[folder.path().to_str().unwrap(), "--lang", "en", "--verbose"]);
        assert!(code == 1 && text.contains("3 messages: 2 conformant, 1 not conformant"), "{text}");
        let places: Vec<_> =
            ["good.xml", "real/good.xml", "a/bad.xml"].map(|name| text.find(&format!("/{name}:"))).into();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?} in {text}");
    }

    /// A name in Latin-1, and a backslash that separates nothing.
    #[test]
    #[cfg(target_os = "linux")]
    fn any_file_name_is_told() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"per\xF2.xml"[..], b"a\\b.xml"] {
            fs::copy(BAD, folder.path().join(std::ffi::OsStr::from_bytes(name))).unwrap();
        }
        let path = folder.path().to_str().unwrap();
        let (code, sarif) = run(&[path, "--format", "sarif"]);
        assert!(code == 1 && sarif.contains("/per%F2.xml\"") && sarif.contains("/a%5Cb.xml\""), "{sarif}");
        let (_, junit) = run(&[path, "--format", "junit"]);
        assert!(junit.contains("name=\"per\u{FFFD}.xml\"") && junit.contains(" name=\"a\\b.xml\""), "{junit}");
    }
}
