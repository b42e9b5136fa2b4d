//! What doctors and operators do.

use hyper::{Method, StatusCode};

use super::doctor::{
    PINI, PROVAX, admission, certificate, fields_of, form, log_in, logged_in, on_record, playground, post, secrets,
    sent, set, unescaped,
};

#[tokio::test]
async fn a_certificate_is_verified_shown_and_sent() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let fields = certificate(&browser).await;
    assert_eq!(fields["malattia.dataInizio"], "2026-03-02");
    assert_eq!((fields["sede"].as_str(), fields["malattia.ruoloMedico"].as_str()), ("120/201", "S"));
    let summary = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert_eq!((summary.status(), summary.pagina().as_str()), (200, "conferma"), "{}", summary.text);
    assert!(summary.text.contains("5 giorni, fino a venerdì 6 marzo"), "{}", summary.text);
    for (path, value) in [
        ("lavoratore.cognome", "Pini"),
        ("lavoratore.nome", "Mario"),
        ("malattia.dataFine", "2026-03-06"),
        ("malattia.visita", "A"),
        ("malattia.diagnosi.noteDiagnosi", "Influenza zebra"),
        ("malattia.trauma", "false"),
    ] {
        assert_eq!(summary.campo(path).as_deref(), Some(value), "{path}: {}", summary.text);
    }
    assert_eq!(on_record(&playground).await, 0);
    // Back to the form: everything is still there.
    let again = post(&browser, "/web/malattia/nuovo", &fields_of(&summary), "correggi").await;
    assert_eq!((again.status(), again.pagina().as_str()), (200, "malattia-nuovo"));
    let kept = fields_of(&again);
    for (name, value) in fields.iter().filter(|(name, _)| !["invio", "csrf"].contains(&name.as_str())) {
        assert_eq!(kept.get(name), Some(value), "{name}");
    }
    let puc = sent(&browser, "/web/malattia/nuovo", &fields_of(&summary)).await;
    let receipt = browser.get(&format!("/web/malattia/{puc}")).await;
    assert!(receipt.text.contains("data-ricevuta=\"ok\"") && receipt.text.contains("data-stato=\"attivo\""));
    for (path, value) in [
        ("idCertificato", puc.as_str()),
        ("dataRicezione", "2026-03-02T10:00:00.000+01:00"),
        ("malattia.diagnosi.noteDiagnosi", "Influenza zebra"),
        ("residenza.codiceCatastale", "H501"),
        ("residenza.comune", "Roma"),
        ("malattia.dataFine", "2026-03-06"),
    ] {
        assert_eq!(receipt.campo(path).as_deref(), Some(value), "{path}: {}", receipt.text);
    }
    for (file, name) in [("certificato", "certificato"), ("attestato", "attestato")] {
        let pdf = browser.get(&format!("/web/malattia/{puc}/{file}.pdf")).await;
        assert_eq!(pdf.header("content-disposition"), format!("attachment; filename=\"{name}-{puc}.pdf\""));
        assert!(pdf.reply.body.starts_with(b"%PDF"));
    }
    assert_eq!(on_record(&playground).await, 1);
}

/// Scenario 13.
#[tokio::test]
async fn a_refusal_stands_beside_its_field_and_leaves_nothing() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let mut fields = certificate(&browser).await;
    set(&mut fields, "malattia.dataFine", "2026-07-02");
    for azione in ["verifica", "invia"] {
        let seen = post(&browser, "/web/malattia/nuovo", &fields, azione).await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (422, "malattia-nuovo"), "{}", seen.text);
        let expected = "id=\"errore-malattia.dataFine\" data-regola=\"prognosi-tre-mesi\" data-tipo=\"112\">";
        let text = seen.between(expected, "</p>").unwrap_or_else(|| panic!("{}", seen.text));
        let (list, field) = (seen.between("<ul class=\"errors\" data-errori", "</ul>").unwrap(), "malattia.dataFine");
        assert!(list.contains("data-regola=\"prognosi-tre-mesi\" data-tipo=\"112\"") && list.contains(&text));
        assert!(list.contains(&format!("href=\"#{field}\"")));
        let control = seen.between(&format!("<input id=\"{field}\""), ">").unwrap();
        assert!(control.contains("aria-invalid=\"true\" aria-describedby=\"errore-malattia.dataFine"), "{control}");
        assert!(control.contains("value=\"2026-07-02\"") && control.contains(" autofocus"), "{control}");
        assert!(text.contains("tre mesi"), "{text}");
    }
    assert_eq!(on_record(&playground).await, 0);
}

