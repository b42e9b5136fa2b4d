//! `sac check --output`: the report is whole under its name, and nothing else is lost.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{BAD, GOOD, run, sac};

/// A folder with one bad message.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(BAD, folder.path().join("bad.xml")).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_takes_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let output = sac(&[BAD, "--format", "html", "--output"]).arg(&path).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(String::from_utf8(output.stderr).unwrap().contains("1 non conforme"));
    assert!(fs::read_to_string(&path).unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(names(folder.path()), ["report.html"]);
    for impossible in ["no/such/folder/x", folder.path().to_str().unwrap(), "..", ""] {
        assert_eq!(run(&[GOOD, "--output", impossible]).0, 2, "{impossible}");
    }
}

#[test]
fn a_report_is_not_checked_the_second_time() {
    let folder = folder();
    let report = folder.path().join("sac.xml");
    let arguments = [folder.path().to_str().unwrap(), "--format", "junit", "--output", report.to_str().unwrap()];
    assert_eq!(run(&arguments).0, 1);
    let first = fs::read(&report).unwrap();
    assert_eq!(run(&arguments).0, 1);
    assert_eq!(fs::read(&report).unwrap(), first);
    // Nor is a folder green that holds the report alone.
    fs::remove_file(folder.path().join("bad.xml")).unwrap();
    assert_eq!(run(&arguments).0, 2);
}

#[test]
fn a_message_is_never_overwritten_by_its_report() {
    let folder = folder();
    let message = folder.path().join("bad.xml");
    let before = fs::read(&message).unwrap();
    let roundabout = folder.path().join(".").join("bad.xml");
    for output in [&message, &roundabout] {
        let (code, _) = run(&[message.to_str().unwrap(), "--output", output.to_str().unwrap()]);
        assert_eq!((code, fs::read(&message).unwrap() == before), (2, true));
    }
    assert_eq!(names(folder.path()), ["bad.xml"]);
}

/// A run that fails leaves the report of the one before.
#[test]
#[cfg(target_os = "linux")]
fn half_a_report_is_none() {
    let folder = folder();
    let report = folder.path().join("report.json");
    fs::write(&report, "before").unwrap();
    let script = "ulimit -f 8 && trap '' XFSZ && exec \"$0\" check fixtures --format json --output \"$1\"";
    let mut sac = std::process::Command::new("sh");
    let output = sac.args(["-c", script, env!("CARGO_BIN_EXE_sac")]).arg(&report).output().unwrap();
    let reported = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && reported.contains("cannot write"), "{reported}");
    assert_eq!(fs::read_to_string(&report).unwrap(), "before");
    assert_eq!(names(folder.path()), ["bad.xml", "report.json"]);
}

#[test]
#[cfg(unix)]
fn links_modes_and_devices_are_respected() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder();
    let (report, link) = (folder.path().join("real.txt"), folder.path().join("link.txt"));
    fs::write(&report, "before").unwrap();
    fs::set_permissions(&report, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.txt", &link).unwrap();
    assert_eq!(run(&[GOOD, "--output", link.to_str().unwrap()]).0, 0);
    assert!(link.is_symlink() && fs::read_to_string(&report).unwrap().contains("1 messaggio"));
    assert_eq!(fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(run(&[GOOD, "--output", "/dev/null"]).0, 0);
    let (code, text) = run(&[GOOD, "--output", "/dev/stdout"]);
    assert!(code == 0 && text.contains("1 messaggio"), "{text}");
}
