//! `sac check` between other programs: pipes in and out.

use crate::program::{BAD, GOOD, sac};

/// Whoever reads a part of the findings, `sac check folder | head -3`, gets no verdict.
#[test]
fn a_check_that_nobody_reads_to_the_end_is_not_green_and_says_nothing() {
    for format in ["text", "json", "junit", "sarif", "html"] {
        for path in [BAD, GOOD] {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let output = sac(&[path, "--format", format]).stdout(writer).output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), &*told), (Some(2), ""), "{format} {path}");
        }
    }
}
