//! Worlds: made, shown, reset, kept, restored, removed.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::harness::{Controlled, NOW};

/// A world whose numbers and clock are known.
fn known(name: &str) -> Value {
    json!({"name": name, "seed": 7, "now": NOW, "frozen": true})
}

#[tokio::test]
async fn a_world_is_made_shown_and_removed() {
    let controlled = Controlled::start().await;
    let answer = controlled.call("POST", "/worlds", known("first")).await;
    assert_eq!(answer.headers["location"], "/control/v1/worlds/first");
    let made = answer.with(201);
    let endpoint = controlled.gateway.world("first").unwrap().endpoint();
    let expected = json!({
        "name": "first", "endpoint": endpoint, "wsdl": format!("{endpoint}?wsdl"),
        "clock": {"now": NOW, "frozen": true, "speed": 1.0}, "certificates": 0, "exchanges": 0,
    });
    assert_eq!(made, expected);
    controlled.certificate("first").await;
    let shown = controlled.call("GET", "/worlds/first", None).await.with(200);
    assert_eq!((&shown["certificates"], &shown["exchanges"]), (&json!(1), &json!(1)));
    let all = controlled.call("GET", "/worlds", None).await.with(200);
    let names: Vec<_> = all.as_array().unwrap().iter().map(|world| world["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["default", "first"]);
    assert_eq!(all[0]["certificates"], 0, "{all}");
    assert_eq!(all[1], shown);

    let (kind, ..) = controlled.call("POST", "/worlds", known("first")).await.problem(409);
    assert_eq!(kind, "conflict");
    assert_eq!(controlled.call("DELETE", "/worlds/first", None).await.with(204), Value::Null);
    for method in ["GET", "DELETE"] {
        controlled.call(method, "/worlds/first", None).await.problem(404);
    }
    controlled.call("DELETE", "/worlds/default", None).await.problem(409);
    // With nothing said, and with no body at all, there is a world under a made-up name.
    for body in [Some(json!({})), None] {
        let made = controlled.call("POST", "/worlds", body).await.with(201);
        assert!(made["clock"]["frozen"] == false && made["name"].as_str().unwrap().starts_with("world-"), "{made}");
    }
}

#[tokio::test]
async fn what_no_world_can_be_is_refused_with_its_place() {
    let controlled = Controlled::start().await;
    let cases = [
        (json!({"nme": "x"}), "/nme", "did you mean `name`?"),
        (json!({"name": "Uno"}), "/name", "one to forty"),
        (json!({"name": ""}), "/name", "one to forty"),
        (json!({"name": "x".repeat(41)}), "/name", "one to forty"),
        (json!({"name": 7}), "/name", "expected a text"),
        (json!({"seed": -1}), "/seed", "a whole number, 0 or more"),
        (json!({"seed": "7"}), "/seed", "a whole number, 0 or more"),
        (json!({"now": "yesterday"}), "/now", "RFC 3339"),
        (json!({"frozen": 1}), "/frozen", "true or false"),
        (json!({"durable": "yes"}), "/durable", "true or false"),
        (json!({"people": "[[user]]\nnam = 'x'\n"}), "/people", "`name` is missing"),
        (json!({"people": ["x"]}), "/people", "expected a text"),
        (json!({"settings": {"registr": "closed"}}), "/settings/registr", "did you mean `register`?"),
        (json!({"settings": {"listen": "127.0.0.1:1"}}), "/settings/listen", "the gateway's"),
        (json!({"settings": {"register": "half"}}), "/settings/register", "open, closed"),
        (json!({"settings": {"register": {"x": 1}}}), "/settings/register", "expected"),
        (json!({"settings": {"now": "2026"}}), "/settings/now", "instant"),
        (json!({"settings": {"now": NOW}, "now": NOW}), "/settings/now", "twice"),
        (json!({"settings": {"error_table": "missing.toml"}}), "/settings", "missing.toml"),
        (json!({"settings": {"seed_file": "missing.toml"}}), "/settings/seed_file", "missing.toml"),
        (json!({"settings": []}), "/settings", "an object"),
    ];
    for (body, pointer, words) in cases {
        let (_, found, detail) = controlled.call("POST", "/worlds", body.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{body}: {detail}");
        assert!(detail.contains(words), "{body}: {detail}");
    }
    assert_eq!(controlled.call("GET", "/worlds", None).await.with(200).as_array().unwrap().len(), 1);
    for (path, body) in [("/worlds/default/reset", json!({"sed": 1})), ("/worlds/default/snapshots", json!({}))] {
        controlled.call("POST", path, body).await.problem(422);
    }
}

#[tokio::test]
async fn people_and_settings_are_a_worlds_own() {
    let controlled = Controlled::start().await;
    let people = "[[user]]\nname = 'PROVAX00X00X000Y'\nkind = 'medico'\ncodice_fiscale = 'PROVAX00X00X000Y'\n\
                  iscrizioni = ['120/201']\npassword = 'prova'\npincode = '1234567890'\n";
    let cases = [
        (json!({"people": "none"}), 500),
        (json!({"people": "default"}), 200),
        (json!({"people": people}), 200),
        (
            json!({"people": people, "settings": {"register": "closed", "duplicates": "accept", "cap_control": false}}),
            200,
        ),
    ];
    let mut replies = Vec::new();
    for (mut body, status) in cases {
        body["now"] = json!(NOW);
        body["frozen"] = json!(true);
        let name = controlled.call("POST", "/worlds", body).await.with(201)["name"].as_str().unwrap().to_owned();
        let reply = controlled.play(&name, "InviaMalattia/cinque-giorni", &[]).await;
        assert_eq!(reply.status, status);
        replies.push(String::from_utf8(reply.body.to_vec()).unwrap());
    }
    let accepted: Vec<bool> = replies.iter().map(|reply| reply.contains("idCertificato")).collect();
    assert_eq!(accepted, [false, true, true, false], "{replies:?}");
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_the_same_bytes_also_after_a_reset() {
    let controlled = Controlled::start().await;
    let mut heard = Vec::new();
    for name in ["one", "two", "one", "one"] {
        if heard.len() < 2 {
            controlled.call("POST", "/worlds", known(name)).await.with(201);
        } else {
            let body = if heard.len() == 2 { json!({}) } else { json!({"seed": 8}) };
            controlled.call("PUT", "/worlds/one/clock", json!({"now": "2027-01-01T00:00:00Z", "frozen": false})).await;
            let reset = controlled.call("POST", "/worlds/one/reset", body).await.with(200);
            assert_eq!((&reset["certificates"], &reset["exchanges"]), (&json!(0), &json!(0)));
            assert_eq!(reset["clock"], json!({"now": NOW, "frozen": true, "speed": 1.0}));
        }
        let mut replies = vec![controlled.play(name, "InviaMalattia/cinque-giorni", &[]).await];
        let puc = sac_gateway::client::Answer::read(&replies[0]).unwrap().number().unwrap().to_owned();
        for fixture in ["InviaMalattia/cinque-giorni", "RicercaMalattia/ultimi-sei-mesi", "AnnullaMalattia/subito"] {
            replies.push(controlled.play(name, fixture, &[("{puc}", &puc)]).await);
        }
        heard.push(replies.into_iter().map(|reply| (reply.status, reply.body)).collect::<Vec<_>>());
    }
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0], heard[2]);
    assert_ne!(heard[0][0], heard[3][0]);
}

#[tokio::test]
async fn a_snapshot_brings_back_documents_people_numbers_and_clock() {
    let controlled = Controlled::start().await;
    for durable in [false, true] {
        let name = if durable { "durable" } else { "passing" };
        let mut body = known(name);
        body["durable"] = json!(durable);
        controlled.call("POST", "/worlds", body).await.with(201);
        let world = format!("/worlds/{name}");
        let snapshots = format!("{world}/snapshots");
        controlled.certificate(name).await;
        let taken = controlled.call("POST", &snapshots, json!({"name": "one"})).await.with(201);
        assert_eq!(taken, json!({"name": "one", "taken": NOW}));
        controlled.call("POST", &snapshots, json!({"name": "one"})).await.problem(409);
        controlled.call("POST", &snapshots, json!({"name": "../one"})).await.problem(422);
        let before = controlled.call("GET", &world, None).await.with(200);
        let next = controlled.play(name, "InviaMalattia/cinque-giorni", &[("2026-03-06", "2026-03-07")]).await;

        controlled.call("POST", &format!("{world}/reset"), json!({"seed": 99})).await.with(200);
        controlled.call("PUT", &format!("{world}/clock"), json!({"now": "2026-04-01T00:00:00+02:00"})).await.with(200);
        let restored = controlled.call("POST", &format!("{snapshots}/one/restore"), None).await.with(200);
        assert_eq!(restored, before);
        // And it goes on as it did.
        let again = controlled.play(name, "InviaMalattia/cinque-giorni", &[("2026-03-06", "2026-03-07")]).await;
        assert_eq!(again.body, next.body);

        let listed = controlled.call("GET", &snapshots, None).await.with(200);
        assert_eq!(listed, json!([{"name": "one", "taken": NOW}]));
        for path in ["two/restore", "..%2fone/restore"] {
            controlled.call("POST", &format!("{snapshots}/{path}"), None).await.problem(404);
        }
        controlled.call("DELETE", &format!("{snapshots}/one"), None).await.with(204);
        controlled.call("DELETE", &format!("{snapshots}/one"), None).await.problem(404);
        assert_eq!(controlled.call("GET", &snapshots, None).await.with(200), json!([]));
    }
}

#[tokio::test]
async fn a_durable_world_comes_again_as_it_was_and_another_does_not() {
    let controlled = Controlled::start().await;
    for (name, durable) in [("kept", true), ("passing", false)] {
        let mut body = known(name);
        body["durable"] = json!(durable);
        body["settings"] = json!({"duplicates": "accept"});
        controlled.call("POST", "/worlds", body).await.with(201);
    }
    let puc = controlled.certificate("kept").await;
    controlled.call("POST", "/worlds/kept/snapshots", json!({"name": "one"})).await.with(201);
    controlled.call("POST", "/worlds/kept/clock/advance", json!({"by": "1d"})).await.with(200);
    let token = controlled.token.clone();
    let controlled = controlled.start_again().await;
    assert_eq!(controlled.token, token);
    controlled.call("GET", "/worlds/passing", None).await.problem(404);
    let shown = controlled.call("GET", "/worlds/kept", None).await.with(200);
    assert_eq!((&shown["certificates"], &shown["clock"]["now"]), (&json!(1), &json!("2026-03-03T10:00:00+01:00")));
    controlled.call("GET", &format!("/worlds/kept/certificates/{puc}"), None).await.with(200);
    // It still has its own rules, its snapshots, and its first day.
    assert_ne!(controlled.certificate("kept").await, puc, "the same again is accepted there");
    controlled.call("POST", "/worlds/kept/snapshots/one/restore", None).await.with(200);
    let reset = controlled.call("POST", "/worlds/kept/reset", None).await.with(200);
    assert_eq!((&reset["certificates"], &reset["clock"]["now"]), (&json!(0), &json!(NOW)));
    assert_eq!(controlled.certificate("kept").await, puc, "the same seed");
    controlled.call("DELETE", "/worlds/kept", None).await.with(204);
    let controlled = controlled.start_again().await;
    controlled.call("GET", "/worlds/kept", None).await.problem(404);
}

#[tokio::test]
async fn numbers_never_repeat_whatever_the_clock_does() {
    let controlled = Controlled::start().await;
    controlled.call("POST", "/worlds", known("one")).await.with(201);
    let mut numbers = BTreeSet::new();
    for day in ["2026-03-02", "2026-03-04", "2026-03-02", "2026-03-03"] {
        let now = json!({"now": format!("{day}T10:00:00+01:00")});
        controlled.call("PUT", "/worlds/one/clock", now).await.with(200);
        for last in ["05", "06", "07"] {
            let last = format!("2026-03-{last}");
            let replaced = [("2026-03-06", last.as_str()), ("2026-03-02", day)];
            let reply = controlled.play("one", "InviaMalattia/cinque-giorni", &replaced).await;
            if let Some(number) = sac_gateway::client::Answer::read(&reply).unwrap().number() {
                assert!(numbers.insert(number.to_owned()), "{number} was given twice");
            }
        }
    }
    assert!(numbers.len() >= 9, "{numbers:?}");
}

#[tokio::test]
async fn time_moves_on_and_a_lockout_ends_on_the_way() {
    let controlled = Controlled::start().await;
    controlled.call("POST", "/worlds", known("one")).await.with(201);
    let world = controlled.gateway.world("one").unwrap();
    let wrong = world.client("PROVAX00X00X000Y", "wrong").unwrap();
    let right = world.client("PROVAX00X00X000Y", "prova").unwrap();
    let xml = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let message = world.message(&xml).unwrap();
    for _ in 0..3 {
        wrong.send(&message).await.unwrap();
    }
    assert_eq!(right.send(&message).await.unwrap().status, 500);
    let advance = "/worlds/one/clock/advance";
    let moved = controlled.call("POST", advance, json!({"by": "299s"})).await.with(200);
    assert_eq!(moved, json!({"now": "2026-03-02T10:04:59+01:00", "happened": []}));
    let moved = controlled.call("POST", advance, json!({"by": "P2D"})).await.with(200);
    let ended = json!({"at": "2026-03-02T10:05:00+01:00", "what": "lockout-end", "id": "PROVAX00X00X000Y"});
    assert_eq!(moved, json!({"now": "2026-03-04T10:04:59+01:00", "happened": [ended]}));
    assert_eq!(right.send(&message).await.unwrap().status, 200);
    let moved = controlled.call("POST", advance, json!({"to": "2026-03-29T03:00:00+02:00"})).await.with(200);
    assert_eq!(moved["now"], "2026-03-29T03:00:00+02:00");
    // The certificate leaves for the worker's employer.
    let happened = moved["happened"].as_array().unwrap();
    assert!(happened.iter().all(|it| it["what"] != "lockout-end") && !happened.is_empty(), "{moved}");
    let cases = [
        (json!({}), ""),
        (json!({"by": "1d", "to": NOW}), ""),
        (json!({"to": NOW}), "/to"),
        (json!({"by": "-1d"}), "/by"),
        (json!({"by": "P1M"}), "/by"),
        (json!({"by": 7}), "/by"),
        (json!({"by": "9999999d"}), "/by"),
        (json!({"bye": "1d"}), "/bye"),
    ];
    for (body, pointer) in cases {
        let (_, found, detail) = controlled.call("POST", advance, body.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{body}: {detail}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_worlds_are_made_quickly_and_do_not_see_each_other() {
    let controlled = Controlled::start().await;
    controlled.call("POST", "/worlds", known("warm")).await.with(201);
    let started = Instant::now();
    for number in 0..300 {
        controlled.call("POST", "/worlds", known(&format!("w{number}"))).await.with(201);
    }
    let each = started.elapsed() / 300;
    println!("a world over HTTP: {each:.1?}");
    assert!(each < Duration::from_millis(60), "{each:?}");
    let first = controlled.certificate("w0").await;
    assert_eq!(controlled.certificate("w299").await, first, "the same seed");
    let counts: BTreeSet<(String, u64)> = controlled
        .call("GET", "/worlds", None)
        .await
        .with(200)
        .as_array()
        .unwrap()
        .iter()
        .map(|world| (world["name"].as_str().unwrap().to_owned(), world["certificates"].as_u64().unwrap()))
        .filter(|(_, certificates)| *certificates > 0)
        .collect();
    assert_eq!(counts, BTreeSet::from([("w0".to_owned(), 1), ("w299".to_owned(), 1)]));
}

#[tokio::test]
async fn a_request_under_way_leaves_nothing_in_a_world_that_is_reset_or_restored() {
    let controlled = Controlled::start().await;
    let world = "/worlds/default";
    controlled.call("POST", &format!("{world}/snapshots"), json!({"name": "empty"})).await.with(201);
    for again in [format!("{world}/reset"), format!("{world}/snapshots/empty/restore")] {
        let delay = json!([{"id": "later", "phase": "before", "do": {"kind": "delay", "by": "3s"}}]);
        controlled.call("PUT", &format!("{world}/faults"), delay).await.with(200);
        let sac = controlled.gateway.default_world().clone();
        let xml = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
        let message = sac.message(&xml).unwrap();
        let sent = tokio::spawn(async move { sac.client("PROVAX00X00X000Y", "prova").unwrap().send(&message).await });
        // The request is under way once the rule was asked: its delay begins then, or has begun.
        let faults = controlled.gateway.default_world().state().faults().clone();
        while faults.count("later") != Some(1) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        controlled.call("POST", &again, json!({})).await;
        assert!(sent.await.unwrap().is_err(), "{again}: the connection is closed without an answer");
        let after = controlled.call("GET", world, None).await.with(200);
        assert_eq!((&after["certificates"], &after["exchanges"]), (&json!(0), &json!(0)), "{again}");
        // What comes afterwards is served.
        controlled.certificate("default").await;
        controlled.call("POST", &again, json!({})).await;
    }
}
