//! The exchanges of a world as a file.

use std::collections::BTreeSet;
use std::io::Cursor;

use sac_exchanges::read::read;
use sac_exchanges::{Format, Recorded};
use sac_gateway::Checker;
use sac_gateway::check::Verdict;
use sac_gateway::client::{Answer, Message};
use serde_json::json;

use super::harness::Controlled;

/// What must not be in a masked export.
const CANARIES: [&str; 8] = [
    "PNIMRA70A01H501P",
    "PROVAX00X00X000Y",
    "Via Nazionale",
    "Canarini",
    "Canarina",
    "00184",
    "487.1",
    "nota canarina",
];

/// A certificate with an address, names and a note, its rettifica, a refusal, a fault, a question, and no login.
async fn record(controlled: &Controlled, world: &str) -> String {
    let extra = "<diagnosi>\n      <codiceDiagnosi>487.1</codiceDiagnosi><noteDiagnosi>nota canarina è</noteDiagnosi>";
    let away = "</residenza><reperibilita><cognome>Canarini</cognome><indirizzo><via>Via Canarina</via><civico>5</civico>\
        <cap>00184</cap><comune>Roma</comune><provincia>RM</provincia></indirizzo></reperibilita>";
    let changes = [("<diagnosi>\n      <codiceDiagnosi>487.1</codiceDiagnosi>", extra), ("</residenza>", away)];
    let reply = controlled.play(world, "InviaMalattia/cinque-giorni", &changes).await;
    let answer = Answer::read(&reply).unwrap();
    let puc = answer.number().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
    controlled.play(world, "InviaMalattia/cinque-giorni", &changes).await;
    controlled.play(world, "InviaMalattia/cinque-giorni", &[("<visita>A<", "<visita>Canarini<")]).await;
    let question = std::fs::read_dir("fixtures/ok/InterrogazioneLavoratore").unwrap().map(|it| it.unwrap().path());
    let question = question.filter(|path| path.extension().is_some_and(|it| it == "xml")).min().unwrap();
    controlled.play(world, &format!("InterrogazioneLavoratore/{}", question.file_stem().unwrap().display()), &[]).await;
    let world = controlled.gateway.world(world).unwrap();
    let message = world.message(b"<c:x xmlns:c='Canarini'/>").unwrap();
    world.client("PROVAX00X00X000Y", "Canarini").unwrap().send(&message).await.unwrap();
    puc
}

fn exchanges(bytes: &[u8]) -> Vec<Recorded> {
    read(Cursor::new(bytes)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn every_format_holds_the_selected_exchanges_byte_for_byte() {
    let controlled = Controlled::start().await;
    controlled
        .call("POST", "/worlds", json!({"name": "a", "now": super::harness::NOW, "frozen": true}))
        .await
        .with(201);
    let puc = record(&controlled, "a").await;
    let list = controlled.call("GET", "/worlds/a/exchanges", None).await.with(200);
    let mut ids: Vec<u64> = list.as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect();
    ids.reverse();
    for format in Format::ALL {
        let path = format!("/worlds/a/export?format={}&mask=off", format.name());
        let answer = controlled.call("GET", &path, None).await;
        assert_eq!(answer.headers["content-type"], format.media_type());
        let found = exchanges(&answer.body);
        let numbers: Vec<u64> = found.iter().map(Recorded::number).collect();
        assert_eq!(numbers, ids, "{format:?}");
        for one in &found {
            for (part, message) in [("request", &one.request), ("response", &one.response)] {
                let raw = controlled.call("GET", &format!("/worlds/a/exchanges/{}/{part}", one.number()), None).await;
                assert_eq!(message.as_ref().unwrap().body, raw.body, "{format:?} {part}");
            }
            assert_eq!(one.request.as_ref().unwrap().header("authorization"), Some("Basic ***"));
        }
        let count =
            async |query: &str| exchanges(&controlled.call("GET", &format!("{path}&{query}"), None).await.body).len();
        assert_eq!(count("outcome=accepted").await, 2, "{format:?}");
        assert_eq!(count(&format!("puc={puc}")).await, 1, "{format:?}");
        assert_eq!((count("limit=2").await, count("after=3").await, count("limit=0").await), (2, 2, 0), "{format:?}");
    }
    for (bad, part) in
        [("format=xml", "format"), ("mask=perhaps", "mask"), ("outcom=x", "outcome"), ("outcome=x", "outcome")]
    {
        let (kind, _, detail) = controlled.call("GET", &format!("/worlds/a/export?{bad}"), None).await.problem(400);
        assert!(kind == "bad-query" && detail.contains(part), "{detail}");
    }
}

#[tokio::test]
async fn a_masked_export_names_nobody_and_is_accepted_all_the_same() {
    let controlled = Controlled::start().await;
    for name in ["a", "b"] {
        let made = json!({"name": name, "now": super::harness::NOW, "frozen": true});
        controlled.call("POST", "/worlds", made).await.with(201);
    }
    let puc = record(&controlled, "a").await;
    let mut checker = Checker::new("2026-03-02".parse().unwrap());
    checker.unsealer = Some(sac_gateway::sealed::Unsealer::new(controlled.gateway.keys()).unwrap());
    for format in Format::ALL {
        // Without a word on it an export is masked.
        let bytes = controlled.call("GET", &format!("/worlds/a/export?format={}", format.name()), None).await.body;
        let found = exchanges(&bytes);
        assert_eq!(found.len(), 5);
        let all: Vec<String> = found.iter().map(|one| format!("{:?}{}", one.about, text(one))).collect();
        let all = all.concat();
        for canary in CANARIES.into_iter().chain([puc.as_str()]) {
            assert!(!all.contains(canary), "{format:?}: {canary} is in {all}");
            assert!(!String::from_utf8_lossy(&bytes).contains(canary), "{format:?}: {canary}");
        }
        let world = controlled.gateway.world("b").unwrap();
        let doctor = world.client("PROVAX00X00X000Y", "prova").unwrap();
        let first = &found[0];
        for message in [&first.request, &first.response] {
            let message = message.as_ref().unwrap();
            let reports = checker.check_bytes("x.http", &[message.head(), message.body.clone()].concat());
            assert_eq!(reports[0].verdict, Verdict::Conformant, "{:?}", reports[0].issues);
        }
        // Each export has its own key, so that this is another certificate each time.
        let reply = doctor.send(&Message::as_is(first.request.as_ref().unwrap().body.clone())).await.unwrap();
        let answer = Answer::read(&reply).unwrap();
        assert!(answer.number().is_some(), "{answer:?}\n{}", text(first));
        let reply = doctor.send(&Message::as_is(found[1].request.as_ref().unwrap().body.clone())).await.unwrap();
        let Answer::Refused(errors) = Answer::read(&reply).unwrap() else { panic!("it was no duplicate") };
        assert!(text(&found[1]).contains(&errors[0].tipo), "{}", text(&found[1]));
    }
    let keyed = async |key: &str| controlled.call("GET", &format!("/worlds/a/export?mask_key={key}"), None).await.body;
    assert_eq!(keyed("one").await, keyed("one").await);
    let different: BTreeSet<Vec<u8>> = [keyed("one").await.to_vec(), keyed("two").await.to_vec()].into();
    assert_eq!(different.len(), 2);
}

fn text(exchange: &Recorded) -> String {
    let messages = [&exchange.request, &exchange.response].into_iter().flatten();
    messages
        .map(|message| String::from_utf8_lossy(&[message.head(), message.body.clone()].concat()).into_owned())
        .collect()
}
