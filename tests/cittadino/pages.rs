//! What a worker sees.

use super::browser::{Browser, Seen};
use super::documents::{BRUNO, PINI, browser, certificate, discharged, playground, send};
use super::support::Playground;

pub async fn pini(playground: &Playground) -> Browser {
    let browser = browser(playground);
    let seen = browser.log_in_worker("/cittadino", PINI, "prova123").await;
    assert_eq!((seen.status(), seen.header("location").as_str()), (303, "/cittadino/certificati"), "{}", seen.text);
    browser
}

/// Whether a PDF is as said: it holds the text, or does not. Without pdftotext only that it is a PDF.
fn holds(pdf: &Seen, text: &str, expected: bool) {
    assert!(pdf.reply.body.starts_with(b"%PDF"), "{}", pdf.text);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, &pdf.reply.body).unwrap();
    let Ok(done) = std::process::Command::new("pdftotext").arg(&path).arg("-").output() else { return };
    assert_eq!(String::from_utf8_lossy(&done.stdout).contains(text), expected, "{text}");
}

#[tokio::test]
async fn a_worker_sees_the_whole_certificate_and_whoever_has_the_number_the_attestato() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    let browser = pini(&playground).await;
    let list = browser.get("/cittadino/certificati").await;
    assert_eq!((list.status(), list.pagina().as_str(), list.rows()), (200, "certificati", 1), "{}", list.text);
    let row = format!("<tr data-numero=\"{puc}\" data-tipo=\"malattia\" data-stato=\"attivo\">");
    assert!(list.text.contains(&row) && list.text.contains("data-totale=\"1\""), "{}", list.text);
    let address = format!("/cittadino/certificati/{puc}");
    let seen = browser.get(&address).await;
    for (field, value) in [
        ("malattia.diagnosi.noteDiagnosi", "Influenza zebra"),
        ("idCertificato", &puc),
        ("malattia.dataFine", "2026-03-06"),
        ("malattia.visita", "A"),
        ("medico.codiceFiscale", "PROVAX00X00X000Y"),
        ("residenza.codiceCatastale", "H501"),
        ("lavoratore.cognome", "Pini"),
    ] {
        assert_eq!(seen.campo(field).as_deref(), Some(value), "{field}: {}", seen.text);
    }
    assert!(seen.text.contains("data-stato=\"attivo\""));
    let a = browser.get(&format!("{address}/certificato.pdf")).await;
    assert_eq!(a.header("content-disposition"), format!("attachment; filename=\"certificato-{puc}.pdf\""));
    let b = browser.get(&format!("{address}/attestato.pdf")).await;
    assert_eq!(b.header("content-disposition"), format!("attachment; filename=\"attestato-{puc}.pdf\""));
    for text in ["zebra", puc.as_str(), "02/03/2026"] {
        holds(&a, text, true);
    }
    holds(&b, "zebra", false);
    holds(&b, &puc, true);
    assert_eq!(browser.get(&format!("{address}/ricovero.pdf")).await.status(), 404);

    let public = [("codiceFiscale", PINI), ("numero", puc.as_str())];
    let shown = browser.post("/cittadino/attestato", &public).await;
    assert!(shown.status() == 200 && !shown.text.contains("zebra"), "{}", shown.text);
    let pdf = browser.post("/cittadino/attestato", &[public[0], public[1], ("formato", "pdf")]).await;
    assert_eq!(pdf.reply.body, b.reply.body);
}