#[tokio::test]
async fn what_is_wrong_with_the_form_shows_all_together_with_its_codes() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let mut fields = certificate(&browser).await;
    for (name, value) in [
        ("residenza.cap", "0018"),
        ("residenza.via", "V"),
        ("lavoratore.codiceFiscale", ""),
        ("malattia.dataRilascio", "ieri"),
        ("malattia.visita", "X"),
        ("malattia.diagnosi.codiceDiagnosi", "influenza"),
        ("reperibilita.cognome", "X1"),
        ("sede", "12/2011"),
    ] {
        set(&mut fields, name, value);
    }
    set(&mut fields, "malattia.diagnosi.noteDiagnosi", &"é".repeat(201));
    let seen = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert_eq!(seen.status(), 422);
    for (path, code) in [
        ("residenza.cap", "SAC-XSD-PATTERN"),
        ("residenza.via", "SAC-XSD-LENGTH"),
        ("lavoratore.codiceFiscale", "SAC-XSD-MISSING"),
        ("malattia.dataRilascio", "SAC-XSD-PATTERN"),
        ("malattia.visita", "SAC-XSD-PATTERN"),
        ("malattia.diagnosi.codiceDiagnosi", "SAC-XSD-PATTERN"),
        ("malattia.diagnosi.noteDiagnosi", "SAC-XSD-LENGTH"),
        ("reperibilita.cognome", "SAC-XSD-PATTERN"),
        ("medico.codiceRegione", "SAC-XSD-PATTERN"),
        ("medico.codiceAsl", "SAC-XSD-PATTERN"),
    ] {
        assert!(seen.text.contains(&format!("id=\"errore-{path}\" data-codice=\"{code}\"")), "{path}: {}", seen.text);
    }
    let kept = fields_of(&seen);
    for name in ["residenza.cap", "malattia.dataRilascio", "malattia.visita", "sede", "reperibilita.cognome"] {
        assert_eq!(kept.get(name), fields.get(name), "{name}");
    }
    assert_eq!(seen.text.matches("data-codice=").count(), 20, "each stands twice: {}", seen.text);
}

/// Scenario 14.
#[tokio::test]
async fn the_same_form_sent_twice_is_one_certificate() {
    let playground = playground("duplicates = \"accept\"").await;
    let browser = logged_in(&playground, PROVAX).await;
    let fields = certificate(&browser).await;
    let first = post(&browser, "/web/malattia/nuovo", &fields, "invia").await;
    let second = post(&browser, "/web/malattia/nuovo", &fields, "invia").await;
    assert_eq!((first.status(), second.status()), (303, 303));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(on_record(&playground).await, 1);
    // Many at once, under one token of their own.
    let fields = certificate(&browser).await;
    let one = || async { post(&browser, "/web/malattia/nuovo", &fields, "invia").await.header("location") };
    let (first, second, third) = tokio::join!(Box::pin(one()), Box::pin(one()), Box::pin(one()));
    let all = [first, second, third];
    assert!(all.iter().all(|location| location == &all[0]), "{all:?}");
    assert_eq!(on_record(&playground).await, 2);
}

#[tokio::test]
async fn a_token_of_a_refused_form_is_still_good() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let mut fields = certificate(&browser).await;
    set(&mut fields, "residenza.cap", "1");
    assert_eq!(post(&browser, "/web/malattia/nuovo", &fields, "invia").await.status(), 422);
    set(&mut fields, "residenza.cap", "00184");
    assert_eq!(post(&browser, "/web/malattia/nuovo", &fields, "invia").await.status(), 303);
}

