//! Programs of the system that read PDF. A test that needs one that is missing says so and ends.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use flate2::read::ZlibDecoder;

/// What a program says of a file: its output and whether it was content; nothing if there is no such program.
pub fn ask(program: &str, flags: &[&str], pdf: &[u8], after: &[&str]) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("print.pdf");
    fs::write(&file, pdf).unwrap();
    run(program, flags, &file, after)
}

fn run(program: &str, flags: &[&str], file: &Path, after: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(flags).arg(file).args(after).output() else {
        println!("skipped: there is no {program} on this machine");
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8(said).unwrap()))
}

/// The text in the order of its reading.
pub fn text(pdf: &[u8]) -> Option<String> {
    ask("pdftotext", &["-raw", "-enc", "UTF-8"], pdf, &["-"]).map(|(_, text)| text)
}

/// The bytes of a file with those of its compressed streams.
pub fn all_bytes(pdf: &[u8]) -> Vec<u8> {
    let mut all = pdf.to_vec();
    for (start, _) in pdf.windows(7).enumerate().filter(|(_, window)| *window == b"stream\n") {
        let mut inflated = Vec::new();
        let _ = ZlibDecoder::new(&pdf[start + 7..]).read_to_end(&mut inflated);
        all.extend(inflated);
    }
    all
}
