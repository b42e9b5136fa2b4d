//! Sessions: fixation, the card, other log-ins.

use super::browser::Browser;
use sac_gateway::client::{Client, Target, Trust};
use sac_gateway::clock::Clock;
use sac_gateway::keys::ClientKind;

use super::doctor::{PROVAX, log_in, logged_in, playground, secrets};
use super::support::Playground;

/// A browser with a card.
fn with_card(playground: &Playground, kind: ClientKind, name: &str) -> Browser {
    let identity = playground.gateway.keys().issue_client(kind, name, &Clock::system()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, &identity.certificate_pem).unwrap();
    std::fs::write(&key, identity.key_pem.as_bytes()).unwrap();
    let trust = Trust { ca: Some(playground.gateway.ca_path().to_owned()), identity: Some((certificate, key)) };
    let client = Client::new(Target::parse(&playground.gateway.endpoint()).unwrap(), &trust).unwrap();
    Browser::new(client.credentials(None))
}

#[tokio::test]
async fn a_card_opens_with_the_pincode_and_its_session_lives_with_it() {
    let playground = playground("").await;
    let browser = with_card(&playground, ClientKind::Medico, PROVAX);
    let page = browser.get("/web/accesso").await;
    assert!(page.text.contains("<strong data-campo=\"carta\">Medico Prova</strong>"), "{}", page.text);
    assert!(!page.text.contains("name=\"password\"") && page.text.contains("name=\"pincode\""));
    let csrf = browser.csrf("/web/accesso").await;
    let wrong = browser.post("/web/accesso-carta", &[("pincode", "1"), ("csrf", &csrf)]).await;
    assert!(wrong.status() == 403 && wrong.text.contains("Credenziali non valide."), "{}", wrong.text);
    let seen = browser.post("/web/accesso-carta", &[("pincode", "1234567890"), ("csrf", &csrf)]).await;
    assert_eq!((seen.status(), seen.header("location")), (303, "/web/menu".to_owned()));
    assert_eq!(browser.get("/web/menu").await.status(), 200);

    // The cookie is worth nothing on a connection with another certificate, or with none.
    let cookie = browser.cookie("sac_web");
    for thief in [
        with_card(&playground, ClientKind::Medico, "PRVLBR75D52F205Q"),
        with_card(&playground, ClientKind::Medico, PROVAX),
        Browser::new(playground.client_with(None)),
    ] {
        thief.set_cookie("sac_web", &cookie);
        assert_eq!(thief.get("/web/menu").await.header("location"), "/web/accesso");
    }
    assert_eq!(browser.get("/web/menu").await.status(), 200, "the session itself lives on");

    let clerk = with_card(&playground, ClientKind::Operatore, "PRVPTR80P03H501V");
    let page = clerk.get("/web/accesso").await;
    assert!(!page.text.contains("name=\"pincode\"") && page.text.contains("/web/accesso-carta"), "{}", page.text);
    let csrf = clerk.csrf("/web/accesso").await;
    assert_eq!(clerk.post("/web/accesso-carta", &[("csrf", &csrf)]).await.header("location"), "/web/menu");
    // Without a card there is nobody to come in.
    let nobody = Browser::new(playground.client_with(None));
    let csrf = nobody.csrf("/web/accesso").await;
    let seen = nobody.post("/web/accesso-carta", &[("pincode", "1234567890"), ("csrf", &csrf)]).await;
    assert_eq!(seen.status(), 403);
}

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
