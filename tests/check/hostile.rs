//! Messages made to harm the program that reads them: each gets a clean verdict, within the limits.

use std::process::Command;

use sac_gateway::check::render::{Json, Renderer as _, Text};
use sac_gateway::check::{Checker, Verdict, find};
use sac_gateway::diagnostic::Language;
use serde_json::Value;

use crate::hostile_files::hostile_files;
use crate::{checker, circumstances, errors};

#[test]
fn every_hostile_file_gets_a_clean_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let files = hostile_files();
    assert!(files.len() >= 100, "{}", files.len());
    let checker = checker();
    let mut wrong = Vec::new();
    for file in files {
        let path = folder.path().join(&file.name);
        std::fs::write(&path, &file.bytes).unwrap();
        let report = &checker.check(&find(&[path], None).inputs[0])[0];
        let found = errors(report);
        let place = report.issues.first().and_then(|issue| issue.place.as_ref()).map(|place| place.offset);
        let is_right = found.first().is_some_and(|first| first.starts_with(file.code))
            && report.verdict == file.verdict
            && file.offset.is_none_or(|offset| place == Some(offset));
        if !is_right {
            wrong.push(format!("{}: {found:?} at {place:?}, {:?}", file.name, report.verdict));
        }
        assert!(report.issues.len() <= 201, "{}", file.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The program goes through all of them in 300 MB, whatever they ask for.
#[test]
#[cfg(target_os = "linux")]
fn hostile_files_are_checked_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let files = hostile_files();
    for file in &files {
        std::fs::write(folder.path().join(&file.name), &file.bytes).unwrap();
    }
    let sac = "ulimit -v 300000 && exec \"$0\" check --jobs 2 --format json \"$1\"";
    let output = Command::new("sh").args(["-c", sac, env!("CARGO_BIN_EXE_sac")]).arg(folder.path()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts: Vec<&str> =
        report["messages"].as_array().unwrap().iter().map(|message| message["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts.len(), files.len());
    assert!(!verdicts.contains(&"conformant"));
}

#[test]
fn no_more_than_the_limit_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.xml");
    let file = std::fs::File::create(&path).unwrap();
    // A terabyte, of which the disk holds nothing.
    file.set_len(1 << 40).unwrap();
    let checker = Checker { max_bytes: 1000, ..checker() };
    let report = &checker.check(&find(&[path], None).inputs[0])[0];
    assert_eq!((errors(report), report.verdict), (vec!["SAC-LIMIT-BYTES"], Verdict::Unchecked));
    assert_eq!(report.issues[0].value.as_deref(), Some((1_u64 << 40).to_string().as_str()));
}

/// Names, prefixes and values of 256 KiB each are reported in a few words.
#[test]
fn long_names_are_not_repeated() {
    let long = "x".repeat(1 << 18);
    let (envelope, good) = (crate::examples::envelope(), std::fs::read_to_string(crate::program::GOOD).unwrap());
    let messages = [
        format!("<{long}/>"),
        format!("<{long}><a></b></{long}>"),
        format!("<{long}>"),
        format!("<{long}:a/>"),
        format!("<a {long}='1' {long}='2'/>"),
        format!("<a>&{long};</a>"),
        format!("<?{long}?>"),
        format!("<a xmlns='{long}'/>"),
        good.replace("<medico>", &format!("<medico><{long}/><{long}/>")),
        good.replace("<medico>", &format!("<medico {long}='{long}'>")),
        good.replace("<cap>", &format!("<cap>{long}")),
        good.replace("cert:", &format!("{long}:")).replace(":cert", &format!(":{long}")).replace("<cap>", "<cap>0"),
        good.replace("cert:", &format!("{long}:")).replace(":cert", &format!(":{long}")).replace("H501<", "A001<"),
        envelope.replace("soapenv", &long).replace("<via>", "<via/><via>"),
        format!("POST /{long} HTTP/1.1\nContent-Type: {long}\nSOAPAction: {long}\n\n{envelope}"),
        format!("{long} HTTP/1.1\n\n"),
    ];
    for (number, message) in messages.iter().enumerate() {
        for report in checker().check_bytes(if number > 13 { "a.http" } else { "a.xml" }, message.as_bytes()) {
            assert!(!errors(&report).is_empty(), "{number}");
            let mut out = Vec::new();
            let mut json = Json::new(&mut out, Language::It, circumstances(), false);
            json.report(&report).unwrap();
            Text::new(&mut out, Language::En, false, true).report(&report).unwrap();
            let reported = String::from_utf8_lossy(&out);
            assert!(out.len() < 10_000 * report.issues.len(), "{number}: {} {}", out.len(), &reported[..2000]);
        }
    }
}

#[test]
fn any_bytes_get_a_verdict() {
    use proptest::prelude::*;
    let checker = checker();
    let good = crate::examples::envelope().into_bytes();
    proptest!(|(cut in 0..good.len(), byte: u8, at in 0..good.len(), noise in proptest::collection::vec(any::<u8>(), 0..200))| {
        let mut damaged = good.clone();
        damaged[at] = byte;
        for (name, bytes) in [("a.xml", &good[..cut]), ("a.xml", &damaged), ("a.xml", &noise), ("a.http", &noise)] {
            let reports = checker.check_bytes(name, bytes);
            prop_assert!(!reports.is_empty());
            for report in reports {
                for place in report.issues.iter().filter_map(|issue| issue.place.as_ref()) {
                    prop_assert!(place.offset <= bytes.len() && place.line > 0 && place.column > 0);
                }
            }
        }
    });
}

#[test]
fn nothing_that_a_message_names_is_fetched() {
    let bait = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    bait.set_nonblocking(true).unwrap();
    let address = bait.local_addr().unwrap();
    let messages = [
        format!("<!DOCTYPE x SYSTEM 'http://{address}/x.dtd' [<!ENTITY f SYSTEM 'http://{address}/f'>]><x>&f;</x>"),
        format!(
            "<x xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='u http://{address}/s.xsd' \
             i:noNamespaceSchemaLocation='http://{address}/n.xsd'/>"
        ),
        format!("<?xml-stylesheet href='http://{address}/s.css'?><x xmlns='http://{address}/'/>"),
    ];
    for message in messages {
        let report = &checker().check_bytes("a.xml", message.as_bytes())[0];
        assert_eq!(report.verdict, Verdict::NotConformant, "{message}");
    }
    assert!(bait.accept().is_err(), "somebody called");
}
