//! What is sent to workers, and how they switch it.

use sac_gateway::domain::delivery::{Message, MessageKind};
use sac_gateway::store::outbox::Messages;

use super::browser::Browser;
use super::documents::{NOW, PINI, answer, certificate, playground, send};
use super::pages::pini;
use super::support::{Playground, at};

async fn outbox(playground: &Playground) -> Vec<Message> {
    let which = Messages { limit: 1000, ..Messages::default() };
    let mut all = playground.gateway.ledger().store().outbox(which).await.unwrap();
    all.reverse();
    all
}

async fn switch(browser: &Browser, fields: &[(&str, &str)]) -> super::browser::Seen {
    let csrf = browser.csrf("/cittadino/servizi").await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
    browser.post("/cittadino/servizi", &fields).await
}

#[tokio::test]
async fn the_number_goes_by_sms_once_the_worker_has_switched_it_on() {
    let playground = playground().await;
    let browser = pini(&playground).await;
    assert_eq!(browser.get("/cittadino/servizi").await.campo_span("sms.ultimoEsito").as_deref(), Some(""));
    let seen = switch(&browser, &[("sms", "si"), ("cellulare", "333 123-4567")]).await;
    assert_eq!((seen.status(), seen.header("location").as_str()), (303, "/cittadino/servizi"), "{}", seen.text);
    let told = outbox(&playground).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind, told[0].event.as_str(), told[0].to.as_str()),
        (MessageKind::Sms, "servizi", "+393331234567")
    );
    assert_eq!(told[0].body.text, "SAC PROVA: servizio SMS attivato.");

    let puc = certificate(&playground, PINI).await;
    answer(
        &playground,
        "medico",
        "ok/InviaMalattia/cinque-giorni",
        &[("2026-03-06", "2026-09-06"), ("<civico>1", "<civico>3")],
    )
    .await;
    let messages = outbox(&playground).await;
    assert_eq!(messages.len(), 2, "a refused certificate is told to nobody");
    let sms = &messages[1];
    assert_eq!(sms.kind, MessageKind::Sms);
    assert!(sms.body.text.contains(&puc) && sms.body.text.chars().count() <= 160, "{}", sms.body.text);
    assert!(!sms.body.text.contains("Pini") && !sms.body.text.contains("zebra"));

    let outcome = async || browser.get("/cittadino/servizi").await.campo_span("sms.ultimoEsito");
    assert_eq!(outcome().await.as_deref(), Some("in attesa"));
    playground.gateway.default_world().advance(at(NOW) + chrono::TimeDelta::seconds(10)).await.unwrap();
    assert_eq!(outcome().await.as_deref(), Some("consegnato"));

    for (fixture, word) in
        [("RettificaMalattia/due-giorni-prima", "rettificato"), ("AnnullaMalattia/subito", "annullato")]
    {
        let number = if word == "annullato" {
            let last = outbox(&playground).await.pop().unwrap().document.unwrap();
            format!("{last:09}")
        } else {
            puc.clone()
        };
        send(&playground, "medico", &format!("ok/{fixture}"), &[("{puc}", &number)]).await;
        let last = outbox(&playground).await.pop().unwrap();
        assert!(last.body.text.contains(word) && last.body.text.contains(&number), "{}", last.body.text);
    }
}

#[tokio::test]
async fn ordinary_mail_carries_the_attestato_and_certified_mail_both() {
    let playground = playground().await;
    let browser = pini(&playground).await;
    let fields =
        [("copiaEmail", "si"), ("email", "nuovo@mail.example"), ("copiaPec", "si"), ("pec", "pini@pec.example")];
    assert_eq!(switch(&browser, &fields).await.status(), 303);
    let told = outbox(&playground).await;
    assert_eq!(told.len(), 1, "only the new e-mail address is told: {told:?}");
    assert_eq!((told[0].kind, told[0].to.as_str()), (MessageKind::Email, "nuovo@mail.example"));
    assert_eq!(told[0].body.subject.as_deref(), Some("[PROVA] Servizi attivati o modificati"));
    assert!(told[0].body.text.starts_with("Per il suo codice fiscale: SMS no, copia e-mail sì, copia PEC sì.\n"));

    let puc = certificate(&playground, PINI).await;
    let messages = outbox(&playground).await;
    let names = |kind| -> Vec<String> {
        let message = messages[1..].iter().find(|message| message.kind == kind).unwrap();
        message.body.attachments.iter().map(|one| one.name().to_owned()).collect()
    };
    assert_eq!(messages.len(), 3);
    assert_eq!(names(MessageKind::Email), [format!("attestato-{puc}.pdf")]);
    assert_eq!(names(MessageKind::Pec), [format!("certificato-{puc}.pdf"), format!("attestato-{puc}.pdf")]);
    let world = playground.gateway.default_world();
    world.advance(at(NOW) + chrono::TimeDelta::seconds(61)).await.unwrap();
    let pec = outbox(&playground).await.into_iter().find(|message| message.kind == MessageKind::Pec).unwrap();
    let receipts: Vec<_> =
        pec.body.receipts.iter().map(|one| (one.kind.as_str(), (one.at - at(NOW)).num_seconds())).collect();
    assert_eq!(receipts, [("accettazione", 0), ("avvenuta-consegna", 60)]);
}