#[tokio::test]
async fn of_a_discharge_the_worker_sees_the_diagnosis_and_the_employer_the_rest() {
    let playground = playground().await;
    let (pucir, puc) = discharged(&playground).await;
    let worker = pini(&playground).await;
    let list = worker.get("/cittadino/certificati").await;
    assert_eq!(list.rows(), 2, "{}", list.text);
    assert!(list.text.contains(&format!("data-numero=\"{pucir}\" data-tipo=\"ricovero\" data-stato=\"dimesso\"")));
    assert!(list.text.contains(&format!("data-numero=\"{puc}\" data-tipo=\"dimissione\" data-stato=\"attivo\"")));
    let seen = worker.get(&format!("/cittadino/certificati/{pucir}")).await;
    assert_eq!(seen.campo("idCertificato"), Some(puc.clone()), "{}", seen.text);
    assert!(seen.text.contains("data-stato=\"dimesso\""));
    let e = worker.get(&format!("/cittadino/certificati/{pucir}/ricovero.pdf")).await;
    holds(&e, &pucir, true);
    assert_eq!(worker.get(&format!("/cittadino/certificati/{pucir}/certificato.pdf")).await.status(), 404);
    let seen = worker.get(&format!("/cittadino/certificati/{puc}")).await;
    assert_eq!(seen.campo("dimissione.diagnosi.noteDiagnosi").as_deref(), Some("Appendice zebra"), "{}", seen.text);
    assert_eq!(seen.campo("dimissione.dataDimissione").as_deref(), Some("2026-03-02"));
    let c = worker.get(&format!("/cittadino/certificati/{puc}/certificato.pdf")).await;
    let d = worker.get(&format!("/cittadino/certificati/{puc}/attestato.pdf")).await;
    holds(&c, "zebra", true);
    holds(&d, "zebra", false);

    let employer = browser(&playground);
    employer.log_in("/azienda", "azienda").await;
    let list = employer.get("/azienda/attestati").await;
    assert!(list.text.contains(&format!("data-numero=\"{pucir}\" data-tipo=\"ricovero\" data-stato=\"dimesso\"")));
    let seen = employer.get(&format!("/azienda/attestati/{pucir}")).await;
    assert_eq!(seen.campo("idCertificato"), Some(puc.clone()));
    assert_eq!(employer.get(&format!("/azienda/attestati/{pucir}.pdf")).await.reply.body, e.reply.body);
    assert_eq!(employer.get(&format!("/azienda/attestati/{puc}.pdf")).await.reply.body, d.reply.body);
    assert!(!employer.get(&format!("/azienda/attestati/{puc}")).await.text.contains("zebra"));
}

#[tokio::test]
async fn states_are_marked_and_filters_choose() {
    let playground = playground().await;
    let old = certificate(&playground, PINI).await;
    let new = send(&playground, "medico", "ok/RettificaMalattia/due-giorni-prima", &[("{puc}", &old)]).await;
    let gone = send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[("<civico>1", "<civico>2")]).await;
    send(&playground, "medico", "ok/AnnullaMalattia/subito", &[("{puc}", &gone)]).await;
    let (pucir, puc) = discharged(&playground).await;
    let browser = pini(&playground).await;
    for (number, mark) in [
        (&old, format!("Attestato sostituito dal n. {new} del 02/03/2026")),
        (&new, format!("Sostituisce il n. {old}")),
        (&gone, "Attestato annullato il 02/03/2026".to_owned()),
    ] {
        let seen = browser.get(&format!("/cittadino/certificati/{number}")).await;
        assert!(seen.text.contains(&mark), "{mark}: {}", seen.text);
    }
    let csrf = browser.csrf("/cittadino/certificati").await;
    let all = [&old, &new, &gone, &pucir, &puc];
    for (filters, expected) in [
        (vec![], all.to_vec()),
        (vec![("tipo", "malattia")], vec![&old, &new, &gone]),
        (vec![("tipo", "dimissione")], vec![&puc]),
        (vec![("tipo", "ricovero")], vec![&pucir]),
        (vec![("stato", "attivo")], vec![&new, &puc]),
        (vec![("stato", "rettificato")], vec![&old]),
        (vec![("stato", "annullato")], vec![&gone]),
        (vec![("stato", "aperto")], vec![]),
        (vec![("stato", "dimesso")], vec![&pucir]),
        (vec![("stato", "dimesso"), ("tipo", "malattia")], vec![]),
        (vec![("dal", "2026-03-02"), ("al", "02/03/2026")], all.to_vec()),
        (vec![("al", "2026-03-01")], vec![]),
        (vec![("dal", "2026-03-03")], vec![]),
        (vec![("pagina", "2")], vec![]),
    ] {
        let fields: Vec<(&str, &str)> = filters.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        let seen = browser.post("/cittadino/certificati", &fields).await;
        assert_eq!((seen.status(), seen.rows()), (200, expected.len()), "{filters:?}: {}", seen.text);
        for number in expected {
            assert!(seen.text.contains(&format!("data-numero=\"{number}\"")), "{filters:?} {number}");
        }
    }
    for (field, value) in [("dal", "ieri"), ("tipo", "attestato"), ("stato", "x"), ("pagina", "0")] {
        let seen = browser.post("/cittadino/certificati", &[(field, value), ("csrf", &csrf)]).await;
        assert_eq!(seen.status(), 422, "{field}");
        assert!(seen.text.contains("data-codice=\"SAC-WEB-"), "{field}: {}", seen.text);
    }
    let crossed = [("dal", "2026-03-05"), ("al", "2026-03-01"), ("csrf", csrf.as_str())];
    let seen = browser.post("/cittadino/certificati", &crossed).await;
    assert!(seen.text.contains("data-regola=\"intervallo-ricerca-errato\""), "{}", seen.text);
}