/// Scenario 15.
#[tokio::test]
async fn without_the_token_or_after_a_pause_nothing_is_sent() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let fields = certificate(&browser).await;
    for csrf in [None, Some("x")] {
        let mut fields = fields.clone();
        fields.remove("csrf");
        fields.extend(csrf.map(|csrf| ("csrf".to_owned(), csrf.to_owned())));
        let seen = post(&browser, "/web/malattia/nuovo", &fields, "invia").await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (403, "csrf"));
    }
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(16));
    let seen = post(&browser, "/web/malattia/nuovo", &fields, "invia").await;
    assert_eq!(seen.status(), 303);
    let location = seen.header("location");
    assert!(location.starts_with("/web/accesso"), "{location}");
    assert!(browser.get(&location).await.text.contains("Sessione scaduta."));
    assert_eq!(on_record(&playground).await, 0);
}

/// Scenario 16.
#[tokio::test]
async fn an_operator_sends_admissions_only() {
    let playground = playground("").await;
    let browser = logged_in(&playground, "operatore").await;
    let menu = browser.get("/web/menu").await;
    assert!(menu.text.contains("data-voce=\"ricovero-nuovo\"") && !menu.text.contains("data-voce=\"malattia-nuovo\""));
    for path in [
        "/web/malattia/nuovo",
        "/web/malattia/ricerca",
        "/web/malattia/rettifica",
        "/web/malattia/annulla",
        "/web/malattia/ristampa",
        "/web/malattia/123456789",
        "/web/malattia/123456789/attestato.pdf",
        "/web/malattia/123456789/email",
        "/web/dimissione/nuovo",
        "/web/dimissione/rettifica",
        "/web/lavoratore",
    ] {
        let seen = browser.get(path).await;
        assert_eq!(seen.status(), 403, "{path}");
        assert!(seen.text.contains("data-regola=\"utente-non-abilitato\""), "{path}: {}", seen.text);
    }
    let fields = admission(&browser).await;
    let summary = post(&browser, "/web/ricovero/nuovo", &fields, "verifica").await;
    assert_eq!(summary.pagina(), "conferma", "{}", summary.text);
    let pucir = sent(&browser, "/web/ricovero/nuovo", &fields_of(&summary)).await;
    let receipt = browser.get(&format!("/web/ricovero/{pucir}")).await;
    assert_eq!(receipt.campo("idInizioRicovero"), Some(pucir.clone()), "{}", receipt.text);
    assert!(receipt.text.contains("data-stato=\"aperto\""));
    let pdf = browser.get(&format!("/web/ricovero/{pucir}/comunicazione.pdf")).await;
    assert_eq!(pdf.header("content-disposition"), format!("attachment; filename=\"ricovero-{pucir}.pdf\""));

    let mut cancel = form(&browser, &format!("/web/ricovero/annulla?n={pucir}")).await;
    assert_eq!((cancel["idCertificato"].as_str(), cancel["lavoratore.codiceFiscale"].as_str()), (&*pucir, PINI));
    cancel.remove("sede");
    assert_eq!(post(&browser, "/web/ricovero/annulla", &cancel, "verifica").await.pagina(), "conferma");
    let done = post(&browser, "/web/ricovero/annulla", &cancel, "invia").await;
    assert_eq!((done.status(), done.pagina().as_str()), (200, "annullato"), "{}", done.text);
    assert!(done.campo("idAnnullamento").is_some() && done.campo("dataRicezione").is_some());
    let again = post(&browser, "/web/ricovero/annulla", &cancel, "invia").await;
    assert_eq!((again.status(), again.header("location")), (303, format!("/web/ricovero/{pucir}")));
    assert!(browser.get(&format!("/web/ricovero/{pucir}")).await.text.contains("data-stato=\"annullato\""));
}

