//! Every fixture through the real endpoint, over TLS: see `fixtures/README.md`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sac_gateway::client::Answer;
use sac_gateway::domain::operation::Operation;
use sac_gateway::rule::{Catalogue, Rule};
use serde::Deserialize;
use support::{Playground, at};

const NOW: &str = "2026-03-02T10:00:00+01:00";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    about: String,
    now: Option<String>,
    r#as: Option<String>,
    #[serde(default)]
    settings: toml::Table,
    #[serde(default)]
    before: Vec<String>,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    receipt: Option<String>,
    #[serde(default)]
    errors: Vec<Error>,
    fault: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
struct Error {
    rule: String,
    section: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fixture_gets_what_it_expects() {
    let names = names(Path::new("fixtures"));
    assert!(names.len() > 60, "{} fixtures", names.len());
    let limit = std::sync::Arc::new(tokio::sync::Semaphore::new(4));
    let runs: Vec<_> = names
        .into_iter()
        .map(|name| {
            let limit = limit.clone();
            tokio::spawn(async move {
                let _permit = limit.acquire_owned().await.unwrap();
                let outcome = run(&name).await;
                outcome.map_err(|problem| format!("{name}: {problem}"))
            })
        })
        .collect();
    let mut wrong = Vec::new();
    for run in runs {
        wrong.extend(run.await.unwrap().err());
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_operation_and_every_rule_has_a_fixture() {
    for operation in Operation::ALL {
        let folder = PathBuf::from("fixtures/ok").join(operation.name());
        assert!(!names(&folder).is_empty(), "no fixture in {}", folder.display());
    }
    let mut broken = BTreeSet::new();
    for name in names(Path::new("fixtures/ko")) {
        broken.extend(read(&name).expect.errors.into_iter().map(|error| error.rule));
    }
    let rules: BTreeSet<String> = Rule::ALL.iter().map(|rule| rule.name().to_owned()).collect();
    assert_eq!(rules.difference(&broken).collect::<Vec<_>>(), Vec::<&String>::new(), "rules without a fixture");
}

/// Plays one fixture; says what was otherwise.
async fn run(name: &str) -> Result<(), String> {
    let fixture = read(name);
    assert!(!fixture.about.is_empty());
    let settings = toml::to_string(&fixture.settings).unwrap();
    let playground = Playground::start(&settings, at(NOW)).await;
    let mut numbers = BTreeMap::new();
    for earlier in &fixture.before {
        let earlier_fixture = read(earlier);
        set_clock(&playground, &earlier_fixture);
        let answer = send(&playground, earlier, &earlier_fixture, &numbers).await;
        let Answer::Accepted { .. } = &answer else { return Err(format!("{earlier} was not accepted: {answer:?}")) };
        remember(&answer, &mut numbers);
    }
    set_clock(&playground, &fixture);
    let answer = send(&playground, name, &fixture, &numbers).await;
    playground.gateway.shutdown().await;
    compare(&fixture.expect, &answer)
}

fn set_clock(playground: &Playground, fixture: &Fixture) {
    playground.gateway.clock().freeze(at(fixture.now.as_deref().unwrap_or(NOW)));
}

async fn send(playground: &Playground, name: &str, fixture: &Fixture, numbers: &BTreeMap<String, String>) -> Answer {
    let mut xml = fs::read_to_string(format!("fixtures/{name}.xml")).unwrap();
    for (word, number) in numbers {
        xml = xml.replace(&format!("{{{word}}}"), number);
    }
    playground.play(fixture.r#as.as_deref().unwrap_or("medico"), &xml).await
}

/// `{puc}` is the newest PUC, `{puc_1}` the first; likewise `{pucir}`.
fn remember(answer: &Answer, numbers: &mut BTreeMap<String, String>) {
    for (field, word) in [("idCertificato", "puc"), ("idInizioRicovero", "pucir")] {
        if let Some(number) = answer.field(field) {
            numbers.insert(word.to_owned(), number.to_owned());
            numbers.entry(format!("{word}_1")).or_insert_with(|| number.to_owned());
        }
    }
}

fn compare(expect: &Expect, answer: &Answer) -> Result<(), String> {
    let as_expected = match answer {
        Answer::Accepted { receipt, .. } => expect.receipt.as_deref() == Some(receipt),
        Answer::Refused(errori) => {
            let found: Vec<Error> = errori
                .iter()
                .map(|errore| Error { rule: rule_of(&errore.tipo), section: errore.sezione.clone() })
                .collect();
            let in_words = errori.iter().all(|errore| {
                let unfilled = errore.descrizione.split('{').skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
                errore.descrizione.ends_with('.') && !unfilled
            });
            found == expect.errors && in_words
        }
        Answer::Fault { findings, .. } => {
            let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
            expect.fault.as_deref().is_some_and(|code| codes == [code])
        }
        Answer::Status { .. } => false,
    };
    if as_expected { Ok(()) } else { Err(format!("got {answer:?}")) }
}

fn rule_of(number: &str) -> String {
    let mut rules = Catalogue::embedded().iter().filter(|(_, entry)| entry.tipo_errore == number);
    rules.next().map_or_else(|| format!("unknown number {number}"), |(rule, _)| rule.name().to_owned())
}

fn read(name: &str) -> Fixture {
    let text = fs::read_to_string(format!("fixtures/{name}.toml")).unwrap_or_else(|error| panic!("{name}: {error}"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of all fixtures below a folder: paths without `fixtures/` and ending.
fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(names(&path));
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path.strip_prefix("fixtures").unwrap().with_extension("").display().to_string());
        }
    }
    found.sort();
    found
}
