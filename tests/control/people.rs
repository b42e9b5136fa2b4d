//! The people of a world.

use serde_json::{Value, json};

use super::harness::Controlled;

const PEOPLE: &str = "/worlds/default/people";
const WORKER: &str = "/worlds/default/people/workers/RSSMRA80A01H501U";
const USER: &str = "/worlds/default/people/users/reparto";

fn clerk() -> Value {
    json!({"kind": "operatore", "codice_fiscale": "PRVPTR80P03H501V", "iscrizioni": ["120/201", "120/202"], "password": "segreta-9"})
}

#[tokio::test]
async fn workers_come_and_go() {
    let controlled = Controlled::start().await;
    let rossi = json!({"cognome": "Rossi", "nome": "Mario"});
    let added = controlled.call("PUT", WORKER, rossi.clone()).await.with(201);
    let expected = json!({
        "codice_fiscale": "RSSMRA80A01H501U", "cognome": "Rossi", "nome": "Mario", "sesso": "M",
        "data_nascita": "1980-01-01", "comune_nascita": "ROMA", "provincia_nascita": "RM", "deceduto": false,
    });
    let birthplace = |shown: &Value| shown["comune_nascita"].as_str().unwrap().to_uppercase();
    assert_eq!(birthplace(&added), "ROMA");
    let mut comparable = added.clone();
    comparable["comune_nascita"] = json!("ROMA");
    assert_eq!(comparable, expected);
    let replaced = controlled.call("PUT", WORKER, json!({"cognome": "Rossi", "nome": "Maria", "deceduto": true})).await;
    assert_eq!(replaced.with(200)["deceduto"], true);
    let listed = controlled.call("GET", PEOPLE, None).await.with(200);
    assert!(listed["workers"].as_array().unwrap().iter().any(|worker| worker["nome"] == "Maria"), "{listed}");
    controlled.call("DELETE", &WORKER.to_lowercase().replace("workers/rss", "workers/RSS"), None).await.with(204);
    controlled.call("DELETE", WORKER, None).await.problem(404);
    let cases = [
        (WORKER, json!({"cognome": "Rossi"}), "/nome"),
        (WORKER, json!({"cognome": "Rossi", "nome": "Mario", "sesso": "X"}), "/sesso"),
        (WORKER, json!({"cognome": "Rossi", "nome": "Mario", "data_nascita": "ieri"}), "/data_nascita"),
        (WORKER, json!({"cognome": "Rossi", "nome": "Mario", "codice_fiscale": "PNIMRA70A01H501P"}), "/codice_fiscale"),
        (WORKER, json!({"cognom": "Rossi", "nome": "Mario"}), "/cognom"),
        ("/worlds/default/people/workers/RSSMRA80A01H501X", rossi, "/codice_fiscale"),
    ];
    for (path, body, pointer) in cases {
        let (_, found, detail) = controlled.call("PUT", path, body.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{body}: {detail}");
    }
}

#[tokio::test]
async fn users_come_and_go_and_their_secrets_never_come_out() {
    let controlled = Controlled::start().await;
    let added = controlled.call("PUT", USER, clerk()).await.with(201);
    let expected = json!({
        "name": "reparto", "kind": "operatore", "codice_fiscale": "PRVPTR80P03H501V",
        "iscrizioni": ["120/201", "120/202"], "regione": null, "blocked": false,
        "has_password": true, "has_pincode": false, "seed_password": false,
    });
    assert_eq!(added, expected);
    let listed = controlled.call("GET", PEOPLE, None).await;
    assert!(!String::from_utf8_lossy(&listed.body).contains("segreta"), "{listed:?}");
    assert!(listed.with(200)["users"].as_array().unwrap().contains(&expected));

    // The user may call at once, and no longer when replaced without the password.
    let world = controlled.gateway.default_world();
    let client = world.client("reparto", "segreta-9").unwrap();
    let xml = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let message = world.message(&xml).unwrap();
    let says = async || String::from_utf8(client.send(&message).await.unwrap().body.to_vec()).unwrap();
    assert!(!says().await.contains("Credenziali"), "the new user is not known");
    let mut without = clerk();
    without.as_object_mut().unwrap().remove("password");
    assert_eq!(controlled.call("PUT", USER, without).await.with(200)["has_password"], false);
    assert!(says().await.contains("Credenziali"));
    controlled.call("DELETE", USER, None).await.with(204);
    controlled.call("DELETE", USER, None).await.problem(404);

    let cases = [
        (json!({"kind": "medicc"}), "/kind"),
        (json!({"kind": "medico", "codice_fiscale": "PROVAX00X00X000Y"}), "/iscrizioni"),
        (json!({"kind": "medico", "codice_fiscale": "X", "iscrizioni": ["120/201"]}), "/codice_fiscale"),
        (json!({"kind": "ente", "regione": "120", "pincode": "1234567890"}), "/pincode"),
        (json!({"kind": "ente", "regione": 120}), "/regione"),
        (json!({"kind": "ente", "regione": "120", "name": "altro"}), "/name"),
        (json!({"kind": "ente", "regione": "120", "passwrd": "x"}), "/passwrd"),
        (json!({"regione": "120"}), "/kind"),
    ];
    for (body, pointer) in cases {
        let (_, found, detail) = controlled.call("PUT", USER, body.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{body}: {detail}");
    }
    controlled
        .call("PUT", "/worlds/default/people/users/a%3Ab", json!({"kind": "ente", "regione": "120"}))
        .await
        .problem(422);
}

#[tokio::test]
async fn employers_their_users_and_employments_come_and_go() {
    let controlled = Controlled::start().await;
    let employer = "/worlds/default/people/employers/99900040009";
    let user = "/worlds/default/people/employer-users/terza";
    let terza = json!({"denominazione": "Terza", "matricola_inps": "9900000004"});
    let expected = json!({
        "codice_fiscale": "99900040009", "matricola_inps": "9900000004", "codice_sede": null, "denominazione": "Terza",
        "settore": "privato", "pec": null, "pec_formato": "xml",
    });
    let reader = json!({"password": "segreta-7", "employers": ["99900040009"]});
    let (kind, pointer, detail) = controlled.call("PUT", user, reader.clone()).await.problem(422);
    assert_eq!((kind.as_str(), pointer.as_deref()), ("bad-value", Some("/employers")), "{detail}");
    assert_eq!(controlled.call("PUT", employer, terza.clone()).await.with(201), expected);
    assert_eq!(controlled.call("PUT", employer, terza).await.with(200), expected);
    assert_eq!(controlled.call("PUT", user, reader).await.with(201)["has_password"], true);
    let employment = json!({"worker": "RSSMRA80A01H501U", "employer": "99900040009", "dal": "2020-01-01"});
    controlled.call("POST", "/worlds/default/people/employments", employment).await.with(201);
    let listed = controlled.call("GET", PEOPLE, None).await;
    assert!(!String::from_utf8_lossy(&listed.body).contains("segreta"));
    let listed = listed.with(200);
    let count = |name: &str| listed[name].as_array().unwrap().len();
    assert_eq!((count("employers"), count("employer_users"), count("employments")), (4, 4, 5));
    assert_eq!(listed["workers"].as_array().unwrap().iter().filter(|one| one["has_pin"] == true).count(), 1);
    let cases = [
        (employer, json!({"denominazione": "T", "matricola_inps": "1"}), "/matricola_inps"),
        (employer, json!({"denominazione": "T", "pec_formato": "txt"}), "/pec_formato"),
        (employer, json!({"denominazion": "T"}), "/denominazion"),
        ("/worlds/default/people/employers/99900040008", json!({"denominazione": "T"}), "/codice_fiscale"),
        (WORKER, json!({"cognome": "Rossi", "nome": "Mario", "residenza": {"via": "V"}}), "/residenza/civico"),
        (WORKER, json!({"cognome": "Rossi", "nome": "Mario", "cellulare": "1"}), "/cellulare"),
    ];
    for (path, body, pointer) in cases {
        let (_, found, detail) = controlled.call("PUT", path, body.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{body}: {detail}");
    }
    controlled.call("DELETE", employer, None).await.with(204);
    controlled.call("DELETE", employer, None).await.problem(404);
    controlled.call("DELETE", user, None).await.with(204);
    controlled.call("DELETE", user, None).await.problem(404);
    assert_eq!(controlled.call("GET", PEOPLE, None).await.with(200)["employments"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn one_secret_is_changed_and_the_rest_of_a_person_stays() {
    let controlled = Controlled::start().await;
    let credentials = controlled.gateway.default_world().state().credentials().clone();
    let pini = "/worlds/default/people/workers/PNIMRA70A01H501P/pin";
    let azienda = "/worlds/default/people/employer-users/azienda/password";
    for _ in 0..3 {
        assert!(credentials.verify_worker("PNIMRA70A01H501P", &"errata12".into()).await.is_err());
    }
    let changed = controlled.call("PUT", pini, json!({"pin": "nuovo123"})).await.with(200);
    assert_eq!((&changed["has_pin"], &changed["email"]), (&json!(true), &json!("mario.pini@mail.example")));
    assert!(!changed.to_string().contains("nuovo123"));
    assert!(credentials.verify_worker("PNIMRA70A01H501P", &"nuovo123".into()).await.is_ok(), "the lockout is over");
    assert!(credentials.verify_worker("PNIMRA70A01H501P", &"prova123".into()).await.is_err());
    let changed = controlled.call("PUT", azienda, json!({"password": "segreta-7"})).await.with(200);
    assert_eq!((&changed["seed_password"], &changed["employers"]), (&json!(false), &json!(["99900010580"])));
    assert!(credentials.verify_employer_user("azienda", &"segreta-7".into()).await.is_ok());
    assert!(controlled.call("PUT", pini, json!({})).await.with(200).get("has_pin").is_none());
    assert_eq!(controlled.call("PUT", azienda, json!({})).await.with(200)["has_password"], false);
    for (path, body, status) in [
        (pini, json!({"pin": "corto"}), 422),
        (pini, json!({"PIN": "nuovo123"}), 422),
        (azienda, json!({"password": ""}), 422),
        ("/worlds/default/people/workers/RSSMRA80A01H501U/pin", json!({"pin": "nuovo123"}), 404),
        ("/worlds/default/people/workers/nulla/pin", json!({"pin": "nuovo123"}), 404),
        ("/worlds/default/people/employer-users/nessuno/password", json!({"password": "x"}), 404),
    ] {
        controlled.call("PUT", path, body).await.problem(status);
    }
}

#[tokio::test]
async fn the_control_code_of_the_public_page_is_told() {
    let controlled = Controlled::start().await;
    let told = controlled.call("GET", "/worlds/default/captcha", None).await.with(200);
    assert_eq!(told, json!({"captcha": "fixed", "code": "prova"}));
    for (mode, code) in [("off", None), ("random", Some("04711"))] {
        let world = json!({"name": mode, "settings": {"captcha": mode}});
        controlled.call("POST", "/worlds", world).await.with(201);
        let path = format!("/worlds/{mode}/captcha");
        assert_eq!(controlled.call("GET", &path, None).await.with(200), json!({"captcha": mode}));
        if let Some(code) = code {
            controlled.gateway.world(mode).unwrap().state().control_code().note_shown(code);
            let told = controlled.call("GET", &path, None).await.with(200);
            assert_eq!(told, json!({"captcha": mode, "code": code}));
            controlled.call("POST", &format!("/worlds/{mode}/reset"), json!({})).await.with(200);
            assert_eq!(controlled.call("GET", &path, None).await.with(200), json!({"captcha": mode}));
        }
    }
}

#[tokio::test]
async fn some_members_of_a_worker_change_and_the_others_stay() {
    let controlled = Controlled::start().await;
    let worker = json!({"cognome": "Rossi", "nome": "Mario", "email": "rossi@mail.example", "copia_email": true,
        "pin": "segreto9", "comune_nascita": "Milano", "provincia_nascita": "MI",
        "residenza": {"via": "Via Nazionale", "civico": "1", "cap": "00184", "comune": "Roma", "provincia": "RM"}});
    let before = controlled.call("PUT", WORKER, worker).await.with(201);
    let change = |changes: Value| controlled.call("PATCH", WORKER, changes);
    assert_eq!(change(json!({})).await.with(200), before);
    let mut expected = before.clone();
    for (changes, members) in [
        (json!({"cognome": "Rosso"}), json!({"cognome": "Rosso"})),
        (json!({"deceduto": true}), json!({"deceduto": true})),
        (json!({"residenza": {"civico": "2"}}), json!({"residenza": {"civico": "2"}})),
        (json!({"copia_email": false}), json!({"copia_email": null})),
        (json!({"email": null}), json!({"email": null})),
        (json!({"pec": "rossi@pec.example", "nome": "Maria"}), json!({"pec": "rossi@pec.example", "nome": "Maria"})),
        (json!({"comune_nascita": null, "provincia_nascita": null}), json!({"provincia_nascita": "RM"})),
        (json!({"residenza": null}), json!({"residenza": null})),
        (json!({"pin": null}), json!({"has_pin": null})),
    ] {
        let changed = change(changes.clone()).await.with(200);
        merge(&mut expected, &members);
        if changes.get("comune_nascita").is_some() {
            assert_eq!(changed["comune_nascita"].as_str().unwrap().to_uppercase(), "ROMA");
            expected["comune_nascita"] = changed["comune_nascita"].clone();
        }
        assert_eq!(changed, expected, "{changes}");
    }
    let patch = [
        ("authorization", format!("Bearer {}", controlled.token)),
        ("content-type", "application/merge-patch+json".into()),
    ];
    let patch = patch.each_ref().map(|(name, value)| (*name, value.as_str()));
    let at = format!("/control/v1{WORKER}");
    assert_eq!(
        controlled.send("PATCH", &at, &patch, r#"{"sms": true, "cellulare": "+393331234567"}"#).await.with(200)["sms"],
        true
    );
    for (changes, pointer) in [
        (json!({"cognome": null}), "/cognome"),
        (json!({"cognom": "R"}), "/cognom"),
        (json!({"has_pin": true}), "/has_pin"),
        (json!({"email": "x"}), "/email"),
        (json!({"deceduto": "si"}), "/deceduto"),
        (json!({"residenza": {"via": "V"}}), "/residenza/civico"),
        (json!({"codice_fiscale": "PNIMRA70A01H501P"}), "/codice_fiscale"),
    ] {
        let (_, found, detail) = change(changes.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{changes}: {detail}");
    }
    let other = "/worlds/default/people/workers/SMPNNA88H55F205X";
    controlled.call("PATCH", other, json!({"nome": "Anna"})).await.problem(404);
}

/// Members that are `null` go, objects are merged.
fn merge(there: &mut Value, changes: &Value) {
    let Some(changes) = changes.as_object() else { return };
    for (name, change) in changes {
        if change.is_null() {
            there.as_object_mut().unwrap().remove(name);
        } else if change.is_object() {
            merge(&mut there[name], change);
        } else {
            there[name] = change.clone();
        }
    }
}
