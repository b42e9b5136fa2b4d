//! Scenarios 4 to 7 and 16: requests through an Ordine.

use serde_json::json;

use super::play::{ANNA, CONSULENTE, INPS, ORDINE, Play, half};

const PAGE: &str = "/pin/ordine/richieste";

fn request() -> Vec<(&'static str, &'static str)> {
    vec![
        ("tipo", "nuovo"),
        ("codice_fiscale", ANNA),
        ("cognome", "Esempio"),
        ("nome", "Anna"),
        ("documento_tipo", "CI"),
        ("documento_numero", "AB123"),
        ("documento_scadenza", "2030-01-01"),
        ("attestazione", "si"),
        ("numeroAlbo", "123"),
    ]
}

#[tokio::test]
async fn a_request_needs_pec_and_a_contact_and_both_halves_go_apart() {
    let play = Play::at("", "2026-03-02T13:00:00+01:00").await;
    let clerk = play.browser();
    clerk.pin(ORDINE, "PROVA234", "pin").await;
    let mut form = request();
    assert_eq!(clerk.fill(PAGE, PAGE, &form).await.regole(), ["pec-obbligatoria"]);
    form.push(("pec", "anna@pec.example"));
    assert_eq!(clerk.fill(PAGE, PAGE, &form).await.regole(), ["contatto-obbligatorio"]);
    form.push(("email", "anna@pec.example"));
    assert_eq!(clerk.fill(PAGE, PAGE, &form).await.regole(), ["contatti-coincidenti"]);
    assert!(play.outbox().await.is_empty());
    form.pop();
    form.push(("cellulare", "+39333123456"));
    let mut unsigned = form.clone();
    unsigned.retain(|(name, _)| *name != "numeroAlbo");
    assert_eq!(clerk.fill(PAGE, PAGE, &unsigned).await.regole(), ["attestazione-albo-assente"]);
    let saved = clerk.fill(PAGE, PAGE, &form).await;
    assert!(saved.status() == 200 && saved.text.contains("data-stato=\"presso-ordine\""), "{}", saved.text);
    assert_eq!(clerk.fill(PAGE, PAGE, &form).await.regole(), ["richiesta-duplicata"]);

    let consegna = format!("{PAGE}/consegna");
    assert_eq!(clerk.fill(PAGE, &consegna, &[]).await.regole(), ["consegna-fuori-orario"]);
    play.advance("2h").await;
    let clerk = play.browser();
    clerk.pin(ORDINE, "PROVA234", "pin").await;
    assert!(clerk.fill(PAGE, &consegna, &[]).await.text.contains("data-stato=\"consegnata-inps\""));
    let happened = play.advance("24h").await;
    assert!(happened.iter().any(|(what, _)| what == "pin-decisione"), "{happened:?}");
    play.advance("2m").await;
    let (first, second) = (play.messages("pin-meta-1").await, play.messages("pin-meta-2").await);
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!((first[0]["kind"].as_str(), second[0]["kind"].as_str()), (Some("sms"), Some("pec")));
    let halves = [half(first[0]["text"].as_str().unwrap()), half(second[0]["text"].as_str().unwrap())];
    assert_ne!(halves[0], halves[1]);
    assert!(
        !first[0]["text"].as_str().unwrap().contains(&halves[1])
            && !second[0]["text"].as_str().unwrap().contains(&halves[0])
    );
    assert_eq!(play.state(ANNA).await, "consegnato");
    let new = play.browser().first_access(ANNA, &halves.concat()).await;
    assert_eq!(play.browser().pin(ANNA, &new, "ctu").await.header("location"), "/ctu");
    assert_eq!(play.pin(ANNA).await["tipo"], "online");
}

