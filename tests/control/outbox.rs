//! Messages to workers and employers.

use serde_json::{Value, json};

use super::harness::Controlled;

const OUTBOX: &str = "/worlds/default/outbox";
const PINI: &str = "/worlds/default/people/workers/PNIMRA70A01H501P";
const ADVANCE: &str = "/worlds/default/clock/advance";

/// Pini gets everything by every way.
async fn with_contacts(controlled: &Controlled) {
    let pini = json!({"cognome": "Pini", "nome": "Mario", "email": "mario@mail.example", "copia_email": true,
        "pec": "mario@pec.example", "copia_pec": true, "cellulare": "333 123-4567", "sms": true});
    controlled.call("PUT", PINI, pini).await.with(200);
}

async fn list(controlled: &Controlled, query: &str) -> Vec<Value> {
    controlled.call("GET", &format!("{OUTBOX}{query}"), None).await.with(200).as_array().unwrap().clone()
}

async fn one(controlled: &Controlled, query: &str) -> Value {
    let found = list(controlled, query).await;
    assert_eq!(found.len(), 1, "{query}: {found:?}");
    let id = found[0]["id"].as_str().unwrap();
    controlled.call("GET", &format!("{OUTBOX}/{id}"), None).await.with(200)
}

fn minutes(message: &Value) -> Vec<i64> {
    let at = |text: &Value| chrono_minutes(text.as_str().unwrap());
    let start = chrono_minutes("2026-03-02T10:00:00+01:00");
    message["attempts"].as_array().unwrap().iter().map(|attempt| at(&attempt["at"]) - start).collect()
}

fn chrono_minutes(text: &str) -> i64 {
    let instant = sac_gateway::domain::instant::Instant::parse(text).unwrap();
    instant.0.timestamp() / 60
}