#[tokio::test]
async fn what_is_wrong_with_a_contact_is_said_beside_it_and_nothing_is_changed() {
    let playground = playground().await;
    let browser = pini(&playground).await;
    let store = playground.gateway.ledger().store().clone();
    let code = sac_gateway::domain::codice_fiscale::CodiceFiscale::parse(PINI).unwrap();
    let before = store.worker_profile(&code).await.unwrap().unwrap();
    let long = format!("{}@mail.example", "a".repeat(100));
    for (fields, field, text) in [
        (vec![("sms", "si")], "cellulare", "Indicare il recapito."),
        (vec![("sms", "si"), ("cellulare", " ")], "cellulare", "Indicare il recapito."),
        (vec![("copiaPec", "si"), ("pec", "")], "pec", "Indicare il recapito."),
        (vec![("copiaEmail", "si"), ("email", "")], "email", "Indicare il recapito."),
        (vec![("sms", "si"), ("cellulare", "12345678")], "cellulare", "Recapito non valido"),
        (vec![("sms", "si"), ("cellulare", "+44333123456")], "cellulare", "Recapito non valido"),
        (vec![("email", "a@b")], "email", "Recapito non valido"),
        (vec![("email", "a@b@c.example")], "email", "Recapito non valido"),
        (vec![("email", "a@b.example\r\nBcc: x@y.example")], "email", "Recapito non valido"),
        (vec![("email", "è@b.example")], "email", "Recapito non valido"),
        (vec![("pec", long.as_str())], "pec", "Recapito non valido"),
        (vec![("sms", "forse")], "sms", "si, no."),
    ] {
        let seen = switch(&browser, &fields).await;
        assert_eq!(seen.status(), 422, "{fields:?}");
        let beside = seen.between(&format!("id=\"errore-{field}\""), "</p>").unwrap_or_default();
        assert!(beside.contains(text), "{fields:?}: {}", seen.text);
        assert!(seen.text.contains(&format!("<a href=\"#{field}\">")), "{fields:?}");
        assert!(seen.text.contains(&format!("aria-describedby=\"errore-{field}\"")), "{fields:?}");
    }
    assert!(store.worker_profile(&code).await.unwrap().unwrap() == before);
    assert!(outbox(&playground).await.is_empty());
    let csrf = browser.post("/cittadino/servizi", &[("sms", "no")]).await;
    assert_eq!((csrf.status(), csrf.pagina().as_str()), (403, "csrf"));
}

#[tokio::test]
async fn a_service_that_is_switched_off_sends_nothing_more_and_keeps_the_rest() {
    let playground = playground().await;
    let browser = pini(&playground).await;
    switch(&browser, &[("sms", "si"), ("cellulare", "3331234567"), ("copiaEmail", "si")]).await;
    certificate(&playground, PINI).await;
    assert_eq!(switch(&browser, &[("sms", "no")]).await.status(), 303);
    let states: Vec<_> = outbox(&playground).await.iter().map(|one| (one.kind, one.state.as_str())).collect();
    assert_eq!(
        states,
        [(MessageKind::Sms, "cancelled"), (MessageKind::Email, "queued"), (MessageKind::Sms, "cancelled")]
    );
    send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[("<civico>1", "<civico>2")]).await;
    assert_eq!(outbox(&playground).await.len(), 4);
    // The PIN still opens, and the number is still known.
    let again = pini(&playground).await;
    assert!(again.get("/cittadino/servizi").await.text.contains("value=\"+393331234567\""));
}
