//! Log-in, lockouts, and what a session opens.

use std::time::Instant;

use super::documents::{BRUNO, PINI, browser, certificate, playground};
use super::pages::pini;

#[tokio::test]
async fn whatever_is_wrong_with_a_log_in_has_one_answer_and_three_failures_block() {
    let playground = playground().await;
    let browser_ = browser(&playground);
    let dead = "DFNCRL40E20L219I";
    let mut texts = Vec::new();
    for (code, pin) in [
        (PINI, "errata12"),
        (BRUNO, "prova123"),
        (dead, "prova123"),
        ("RSSMRA80A01H501U", "prova123"),
        ("nulla", ""),
        ("", ""),
    ] {
        let seen = browser_.log_in_worker("/cittadino", code, pin).await;
        assert_eq!(seen.status(), 403, "{code}");
        assert!(seen.text.contains("Credenziali non valide."));
        texts.push(seen.text.replace(&format!("value=\"{code}\""), "value=\"\""));
    }
    assert!(texts.iter().all(|text| text == &texts[0]), "{texts:?}");
    for _ in 0..2 {
        assert_eq!(browser_.log_in_worker("/cittadino", &PINI.to_lowercase(), "errata12").await.status(), 403);
    }
    let blocked = browser_.log_in_worker("/cittadino", PINI, "prova123").await;
    assert_eq!(blocked.status(), 403);
    assert_eq!(blocked.text.replace(&format!("value=\"{PINI}\""), "value=\"\""), texts[0]);
    playground.gateway.clock().advance(chrono::TimeDelta::seconds(301));
    pini(&playground).await;
}

#[tokio::test]
async fn ten_thousand_guesses_open_nothing_and_cost_little() {
    let playground = playground().await;
    let credentials = playground.gateway.default_world().state().credentials().clone();
    let guesses: u32 = std::env::var("SAC_GUESSES").map_or(10_000, |count| count.parse().unwrap());
    let start = Instant::now();
    for guess in 0..guesses {
        // The right one is among them, after the third failure.
        let pin = if guess == 5000 { "prova123".to_owned() } else { format!("{guess:08}") };
        assert!(credentials.verify_worker(PINI, &pin.into()).await.is_err(), "{guess}");
    }
    println!("{guesses} guesses in {:?}", start.elapsed());
    // Another worker's log-in is not held up, and the lockout ends by itself.
    playground.gateway.clock().advance(chrono::TimeDelta::seconds(301));
    assert!(credentials.verify_worker(PINI, &"prova123".into()).await.is_ok());
}

#[tokio::test]
async fn a_session_gets_a_new_identifier_at_log_in_and_ends_as_said() {
    let playground = playground().await;
    let first = browser(&playground);
    first.get("/cittadino/accesso").await;
    let before = first.cookie("sac_cittadino");
    assert_eq!(before.len(), 64);
    let seen = first.log_in_worker("/cittadino", PINI, "prova123").await;
    let cookie = seen.header("set-cookie");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/cittadino; Secure"), "{cookie}");
    assert_ne!(first.cookie("sac_cittadino"), before);

    // Neither the identifier from before nor a made-up one, nor a worker's cookie for employers, opens anything.
    for (name, value, path, log_in) in [
        ("sac_cittadino", before.clone(), "/cittadino/certificati", "/cittadino/accesso"),
        ("sac_cittadino", "0".repeat(64), "/cittadino/certificati", "/cittadino/accesso"),
        ("sac_azienda", first.cookie("sac_cittadino"), "/azienda/attestati", "/azienda/accesso"),
    ] {
        let other = browser(&playground);
        other.set_cookie(name, &value);
        assert_eq!(other.get(path).await.header("location"), log_in, "{name} {value}");
    }

    // Two log-ins at once leave one session.
    let (one, other) = (browser(&playground), browser(&playground));
    let both = tokio::join!(
        one.log_in_worker("/cittadino", PINI, "prova123"),
        other.log_in_worker("/cittadino", PINI, "prova123")
    );
    assert_eq!((both.0.status(), both.1.status()), (303, 303));
    let ended = first.get("/cittadino/certificati").await;
    assert_eq!(ended.header("location"), "/cittadino/accesso?motivo=chiusa");
    let statuses =
        [one.get("/cittadino/certificati").await.status(), other.get("/cittadino/certificati").await.status()];
    assert!(statuses == [200, 303] || statuses == [303, 200], "{statuses:?}");

    let last = pini(&playground).await;
    playground.gateway.clock().advance(chrono::TimeDelta::seconds(16 * 60));
    let csrf = last.cookie("sac_cittadino");
    let ended = last.post("/cittadino/servizi", &[("sms", "no"), ("csrf", &csrf)]).await;
    assert_eq!((ended.status(), ended.header("location").as_str()), (303, "/cittadino/accesso?motivo=scaduta"));
    assert!(last.get("/cittadino/accesso?motivo=scaduta").await.text.contains("Sessione scaduta."));
}

#[tokio::test]
async fn no_form_is_served_without_its_token_or_from_another_origin() {
    let playground = playground().await;
    certificate(&playground, PINI).await;
    let browser = pini(&playground).await;
    let csrf = browser.csrf("/cittadino/servizi").await;
    for path in ["/cittadino/servizi", "/cittadino/certificati", "/cittadino/uscita", "/cittadino/accesso"] {
        for token in ["", "x", &csrf[1..]] {
            let seen = browser.post(path, &[("csrf", token), ("sms", "no")]).await;
            assert_eq!((seen.status(), seen.pagina().as_str()), (403, "csrf"), "{path} {token}");
        }
    }
    let mut browser = browser;
    for origin in ["https://altrove.example", "http://localhost", "https://localhost:1", ""] {
        browser.origin = Some(origin);
        let seen = browser.post("/cittadino/servizi", &[("csrf", &csrf), ("sms", "no")]).await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (403, "csrf"), "{origin}");
    }
    // What browsers send with the forms of pages that ask for no referrer.
    browser.origin = Some("null");
    assert_eq!(browser.post("/cittadino/servizi", &[("csrf", &csrf), ("sms", "no")]).await.status(), 303);
    assert_eq!(browser.get("/cittadino/certificati").await.rows(), 1);
    let out = browser.post("/cittadino/uscita", &[("csrf", &csrf)]).await;
    assert_eq!(out.header("location"), "/cittadino/accesso");
    assert_eq!(browser.get("/cittadino/certificati").await.header("location"), "/cittadino/accesso");
}

#[tokio::test]
async fn one_who_is_known_as_dead_or_gone_is_logged_out() {
    let playground = playground().await;
    let browser = pini(&playground).await;
    let ledger = playground.gateway.ledger().clone();
    let code = sac_gateway::domain::codice_fiscale::CodiceFiscale::parse(PINI).unwrap();
    let mut worker = ledger.store().worker(&code).await.unwrap().unwrap();
    worker.deceduto = true;
    ledger.put_worker(worker).await.unwrap();
    assert_eq!(browser.get("/cittadino/certificati").await.header("location"), "/cittadino/accesso");
}