/// Scenario 17, through the web.
#[tokio::test]
async fn the_same_certificate_is_printed_in_the_same_bytes() {
    let mut prints = Vec::new();
    for _ in 0..2 {
        let playground = playground("seed = 7").await;
        let browser = logged_in(&playground, PROVAX).await;
        let puc = sent(&browser, "/web/malattia/nuovo", &certificate(&browser).await).await;
        let pdf = browser.get(&format!("/web/malattia/{puc}/certificato.pdf")).await;
        prints.push((puc, pdf.reply.body.to_vec()));
    }
    assert!(prints[0] == prints[1] && prints[0].1.len() <= 40 << 10);
}

#[tokio::test]
async fn a_certificate_is_found_changed_printed_once_more_and_cancelled() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let puc = sent(&browser, "/web/malattia/nuovo", &certificate(&browser).await).await;

    let mut search = form(&browser, "/web/malattia/ricerca").await;
    set(&mut search, "lavoratore.codiceFiscale", PINI);
    let found = post(&browser, "/web/malattia/ricerca", &search, "").await;
    assert!(found.text.contains(&format!("<tr data-numero=\"{puc}\" data-annullato=\"false\">")), "{}", found.text);
    set(&mut search, "dataInizioRicerca", "2026-03-05");
    set(&mut search, "dataFineRicerca", "2026-03-04");
    let wrong = post(&browser, "/web/malattia/ricerca", &search, "").await;
    assert!(wrong.status() == 422 && wrong.text.contains("data-regola=\"intervallo-ricerca-errato\""));

    let mut once_more = form(&browser, "/web/malattia/ristampa").await;
    set(&mut once_more, "lavoratore.codiceFiscale", PINI);
    set(&mut once_more, "idCertificato", "999999999");
    let wrong = post(&browser, "/web/malattia/ristampa", &once_more, "").await;
    assert!(wrong.status() == 422 && wrong.text.contains("data-regola=\"certificato-non-trovato\""));
    set(&mut once_more, "idCertificato", &puc);
    let seen = post(&browser, "/web/malattia/ristampa", &once_more, "").await;
    assert_eq!((seen.status(), seen.header("location")), (303, format!("/web/malattia/{puc}")));

    let mut change = form(&browser, &format!("/web/malattia/rettifica?n={puc}")).await;
    assert_eq!(change["dataFine"], "2026-03-06");
    set(&mut change, "dataFine", "2026-03-04");
    let summary = post(&browser, "/web/malattia/rettifica", &change, "verifica").await;
    assert_eq!(summary.pagina(), "conferma", "{}", summary.text);
    assert_eq!(summary.campo("attuale.dataFine").as_deref(), Some("2026-03-06"));
    assert_eq!(summary.campo("dataFine").as_deref(), Some("2026-03-04"));
    assert!(summary.text.contains("3 giorni, fino a mercoledì 4 marzo"));
    let new = sent(&browser, "/web/malattia/rettifica", &fields_of(&summary)).await;
    assert_ne!(new, puc);
    assert!(browser.get(&format!("/web/malattia/{puc}")).await.text.contains("data-stato=\"rettificato\""));

    let cancel = form(&browser, &format!("/web/malattia/annulla?n={new}")).await;
    let summary = post(&browser, "/web/malattia/annulla", &cancel, "verifica").await;
    assert_eq!(summary.pagina(), "conferma", "{}", summary.text);
    let done = post(&browser, "/web/malattia/annulla", &fields_of(&summary), "invia").await;
    assert_eq!(done.pagina(), "annullato", "{}", done.text);
    assert!(browser.get(&format!("/web/malattia/{new}")).await.text.contains("data-stato=\"annullato\""));
    // What is not one's own is not prefilled.
    let other = logged_in(&playground, "PRVLBR75D52F205Q").await;
    assert_eq!(form(&other, &format!("/web/malattia/annulla?n={puc}")).await["idCertificato"], "");
    for path in ["", "/certificato.pdf", "/attestato.pdf", "/email"] {
        let seen = other.get(&format!("/web/malattia/{puc}{path}")).await;
        assert!(seen.status() == 404 && seen.text.contains("data-regola=\"certificato-non-trovato\""), "{path}");
    }
}