#[tokio::test]
async fn a_worker_sees_no_document_of_another() {
    let playground = playground().await;
    let puc = certificate(&playground, BRUNO).await;
    let browser = pini(&playground).await;
    assert_eq!(browser.get("/cittadino/certificati").await.rows(), 0);
    let mut texts = Vec::new();
    for number in [puc.as_str(), "999999999", "1", "00000000a", "%00"] {
        for file in ["", "/certificato.pdf", "/attestato.pdf", "/ricovero.pdf"] {
            let seen = browser.get(&format!("/cittadino/certificati/{number}{file}")).await;
            assert_eq!((seen.status(), seen.pagina().as_str()), (404, "documento-assente"), "{number}{file}");
            texts.push(seen.text.replace(&format!("/certificati/{number}{file}"), ""));
        }
    }
    assert!(texts.iter().all(|text| text == &texts[0]));
}

#[tokio::test]
async fn the_list_has_pages_of_fifty_newest_first() {
    let playground = playground().await;
    let mut numbers = Vec::new();
    for civico in 1..=60 {
        let civico = format!("<civico>{civico}</civico>");
        numbers.push(
            send(&playground, "medico", "ok/InviaMalattia/cinque-giorni", &[("<civico>1</civico>", &civico)]).await,
        );
        playground.gateway.clock().advance(chrono::TimeDelta::seconds(1));
    }
    let browser = pini(&playground).await;
    let csrf = browser.csrf("/cittadino/certificati").await;
    for (page, expected) in [("1", 50), ("2", 10), ("3", 0)] {
        let seen = browser.post("/cittadino/certificati", &[("pagina", page), ("csrf", &csrf)]).await;
        assert_eq!(seen.rows(), expected, "{page}");
        assert!(seen.text.contains("data-totale=\"60\""));
        let places: Vec<_> =
            numbers.iter().filter_map(|number| seen.text.find(&format!("data-numero=\"{number}\""))).collect();
        assert!(places.is_sorted_by(|one, next| one > next), "{page}");
    }
}

#[tokio::test]
async fn exchanges_are_in_the_journal_without_secrets_and_faults_act_on_them() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    let browser = pini(&playground).await;
    browser.get(&format!("/cittadino/certificati/{puc}/certificato.pdf")).await;
    browser.get("/cittadino/servizi").await;
    browser.send(hyper::Method::POST, "/cittadino/accesso", "pin=prova123&pin=prova123").await;
    browser.send(hyper::Method::POST, "/cittadino/nulla", "pin=prova123").await;
    let world = playground.gateway.default_world();
    world.state().journal().flush().await.unwrap();
    let exchanges = world.exchanges(sac_gateway::journal::Selection::default()).await.unwrap();
    let mut operations = Vec::new();
    for exchange in exchanges.iter().filter(|one| one.channel == sac_world::journal::Channel::Cittadino) {
        operations.extend(exchange.entry.operation.clone());
        assert_eq!(exchange.entry.user, None);
        let messages = world.state().journal().messages(exchange.entry.id).await.unwrap().unwrap();
        let session = browser.cookie("sac_cittadino");
        for part in [&messages.request_head, &messages.request, &messages.response_head] {
            let text = String::from_utf8_lossy(part);
            assert!(!text.contains("prova123") && !text.contains(&session), "{text}");
        }
    }
    for operation in ["cittadino:accesso", "cittadino:documento", "cittadino:servizi"] {
        assert!(operations.iter().any(|one| one == operation), "{operation}: {operations:?}");
    }
    let document = exchanges.iter().find(|one| one.entry.operation.as_deref() == Some("cittadino:documento")).unwrap();
    assert_eq!((document.worker.as_deref(), document.numbers.as_slice()), (Some(PINI), [puc].as_slice()));
    assert_eq!(document.entry.kind.as_deref(), Some("cittadino"));

    let refuse =
        r#"{"operation": "cittadino:elenco", "worker": "PNIMRA70A01H501P", "do": {"kind": "inps-unavailable"}}"#;
    world.faults().add(serde_json::from_str(refuse).unwrap()).unwrap();
    let refused = browser.get("/cittadino/certificati").await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text.contains("data-regola=\"inps-non-disponibile\""), "{}", refused.text);
    assert_eq!(browser.get("/cittadino/certificati").await.status(), 200);
}
