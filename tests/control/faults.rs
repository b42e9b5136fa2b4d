//! The fault plan of a world, seen by a real client over TLS.

use std::time::{Duration, Instant};

use sac_gateway::client::{Answer, ClientError, HttpReply};
use sac_gateway::message::CONTRACT;
use sac_gateway::schema::EmptyOptional;
use sac_gateway::soap::{self, Expected, Meta};
use sac_gateway::{World, xml};
use serde_json::{Value, json};

use super::harness::Controlled;

const FAULTS: &str = "/worlds/default/faults";
const EXCHANGES: &str = "/worlds/default/exchanges";

/// Sends the usual certificate, to the day `end` of March 2026.
async fn send(sac: &World, end: u32) -> Result<HttpReply, ClientError> {
    send_about(sac, "PNIMRA70A01H501P", end).await
}

async fn send_about(sac: &World, worker: &str, end: u32) -> Result<HttpReply, ClientError> {
    let xml = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let xml = xml.replace("2026-03-06", &format!("2026-03-{end:02}")).replace("PNIMRA70A01H501P", worker);
    let message = sac.message(xml.as_bytes()).unwrap();
    sac.client("PROVAX00X00X000Y", "prova").unwrap().send(&message).await
}

fn answer(reply: &HttpReply) -> Answer {
    Answer::read(reply).unwrap()
}

/// Whether the published schema, and SOAP, accept the answer.
#[track_caller]
fn assert_valid(reply: &HttpReply) {
    let document = xml::decode(&reply.body, None).unwrap();
    let meta = Meta { expected: Expected::Response, ..Meta::default() };
    let reading = soap::read(&CONTRACT.interface, &document, meta, xml::Limits::default(), EmptyOptional::Reject);
    assert!(reading.found.is_empty(), "{:?} {}", reading.found, String::from_utf8_lossy(&reply.body));
}

#[tokio::test]
async fn the_reply_to_the_third_send_is_lost_after_the_commit_and_sending_again_names_the_number() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    let rule = json!([{"id": "lost", "operation": "InviaMalattia", "caller": null, "worker": "PNIMRA70A01H501P",
        "puc": null, "nth": 3, "times": 1, "phase": "after", "do": {"kind": "no-reply", "hold": "300ms"}}]);
    let set = controlled.call("PUT", FAULTS, rule.clone()).await.with(200);
    assert_eq!(set, rule);
    assert_eq!(controlled.call("GET", FAULTS, None).await.with(200), rule);

    for end in [6, 7] {
        let reply = send(sac, end).await.unwrap();
        assert!(matches!(answer(&reply), Answer::Accepted { .. }));
    }
    let begun = Instant::now();
    assert!(send(sac, 8).await.is_err());
    assert!(begun.elapsed() >= Duration::from_millis(250), "{:?}", begun.elapsed());
    let lost = controlled.call("GET", &format!("{EXCHANGES}?limit=1"), None).await.with(200);
    let puc = lost[0]["puc"].as_str().unwrap().to_owned();
    assert_eq!(
        (&lost[0]["outcome"], &lost[0]["fault"], &lost[0]["status"], &lost[0]["bytes_out"]),
        (&json!("dropped"), &json!("lost"), &Value::Null, &json!(0))
    );

    let again = send(sac, 8).await.unwrap();
    let Answer::Refused(errori) = answer(&again) else { panic!("{again:?}") };
    assert!(errori[0].descrizione.contains(&puc), "{errori:?} {puc}");
    let refused = controlled.call("GET", &format!("{EXCHANGES}?outcome=refused"), None).await.with(200);
    assert_eq!(refused[0]["rules"], json!(["certificato-duplicato"]));
    assert_eq!(controlled.call("GET", "/worlds/default", None).await.with(200)["certificates"], 3);
}