#[tokio::test]
async fn a_discharge_recalls_its_admission() {
    let playground = playground("").await;
    let operator = logged_in(&playground, "operatore").await;
    let mut fields = admission(&operator).await;
    set(&mut fields, "ricovero.dataRicovero", "01/03/2026");
    set(&mut fields, "operatore.codiceStruttura", "120901");
    fields.insert("ricovero.trauma".to_owned(), "true".to_owned());
    let pucir = sent(&operator, "/web/ricovero/nuovo", &fields).await;

    let browser = logged_in(&playground, PROVAX).await;
    let path = "/web/dimissione/nuovo";
    let mut recall = form(&browser, path).await;
    for (number, rule) in [("999999999", "ricovero-non-trovato"), ("", "SAC-XSD-MISSING")] {
        set(&mut recall, "idInizioRicovero", number);
        set(&mut recall, "lavoratore.codiceFiscale", PINI);
        let seen = post(&browser, path, &recall, "richiama").await;
        assert!(seen.status() == 422 && seen.text.contains(rule), "{number}: {}", seen.text);
    }
    set(&mut recall, "idInizioRicovero", &pucir);
    let second = post(&browser, path, &recall, "richiama").await;
    assert_eq!(second.status(), 200, "{}", second.text);
    let mut fields = fields_of(&second);
    for (name, value) in [
        ("residenza.via", "Via Nazionale"),
        ("dimissione.dataRicovero", "2026-03-01"),
        ("medico.codiceStruttura", "120901"),
        ("dimissione.trauma", "true"),
        ("sede", "120/201"),
    ] {
        assert_eq!(fields.get(name).map(String::as_str), Some(value), "{name}");
        if name != "dimissione.trauma" {
            let control = second.between(&format!("<input id=\"{name}\""), ">").unwrap();
            assert!(control.contains(" readonly"), "{control}");
        }
    }
    set(&mut fields, "dimissione.diagnosi.codiceDiagnosi", "820");
    let mut other = fields.clone();
    set(&mut other, "residenza.via", "Via Torino");
    let seen = post(&browser, path, &other, "verifica").await;
    assert!(seen.status() == 422 && seen.text.contains("data-regola=\"dimissione-incongruente\""), "{}", seen.text);
    let summary = post(&browser, path, &fields, "verifica").await;
    assert_eq!(summary.pagina(), "conferma", "{}", summary.text);
    let puc = sent(&browser, path, &fields_of(&summary)).await;
    let receipt = browser.get(&format!("/web/malattia/{puc}")).await;
    assert_eq!(receipt.campo("dimissione.dataFine").as_deref(), Some("2026-03-02"), "{}", receipt.text);
    assert_eq!(receipt.campo("idInizioRicovero").or(receipt.campo("dimissione.idInizioRicovero")), Some(pucir.clone()));
    assert!(operator.get(&format!("/web/ricovero/{pucir}")).await.text.contains("data-stato=\"dimesso\""));
}

