//! The sheet of accreditation: every case is ticked by real traffic, and none without.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use hyper::StatusCode;
use sac_gateway::World;
use sac_gateway::client::{Answer as Reply, HttpReply};
use sac_gateway::coverage::{Cases, Sheet, Which, each};
use serde_json::{Value, json};

use super::harness::{Controlled, NOW};

const DOCTOR: &str = "PROVAX00X00X000Y";
const CLERK: &str = "PRVPTR80P03H501V";
const CERTIFICATE: &str = "ok/InviaMalattia/cinque-giorni";
const ADMISSION: &str = "ok/InviaRicovero/ieri";
const DISCHARGE: &str = "ok/InviaDimissione/con-convalescenza";

/// A world of its own for each play.
struct Stage {
    controlled: Controlled,
    worlds: Vec<String>,
}

/// A play: worlds, messages, and the numbers that were given.
struct Play<'s> {
    stage: &'s Stage,
    world: World,
    numbers: BTreeMap<String, String>,
}

impl Stage {
    async fn new() -> Self {
        Self { controlled: Controlled::start().await, worlds: Vec::new() }
    }

    async fn play(&mut self, settings: &toml::Table) -> Play<'_> {
        let name = format!("play-{}", self.worlds.len());
        let settings: Value = serde_json::to_value(settings).unwrap();
        let world = json!({"name": name, "now": NOW, "frozen": true, "settings": settings});
        self.controlled.call("POST", "/worlds", world).await.with(201);
        self.worlds.push(name.clone());
        let world = self.controlled.gateway.world(&name).unwrap();
        Play { stage: self, world, numbers: BTreeMap::new() }
    }

    /// What all plays together have ticked.
    async fn ticked(&self) -> BTreeSet<&'static str> {
        let mut sheet = Sheet::new();
        for name in &self.worlds {
            let world = self.controlled.gateway.world(name).unwrap();
            each(world.state(), &Which::default(), |exchange| sheet.add(exchange)).await.unwrap();
        }
        sheet.ticked().into_keys().collect()
    }
}

impl Play<'_> {
    /// Plays a fixture with all that goes before it.
    async fn fixture(&mut self, name: &str) -> Option<HttpReply> {
        let about: toml::Table = fs::read_to_string(format!("fixtures/{name}.toml")).unwrap().parse().unwrap();
        for before in about.get("before").and_then(toml::Value::as_array).into_iter().flatten() {
            Box::pin(self.alone(before.as_str().unwrap(), None, &[])).await;
        }
        self.alone(name, None, &[]).await
    }

    /// Plays a fixture alone, as `role` or as its own, with these replacements.
    async fn alone(&mut self, name: &str, role: Option<&str>, replaced: &[(&str, &str)]) -> Option<HttpReply> {
        let about: toml::Table = fs::read_to_string(format!("fixtures/{name}.toml")).unwrap().parse().unwrap();
        let text = |key: &str| about.get(key).and_then(toml::Value::as_str);
        self.world.clock().freeze(text("now").unwrap_or(NOW).parse().unwrap());
        let role = role.or(text("as")).unwrap_or("medico");
        let mut xml = fs::read_to_string(format!("fixtures/{name}.xml")).unwrap();
        for (old, new) in replaced {
            assert!(xml.contains(old), "{name}: {old}");
            xml = xml.replace(old, new);
        }
        for (word, number) in &self.numbers {
            xml = xml.replace(&format!("{{{word}}}"), number);
        }
        self.send(role, "prova", &xml).await
    }

    async fn send(&mut self, role: &str, password: &str, xml: &str) -> Option<HttpReply> {
        let user = if role == "medico" { DOCTOR } else { role };
        let client = self.world.client(user, password).unwrap();
        let reply = client.send(&self.world.message(xml.as_bytes()).unwrap()).await.ok()?;
        if let Ok(answer) = Reply::read(&reply) {
            for (field, word) in [("idCertificato", "puc"), ("idInizioRicovero", "pucir")] {
                if let Some(number) = answer.field(field) {
                    self.numbers.insert(word.to_owned(), number.to_owned());
                    self.numbers.entry(format!("{word}_1")).or_insert_with(|| number.to_owned());
                }
            }
        }
        Some(reply)
    }

    async fn fault(&self, operation: &str, phase: &str, action: Value) {
        let path = format!("/worlds/{}/faults", self.world.name());
        let rule = json!({"operation": operation, "phase": phase, "do": action});
        self.stage.controlled.call("POST", &path, rule).await.with(201);
    }
}