#[tokio::test]
async fn every_kind_does_what_it_says_and_is_in_the_journal() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    // The action, the phase, whether the certificate is there, the outcome, and what the reply shows.
    let cases = [
        (json!({"kind": "no-reply", "hold": "50ms"}), "before", false, "dropped", "error"),
        (json!({"kind": "reset"}), "after", true, "dropped", "error"),
        (json!({"kind": "reset"}), "before", false, "dropped", "error"),
        (json!({"kind": "close"}), "after", true, "dropped", "error"),
        (json!({"kind": "cut", "at": 100}), "after", true, "dropped", "error"),
        (json!({"kind": "cut", "at": 0}), "before", false, "dropped", "error"),
        (json!({"kind": "delay", "by": "120ms"}), "after", true, "accepted", "slow"),
        (json!({"kind": "delay", "by": "120ms"}), "before", true, "accepted", "slow"),
        (json!({"kind": "drip", "bytes": 100, "every": "20ms"}), "after", true, "accepted", "slow"),
        (json!({"kind": "status", "code": 503, "retry_after": 7}), "after", true, "fault", "status 503"),
        (json!({"kind": "status", "code": 429, "retry_after": "2m"}), "before", false, "fault", "status 429"),
        (json!({"kind": "fault", "faultcode": "Server", "faultstring": "è <giù>"}), "after", true, "fault", "è <giù>"),
        (json!({"kind": "refuse", "rule": "medico-asl"}), "before", false, "refused", "115"),
        (json!({"kind": "refuse", "tipoErrore": 375, "descrizione": "Così."}), "before", false, "refused", "375"),
        (json!({"kind": "refuse", "tipoErrore": "00007"}), "before", false, "refused", "00007"),
        (json!({"kind": "inps-unavailable"}), "before", false, "refused", "INPS"),
        (json!({"kind": "notice", "codice": "N1", "info": "Sportello chiuso"}), "after", true, "accepted", "Sportello"),
        (json!({"kind": "varie", "chiave": "K", "valore": "V & W"}), "after", true, "accepted", "V &amp; W"),
        (json!({"kind": "wrong-charset"}), "after", true, "accepted", "not UTF-8"),
        (json!({"kind": "http-error-page"}), "after", true, "fault", "status 502"),
    ];
    for (end, (action, phase, is_there, outcome, shows)) in (6..).zip(cases) {
        let world = "/worlds/default";
        let before = controlled.call("GET", world, None).await.with(200)["certificates"].as_u64().unwrap();
        let rule = json!({"id": format!("f{end}"), "phase": phase, "do": action});
        controlled.call("POST", FAULTS, rule).await.with(201);
        let begun = Instant::now();
        let reply = send(sac, end).await;
        match (shows, &reply) {
            ("error", reply) => assert!(reply.is_err(), "{action}: {reply:?}"),
            ("slow", Ok(reply)) => {
                assert!(begun.elapsed() >= Duration::from_millis(60), "{action}: {:?}", begun.elapsed());
                assert_valid(reply);
            }
            ("not UTF-8", Ok(reply)) => {
                assert!(
                    std::str::from_utf8(&reply.body).is_err() && xml::decode(&reply.body, None).is_err(),
                    "{reply:?}"
                );
            }
            (status, Ok(reply)) if status.starts_with("status") => {
                assert_eq!(format!("status {}", reply.status.as_u16()), status, "{action}");
            }
            (text, Ok(reply)) => {
                let body = String::from_utf8_lossy(&reply.body).into_owned();
                let shown = format!("{body} {:?}", answer(reply));
                assert!(shown.contains(text), "{action}: {shown}");
                assert_valid(reply);
            }
            (_, Err(error)) => panic!("{action}: {error}"),
        }
        let after = controlled.call("GET", world, None).await.with(200)["certificates"].as_u64().unwrap();
        assert_eq!(after - before, u64::from(is_there), "{action} {phase}");
        let kept = controlled.call("GET", &format!("{EXCHANGES}?fault=f{end}"), None).await.with(200);
        assert_eq!((kept.as_array().unwrap().len(), &kept[0]["outcome"]), (1, &json!(outcome)), "{action}: {kept}");
        controlled.call("DELETE", &format!("{FAULTS}/f{end}"), None).await.with(204);
    }
    assert_eq!(controlled.call("GET", FAULTS, None).await.with(200), json!([]));
}

#[tokio::test]
async fn a_handshake_ends_in_an_alert_and_the_next_one_does_not() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    controlled.call("POST", FAULTS, json!({"id": "tls", "nth": 2, "do": {"kind": "tls-close"}})).await.with(201);
    assert!(send(sac, 6).await.is_ok());
    assert!(send(sac, 7).await.is_err());
    assert!(send(sac, 7).await.is_ok());
    let kept = controlled.call("GET", &format!("{EXCHANGES}?fault=tls"), None).await.with(200);
    assert_eq!((&kept[0]["outcome"], &kept[0]["operation"]), (&json!("dropped"), &Value::Null), "{kept}");
}

