//! The PIN as the log-in of the other channels.

use serde_json::json;

use super::play::{CONSULENTE, NUOVO, PASSI, PINI, Play};

#[tokio::test]
async fn the_second_form_of_each_channel_logs_in_with_the_pin() {
    let play = Play::start().await;
    let doctor = "PRVLBR75D52F205Q";
    let body = json!({"secret": "PROVA234", "profili": ["medico-certificatore"]});
    play.call("PUT", &format!("/pins/{doctor}"), body).await;
    for (channel, code, pin, home) in [
        ("cittadino", PINI, "prova123", "/cittadino/certificati"),
        ("azienda", "DTRPRV70T13H501H", "PROVA234", "/azienda/attestati"),
        ("web", doctor, "PROVA234", "/web/menu"),
    ] {
        let browser = play.browser();
        let page = browser.get(&format!("/{channel}/accesso")).await;
        let form = page.between("data-accesso=\"pin\">", "</form>").unwrap_or_else(|| panic!("{}", page.text));
        let csrf = form.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        assert!(form.contains(&format!("name=\"servizio\" value=\"{channel}\"")));
        let fields = [("codiceFiscale", code), ("pin", pin), ("servizio", channel), ("csrf", csrf.as_str())];
        let seen = browser.post("/pin/accesso", &fields).await;
        assert_eq!((seen.status(), seen.header("location").as_str()), (303, home), "{channel}: {}", seen.text);
        assert_eq!(browser.get(home).await.status(), 200, "{channel}");
        // Going out of the PIN's pages ends this session too; so does a block.
        browser.fill("/pin/profilo", "/pin/uscita", &[]).await;
        assert_eq!(browser.get(home).await.header("location"), format!("/{channel}/accesso"), "{channel}");
        let browser = play.browser();
        browser.pin(code, pin, channel).await;
        assert_eq!(browser.get(home).await.status(), 200);
        play.call("POST", &format!("/pins/{code}/actions"), json!({"azione": "blocca"})).await;
        assert_eq!(browser.get(home).await.header("location"), format!("/{channel}/accesso"), "{channel}");
    }
    for (code, servizio) in [(CONSULENTE, "web"), (CONSULENTE, "azienda"), (CONSULENTE, "enti")] {
        let seen = play.browser().pin(code, "PROVA234", servizio).await;
        assert_eq!((seen.status(), seen.regole()), (403, vec!["profilo-non-abilitato".to_owned()]), "{servizio}");
    }
}

#[tokio::test]
async fn a_channel_that_is_not_listed_takes_no_pin() {
    let play = Play::at("pin_login = \"ctu\"", super::play::NOW).await;
    let browser = play.browser();
    assert!(!browser.get("/azienda/accesso").await.text.contains("data-accesso=\"pin\""));
    assert_eq!(browser.pin("DTRPRV70T13H501H", "PROVA234", "azienda").await.status(), 403);
    assert_eq!(browser.pin(CONSULENTE, "PROVA234", "ctu").await.header("location"), "/ctu");
}

#[tokio::test]
async fn the_worker_s_own_log_in_knows_the_same_pin_and_what_is_still_to_be_done() {
    let play = Play::start().await;
    let browser = play.browser();
    assert_eq!(
        browser.log_in_worker("/cittadino", PINI, "prova123").await.header("location"),
        "/cittadino/certificati"
    );
    let staff = play.browser();
    staff.pin(PINI, "prova123", "pin").await;
    let fields = [("conferma", "si"), ("attuale", "prova123")];
    let new = staff.fill("/pin/cambio", "/pin/cambio", &fields).await.campo("pin").unwrap();
    assert_eq!(play.browser().log_in_worker("/cittadino", PINI, "prova123").await.status(), 403);
    assert_eq!(play.browser().log_in_worker("/cittadino", PINI, &new).await.status(), 303);
    // Credentials to be unified, and a code that is still to be changed, come first.
    let seen = play.browser().log_in_worker("/cittadino", PASSI, "PROVA234").await;
    assert_eq!(seen.header("location"), "/pin/unificazione");
    let body = json!({"secret": "ABCDEFGHJKLMNPQR"});
    play.call("PUT", &format!("/pins/{NUOVO}"), body).await;
    let browser = play.browser();
    let seen = browser.log_in_worker("/cittadino", NUOVO, "ABCDEFGHJKLMNPQR").await;
    assert_eq!(seen.header("location"), "/pin/primo-accesso");
    assert_eq!(browser.get("/cittadino/certificati").await.header("location"), "/pin/primo-accesso");
}
