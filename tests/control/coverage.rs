//! What a client has exercised, over the control API.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::harness::Controlled;

const COVERAGE: &str = "/worlds/uno/coverage";

async fn with_world() -> Controlled {
    let controlled = Controlled::start().await;
    let world = json!({"name": "uno", "now": "2026-03-02T10:00:00+01:00", "frozen": true});
    controlled.call("POST", "/worlds", world).await.with(201);
    controlled
}

fn operation<'r>(report: &'r Value, name: &str) -> &'r Value {
    report["operations"].as_array().unwrap().iter().find(|it| it["operation"] == name).unwrap()
}

fn found<'r>(list: &'r Value, members: &[(&str, &str)]) -> &'r Value {
    let is = |it: &&Value| members.iter().all(|(name, value)| it[name] == *value);
    list.as_array().unwrap().iter().find(is).unwrap_or_else(|| panic!("{members:?} in {list}"))
}

#[tokio::test]
async fn what_a_client_has_exercised_is_told_with_the_first_exchange_of_each() {
    let controlled = with_world().await;
    let empty = controlled.call("GET", COVERAGE, None).await.with(200);
    assert_eq!((&empty["exchanges"], &empty["first"]), (&json!(0), &Value::Null));
    assert!(empty["summary"].as_array().unwrap().iter().all(|it| it["exercised"] == 0 && it["total"] != 0), "{empty}");

    controlled.play("uno", "InviaMalattia/cinque-giorni", &[]).await;
    controlled.play("uno", "InviaMalattia/cinque-giorni", &[]).await;
    controlled.play("uno", "InviaMalattia/cinque-giorni", &[("<visita>A</visita>", "<visita>X</visita>")]).await;
    controlled.play("uno", "InviaMalattia/cinque-giorni", &[("Via Nazionale", "Po"), ("<visita>A", "<visita>D")]).await;
    let report = controlled.call("GET", COVERAGE, None).await.with(200);
    let once = |first: u64| json!({"times": 1, "first": first});
    assert_eq!((&report["exchanges"], &report["read"], &report["last"]), (&json!(4), &json!(4), &json!(4)));
    let invia = operation(&report, "InviaMalattia");
    let outcomes = ["accepted", "refused", "fault", "dropped"].map(|name| invia[name]["times"].as_u64().unwrap());
    assert_eq!(outcomes, [2, 1, 1, 0], "{invia}");
    let value = |value: &str| &found(&invia["values"], &[("path", "malattia/visita"), ("value", value)])["sent"];
    assert_eq!((value("A")["times"].as_u64(), value("D"), value("P")["times"].as_u64()), (Some(2), &once(4), Some(0)));
    assert_eq!(found(&invia["lengths"], &[("path", "residenza/via"), ("end", "min")])["sent"], once(4));
    let reperibilita = found(&invia["elements"], &[("path", "reperibilita")]);
    assert_eq!((&reperibilita["present"]["times"], &reperibilita["absent"]["times"]), (&json!(0), &json!(4)));
    assert_eq!(found(&report["rules"], &[("rule", "certificato-duplicato")])["met"], once(2));
    assert_eq!(found(&report["rules"], &[("rule", "medico-asl")])["met"]["times"], 0);
    assert_eq!(found(&report["charsets"], &[("charset", "UTF-8")])["seen"]["times"], 4);
    for way in ["HTTP/1.1", "TLS 1.3", "password", "plain"] {
        assert_eq!(found(&report["transport"], &[("way", way)])["seen"]["times"], 4, "{way}");
    }
    assert_eq!(operation(&report, "RicercaMalattia")["accepted"]["times"], 0);

    // One client of several, a part of the time, and nothing once the journal is empty.
    for (query, exchanges) in [
        ("caller=PROVAX00X00X000Y", 4),
        ("caller=ente", 0),
        ("since=2026-03-02T10:00:00%2B01:00", 4),
        ("since=2026-03-02T10:00:01%2B01:00", 0),
    ] {
        let report = controlled.call("GET", &format!("{COVERAGE}?{query}"), None).await.with(200);
        assert_eq!(report["exchanges"], exchanges, "{query}");
    }
    assert_eq!(controlled.call("GET", "/worlds/default/coverage", None).await.with(200)["exchanges"], 0);
    controlled.call("DELETE", "/worlds/uno/exchanges", None).await.with(204);
    assert_eq!(controlled.call("GET", COVERAGE, None).await.with(200)["exchanges"], 0);
}

#[tokio::test]
async fn a_client_that_sends_again_after_a_lost_reply_is_seen() {
    let controlled = with_world().await;
    let plan = json!({"id": "lost", "operation": "InviaMalattia", "phase": "after", "do": {"kind": "close"}});
    controlled.call("POST", "/worlds/uno/faults", plan).await.with(201);
    let world = controlled.gateway.world("uno").unwrap();
    let client = world.client("PROVAX00X00X000Y", "prova").unwrap();
    let xml = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    assert!(client.send(&world.message(&xml).unwrap()).await.is_err());
    world.clock().advance(chrono::Duration::seconds(30));
    // Encrypted anew: not the same bytes.
    controlled.play("uno", "InviaMalattia/cinque-giorni", &[]).await;
    let faults = &controlled.call("GET", COVERAGE, None).await.with(200)["faults"];
    let seen = json!([{"kind": "close", "suffered": 1, "resent": 1, "resends": 1, "recovered": 1, "duplicates": 0,
        "soonest_ms": 30_000, "latest_ms": 30_000}]);
    assert_eq!(faults["kinds"], seen);
    assert_eq!(faults["last"][0]["resends"], json!([2]));
}

#[tokio::test]
async fn the_forms_have_their_media_types_and_what_is_not_known_is_refused() {
    let controlled = with_world().await;
    controlled.play("uno", "InviaMalattia/cinque-giorni", &[]).await;
    for (query, media, part) in [
        ("format=html", "text/html; charset=utf-8", "<html lang=\"it\">"),
        ("format=html&lang=en", "text/html; charset=utf-8", "<html lang=\"en\">"),
        ("format=text", "text/plain; charset=utf-8", "mai provati"),
        ("format=text&lang=en", "text/plain; charset=utf-8", "never exercised"),
        ("format=junit", "application/xml", "<testsuite name=\"outcomes\" tests=\"40\""),
        ("format=json", "application/json", "\"exchanges\":1"),
    ] {
        let answer = controlled.call("GET", &format!("{COVERAGE}?{query}"), None).await;
        assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (StatusCode::OK, media));
        assert!(String::from_utf8_lossy(&answer.body).contains(part), "{query}");
    }
    for bad in ["format=pdf", "lang=fr", "user=x", "since=today"] {
        let problem = controlled.call("GET", &format!("{COVERAGE}?{bad}"), None).await.problem(400);
        assert_eq!(problem.0, "bad-query", "{bad}");
    }
    controlled.call("GET", "/worlds/due/coverage", None).await.problem(404);
}