#[tokio::test]
async fn the_last_residence_is_offered_once_the_worker_is_known() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let mut ask = form(&browser, "/web/lavoratore").await;
    set(&mut ask, "lavoratore.codiceFiscale", " pni mra 70a01 h501p ");
    let worker = post(&browser, "/web/lavoratore", &ask, "").await;
    assert_eq!(worker.campo("lavoratore.cognome").as_deref(), Some("Pini"), "{}", worker.text);
    assert!(
        worker.text.contains("data-voce=\"malattia-nuovo\"") && worker.text.contains("data-voce=\"ricovero-nuovo\"")
    );
    // Not the register's: nothing was sent yet.
    let fields = form(&browser, "/web/malattia/nuovo?da=lavoratore").await;
    assert_eq!((fields["lavoratore.codiceFiscale"].as_str(), fields["residenza.via"].as_str()), (PINI, ""));
    sent(&browser, "/web/malattia/nuovo", &certificate(&browser).await).await;
    let fields = form(&browser, "/web/malattia/nuovo?da=lavoratore").await;
    assert_eq!(fields["residenza.via"], "Via Nazionale");
    // Without the link nothing of the last patient is in the form.
    let mut fields = form(&browser, "/web/malattia/nuovo").await;
    assert_eq!(fields["lavoratore.codiceFiscale"], "");
    set(&mut fields, "lavoratore.codiceFiscale", PINI);
    let seen = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert_eq!((seen.status(), fields_of(&seen)["residenza.via"].as_str()), (422, "Via Nazionale"));
    // Another doctor's is not offered.
    let other = logged_in(&playground, "PRVLBR75D52F205Q").await;
    let seen = post(
        &other,
        "/web/malattia/nuovo",
        &{
            let mut fields = form(&other, "/web/malattia/nuovo").await;
            set(&mut fields, "lavoratore.codiceFiscale", PINI);
            fields
        },
        "verifica",
    )
    .await;
    assert_eq!(fields_of(&seen)["residenza.via"], "");
}

#[tokio::test]
async fn a_copy_goes_to_the_address_that_the_worker_gives() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let puc = sent(&browser, "/web/malattia/nuovo", &certificate(&browser).await).await;
    let path = format!("/web/malattia/{puc}/email");
    let form_ = form(&browser, &path).await;
    for (address, status) in [("", 422), ("a@b", 422), ("a b@c.example", 422), ("mario@mail.example", 200)] {
        let mut fields = form_.clone();
        set(&mut fields, "email", address);
        set(&mut fields, "documenti", "entrambi");
        for _ in 0..2 {
            let seen = post(&browser, &path, &fields, "").await;
            assert_eq!(seen.status(), status, "{address}: {}", seen.text);
        }
    }
    let store = playground.gateway.ledger().store();
    let which = || sac_gateway::store::outbox::Messages { limit: 20, ..Default::default() };
    let messages = store.outbox(which()).await.unwrap();
    assert_eq!(messages.len(), 1, "the same form twice is one message");
    let message = &messages[0];
    assert_eq!((message.event.as_str(), message.to.as_str()), ("copia-medico", "mario@mail.example"));
    assert_eq!(message.body.subject.as_deref(), Some(&*format!("[PROVA] Copia di certificato e attestato n. {puc}")));
    let names: Vec<&str> =
        message.body.attachments.iter().map(sac_gateway::domain::delivery::Attachment::name).collect();
    assert_eq!(names, [format!("certificato-{puc}.pdf"), format!("attestato-{puc}.pdf")]);
    assert!(!message.body.text.contains("zebra") && !message.body.text.contains("Pini"));
    for nth in 2..=6 {
        let mut fields = form(&browser, &path).await;
        set(&mut fields, "email", "mario@mail.example");
        set(&mut fields, "documenti", "attestato");
        let seen = post(&browser, &path, &fields, "").await;
        assert_eq!(seen.status(), if nth <= 5 { 200 } else { 422 }, "{nth}");
    }
    assert_eq!(store.outbox(which()).await.unwrap().len(), 5);
}

