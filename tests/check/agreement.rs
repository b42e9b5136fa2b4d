//! What the check says of a message and what the endpoint says of the same bytes agree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sac_gateway::check::{Checker, IssueCode, Report, Sender, Severity, Stage, Verdict};
use sac_gateway::client::{Answer, Message};
use sac_gateway::config::RuleSettings;
use sac_gateway::rule::diagnosis::Icd9;
use sac_gateway::rule::{Catalogue, Rule, catalogue};
use sac_gateway::sealed::Unsealer;

use crate::examples::{self, Example};
use crate::support::{Playground, at};
use crate::{checker, errors};

const NOW: &str = "2026-03-02T10:00:00+01:00";

#[test]
fn every_fixture_is_checked_as_the_endpoint_is_expected_to() {
    let mut wrong = Vec::new();
    for path in messages(Path::new("fixtures")) {
        let fixture: toml::Table = toml::from_str(&fs::read_to_string(path.with_extension("toml")).unwrap()).unwrap();
        let text = |key: &str| fixture.get(key).and_then(toml::Value::as_str);
        let checker = Checker {
            today: sac_gateway::clock::civil_date(at(text("now").unwrap_or(NOW))),
            sender: Some(sender(text("as").unwrap_or("medico"))),
            icd9: icd9(&fixture),
            ..checker()
        };
        let expect = fixture["expect"].as_table().unwrap();
        let mut expected: Vec<String> =
            expect.get("fault").and_then(toml::Value::as_str).map(str::to_owned).into_iter().collect();
        for error in expect.get("errors").and_then(toml::Value::as_array).into_iter().flatten() {
            let rule = Rule::from_name(error["rule"].as_str().unwrap()).unwrap();
            match rule {
                // What the receipt sums up, the check names by its code.
                Rule::SchemaNonRispettato => expected.push("SAC-XSD-PATTERN".to_owned()),
                _ if can_tell(rule) => expected.push(rule.name().to_owned()),
                _ => {}
            }
        }
        let bytes = fs::read(&path).unwrap();
        let report = &checker.check_bytes(&path.display().to_string(), &bytes)[0];
        if errors(report) != expected {
            wrong.push(format!("{}: {:?}, not {expected:?}", path.display(), errors(report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A fixture's own table of diagnosis codes.
fn icd9(fixture: &toml::Table) -> Icd9 {
    let path = fixture.get("settings").and_then(|settings| settings.get("icd9_table"));
    path.map_or_else(Icd9::default, |path| Icd9::read(&fs::read_to_string(path.as_str().unwrap()).unwrap()).unwrap())
}

/// Whether the check needs neither the register nor the store for this rule.
fn can_tell(rule: Rule) -> bool {
    use catalogue::Stage::{Campi, Cifrati, Indirizzo, Mittente};
    let needs_memory = [Rule::MedicoPincodeErrato, Rule::MedicoAsl, Rule::EnteMedicoSconosciuto];
    let stage = Catalogue::embedded().entry(rule).stage;
    [Cifrati, Mittente, Campi, Indirizzo].contains(&stage) && !needs_memory.contains(&rule)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_endpoint_says_the_same_of_the_same_bytes() {
    let playground = Playground::start("duplicates = 'accept'", at(NOW)).await;
    let key = sac_gateway::keys::find_encryption_key(playground.folder.path()).unwrap().unwrap();
    let checker = |role: &str| Checker {
        unsealer: Some(Unsealer::of_key(&key).unwrap()),
        sender: Some(sender(role)),
        settings: RuleSettings::default(),
        ..checker()
    };
    let mut messages: Vec<(String, String, Message)> = Vec::new();
    for Example { code, bytes, .. } in examples::examples().into_iter().filter(Example::is_envelope) {
        // The endpoint's own limit of a body answers that one, by HTTP.
        if code != "SAC-LIMIT-BYTES" {
            messages.push((code.to_owned(), "medico".to_owned(), Message::as_is(sealed(&playground, &bytes))));
        }
    }
    for (from, to) in ODD {
        let odd = examples::envelope().replacen(from, to, 1);
        messages.push(((*to).to_owned(), "medico".to_owned(), Message::as_is(sealed(&playground, odd.as_bytes()))));
    }
    for path in self::messages(Path::new("fixtures")) {
        let fixture: toml::Table = toml::from_str(&fs::read_to_string(path.with_extension("toml")).unwrap()).unwrap();
        if !["now", "before", "settings"].iter().any(|key| fixture.contains_key(*key)) {
            let role = fixture.get("as").and_then(toml::Value::as_str).unwrap_or("medico");
            let message = playground.message(&fs::read_to_string(&path).unwrap());
            messages.push((path.display().to_string(), role.to_owned(), message));
        }
    }
    assert!(messages.len() > 80, "{}", messages.len());

    let mut wrong = Vec::new();
    for (name, role, message) in messages {
        let reply = playground.client(&role).send(&message).await.unwrap();
        let said = match Answer::read(&reply).unwrap() {
            Answer::Accepted { .. } => Vec::new(),
            Answer::Fault { findings, .. } => findings.into_iter().map(|finding| finding.code).collect(),
            Answer::Refused(errori) => {
                let rules = errori.iter().map(|errore| rule_of(&errore.tipo));
                rules.filter(|rule| can_tell(*rule)).map(|rule| rule.name().to_owned()).collect()
            }
            Answer::Status { .. } => vec!["HTTP".to_owned()],
        };
        let report = &checker(&role).check_bytes("sent.http", &capture(&message))[0];
        let found = first_stage(report);
        // A header that is not understood is reported in the fault's code, without a detail.
        if found != said && !(said.is_empty() && found == ["SAC-SOAP-MUST-UNDERSTAND"] && reply.status == 500) {
            wrong.push(format!("{name}: the endpoint says {said:?}, the check {found:?}"));
        }
        assert_eq!(found.is_empty(), report.verdict == Verdict::Conformant, "{name}");
    }
    playground.gateway.shutdown().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A byte order mark in the wrong place has its own code in the check, with the
/// endpoint's code behind it.
#[tokio::test(flavor = "multi_thread")]
async fn a_stray_mark_is_reported_with_the_code_that_the_endpoint_has_for_it() {
    let playground = Playground::start("", at(NOW)).await;
    let envelope = examples::envelope();
    for place in ["<soapenv:Envelope", "<soapenv:Body", "<medico>", "00184<", "</malattia>"] {
        let marked = envelope.replacen(place, &format!("\u{FEFF}{place}"), 1);
        let marked = if marked.starts_with('\u{FEFF}') { format!("\u{FEFF}{marked}") } else { marked };
        let message = Message::as_is(sealed(&playground, marked.as_bytes()));
        let reply = playground.client("medico").send(&message).await.unwrap();
        let Answer::Fault { findings, .. } = Answer::read(&reply).unwrap() else { panic!("{place}") };
        let report = &checker().check_bytes("sent.http", &capture(&message))[0];
        assert_eq!(
            (errors(report), report.verdict),
            (vec!["SAC-CHARSET-STRAY-BOM"], Verdict::NotConformant),
            "{place}"
        );
        let mark = report.issues.iter().find(|issue| issue.severity == Severity::Error).unwrap();
        assert!(mark.message.en.contains(&findings[0].code), "{place}: {findings:?}, {}", mark.message.en);
    }
    playground.gateway.shutdown().await;
}

/// The media type of SOAP 1.2 is refused, once, whichever envelope comes under it.
#[tokio::test(flavor = "multi_thread")]
async fn soap_12_is_refused_by_its_media_type_as_by_its_envelope() {
    const MEDIA: &str = "application/soap+xml; charset=utf-8";
    let playground = Playground::start("", at(NOW)).await;
    let soap_12 = examples::envelope().replace(sac_gateway::soap::SOAP_11, "http://www.w3.org/2003/05/soap-envelope");
    for (envelope, code) in [(examples::envelope(), "SAC-HTTP-MEDIA"), (soap_12, "SAC-SOAP-VERSION")] {
        let message = Message::as_is(sealed(&playground, envelope.as_bytes()));
        let reply = playground.client("medico").send_as(&message, MEDIA).await.unwrap();
        let Answer::Fault { code: fault, findings, .. } = Answer::read(&reply).unwrap() else { panic!("{code}") };
        assert!(fault.ends_with("VersionMismatch"), "{fault}");
        assert_eq!(findings.iter().map(|finding| &*finding.code).collect::<Vec<_>>(), [code]);
        let capture = String::from_utf8(capture(&message)).unwrap().replace(&message.content_type(), MEDIA);
        let report = &checker().check_bytes("sent.http", capture.as_bytes())[0];
        assert_eq!((errors(report), report.verdict), (vec![code], Verdict::NotConformant));
    }
    playground.gateway.shutdown().await;
}

/// Odd messages that no example shows: what stands in the envelope, and what instead.
const ODD: &[(&str, &str)] = &[
    ("</soapenv:Body>", "</soapenv:Body><soapenv:Body/>"),
    ("</soapenv:Body>", "</soapenv:Body><soapenv:Header/>"),
    ("</soapenv:Body>", "</soapenv:Body>text"),
    ("</soapenv:Body>", "</soapenv:Body><x:y xmlns:x='urn:x'/>"),
    ("<soapenv:Body>", "<soapenv:Body>&lt;a/&gt;"),
    ("<soapenv:Body>", "<soapenv:Body><soapenv:Body/>"),
    ("<soapenv:Header/>", "<soapenv:Header/><soapenv:Header/>"),
    ("<medico>", "<medico"),
    ("<civico>1", "<civico>&#0;"),
    ("<civico>1", "<civico>a < b"),
    ("<civico>1", "<civico><![cdata[1]]>"),
    ("<civico>1", "<civico><!ELEMENT a EMPTY>"),
    ("<soapenv:Header/>", "<?xml version='1.0'?>"),
];

/// The codes that are more severe than a warning, up to the end of the first stage of rules that has any.
fn first_stage(report: &Report) -> Vec<String> {
    let issues: Vec<_> = report.issues.iter().filter(|issue| issue.severity != Severity::Warning).collect();
    let stage = |code: IssueCode| match code.stage() {
        Stage::Rule(stage) => Some(stage),
        Stage::Reading(_) => None,
    };
    let first = issues.iter().map(|issue| stage(issue.code)).min().flatten();
    let reported = issues.iter().filter(|issue| stage(issue.code) == first);
    reported.map(|issue| issue.code.as_str().to_owned()).collect()
}

/// The bytes as they went over the wire.
fn capture(message: &Message) -> Vec<u8> {
    let head = format!(
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: {}\r\nSOAPAction: \"{}\"\r\nContent-Length: {}\r\n\r\n",
        message.content_type(),
        message.action(),
        message.body.len()
    );
    [head.as_bytes(), &message.body].concat()
}

/// The example with its two fields encrypted for this gateway.
fn sealed(playground: &Playground, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (mark, clear) in [(examples::PINCODE, "1234567890"), (examples::WORKER, "PNIMRA70A01H501P")] {
        let sealed = playground.seal(clear);
        if let Some(at) = bytes.windows(mark.len()).position(|window| window == mark.as_bytes()) {
            bytes.splice(at..at + sealed.len(), sealed.bytes());
        }
    }
    bytes
}

fn rule_of(number: &str) -> Rule {
    Catalogue::embedded().iter().find(|(_, entry)| entry.tipo_errore == number).unwrap().0
}

fn sender(role: &str) -> Sender {
    match role {
        "operatore" => Sender::Operatore,
        "ente" => Sender::Ente,
        _ => Sender::Medico,
    }
}

fn messages(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut messages(&path));
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.insert(path);
        }
    }
    found
}
