//! `sac check` between other programs: pipes in and out.

use crate::program::{BAD, GOOD, sac};

/// A reader that takes a part of the findings, `sac check folder | head -3`, gets no verdict.
#[test]
fn a_check_that_nobody_reads_to_the_end_is_not_green_and_says_nothing() {
    for format in ["text", "json", "junit", "sarif", "html"] {
        for path in [BAD, GOOD] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = sac(&[path, "--format", format]).stdout(writer).output().unwrap();
            let reported = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), &*reported), (Some(2), ""), "{format} {path}");
        }
    }
}

#[cfg(unix)]
mod named {
    use std::process::Command;

    use super::*;
    use crate::program::{outcome, run};

    /// Nobody writes to it: to open it would be to wait for ever.
    #[test]
    fn a_named_pipe_is_no_message() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.xml");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [&*pipe, folder.path()] {
            let (code, text) = run(&[path.to_str().unwrap(), "--lang", "en"]);
            assert!(code == 2 && text.contains("pipe.xml") && text.contains("not a regular file"), "{text}");
        }
    }

    #[test]
    fn what_the_shell_hands_over_is_read() {
        for (path, code) in [(GOOD, 0), (BAD, 1)] {
            for arguments in [r#"<(sleep 0.1; cat "$1")"#, r#"/dev/stdin < "$1""#, r#"<(cat "$1") - < "$1""#] {
                let script = format!("\"$0\" check --now 2026-03-02 {arguments}");
                let output =
                    Command::new("bash").args(["-c", &script, env!("CARGO_BIN_EXE_sac"), path]).output().unwrap();
                let (exit, text) = outcome(output);
                assert_eq!(exit, code, "{arguments}: {text}");
            }
        }
    }
}