#[tokio::test]
async fn three_wrong_block_for_all_channels_and_every_failure_looks_the_same() {
    let playground = playground("").await;
    let browser = super::browser::Browser::new(playground.client_with(None));
    let mut texts = Vec::new();
    for (user, password, pincode) in [
        (PROVAX, "prova", "1"),
        (PROVAX, "x", "1234567890"),
        (PROVAX, "prova", ""),
        (PROVAX, "prova", "1234567890"),
        ("nessuno", "prova", ""),
    ] {
        let seen = log_in(&browser, user, (password, pincode)).await;
        assert_eq!(seen.status(), 403, "{user} {password} {pincode}");
        texts.push(seen.text.replace("nessuno", PROVAX));
    }
    assert!(texts[0].contains("Credenziali non valide.") && texts.iter().all(|text| text == &texts[0]));
    let xml = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let soap = playground.play("medico", &xml);
    assert!(matches!(soap.await, sac_gateway::client::Answer::Fault { .. }));
    let body = log_in(&browser, "ente", secrets("ente")).await;
    assert!(body.status() == 403 && body.text.contains("Utenza non prevista per il canale web."), "{}", body.text);
    playground.gateway.clock().advance(chrono::TimeDelta::minutes(6));
    assert_eq!(log_in(&browser, PROVAX, secrets(PROVAX)).await.status(), 303);
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let hostile = "\"><script>alert(1)</script>'&amp;</textarea></dd>{{7*7}}";
    let clean = certificate(&browser).await;
    for path in [
        "/web/malattia/nuovo",
        "/web/ricovero/nuovo",
        "/web/malattia/rettifica",
        "/web/malattia/annulla",
        "/web/malattia/ricerca",
        "/web/malattia/ristampa",
        "/web/lavoratore",
        "/web/dimissione/nuovo",
    ] {
        let form_ = form(&browser, path).await;
        let names: Vec<String> =
            form_.keys().filter(|name| !["csrf", "invio"].contains(&name.as_str())).cloned().collect();
        for name in &names {
            for text in [hostile, "a\u{0}b", "a\u{8}", "\u{202e}abc", "😀"] {
                let mut fields = form_.clone();
                set(&mut fields, name, text);
                for azione in ["verifica", "invia", "correggi", "richiama"] {
                    let seen = post(&browser, path, &fields, azione).await;
                    assert!(matches!(seen.status(), 200 | 303 | 422), "{path} {name} {azione}: {}", seen.status());
                    assert!(!seen.text.contains("<script"), "{path} {name}");
                }
            }
        }
    }
    // In a field that takes any text it goes through, and stays text in the document.
    let mut fields = clean;
    set(&mut fields, "malattia.diagnosi.noteDiagnosi", hostile);
    let puc = sent(&browser, "/web/malattia/nuovo", &fields).await;
    let seen = browser.get(&format!("/web/malattia/{puc}")).await;
    assert!(!seen.text.contains("<script"));
    assert_eq!(
        seen.between("data-campo=\"malattia.diagnosi.noteDiagnosi\"><span data-campo=\"noteDiagnosi\">", "</span>")
            .map(|text| unescaped(&text))
            .as_deref(),
        Some(hostile),
        "{}",
        seen.text
    );
    assert!(browser.get(&format!("/web/malattia/{puc}/certificato.pdf")).await.reply.body.starts_with(b"%PDF"));
}

