//! Sessions: fixation, the card, other log-ins.

use super::browser::Browser;
use super::doctor::{PROVAX, log_in, logged_in, playground, secrets};

#[tokio::test]
async fn a_session_has_its_own_identifier_and_ends_as_said() {
    let playground = playground("").await;
    let browser = Browser::new(playground.client_with(None));
    assert_eq!(browser.get("/web/menu").await.header("location"), "/web/accesso");
    browser.get("/web/accesso").await;
    let before = browser.cookie("sac_web");
    assert_eq!(before.len(), 64);
    let seen = log_in(&browser, PROVAX, secrets(PROVAX)).await;
    let cookie = seen.header("set-cookie");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/web; Secure"), "{cookie}");
    assert_ne!(browser.cookie("sac_web"), before);
    let other = Browser::new(playground.client_with(None));
    other.set_cookie("sac_web", &before);
    assert_eq!(other.get("/web/menu").await.header("location"), "/web/accesso");

    let second = logged_in(&playground, PROVAX).await;
    let ended = browser.get("/web/menu").await;
    assert_eq!(ended.header("location"), "/web/accesso?motivo=chiusa");
    let said = browser.get("/web/accesso?motivo=chiusa").await;
    assert!(said.text.contains("Sessione chiusa da un nuovo accesso."));
    let csrf = second.csrf("/web/menu").await;
    assert_eq!(second.post("/web/uscita", &[]).await.pagina(), "csrf");
    assert_eq!(second.post("/web/uscita", &[("csrf", &csrf)]).await.header("location"), "/web/accesso");
    assert_eq!(second.get("/web/menu").await.header("location"), "/web/accesso");
}

#[tokio::test]
async fn a_form_of_another_origin_is_refused() {
    let playground = playground("").await;
    let mut browser = logged_in(&playground, PROVAX).await;
    let csrf = browser.csrf("/web/menu").await;
    let own = playground.gateway.endpoint();
    let own = own.split("/CertServiceWeb").next().unwrap();
    let fields = [("csrf", csrf.as_str()), ("lavoratore.codiceFiscale", "PNIMRA70A01H501P")];
    // Browsers send `null` from a page whose policy is to name no referrer.
    for (origin, status) in [(own.to_owned().leak() as &str, 200), ("null", 200), ("https://altrove.example", 403)] {
        browser.origin = Some(origin);
        assert_eq!(browser.post("/web/lavoratore", &fields).await.status(), status, "{origin}");
    }
    browser.origin = Some("null");
    let without = [("lavoratore.codiceFiscale", "PNIMRA70A01H501P")];
    assert_eq!(browser.post("/web/lavoratore", &without).await.status(), 403);
}

#[tokio::test]
async fn a_session_does_not_outlive_the_user() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let ledger = playground.gateway.ledger();
    let mut user = ledger.store().user(PROVAX).await.unwrap().unwrap();
    user.blocked = true;
    ledger.put_user(user).await.unwrap();
    assert_eq!(browser.get("/web/menu").await.header("location"), "/web/accesso");
}
