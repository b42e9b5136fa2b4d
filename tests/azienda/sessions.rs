//! Sessions: fixation, tokens, time-outs, lockouts.

use super::documents::{browser, playground};

#[tokio::test]
async fn a_session_begins_with_its_own_identifier_and_ends_as_said() {
    let playground = playground().await;
    let browser_ = browser(&playground);
    let csrf = browser_.csrf("/azienda/accesso").await;
    let before = browser_.cookie("sac_azienda");
    assert_eq!(before.len(), 64);
    for fields in [
        vec![("utente", "azienda"), ("password", "prova")],
        vec![("utente", "azienda"), ("password", "prova"), ("csrf", "x")],
    ] {
        let refused = browser_.post("/azienda/accesso", &fields).await;
        assert_eq!((refused.status(), refused.pagina().as_str()), (403, "csrf"));
    }
    let fields = [("utente", "azienda"), ("password", "prova"), ("csrf", csrf.as_str())];
    let seen = browser_.post("/azienda/accesso", &fields).await;
    let cookie = seen.header("set-cookie");
    assert_eq!(seen.status(), 303);
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/azienda; Secure"), "{cookie}");
    let session = browser_.cookie("sac_azienda");
    assert_ne!(session, before);

    // The identifier from before is worth nothing.
    let other = browser(&playground);
    other.set_cookie("sac_azienda", &before);
    assert_eq!(other.get("/azienda/attestati").await.header("location"), "/azienda/accesso");

    // A second log-in ends the first.
    let second = browser(&playground);
    second.log_in("/azienda", "azienda").await;
    let ended = browser_.get("/azienda/attestati").await;
    assert_eq!((ended.status(), ended.header("location").as_str()), (303, "/azienda/accesso?motivo=chiusa"));
    assert!(browser_.get("/azienda/accesso?motivo=chiusa").await.text.contains("Sessione chiusa da un nuovo accesso."));

    // Time ends it.
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(16));
    let ended = second.get("/azienda/attestati").await;
    assert_eq!(ended.header("location"), "/azienda/accesso?motivo=scaduta");
    second.log_in("/azienda", "azienda").await;
    let csrf = second.csrf("/azienda/attestati").await;
    assert_eq!(second.post("/azienda/uscita", &[]).await.pagina(), "csrf");
    assert_eq!(second.post("/azienda/uscita", &[("csrf", &csrf)]).await.header("location"), "/azienda/accesso");
    assert_eq!(second.get("/azienda/attestati").await.header("location"), "/azienda/accesso");
}

#[tokio::test]
async fn three_wrong_passwords_block_and_every_failure_looks_the_same() {
    let playground = playground().await;
    let browser = browser(&playground);
    let csrf = browser.csrf("/azienda/accesso").await;
    let mut texts = Vec::new();
    for (user, password) in
        [("azienda", "x"), ("azienda", "y"), ("azienda", "z"), ("azienda", "prova"), ("nessuno", "x")]
    {
        let seen = browser.post("/azienda/accesso", &[("utente", user), ("password", password), ("csrf", &csrf)]).await;
        assert_eq!(seen.status(), 403, "{user} {password}");
        assert!(seen.text.contains("Credenziali non valide."));
        texts.push(seen.text.replace("nessuno", "azienda"));
    }
    assert!(texts.iter().all(|text| text == &texts[0]));
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(6));
    browser.log_in("/azienda", "azienda").await;
}
