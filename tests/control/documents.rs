//! Documents and their histories.

use sac_gateway::client::Answer;
use serde_json::{Value, json};

use super::harness::{Controlled, NOW};

const DOCTOR: &str = "PROVAX00X00X000Y";
const WORKER: &str = "PNIMRA70A01H501P";

async fn number(controlled: &Controlled, fixture: &str, replaced: &[(&str, &str)]) -> String {
    let answer = Answer::read(&controlled.play("default", fixture, replaced).await).unwrap();
    answer.number().unwrap_or_else(|| panic!("{fixture}: {answer:?}")).to_owned()
}

fn numbers(listed: &Value, member: &str) -> Vec<String> {
    listed.as_array().unwrap().iter().map(|one| one[member].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_certificate_is_shown_with_its_whole_history() {
    let controlled = Controlled::start().await;
    let first = controlled.certificate("default").await;
    let second = number(&controlled, "RettificaMalattia/due-giorni-prima", &[("{puc}", &first)]).await;
    let cancellation = number(&controlled, "AnnullaMalattia/subito", &[("{puc}", &second)]).await;
    let path = |puc: &str| format!("/worlds/default/certificates/{puc}");
    let shown = controlled.call("GET", &path(&second), None).await.with(200);
    let event = |what: &str, document: &str, number: &str, exchange: u64| json!({"what": what, "at": NOW, "document": document, "number": number, "by": DOCTOR, "exchange": exchange});
    let history = json!([
        event("sent", &first, &first, 1),
        event("rectified", &first, &second, 2),
        event("cancelled", &second, &cancellation, 3),
    ]);
    assert_eq!(shown["history"], history);
    let members = ["puc", "state", "kind", "received", "doctor", "worker", "replaces", "replaced_by", "cancellation"];
    let shown_members: Vec<Value> = members.iter().map(|member| shown[member].clone()).collect();
    let expected = json!([second, "annullato", "malattia", NOW, DOCTOR, WORKER, first, null, cancellation]);
    assert_eq!(Value::Array(shown_members), expected);
    assert_eq!(shown["contents"]["malattia"]["dataFine"], "2026-03-04");
    assert!(!shown["contents"].to_string().contains("null"), "{shown}");
    assert!(shown["contents"]["malattia"]["diagnosi"].is_object() && shown["contents"]["residenza"]["via"].is_string());
    let old = controlled.call("GET", &path(&first), None).await.with(200);
    assert_eq!(
        (&old["state"], &old["replaced_by"], &old["history"]),
        (&json!("rettificato"), &json!(second), &history)
    );
    for unknown in ["000000000", "999", "x", "123456789"] {
        controlled.call("GET", &path(unknown), None).await.problem(404);
    }
}

#[tokio::test]
async fn certificates_are_listed_by_filters_and_in_pages() {
    let controlled = Controlled::start().await;
    let mut sent = Vec::new();
    for last in ["2026-03-05", "2026-03-06", "2026-03-07"] {
        sent.insert(0, number(&controlled, "InviaMalattia/cinque-giorni", &[("2026-03-06", last)]).await);
    }
    number(&controlled, "AnnullaMalattia/subito", &[("{puc}", &sent[1])]).await;
    let list = async |query: &str| {
        let path = format!("/worlds/default/certificates{query}");
        numbers(&controlled.call("GET", &path, None).await.with(200), "puc")
    };
    assert_eq!(list("").await, sent);
    assert_eq!(list("?state=annullato").await, sent[1..2]);
    assert_eq!(list("?state=attivo").await, [sent[0].clone(), sent[2].clone()]);
    assert_eq!(list("?state=rettificato").await, [""; 0]);
    assert_eq!(list(&format!("?worker={}&doctor={DOCTOR}", WORKER.to_lowercase())).await, sent);
    assert_eq!(list("?worker=RSSMRA80A01H501U").await, [""; 0]);
    assert_eq!(list(&format!("?puc={}", sent[2])).await, sent[2..]);
    assert_eq!(list("?limit=2").await, sent[..2]);
    assert_eq!(list(&format!("?limit=2&after={}", sent[1])).await, sent[2..]);
    let cases = [
        ("?stat=attivo", "did you mean `state`?"),
        ("?state=active", "`attivo`"),
        ("?limit=0", "1 to 1000"),
        ("?limit=x", "`limit`"),
        ("?puc=12", "nine digits"),
        ("?after=x", "nine digits"),
    ];
    for (query, words) in cases {
        let path = format!("/worlds/default/certificates{query}");
        let (kind, _, detail) = controlled.call("GET", &path, None).await.problem(400);
        assert_eq!(kind, "bad-query");
        assert!(detail.contains(words), "{query}: {detail}");
    }
}

#[tokio::test]
async fn admissions_are_shown_with_what_became_of_them() {
    let controlled = Controlled::start().await;
    let reply = controlled.play_as("operatore", "default", "InviaRicovero/ieri", &[]).await;
    let pucir = Answer::read(&reply).unwrap().number().unwrap().to_owned();
    let listed = controlled.call("GET", "/worlds/default/admissions?state=aperto", None).await.with(200);
    assert_eq!(numbers(&listed, "pucir"), [pucir.as_str()]);
    assert!(listed[0]["contents"]["ricovero"]["dataRicovero"].is_string(), "{listed}");
    let shown = controlled.call("GET", &format!("/worlds/default/admissions/{pucir}"), None).await.with(200);
    assert_eq!(shown, listed[0]);
    let sent = json!({"what": "sent", "at": NOW, "document": pucir, "number": pucir, "by": "operatore", "exchange": 1});
    assert_eq!(shown["history"], json!([sent]));
    let worker = shown["worker"].as_str().unwrap();
    let by_worker =
        controlled.call("GET", &format!("/worlds/default/admissions?worker={worker}"), None).await.with(200);
    assert_eq!(by_worker, listed);
    for query in ["?state=dimesso", "?state=annullato", "?worker=RSSMRA80A01H501U"] {
        let path = format!("/worlds/default/admissions{query}");
        assert_eq!(controlled.call("GET", &path, None).await.with(200), json!([]), "{query}");
    }
    controlled.call("GET", "/worlds/default/admissions/123456789", None).await.problem(404);
}
