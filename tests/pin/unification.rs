//! Scenarios 12 to 15: credentials of the former INPDAP, and the dates of the law.

use serde_json::json;

use super::play::{ENTE, PASSI, Play};

async fn old(browser: &super::browser::Browser, code: &str, password: &str) -> super::browser::Seen {
    browser.fill("/pin/enti/accesso", "/pin/enti/accesso", &[("codiceFiscale", code), ("password", password)]).await
}

#[tokio::test]
async fn the_unification_begins_by_itself_on_its_day_and_online_opens_the_area_until_its_other_day() {
    let play = Play::at("", "2016-05-08T10:00:00+02:00").await;
    let browser = play.browser();
    assert_eq!(old(&browser, ENTE, "Vecchia1").await.status(), 403);
    assert_eq!(old(&browser, ENTE, "vecchia1").await.header("location"), "/pin/enti");
    let area = browser.get("/pin/enti").await;
    assert!(area.status() == 200 && area.text.contains("dma-visualizzazione") && area.text.contains("versamenti"));

    play.advance("1d").await;
    let browser = play.browser();
    assert_eq!(old(&browser, ENTE, "vecchia1").await.header("location"), "/pin/unificazione");
    assert_eq!(browser.get("/pin/enti").await.header("location"), "/pin/unificazione");
    let page = "/pin/unificazione";
    let confirm = browser.get(page).await;
    assert!(confirm.text.contains("data-stato=\"conferma\""), "{}", confirm.text);
    let csrf = browser.csrf(page).await;
    let step = [("passo", "conferma"), ("csrf", csrf.as_str())];
    let seen = browser.post(page, &step).await;
    let new = seen.campo("pin").unwrap();
    assert_eq!((seen.pagina().as_str(), new.len()), ("pin-nuovo", 8));
    // Once more within a minute, and then not.
    assert_eq!(browser.post(page, &step).await.campo("pin"), Some(new.clone()));
    assert_eq!(browser.post(page, &step).await.campo("pin"), None);
    assert_eq!(browser.post(page, &[("passo", "fine"), ("csrf", &csrf)]).await.header("location"), "/pin/accesso");
    let pin = play.pin(ENTE).await;
    assert_eq!(
        (pin["stato"].as_str(), pin["tipo"].as_str(), pin["inpdap"].as_bool()),
        (Some("attivo"), Some("online"), Some(false))
    );
    assert_eq!(pin["abilitazioni"], json!(["dma-visualizzazione", "versamenti"]));
    assert_eq!(pin["profili"], json!(["operatore-ente", "cittadino"]));
    assert_eq!(old(&play.browser(), ENTE, "vecchia1").await.status(), 403);
    assert!(play.broken(ENTE).await.contains(&"credenziali-unificate".to_owned()));
    let browser = play.browser();
    assert_eq!(browser.pin(ENTE, &new, "enti").await.header("location"), "/pin/enti");
    assert_eq!(browser.get("/pin/enti").await.status(), 200);

    // 1 July 2016 is the last day.
    play.call("POST", "/clock/advance", json!({"to": "2016-07-01T23:59:00+02:00"})).await;
    let browser = play.browser();
    assert_eq!(browser.pin(ENTE, &new, "enti").await.header("location"), "/pin/enti");
    assert_eq!(browser.get("/pin/enti").await.status(), 200);
    play.call("POST", "/clock/advance", json!({"to": "2016-07-02T00:00:00+02:00"})).await;
    let refused = browser.get("/pin/enti").await;
    assert_eq!((refused.status(), refused.regole()), (403, vec!["gdp-dispositivo-richiesto".to_owned()]));
    assert!(refused.text.contains("href=\"/pin/dispositivo\""));
    assert_eq!(play.state(ENTE).await, "attivo");
    assert_eq!(play.browser().pin(ENTE, &new, "cittadino").await.status(), 303);
    play.call("POST", &format!("/pins/{ENTE}/actions"), json!({"azione": "converti"})).await;
    let browser = play.browser();
    assert_eq!(browser.pin(ENTE, &new, "enti").await.header("location"), "/pin/enti");
    assert_eq!(browser.get("/pin/enti").await.status(), 200);
}

#[tokio::test]
async fn with_both_credentials_any_first_access_joins_them() {
    let play = Play::at("", "2016-05-10T10:00:00+02:00").await;
    let browser = play.browser();
    assert_eq!(browser.pin(PASSI, "PROVA234", "cittadino").await.header("location"), "/pin/unificazione");
    // Left: nothing changes, and it begins again.
    let browser = play.browser();
    assert_eq!(browser.pin(PASSI, "PROVA234", "pin").await.header("location"), "/pin/unificazione");
    let new =
        browser.fill("/pin/unificazione", "/pin/unificazione", &[("passo", "conferma")]).await.campo("pin").unwrap();
    let pin = play.pin(PASSI).await;
    assert_eq!((pin["tipo"].as_str(), &pin["abilitazioni"]), (Some("dispositivo"), &json!(["passweb"])));
    let events = play.call("GET", &format!("/pins/{PASSI}/events"), json!(null)).await;
    let replaced = |one: &serde_json::Value| one["da"] == "attivo" && one["a"] == "sostituito";
    assert!(events.as_array().unwrap().iter().any(replaced), "{events}");
    assert_eq!(play.browser().pin(PASSI, "PROVA234", "pin").await.status(), 403);
    assert_eq!(old(&play.browser(), PASSI, "vecchia1").await.status(), 403);
    assert_eq!(play.browser().pin(PASSI, &new, "enti").await.header("location"), "/pin/enti");
}

#[tokio::test]
async fn an_abilitazione_is_asked_by_its_way_and_passweb_needs_dispositivo() {
    let play = Play::start().await;
    let body = json!({"secret": "PROVA234", "profili": ["operatore-ente"], "ente": "Ente", "tipo": "online"});
    play.call("PUT", &format!("/pins/{ENTE}"), body).await;
    let browser = play.browser();
    browser.pin(ENTE, "PROVA234", "pin").await;
    let page = "/pin/abilitazioni";
    let ask = |canale| [("codice", "passweb"), ("canale", canale), ("ente", "Ente"), ("motivo", "prova")];
    assert_eq!(browser.fill(page, page, &ask("sede")).await.regole(), ["abilitazione-canale"]);
    assert_eq!(browser.fill(page, page, &ask("pec-passweb")).await.regole(), ["dispositivo-richiesto"]);
    play.call("POST", &format!("/pins/{ENTE}/actions"), json!({"azione": "converti"})).await;
    assert_eq!(browser.fill(page, page, &ask("pec-passweb")).await.status(), 200);
    play.advance("24h").await;
    assert_eq!(play.pin(ENTE).await["abilitazioni"], json!(["passweb"]));
}