#[tokio::test]
async fn rules_count_by_themselves_and_fit_what_they_name() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    let refuse = json!({"kind": "refuse", "rule": "medico-asl"});
    let plan = json!([
        {"id": "other", "worker": "SMPNNA88H55F205P", "times": 0, "do": refuse},
        {"id": "twice", "nth": 2, "times": 2, "do": {"kind": "inps-unavailable"}},
        {"id": "documents", "operation": "wsdl", "do": {"kind": "http-error-page"}},
    ]);
    controlled.call("PUT", FAULTS, plan).await.with(200);
    let is_refused =
        async |worker: &str, end| matches!(answer(&send_about(sac, worker, end).await.unwrap()), Answer::Refused(_));
    // The second rule counts every call, also the one on which the first acts.
    assert!(!is_refused("PNIMRA70A01H501P", 6).await);
    assert!(is_refused("SMPNNA88H55F205P", 6).await);
    assert!(is_refused("PNIMRA70A01H501P", 7).await);
    assert!(!is_refused("PNIMRA70A01H501P", 8).await);
    assert!(is_refused("SMPNNA88H55F205P", 9).await);
    let client = sac.client("PROVAX00X00X000Y", "prova").unwrap();
    let path = "/CertServiceWeb/CertificatiMedici?wsdl";
    assert_eq!(client.get(path).await.unwrap().status, 502);
    assert_eq!(client.get(path).await.unwrap().status, 200);
    let named = controlled.call("GET", &format!("{EXCHANGES}?rule=medico-asl"), None).await.with(200);
    assert!(named.as_array().unwrap().len() == 2 && named[0]["fault"] == "other", "{named}");
}

#[tokio::test]
async fn what_no_rule_can_be_is_refused_with_its_place() {
    let controlled = Controlled::start().await;
    let reset = json!({"kind": "reset"});
    let cases = [
        (json!({}), "/do"),
        (json!({"do": {"kind": "resett"}}), "/do/kind"),
        (json!({"do": {"kind": "reset", "hold": "1s"}}), "/do/hold"),
        (json!({"do": reset, "worke": "X"}), "/worke"),
        (json!({"do": reset, "nth": 0}), "/nth"),
        (json!({"do": reset, "operation": "InviaMalatia"}), "/operation"),
        (json!({"do": reset, "phase": "during"}), "/phase"),
        (json!({"do": reset, "id": "a b"}), "/id"),
        (json!({"do": {"kind": "cut"}}), "/do/at"),
        (json!({"do": {"kind": "status", "code": 200}}), "/do/code"),
        (json!({"do": {"kind": "fault", "faultcode": "x:Y", "faultstring": ""}}), "/do/faultcode"),
        (json!({"do": {"kind": "refuse"}}), "/do/rule"),
        (json!({"do": {"kind": "refuse", "rule": "medico-als"}}), "/do/rule"),
        (json!({"do": {"kind": "refuse", "tipoErrore": 123_456}}), "/do/tipoErrore"),
        (json!({"do": {"kind": "refuse", "rule": "medico-asl"}, "phase": "after"}), "/do/kind"),
        (json!({"do": {"kind": "tls-close"}, "operation": "InviaMalattia"}), "/do/kind"),
        (json!({"do": {"kind": "notice", "codice": "\u{1}", "info": ""}}), "/do/codice"),
    ];
    for (rule, place) in cases {
        let (_, pointer, detail) = controlled.call("POST", FAULTS, rule.clone()).await.problem(422);
        let is_there =
            pointer.as_deref().is_some_and(|pointer| place.starts_with(pointer) && pointer.len() + 6 > place.len());
        assert!(is_there, "{rule}: {pointer:?} {detail}");
    }
    controlled.call("POST", FAULTS, json!({"id": "a", "do": reset})).await.with(201);
    assert_eq!(controlled.call("POST", FAULTS, json!({"id": "a", "do": reset})).await.problem(409).0, "conflict");
    assert_eq!(controlled.call("DELETE", &format!("{FAULTS}/b"), None).await.problem(404).0, "not-found");
    assert_eq!(controlled.call("GET", FAULTS, None).await.with(200).as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_worker_of_the_seed_makes_every_second_call_go_wrong() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    let silent = "GSTCHS70A01H501S";
    assert!(send_about(sac, silent, 6).await.is_err());
    let again = send_about(sac, silent, 6).await.unwrap();
    assert!(matches!(answer(&again), Answer::Refused(_)), "{again:?}");
}