fn fixtures() -> Vec<String> {
    let mut names = Vec::new();
    for kind in ["ok", "ko"] {
        for folder in fs::read_dir(format!("fixtures/{kind}")).unwrap() {
            for file in fs::read_dir(folder.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_some_and(|extension| extension == "toml") {
                    names.push(path.strip_prefix("fixtures").unwrap().with_extension("").display().to_string());
                }
            }
        }
    }
    names.sort();
    names
}

/// What a region writes in the place of the pincode, or in the place of nothing.
fn on_behalf(name: &str) -> (String, String) {
    let xml = fs::read_to_string(format!("fixtures/{name}.xml")).unwrap();
    let of = |who: &str| format!("<codiceFiscale>{who}</codiceFiscale>");
    if xml.contains("<pincode>") {
        ("<pincode>1234567890</pincode>".to_owned(), of(DOCTOR))
    } else {
        ("<operatore>".to_owned(), format!("<operatore>{}", of(CLERK)))
    }
}

#[tokio::test]
async fn every_case_is_ticked_by_traffic() {
    let mut stage = Stage::new().await;
    let none = toml::Table::new();
    for name in fixtures() {
        let about: toml::Table = fs::read_to_string(format!("fixtures/{name}.toml")).unwrap().parse().unwrap();
        let settings = about.get("settings").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        stage.play(&settings).await.fixture(&name).await.unwrap();
    }
    // A region, for its doctors and clerks.
    for (name, before) in [
        ("ok/InterrogazioneLavoratore/lavoratore-noto", &[][..]),
        ("ok/RettificaMalattia/due-giorni-prima", &[CERTIFICATE]),
        ("ok/AnnullaMalattia/subito", &[CERTIFICATE]),
        ("ok/RicercaMalattia/ultimi-sei-mesi", &[]),
        ("ok/RistampaMalattia/certificato", &[CERTIFICATE]),
        (ADMISSION, &[]),
        ("ok/AnnullaRicovero/subito", &[ADMISSION]),
        (DISCHARGE, &[ADMISSION]),
        ("ok/RettificaDimissione/due-giorni-prima", &[ADMISSION, DISCHARGE]),
    ] {
        let mut play = stage.play(&none).await;
        for before in before {
            play.alone(before, None, &[]).await;
        }
        let (old, new) = on_behalf(name);
        play.alone(name, Some("ente"), &[(&old, &new)]).await.unwrap();
    }
    // A doctor, about admissions.
    let with_pincode = [("<operatore>", "<operatore><pincode>1234567890</pincode>")];
    let mut play = stage.play(&none).await;
    play.alone(ADMISSION, Some("medico"), &with_pincode).await;
    play.alone("ok/AnnullaRicovero/subito", Some("medico"), &with_pincode).await;
    // Contents that no fixture has.
    for replaced in [
        &[("<visita>A", "<visita>D")][..],
        &[("<tipoCertificato>I", "<tipoCertificato>C")],
        &[("<tipoCertificato>I", "<tipoCertificato>R")],
        &[("<codiceDiagnosi>487.1</codiceDiagnosi>", "<noteDiagnosi>influenza</noteDiagnosi>")],
        &[("<codiceCatastale>H501</codiceCatastale>", "<comune>Roma</comune><provincia>RM</provincia>")],
        &[
            ("<cert:invio", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<cert:invio"),
            ("Via Nazionale", "Via &#224;"),
        ],
    ] {
        stage.play(&none).await.alone(CERTIFICATE, None, replaced).await.unwrap();
    }
    let mut play = stage.play(&none).await;
    play.fixture("ok/RettificaMalattia/due-giorni-prima").await;
    play.alone("ok/RettificaMalattia/due-giorni-prima", None, &[("2026-03-04", "2026-03-03")]).await;
    let mut play = stage.play(&none).await;
    for name in [ADMISSION, DISCHARGE, "ok/AnnullaMalattia/subito"] {
        play.alone(name, None, &[]).await;
    }
    faults(&mut stage).await;
    let ticked = stage.ticked().await;
    let all: BTreeSet<&str> = Cases::embedded().iter().map(|case| case.id.as_str()).collect();
    assert_eq!(all.difference(&ticked).collect::<Vec<_>>(), Vec::<&&str>::new(), "cases that nothing ticked");
}

/// What goes wrong on the way, and what follows.
async fn faults(stage: &mut Stage) {
    let none = toml::Table::new();
    for (operation, fixture, phase, action) in [
        ("InviaMalattia", CERTIFICATE, "after", json!({"kind": "no-reply", "hold": "10ms"})),
        ("InviaMalattia", CERTIFICATE, "after", json!({"kind": "close"})),
        ("InviaMalattia", CERTIFICATE, "after", json!({"kind": "cut", "at": 100})),
        ("InviaRicovero", ADMISSION, "before", json!({"kind": "reset"})),
        ("InviaMalattia", CERTIFICATE, "before", json!({"kind": "status", "code": 503, "retry_after": 1})),
        ("InviaMalattia", CERTIFICATE, "before", json!({"kind": "http-error-page"})),
        ("InviaMalattia", CERTIFICATE, "before", json!({"kind": "fault", "faultcode": "Server", "faultstring": "x"})),
        ("InviaMalattia", CERTIFICATE, "before", json!({"kind": "inps-unavailable"})),
    ] {
        let mut play = stage.play(&none).await;
        play.fault(operation, phase, action).await;
        play.alone(fixture, None, &[]).await;
        play.alone(fixture, None, &[]).await.unwrap();
    }
    for action in [json!({"kind": "delay", "by": "10ms"}), json!({"kind": "notice", "codice": "1", "info": "x"})] {
        let mut play = stage.play(&none).await;
        play.fault("InviaMalattia", "after", action).await;
        play.fixture("ok/RistampaMalattia/certificato").await.unwrap();
    }
    let mut play = stage.play(&none).await;
    play.alone(
        CERTIFICATE,
        None,
        &[("<dataInizio>2026-03-02", "<dataInizio>2026-02-30"), ("2026-03-06", "2026-06-31")],
    )
    .await;
    play.alone(CERTIFICATE, None, &[]).await.unwrap();
    let xml = fs::read_to_string(format!("fixtures/{CERTIFICATE}.xml")).unwrap();
    play.send("medico", "sbagliata", &xml).await.unwrap();
}

#[tokio::test]
async fn the_sheet_names_the_exchange_that_proves_a_case_in_every_form() {
    let controlled = Controlled::start().await;
    let path = "/worlds/default/accreditation";
    let empty = controlled.call("GET", path, None).await.with(200);
    assert_eq!((&empty["total"]["done"], &empty["exchanges"]), (&json!(0), &json!(0)));
    assert!(empty["cases"].as_array().unwrap().iter().all(|case| case["done"] == false && case["exchange"].is_null()));

    controlled.play("default", "InterrogazioneLavoratore/lavoratore-noto", &[]).await;
    controlled.certificate("default").await;
    let sheet = controlled.call("GET", path, None).await.with(200);
    let done: Vec<(&str, u64)> = sheet["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["done"] == true)
        .map(|case| (case["id"].as_str().unwrap(), case["exchange"].as_u64().unwrap()))
        .collect();
    assert_eq!(done, [("interroga-lavoratore", 1), ("invia-malattia", 2)]);
    let case = &sheet["cases"][0];
    assert_eq!((&case["received"], &case["kind"], &case["roles"]), (&json!(NOW), &json!("ok"), &json!(["medico"])));
    assert!(case["text"]["it"].is_string() && case["text"]["en"].is_string() && case["source"].is_string());
    let clerk = controlled.call("GET", &format!("{path}?role=operatore"), None).await.with(200);
    assert_eq!((&clerk["total"]["done"], &clerk["total"]["role"]), (&json!(0), &json!("operatore")));
    assert_eq!(controlled.call("GET", &format!("{path}?caller=ente"), None).await.with(200)["total"]["done"], 0);

    let named = "software=%3Cscript%3Ealert(1)%3C/script%3E&version=1&vendor=Rossi";
    for (query, media, part) in [
        ("format=html", "text/html; charset=utf-8", "✓ 2"),
        ("format=text&lang=en", "text/plain; charset=utf-8", "[x] invia-malattia  (exchange 2)"),
        ("format=text", "text/plain; charset=utf-8", "2 casi svolti su"),
        ("format=junit", "application/xml", "<system-out>exchange 2</system-out>"),
        ("format=pdf", "application/pdf", "%PDF-1.7"),
        ("format=pdf&lang=en", "application/pdf", "%PDF-1.7"),
    ] {
        let answer = controlled.call("GET", &format!("{path}?{query}&{named}"), None).await;
        assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (StatusCode::OK, media));
        let body = String::from_utf8_lossy(&answer.body);
        assert!(body.contains(part), "{query}: {body}");
        assert!(!body.contains("<script"), "{query}");
    }
    for bad in ["format=docx", "role=regione", "softwar=x"] {
        assert_eq!(controlled.call("GET", &format!("{path}?{bad}"), None).await.problem(400).0, "bad-query", "{bad}");
    }
}
