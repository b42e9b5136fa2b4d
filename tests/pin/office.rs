//! The pages of the holder and of the staff: conversion, contacts, profiles, public list.

use serde_json::json;

use super::play::{CONSULENTE, INPS, PINI, Play};

#[tokio::test]
async fn contacts_are_changed_with_the_pin_and_both_old_and_new_are_told() {
    let play = Play::start().await;
    let browser = play.browser();
    browser.pin(PINI, "prova123", "pin").await;
    let form = [("cellulare", "333"), ("email", "nuovo@mail.example"), ("pec", ""), ("attuale", "prova123")];
    let refused = browser.fill("/pin/contatti", "/pin/contatti", &form).await;
    assert_eq!((refused.status(), refused.regole()), (422, vec!["contatto-non-valido".to_owned()]));
    assert!(refused.text.contains("id=\"errore-cellulare\""), "{}", refused.text);
    let form = [("cellulare", "+39333123456"), ("email", "nuovo@mail.example"), ("attuale", "SBAGLIA2")];
    assert_eq!(browser.fill("/pin/contatti", "/pin/contatti", &form).await.regole(), ["credenziali-non-valide"]);
    let form = [("cellulare", "+39333123456"), ("email", "nuovo@mail.example"), ("attuale", "prova123")];
    assert_eq!(browser.fill("/pin/contatti", "/pin/contatti", &form).await.status(), 303);
    let told: Vec<_> =
        play.messages("pin-contatti").await.iter().map(|one| one["to"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, ["mario.pini@mail.example", "nuovo@mail.example"]);
}

#[tokio::test]
async fn the_conversion_takes_a_whole_pdf_and_is_decided_after_a_day() {
    let play = Play::start().await;
    let browser = play.browser();
    browser.pin(CONSULENTE, "PROVA234", "pin").await;
    let fields =
        [("documentoTipo", "CI"), ("documentoNumero", "AB1"), ("documentoScadenza", "2030-01-01"), ("conferma", "si")];
    for wrong in [&b"PK\x03\x04"[..], b"%PDF-1.7\n/Encrypt\n%%EOF"] {
        let seen = browser.upload("/pin/dispositivo", "/pin/dispositivo", &fields, ("copia", wrong)).await;
        assert_eq!((seen.status(), seen.regole()), (422, vec!["copia-non-valida".to_owned()]), "{}", seen.text);
    }
    let copy = b"%PDF-1.7\n1 0 obj\n%%EOF\n";
    let seen = browser.upload("/pin/dispositivo", "/pin/dispositivo", &fields, ("copia", copy)).await;
    assert_eq!(seen.status(), 200, "{}", seen.text);
    assert!(seen.text.contains("data-stato=\"richiesta\""));
    let again = browser.upload("/pin/dispositivo", "/pin/dispositivo", &fields, ("copia", copy)).await;
    assert_eq!(again.regole(), ["richiesta-duplicata"]);
    let happened = play.advance("24h").await;
    assert!(happened.iter().any(|(what, _)| what == "pin-decisione"), "{happened:?}");
    assert_eq!(play.pin(CONSULENTE).await["tipo"], "dispositivo");
    let browser = play.browser();
    browser.pin(CONSULENTE, "PROVA234", "pin").await;
    let seen = browser.upload("/pin/dispositivo", "/pin/dispositivo", &fields, ("copia", copy)).await;
    assert_eq!(seen.regole(), ["pin-gia-dispositivo"]);
}

#[tokio::test]
async fn staff_alone_sees_the_pages_of_staff_and_the_list_of_doctors_is_public() {
    let play = Play::start().await;
    let browser = play.browser();
    browser.pin(PINI, "prova123", "pin").await;
    for path in
        ["/pin/operatore", "/pin/operatore/richieste", "/pin/operatore/soggetti", "/pin/operatore/buste", "/pin/ordine"]
    {
        let seen = browser.get(path).await;
        assert_eq!((seen.status(), seen.regole()), (403, vec!["profilo-non-abilitato".to_owned()]), "{path}");
        assert_eq!(play.browser().get(path).await.header("location"), "/pin/accesso", "{path}");
    }
    let staff = play.browser();
    staff.pin(INPS, "PROVA234", "pin").await;
    let page = "/pin/operatore/soggetti";
    let seen = staff.fill(page, page, &[("codiceFiscale", CONSULENTE)]).await;
    assert_eq!(seen.campo("stato").as_deref(), Some("attivo"), "{}", seen.text);
    let act = [("codiceFiscale", CONSULENTE), ("azione", "profilo-aggiungi"), ("profilo", "medico-certificatore")];
    assert_eq!(staff.fill(page, page, &act).await.status(), 303);
    assert_eq!(staff.fill(page, page, &act).await.regole(), ["profilo-gia-attivo"]);
    let doctors = play.browser().get("/pin/medici").await;
    assert!(doctors.text.contains("Consulente") && !doctors.text.contains(CONSULENTE), "{}", doctors.text);
    play.call("POST", &format!("/pins/{CONSULENTE}/actions"), json!({"azione": "blocca"})).await;
    assert!(!play.browser().get("/pin/medici").await.text.contains("Consulente"));
}

#[tokio::test]
async fn forms_from_elsewhere_twice_filled_or_too_long_are_refused() {
    let play = Play::start().await;
    let browser = play.browser();
    browser.pin(PINI, "prova123", "pin").await;
    assert_eq!(browser.post("/pin/uscita", &[]).await.pagina(), "csrf");
    let twice = browser.send(hyper::Method::POST, "/pin/accesso", "pin=a&pin=b").await;
    assert_eq!(twice.status(), 400);
    let long = format!("codiceFiscale={}", "a".repeat(70_000));
    assert_eq!(browser.send(hyper::Method::POST, "/pin/accesso", &long).await.status(), 413);
    let put = browser.send(hyper::Method::PUT, "/pin/accesso", "").await;
    assert_eq!((put.status(), put.header("allow").as_str()), (405, "GET, HEAD, POST"));
    assert_eq!(browser.get("/pin/nulla").await.status(), 404);
    let home = browser.get("/pin").await;
    assert!(
        home.text.contains("Ambiente di prova: non è il sito dell'INPS.") && home.header("cache-control") == "no-store"
    );
    assert_eq!(browser.fill("/pin/profilo", "/pin/uscita", &[]).await.header("location"), "/pin/accesso");
    assert_eq!(browser.get("/pin/profilo").await.header("location"), "/pin/accesso");
}

#[tokio::test]
async fn a_restore_by_link_sends_the_halves_when_the_link_is_used_and_once() {
    let play = Play::at("pin_restore_link = true", super::play::NOW).await;
    let contacts = json!({"secret": "PROVA234", "cellulare": "+39333123456", "pec": "c@pec.example"});
    play.call("PUT", &format!("/pins/{CONSULENTE}"), contacts).await;
    let browser = play.browser();
    let form = [("codiceFiscale", CONSULENTE), ("contatto1", "cellulare"), ("contatto2", "pec")];
    assert_eq!(browser.fill("/pin/ripristino", "/pin/ripristino", &form).await.status(), 200);
    assert!(play.messages("pin-meta-1").await.is_empty());
    let sent = play.messages("pin-ripristino-link").await;
    let text = sent[0]["text"].as_str().unwrap();
    let link = text.split_once("/pin/ripristino/").unwrap().1.lines().next().unwrap();
    let path = format!("/pin/ripristino/{link}");
    // To be looked at, even by a scanner of mail, uses nothing up.
    assert_eq!(browser.get(&path).await.status(), 200);
    let used = browser.fill(&path, &path, &[]).await;
    assert!(used.status() == 200 && used.text.contains("data-ricevuta=\"ok\""), "{}", used.text);
    assert_eq!((play.messages("pin-meta-1").await.len(), play.messages("pin-meta-2").await.len()), (1, 1));
    assert_eq!(browser.fill(&path, &path, &[]).await.status(), 404);
    assert_eq!(browser.fill("/pin/ripristino/x", "/pin/ripristino/x", &[]).await.status(), 404);
}

#[tokio::test]
async fn dates_of_the_end_and_links_in_the_wild() {
    let settings = "pin_issue_until = \"2020-09-30\"\npin_valid_until = \"2021-09-30\"";
    let play = Play::at(settings, "2020-10-01T10:00:00+02:00").await;
    let refused = play.browser().fill("/pin/richiesta", "/pin/richiesta", &super::play::anna()).await;
    assert_eq!(refused.regole(), ["pin-dismesso"]);
    assert_eq!(play.browser().pin(PINI, "prova123", "pin").await.status(), 303);
    play.call("POST", "/clock/advance", json!({"to": "2021-10-01T00:00:00+02:00"})).await;
    assert_eq!(play.browser().pin(PINI, "prova123", "pin").await.status(), 403);
    assert!(play.broken(PINI).await.contains(&"pin-dismesso".to_owned()));
    for (path, servizio) in [
        ("/PassiWeb/jsp/login.jsp?uri=https%3a%2f%2faltrove.example%2fcittadino&S=S", "cittadino"),
        ("/servizi/InvCiv2010/Pages/FrmNews.aspx", "invciv"),
    ] {
        let seen = play.browser().get(path).await;
        assert_eq!(seen.header("location"), format!("/pin/accesso?servizio={servizio}"));
    }
    assert_eq!(play.browser().get("/PassiWeb/altro").await.status(), 404);
}

#[tokio::test]
async fn a_chosen_secret_is_held_against_the_rules() {
    let play = Play::at("pin_regeneration = \"chosen\"", super::play::NOW).await;
    let browser = play.browser();
    browser.pin(PINI, "prova123", "pin").await;
    for (new, again) in [
        ("abcdefgh", "abcdefgh"),
        ("aaaaaaaa", "aaaaaaaa"),
        ("nimra70a", "nimra70a"),
        ("prova123", "prova123"),
        ("nuovo123", "nuovo124"),
    ] {
        let fields = [("attuale", "prova123"), ("nuovo", new), ("ripeti", again)];
        let seen = browser.fill("/pin/cambio", "/pin/cambio", &fields).await;
        assert_eq!((seen.status(), seen.regole()), (422, vec!["pin-nuovo-non-ammesso".to_owned()]), "{new}");
    }
    let fields = [("attuale", "prova123"), ("nuovo", "nuovo123"), ("ripeti", "nuovo123")];
    assert_eq!(browser.fill("/pin/cambio", "/pin/cambio", &fields).await.pagina(), "pin-nuovo");
    assert_eq!(play.browser().pin(PINI, "NUOVO 123", "pin").await.status(), 303);
    assert_eq!(play.browser().pin(PINI, "prova123", "pin").await.status(), 403);
}
