//! `sac check` as its users run it: arguments, exit codes, outputs.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const GOOD: &str = "fixtures/ok/InviaMalattia/cinque-giorni.xml";
pub(crate) const BAD: &str = "fixtures/ko/schema-non-rispettato/fault.xml";

pub(crate) fn sac(arguments: &[&str]) -> Command {
    let mut sac = Command::new(env!("CARGO_BIN_EXE_sac"));
    sac.args(["check", "--now", "2026-03-02"]).args(arguments).env("SAC_LANG", "it").env_remove("NO_COLOR");
    // Every run says the same of itself.
    sac.env("SOURCE_DATE_EPOCH", "1772445600");
    sac
}

pub(crate) fn run(arguments: &[&str]) -> (i32, String) {
    outcome(sac(arguments).output().unwrap())
}

pub(crate) fn outcome(output: Output) -> (i32, String) {
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

pub(crate) fn with_stdin(arguments: &[&str], bytes: &[u8]) -> (i32, String) {
    let mut child = sac(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    outcome(child.wait_with_output().unwrap())
}

#[test]
fn three_verdicts_have_three_exit_codes_and_the_worst_wins() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let cases: &[(&[&str], i32)] = &[
        (&[GOOD], 0),
        (&[GOOD, "--strict"], 1),
        (&[BAD], 1),
        (&["no-such-file.xml"], 2),
        (&[empty], 2),
        (&[GOOD, "--max-bytes", "100"], 2),
        (&[GOOD, BAD], 1),
        (&["no-such-file.xml", GOOD, BAD], 2),
        (&["fixtures/ok"], 0),
        (&["fixtures/ko"], 1),
        (&[GOOD, "--data-dir", empty], 2),
        (&[GOOD, "--format", "nonsense"], 2),
        (&[GOOD, "--stream"], 2),
        (&["-", GOOD, "-"], 2),
        (&[GOOD, "--stream", "--format", "sarif"], 2),
        (&[], 2),
    ];
    for (arguments, code) in cases {
        assert_eq!(run(arguments).0, *code, "{arguments:?}");
    }
}

#[test]
fn standard_input_may_be_a_message_or_a_capture() {
    let good = std::fs::read(GOOD).unwrap();
    assert_eq!(with_stdin(&["-"], &good).0, 0);
    let request = format!(
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nHost: sac\r\nContent-Type: text/xml; charset=utf-8\r\n\
         SOAPAction: \"\"\r\n\r\n{}",
        crate::examples::envelope()
    );
    let (code, text) = with_stdin(&["-", "-v"], request.as_bytes());
    assert_eq!((code, text.lines().next().unwrap()), (0, "-: conforme (invioMalattiaRequest)"));
}

#[test]
fn the_text_points_at_the_place_in_the_language_asked_for() {
    let (_, it) = run(&[BAD]);
    assert!(it.contains("errore[SAC-XSD-PATTERN]: "), "{it}");
    let (_, en) = run(&[BAD, "--lang", "en"]);
    for line in ["error[SAC-XSD-PATTERN]: ", "13 |     <cap>0184</cap>", "   |          ^^^^", ":13:10 (byte 357)"] {
        assert!(en.contains(line), "{line} in {en}");
    }
    assert!(
        en.ends_with("1 message: 0 conformant, 1 not conformant, 0 could not be checked; 1 error, 1 warning\n"),
        "{en}"
    );
    // A pipe gets no colours, unless they are asked for.
    assert!(!en.contains('\x1b'));
    assert!(run(&[BAD, "--color", "always"]).1.contains("\x1b[1;31m"));
}

/// On a terminal a Chinese character takes two cells, a combining accent none.
#[test]
fn the_caret_stands_below_its_place_whatever_the_script() {
    let good = std::fs::read_to_string(GOOD).unwrap();
    for (via, cells) in
        [("Via Roma", 8), ("Viale Libertà", 13), ("Viale Liberta\u{300}", 13), ("北京路", 6), ("ﾛｰﾏ", 3)]
    {
        let line = format!("<via>{via}</via><civico>1</civico><cap>x</cap>");
        let there = "<via>Via Nazionale</via>\n    <civico>1</civico>\n    <cap>00184</cap>";
        let message = good.replace(there, &line);
        let (_, text) = with_stdin(&["-"], message.as_bytes());
        let carets = text.lines().skip_while(|shown| !shown.contains(&line)).nth(1).unwrap_or_default();
        let margin = "11 |     <via>".len();
        assert_eq!(carets.find('^'), Some(margin + cells + "</via><civico>1</civico><cap>".len()), "{text}");
    }
}

#[test]
fn what_a_message_holds_cannot_play_with_the_terminal() {
    let message = std::fs::read_to_string(GOOD).unwrap().replace("H501", "\u{9b}31m\u{202e}");
    let (_, text) = with_stdin(&["-"], message.as_bytes());
    assert!(text.contains("SAC-XSD-PATTERN"), "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{text:?}");
}

#[test]
fn json_is_one_object_or_one_a_line() {
    let (_, text) = run(&[GOOD, BAD, "--format", "json", "--lang", "en"]);
    let whole: Value = serde_json::from_str(&text).unwrap();
    let messages = whole["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 2);
    let finding = &messages[1]["findings"][0];
    assert_eq!(finding["code"], "SAC-XSD-PATTERN");
    assert_eq!((&finding["line"], &finding["column"], &finding["offset"]), (&13.into(), &10.into(), &357.into()));
    assert_eq!(finding["xpath"], "/cert:invioMalattiaRequest/residenza/cap");
    assert_eq!(finding["value"], "0184");
    for field in ["severity", "stage", "allowed", "message", "hint", "provenance", "source"] {
        assert!(finding[field].is_string(), "{field}");
    }
    assert_eq!(whole["summary"]["verdict"], "not-conformant");

    let (_, text) = run(&[GOOD, BAD, "--format", "json", "--stream", "--lang", "en"]);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[..2], messages[..]);
    assert_eq!(lines[2]["summary"], whole["summary"]);
    let nothing: Value = serde_json::from_str(&run(&["no-such.xml", "--format", "json"]).1).unwrap();
    assert_eq!(nothing["summary"]["unchecked"], 1);
}

/// An empty table would accept every code, and nobody would notice.
#[test]
fn a_table_of_diagnoses_holds_some() {
    let output = sac(&[GOOD, "--lang", "en", "--icd9-table"])
        .arg(if cfg!(windows) { "NUL" } else { "/dev/null" })
        .output()
        .unwrap();
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && reported.contains("it holds no code"), "{reported}");
}
