//! The journal of a world with its messages.

use std::time::{Duration, Instant};

use sac_gateway::World;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::harness::Controlled;

const EXCHANGES: &str = "/worlds/default/exchanges";

async fn send(sac: &World, change: (&str, &str)) {
    let xml = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let message = sac.message(xml.replace(change.0, change.1).as_bytes()).unwrap();
    sac.client("PROVAX00X00X000Y", "prova").unwrap().send(&message).await.unwrap();
}

fn ids(found: &Value) -> Vec<u64> {
    found.as_array().unwrap().iter().map(|exchange| exchange["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn exchanges_are_listed_filtered_and_read_back_byte_for_byte() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    send(sac, ("", "")).await;
    send(sac, ("", "")).await;
    send(sac, ("<visita>A</visita>", "<visita>X</visita>")).await;
    let all = controlled.call("GET", EXCHANGES, None).await.with(200);
    assert_eq!(ids(&all), [3, 2, 1]);
    let puc = all[2]["puc"].as_str().unwrap();
    assert_eq!(
        (puc.len(), &all[2]["worker"], &all[2]["caller"]),
        (9, &json!("PNIMRA70A01H501P"), &json!("PROVAX00X00X000Y"))
    );
    assert!(
        all[2]["times"]["validate"].as_u64().unwrap() > 0 && all[2]["times"]["commit"].as_u64().unwrap() > 0,
        "{all}"
    );
    assert!(all[0]["findings"][0]["xpath"].as_str().unwrap().ends_with("visita"), "{all}");
    let code = all[0]["codes"][0].as_str().unwrap();
    let cases = [
        ("operation=InviaMalattia".to_owned(), vec![3, 2, 1]),
        ("operation=AnnullaMalattia".to_owned(), vec![]),
        ("caller=PROVAX00X00X000Y&limit=1".to_owned(), vec![3]),
        ("after=3".to_owned(), vec![2, 1]),
        ("after=3&limit=1".to_owned(), vec![2]),
        ("worker=PNIMRA70A01H501P".to_owned(), vec![2, 1]),
        (format!("puc={puc}"), vec![1]),
        ("outcome=accepted".to_owned(), vec![1]),
        ("outcome=fault".to_owned(), vec![3]),
        ("rule=certificato-duplicato".to_owned(), vec![2]),
        (format!("code={code}"), vec![3]),
        (format!("code={code}&outcome=accepted"), vec![]),
        ("since=2026-03-02T09:59:59%2B01:00".to_owned(), vec![3, 2, 1]),
        ("since=2026-03-02T10:00:01%2B01:00".to_owned(), vec![]),
        ("channel=soap".to_owned(), vec![3, 2, 1]),
        ("channel=web".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        let found = controlled.call("GET", &format!("{EXCHANGES}?{query}"), None).await.with(200);
        assert_eq!(ids(&found), expected, "{query}");
    }
    for bad in ["outcome=lost", "channel=fax", "limit=x", "oper=1"] {
        let problem = controlled.call("GET", &format!("{EXCHANGES}?{bad}"), None).await.problem(400);
        assert_eq!(problem.0, "bad-query", "{bad}");
    }
    assert_eq!(controlled.call("GET", &format!("{EXCHANGES}/1"), None).await.with(200), all[2]);
    let request = controlled.call("GET", &format!("{EXCHANGES}/1/request"), None).await;
    assert_eq!(request.headers["content-type"].to_str().unwrap().to_lowercase(), "text/xml; charset=utf-8");
    assert_eq!(request.body.len() as u64, all[2]["bytes_in"].as_u64().unwrap());
    assert!(String::from_utf8_lossy(&request.body).contains("<via>Via Nazionale</via>"));
    let response = controlled.call("GET", &format!("{EXCHANGES}/1/response"), None).await;
    assert!(String::from_utf8_lossy(&response.body).contains(puc));
    for absent in ["99", "x", "99/request", "99/response"] {
        controlled.call("GET", &format!("{EXCHANGES}/{absent}"), None).await.problem(404);
    }
    controlled.call("DELETE", EXCHANGES, None).await.with(204);
    assert_eq!(controlled.call("GET", EXCHANGES, None).await.with(200), json!([]));
    send(sac, ("", "")).await;
    assert_eq!(ids(&controlled.call("GET", EXCHANGES, None).await.with(200)), [4]);
}

#[tokio::test]
async fn who_expects_an_exchange_wakes_when_it_is_there_or_learns_what_differs() {
    let controlled = Controlled::start().await;
    let sac = controlled.gateway.default_world();
    let path = "/worlds/default/expect";
    let domiciliary =
        json!({"match": {"operation": "InviaMalattia", "xpath": {"malattia/visita": "D"}}, "count": 1, "within": "5s"});
    let waiting = controlled.call("POST", path, domiciliary.clone());
    let acting = async {
        send(sac, ("", "")).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        send(sac, ("<visita>A</visita>", "<visita>D</visita>")).await;
        Instant::now()
    };
    let (met, sent) = tokio::join!(async { (waiting.await, Instant::now()) }, acting);
    println!("woke {:?} after the answer", met.1.saturating_duration_since(sent));
    assert_eq!(ids(&met.0.with(200)), [2]);

    let expectation = json!({"match": {"worker": "SMPNNA88H55F205P", "outcome": "accepted", "xpath": {"malattia/visita": "D"}}, "within": "50ms"});
    let unmet = controlled.call("POST", path, expectation).await;
    assert_eq!(unmet.headers["content-type"], "application/problem+json");
    let unmet = unmet.with(409);
    assert_eq!((&unmet["status"], &unmet["found"]), (&json!(409), &json!(0)));
    assert_eq!(unmet["nearest"][0]["exchange"]["id"], 2);
    let differs = json!([{"member": "worker", "expected": "SMPNNA88H55F205P", "actual": "PNIMRA70A01H501P"}]);
    assert_eq!(unmet["nearest"][0]["differs"], differs);
    assert_eq!(unmet["nearest"][1]["differs"].as_array().unwrap().len(), 2);

    // More than may be: there is nothing to wait for.
    let begun = Instant::now();
    let too_many = json!({"match": {"caller": "PROVAX00X00X000Y"}, "count": {"max": 1}, "within": "60s"});
    assert_eq!(controlled.call("POST", path, too_many).await.with(409)["found"], 2);
    assert!(begun.elapsed() < Duration::from_secs(5));
    let range = json!({"match": {"tls": "TLS 1.3"}, "count": {"min": 2, "max": 2}, "within": "1s"});
    assert_eq!(ids(&controlled.call("POST", path, range).await.with(200)), [2, 1]);

    for (bad, place) in [
        (json!({"match": {"operatio": "x"}}), "/match/operatio"),
        (json!({"match": {"outcome": "lost"}}), "/match/outcome"),
        (json!({"match": {"xpath": {"a[1]": "x"}}}), "/match/xpath/a[1]"),
        (json!({"count": {"min": 3, "max": 2}}), "/count/max"),
        (json!({"count": "many"}), "/count"),
        (json!({"within": "soon"}), "/within"),
    ] {
        assert_eq!(controlled.call("POST", path, bad.clone()).await.problem(422).1.as_deref(), Some(place), "{bad}");
    }
}

#[tokio::test]
async fn the_stream_sends_each_exchange_as_it_happens() {
    let controlled = Controlled::start().await;
    let mut stream = tokio::net::TcpStream::connect(controlled.authority()).await.unwrap();
    let head = format!(
        "GET /control/v1/worlds/default/stream HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
        controlled.authority(),
        controlled.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut seen = String::new();
    let mut read_until = async |what: &str| {
        while !seen.contains(what) {
            let mut buffer = [0; 4096];
            let count = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut buffer)).await.unwrap().unwrap();
            assert!(count > 0, "{seen}");
            seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        seen.clone()
    };
    let head = read_until(":\n\n").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
    for number in 1..=2 {
        send(controlled.gateway.default_world(), ("", "")).await;
        let text = read_until(&format!("id: {number}\nevent: exchange\ndata: {{")).await;
        let json = text.rsplit("data: ").next().unwrap();
        assert!(json.contains("\"operation\":\"InviaMalattia\""), "{text}");
    }
}