#[tokio::test]
async fn what_nobody_decides_in_two_days_is_late_and_can_still_be_decided() {
    let play = Play::at("pin_approval = \"manual\"", "2026-03-02T15:00:00+01:00").await;
    let mut form = json!({"canale": "ordine", "codiceFiscale": ANNA, "pec": "anna@pec.example", "email": "a@mail.example",
        "documento_tipo": "CI", "documento_numero": "A1", "documento_scadenza": "2030-01-01", "attestazione": true,
        "numeroAlbo": "1"});
    let made = play.call("POST", "/pins/requests", form.clone()).await;
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(
        play.try_call("POST", &format!("/pins/requests/{id}/decide"), json!({"esito": "rilascia"})).await.0,
        409
    );
    play.call("POST", "/pins/requests/lots", json!({"ordine": "ME-PROVA"})).await;
    let happened = play.advance("48h").await;
    assert!(happened.contains(&("pin-ordine-ritardo".to_owned(), id.clone())), "{happened:?}");
    let listed = play.call("GET", "/pins/requests?state=in-ritardo", json!(null)).await;
    assert_eq!(listed[0]["id"], id.as_str());
    let staff = play.browser();
    staff.pin(INPS, "PROVA234", "pin").await;
    let page = format!("/pin/operatore/richieste/{id}");
    assert_eq!(staff.fill(&page, &page, &[("azione", "rilascia")]).await.status(), 303);
    assert_eq!(play.state(ANNA).await, "richiesto");

    form["codiceFiscale"] = json!("RSSMRA80A01H501U");
    let made = play.call("POST", "/pins/requests", form).await;
    play.call("POST", "/pins/requests/lots", json!({"ordine": "ME-PROVA"})).await;
    let path = format!("/pins/requests/{}/decide", made["id"].as_str().unwrap());
    let refused = play.call("POST", &path, json!({"esito": "respingi", "motivo": "documento illeggibile"})).await;
    assert_eq!(refused["stato"], "respinta");
    let told = play.messages("pin-respinto").await;
    assert!(told[0]["text"].as_str().unwrap().contains("La richiesta di PIN è stata respinta: documento illeggibile."));
}

#[tokio::test]
async fn an_extension_leaves_the_secret_as_it_is() {
    let play = Play::start().await;
    let doctor = json!({"secret": "PROVA234", "profili": ["cittadino"], "pec": "c@pec.example"});
    play.call("PUT", &format!("/pins/{CONSULENTE}"), doctor).await;
    let refused = play.browser().pin(CONSULENTE, "PROVA234", "ctu").await;
    assert_eq!((refused.status(), refused.regole()), (403, vec!["profilo-non-abilitato".to_owned()]));
    let form = json!({"canale": "ordine", "tipo": "estensione", "codiceFiscale": CONSULENTE, "pec": "c@pec.example",
        "email": "c@mail.example", "documento_tipo": "CI", "documento_numero": "A1", "documento_scadenza": "2030-01-01",
        "profilo": "medico-ctu", "attestazione": true, "numeroAlbo": "1"});
    play.call("POST", "/pins/requests", form).await;
    play.call("POST", "/pins/requests/lots", json!({"ordine": "ME-PROVA"})).await;
    play.advance("24h").await;
    let told = play.messages("pin-profilo").await;
    assert!(told[0]["kind"] == "pec" && told[0]["text"].as_str().unwrap().contains("è abilitato a: medico-ctu."));
    assert_eq!(play.browser().pin(CONSULENTE, "PROVA234", "ctu").await.header("location"), "/ctu");
}

#[tokio::test]
async fn of_a_batch_each_line_is_on_its_own() {
    let play = Play::start().await;
    let clerk = play.browser();
    clerk.pin(ORDINE, "PROVA234", "pin").await;
    let header = "tipo;codice_fiscale;cognome;nome;pec;cellulare;email;documento_tipo;documento_numero;documento_scadenza;profilo";
    let good = format!("nuovo;{ANNA};Esempio;Anna;anna@pec.example;+39333123456;;CI;AB1;2030-01-01;medico-ctu");
    let bad = good.replace(ANNA, "SMPNNA88H55F205X");
    let file = format!("{header}\n{good}\n{bad}\n{good}\n");
    let fields = [("attestazione", "si"), ("numeroAlbo", "1")];
    let seen = clerk.upload(PAGE, "/pin/ordine/richieste/lotto", &fields, ("file", file.as_bytes())).await;
    assert_eq!(seen.status(), 200, "{}", seen.text);
    assert_eq!(seen.text.matches("data-stato=\"accettata\"").count(), 1);
    assert_eq!(seen.regole(), ["pin-cf-non-valido", "richiesta-duplicata"]);
    let listed = play.call("GET", "/pins/requests", json!(null)).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
}