#[tokio::test]
async fn bodies_paths_and_methods_that_are_none_are_refused() {
    let playground = playground("").await;
    let browser = logged_in(&playground, PROVAX).await;
    let path = "/web/malattia/nuovo";
    let twice = browser.send(Method::POST, path, "malattia.visita=A&malattia.visita=D").await;
    assert_eq!((twice.status(), twice.pagina().as_str()), (400, "modulo-errato"));
    let long = format!("malattia.diagnosi.noteDiagnosi={}", "1".repeat(70_000));
    assert_eq!(browser.send(Method::POST, path, &long).await.status(), 413);
    let seen = browser.send(Method::DELETE, path, "").await;
    assert_eq!((seen.status(), seen.header("allow")), (405, "GET, HEAD, POST".to_owned()));
    assert_eq!(browser.get("/web/nulla").await.pagina(), "pagina-assente");
    assert!(browser.send(Method::HEAD, path, "").await.is(StatusCode::OK));
    let home = browser.get("/web").await;
    assert_eq!((home.status(), home.header("location")), (303, "/web/menu".to_owned()));
    let seen = browser.get("/web/menu").await;
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    assert_eq!(seen.header("content-security-policy"), policy);
    for (name, value) in
        [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff")]
    {
        assert_eq!(seen.header(name), value);
    }
    let mut fields = certificate(&browser).await;
    set(&mut fields, "malattia.dataFine", "2026-07-02");
    browser.get("/web/menu?lang=en").await;
    let english = post(&browser, path, &fields, "verifica").await;
    assert!(english.text.contains("<html lang=\"en\">") && english.text.contains("<span class=\"gloss\" lang=\"en\">"));
    assert!(english.text.contains("lang=\"it\" id=\"errore-malattia.dataFine\""), "{}", english.text);
}

#[tokio::test]
async fn the_journal_and_the_fault_plan_know_the_actions() {
    use sac_gateway::faults::Rule;
    use sac_gateway::journal::Selection;
    let playground = playground("").await;
    let world = playground.gateway.default_world();
    let browser = logged_in(&playground, PROVAX).await;
    let rule = |text: &str| -> Rule { serde_json::from_str(text).unwrap() };
    world
        .faults()
        .add(rule(r#"{"operation":"web:malattia-invia","times":1,"do":{"kind":"inps-unavailable"}}"#))
        .unwrap();
    world
        .faults()
        .add(rule(r#"{"operation":"web:malattia-invia","nth":2,"do":{"kind":"notice","codice":"77","info":"Prova"}}"#))
        .unwrap();
    let fields = certificate(&browser).await;
    let refused = post(&browser, "/web/malattia/nuovo", &fields, "invia").await;
    assert_eq!((refused.status(), refused.pagina().as_str()), (422, "malattia-nuovo"), "{}", refused.text);
    assert!(refused.text.contains("data-regola=\"inps-non-disponibile\""), "{}", refused.text);
    assert_eq!(fields_of(&refused)["residenza.via"], "Via Nazionale");
    let puc = sent(&browser, "/web/malattia/nuovo", &fields_of(&refused)).await;
    let receipt = browser.get(&format!("/web/malattia/{puc}")).await;
    assert!(receipt.text.contains("<li data-avviso=\"77\">Prova</li>"), "{}", receipt.text);
    let exchanges = world.exchanges(Selection::default()).await.unwrap();
    let found = exchanges.iter().find(|exchange| exchange.entry.number.is_some()).unwrap();
    assert_eq!(found.entry.operation.as_deref(), Some("web:malattia-invia"));
    assert_eq!((found.entry.user.as_deref(), found.entry.kind.as_deref()), (Some(PROVAX), Some("medico")));
    assert_eq!((found.channel.name(), found.worker.as_deref()), ("web", Some(PINI)));
    assert_eq!(found.numbers, [puc]);
}

#[tokio::test]
async fn a_diagnosis_is_looked_for_in_the_table() {
    let playground = playground("icd9_table = \"tests/web/icd9.txt\"").await;
    let browser = logged_in(&playground, PROVAX).await;
    let mut fields = certificate(&browser).await;
    set(&mut fields, "malattia.diagnosi.codiceDiagnosi", "bronchite");
    let seen = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert_eq!((seen.status(), fields_of(&seen)["malattia.diagnosi.codiceDiagnosi"].as_str()), (422, "bronchite"));
    let found = seen.between("<ul class=\"known\">", "</ul>").unwrap();
    assert_eq!(found, "<li><strong>466.0</strong> Bronchite acuta</li>");
    assert!(seen.text.contains("<option value=\"466.0\">466.0 Bronchite acuta</option>"), "{}", seen.text);
    set(&mut fields, "malattia.diagnosi.codiceDiagnosi", "4660");
    let refused = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert_eq!(refused.status(), 422, "the contract's form of a code has its dot");
    set(&mut fields, "malattia.diagnosi.codiceDiagnosi", "466.0");
    let summary = post(&browser, "/web/malattia/nuovo", &fields, "verifica").await;
    assert!(summary.text.contains("<data value=\"466.0\">466.0 Bronchite acuta</data>"), "{}", summary.text);
}