#[tokio::test]
async fn a_document_brings_one_message_for_each_way_and_a_refused_one_none() {
    let controlled = Controlled::start().await;
    let nobody = controlled.certificate("default").await;
    assert_eq!(list(&controlled, "").await.len(), 0, "{nobody}");
    with_contacts(&controlled).await;
    // An equal certificate is refused.
    controlled.play("default", "InviaMalattia/cinque-giorni", &[]).await;
    assert_eq!(list(&controlled, "").await.len(), 0);
    let reply = controlled.play("default", "InviaMalattia/cinque-giorni", &[("<civico>", "<civico>9")]).await;
    let answer = sac_gateway::client::Answer::read(&reply).unwrap();
    let puc = answer.number().unwrap().to_owned();

    let expected = json!({"match": {"document": puc, "event": "malattia"}, "count": 3, "within": "5s"});
    controlled.call("POST", &format!("{OUTBOX}/expect"), expected).await.with(200);
    let email = one(&controlled, "?kind=email").await;
    let names = |message: &Value| -> Vec<String> {
        let files = message["attachments"].as_array().unwrap().iter();
        files.map(|file| file["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&email), [format!("attestato-{puc}.pdf")]);
    assert_eq!(email["subject"], format!("[PROVA] Attestato di malattia n. {puc}"));
    let pec = one(&controlled, "?kind=pec").await;
    assert_eq!(names(&pec), [format!("certificato-{puc}.pdf"), format!("attestato-{puc}.pdf")]);
    let sms = one(&controlled, "?kind=sms").await;
    let text = sms["text"].as_str().unwrap();
    assert!(text.len() <= 160 && text.contains(&puc) && !text.to_lowercase().contains("pini"), "{text}");
    assert_eq!(sms["to"], "+393331234567");
    let file = format!("{OUTBOX}/{}/attachments/attestato-{puc}.pdf", pec["id"].as_str().unwrap());
    let file = controlled.call("GET", &file, None).await;
    assert!(file.body.starts_with(b"%PDF") && file.body.len() == pec["attachments"][1]["bytes"], "{file:?}");
    let raw = controlled.call("GET", &format!("{OUTBOX}/{}/raw", email["id"].as_str().unwrap()), None).await;
    let raw = String::from_utf8_lossy(&raw.body).into_owned();
    for part in ["From: sac@posta.example\r\n", "To: mario@mail.example\r\n", email["message_id"].as_str().unwrap()] {
        assert!(raw.contains(part), "{part}: {raw}");
    }
    assert!(email["exchange"].is_number(), "{email}");

    // Nothing more happens while the clock stands still; then receipts come.
    controlled.call("POST", ADVANCE, json!({"by": "60s"})).await.with(200);
    let pec = one(&controlled, "?kind=pec").await;
    let kinds: Vec<&str> = pec["receipts"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!((kinds, &pec["state"]), (vec!["accettazione", "avvenuta-consegna"], &json!("delivered")));
    controlled.call("POST", &format!("{OUTBOX}/{}/retry", pec["id"].as_str().unwrap()), None).await.problem(409);

    let unmet = json!({"match": {"kind": "letter"}, "within": "0s"});
    let unmet = controlled.call("POST", &format!("{OUTBOX}/expect"), unmet).await.with(409);
    assert_eq!((&unmet["found"], unmet["nearest"].as_array().unwrap().len()), (&json!(0), 3));
    controlled.call("GET", &format!("{OUTBOX}?kind=fax"), None).await.problem(400);
    controlled.call("DELETE", OUTBOX, None).await.with(204);
    assert_eq!(list(&controlled, "").await.len(), 0);
}

#[tokio::test]
async fn a_delivery_that_fails_is_tried_again_by_the_clock() {
    let controlled = Controlled::start().await;
    with_contacts(&controlled).await;
    let rule = |operation: &str, act: Value, times: u64| json!({"operation": operation, "times": times, "do": act});
    let faults = "/worlds/default/faults";
    let transient = json!({"kind": "delivery-transient", "detail": "451"});
    controlled.call("POST", faults, rule("delivery:email", transient.clone(), 2)).await.with(201);
    controlled.call("POST", faults, rule("delivery:sms", json!({"kind": "delivery-permanent"}), 1)).await.with(201);
    let withheld = json!({"kind": "no-receipt", "receipt": "avvenuta-consegna"});
    controlled.call("POST", faults, rule("delivery:pec", withheld, 1)).await.with(201);
    for (operation, act) in [
        ("InviaMalattia", transient.clone()),
        ("delivery:pec", json!({"kind": "reset"})),
        ("delivery:emial", transient),
        ("azienda:elnco", json!({"kind": "reset"})),
    ] {
        controlled.call("POST", faults, rule(operation, act, 1)).await.problem(422);
    }
    controlled.certificate("default").await;
    let happened = controlled.call("POST", ADVANCE, json!({"by": "10m"})).await.with(200);
    let whats: Vec<&str> =
        happened["happened"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert!(whats.iter().filter(|what| **what == "delivery:email").count() >= 3, "{whats:?}");
    let email = one(&controlled, "?kind=email").await;
    assert_eq!((minutes(&email), &email["state"]), (vec![0, 1, 6], &json!("delivered")));
    assert_eq!(email["attempts"][0]["detail"], "451");
    assert_eq!(one(&controlled, "?kind=sms").await["state"], "failed");
    assert_eq!(one(&controlled, "?kind=pec&event=malattia").await["state"], "sent");
    controlled.call("POST", ADVANCE, json!({"by": "1d"})).await.with(200);
    let pec = one(&controlled, "?kind=pec&event=malattia").await;
    assert_eq!((&pec["state"], &pec["receipts"][2]["kind"]), (&json!("failed"), &json!("errore-consegna")));
}

#[tokio::test]
async fn the_daily_flow_holds_what_was_sent_and_cancelled() {
    let controlled = Controlled::start().await;
    let puc = controlled.certificate("default").await;
    let cancelled = controlled.play("default", "AnnullaMalattia/subito", &[("{puc}", &puc)]).await;
    assert!(String::from_utf8_lossy(&cancelled.body).contains("idAnnullamento"), "{cancelled:?}");
    let happened = controlled.call("POST", ADVANCE, json!({"to": "2026-03-02T20:01:00+01:00"})).await.with(200);
    assert!(happened["happened"].as_array().unwrap().iter().any(|it| it["what"] == "flow:pec"), "{happened}");
    let pec = one(&controlled, "?kind=pec").await;
    assert_eq!(
        (&pec["to"], &pec["attachments"][0]["name"]),
        (&json!("azienda@pec.example"), &json!("attestati-9900000001-20260302.xml"),)
    );
    let file = format!("{OUTBOX}/{}/attachments/attestati-9900000001-20260302.xml", pec["id"].as_str().unwrap());
    let xml = String::from_utf8(controlled.call("GET", &file, None).await.body.to_vec()).unwrap();
    assert_eq!(xml.matches("<attestato>").count(), 1, "{xml}");
    assert_eq!(xml.matches("<annullamento>").count(), 1, "{xml}");
    assert!(xml.contains("<tipoCertificato>I</tipoCertificato>"), "{xml}");
    assert_eq!(xml.matches(&format!("<idCertificato>{puc}</idCertificato>")).count(), 2, "{xml}");
    assert!(pec["text"].as_str().unwrap().starts_with("Si trasmettono 2 documenti: 1 attestati"), "{pec}");
    controlled.call("POST", ADVANCE, json!({"by": "1d"})).await.with(200);
    assert_eq!(list(&controlled, "").await.len(), 1);
    assert_eq!(controlled.call("POST", "/worlds/default/flows/pec", None).await.with(200), json!({"messages": 0}));
}

#[tokio::test]
async fn certified_mail_switches_services() {
    let controlled = Controlled::start().await;
    with_contacts(&controlled).await;
    let send = async |from: &str, subject: &str, text: &str| {
        let mail = json!({"kind": "pec", "from": from, "subject": subject, "text": text});
        controlled.call("POST", "/worlds/default/inbox", mail).await.with(202)
    };
    let off = "codice fiscale: PNIMRA70A01H501P";
    assert_eq!(send("altro@pec.example", "Disattivazione SMS", off).await["outcome"], "refused");
    assert_eq!(send("mario@pec.example", "Disattivazione SMS", off).await["outcome"], "done");
    let on = "codice fiscale: 99900030000\nmatricola: 9900000003\nformato: xml+pdf";
    assert_eq!(send("seconda@pec.example", "attivazione pec azienda", on).await["outcome"], "done");
    assert_eq!(
        send("a@pec.example", "attivazione pec azienda", &on.replace("xml+pdf", "txt")).await["outcome"],
        "refused"
    );
    assert_eq!(send("a@pec.example", "Buongiorno", "").await["outcome"], "refused");
    let people = controlled.call("GET", "/worlds/default/people", None).await.with(200);
    let employer = people["employers"].as_array().unwrap().iter().find(|it| it["codice_fiscale"] == "99900030000");
    assert_eq!(employer.unwrap()["pec"], "seconda@pec.example");
    assert_eq!(list(&controlled, "?event=servizi").await.len(), 5);
}

#[tokio::test]
async fn a_rule_of_all_deliveries_counts_each_and_no_call() {
    let controlled = Controlled::start().await;
    with_contacts(&controlled).await;
    let never = json!({"id": "never", "times": 0, "do": {"kind": "delivery-permanent"}});
    controlled.call("POST", "/worlds/default/faults", never).await.with(201);
    controlled.certificate("default").await;
    controlled.call("POST", ADVANCE, json!({"by": "1d"})).await.with(200);
    let states: Vec<Value> = list(&controlled, "").await.iter().map(|one| one["state"].clone()).collect();
    assert!(states.len() >= 3 && states.iter().all(|state| state == "failed"), "{states:?}");
    let counted = controlled.gateway.default_world().state().faults().count("never");
    assert_eq!(counted, Some(states.len() as u64));
}
