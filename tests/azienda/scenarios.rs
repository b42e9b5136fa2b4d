//! What an employer sees of certificates and admissions.

use hyper::{Method, StatusCode};

use super::documents::{BRUNO, NOW, PINI, browser, certificate, playground, send};
use super::support::Playground;

#[tokio::test]
async fn with_code_and_number_the_attestato_is_seen_and_nothing_else() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    for base in ["/azienda", "/cittadino"] {
        let browser = browser(&playground);
        let path = format!("{base}/attestato");
        let form = browser.get(&path).await;
        assert_eq!((form.status(), form.pagina().as_str()), (200, "ricerca-attestato"));
        let small = format!(" {} ", PINI.to_lowercase());
        let seen = browser.post(&path, &[("codiceFiscale", &small), ("numero", &puc), ("altro", "x")]).await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (200, "attestato"), "{}", seen.text);
        for (field, value) in [
            ("dataFine", "2026-03-06"),
            ("idCertificato", &puc),
            ("visita", "A"),
            ("cognome", "Pini"),
            ("lavoratore.codiceFiscale", PINI),
            ("residenza.via", "Via Nazionale"),
            ("medico.cognome", "Prova"),
        ] {
            assert_eq!(seen.campo(field).as_deref(), Some(value), "{field}: {}", seen.text);
        }
        let pdf = browser.post(&path, &[("codiceFiscale", PINI), ("numero", &puc), ("formato", "pdf")]).await;
        assert_eq!(pdf.header("content-disposition"), format!("attachment; filename=\"attestato-{puc}.pdf\""));
        assert!(pdf.reply.body.starts_with(b"%PDF"));
        assert!(!seen.text.contains("zebra") && !seen.text.contains("PROVAX00X00X000Y"), "{}", seen.text);
        for (name, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
            assert_eq!(seen.header(name), value);
        }
        assert!(seen.header("content-security-policy").starts_with("default-src 'none'"));
    }
}

#[tokio::test]
async fn every_other_pair_has_one_answer_and_guessing_ends() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    let browser = browser(&playground);
    let other: u32 = puc.parse::<u32>().unwrap() + 1;
    let other = format!("{other:09}");
    let pairs = [(PINI, other.as_str()), (BRUNO, &puc), ("nulla", &puc), (PINI, "1"), ("", ""), (PINI, "999999999")];
    let mut bodies = Vec::new();
    for (code, number) in pairs.into_iter().cycle().take(10) {
        let seen = browser.post("/azienda/attestato", &[("codiceFiscale", code), ("numero", number)]).await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (404, "attestato-assente"), "{code} {number}");
        bodies.push(seen.text);
    }
    assert!(bodies.iter().all(|body| body == &bodies[0]));
    let right = [("codiceFiscale", PINI), ("numero", puc.as_str())];
    let waits = browser.post("/azienda/attestato", &right).await;
    assert_eq!((waits.status(), waits.header("retry-after")), (429, "600".to_owned()));
    playground.gateway.clock().advance(chrono::TimeDelta::seconds(601));
    assert_eq!(browser.post("/azienda/attestato", &right).await.status(), 200);
}

#[tokio::test]
async fn each_employer_sees_its_own_workers_documents() {
    let playground = playground().await;
    let pini = certificate(&playground, PINI).await;
    let bruno = certificate(&playground, BRUNO).await;
    for (user, rows) in [("azienda", 2), ("entepubblico", 0), ("intermediario", 3)] {
        let browser = browser(&playground);
        browser.log_in("/azienda", user).await;
        let list = browser.get("/azienda/attestati").await;
        assert_eq!(list.rows(), rows, "{user}: {}", list.text);
        assert!(list.text.contains(&format!("data-totale=\"{rows}\"")));
        let csrf = browser.csrf("/azienda/attestati").await;
        let expected = usize::from(user != "entepubblico");
        let found = browser.post("/azienda/attestati", &[("lavoratore", PINI), ("csrf", &csrf)]).await;
        assert_eq!(found.rows(), expected, "{user}");
        let found = browser.post("/azienda/attestati", &[("numero", &bruno), ("csrf", &csrf)]).await;
        assert_eq!(
            found.rows(),
            match user {
                "azienda" => 1,
                "intermediario" => 2,
                _ => 0,
            }
        );
        let status = if user == "entepubblico" { 404 } else { 200 };
        assert_eq!(browser.get(&format!("/azienda/attestati/{pini}")).await.status(), status, "{user}");
        assert_eq!(browser.get(&format!("/azienda/attestati/{pini}.pdf")).await.status(), status, "{user}");
        assert_eq!(browser.get("/azienda/attestati/999999999").await.status(), 404);
        let wrong =
            browser.post("/azienda/attestati", &[("dal", "2026-03-05"), ("al", "2026-03-01"), ("csrf", &csrf)]).await;
        assert_eq!(wrong.status(), 422);
        assert!(wrong.text.contains("data-regola=\"intervallo-ricerca-errato\""), "{}", wrong.text);
        assert!(wrong.text.contains("id=\"errore-dal\"") && wrong.text.contains("<ul class=\"errors\" data-errori"));
        for (name, value) in [
            ("dal", "ieri"),
            ("lavoratore", "X"),
            ("numero", "12"),
            ("tipo", "x"),
            ("stato", "x"),
            ("azienda", "1"),
            ("pagina", "0"),
        ] {
            let wrong = browser.post("/azienda/attestati", &[(name, value), ("csrf", &csrf)]).await;
            assert_eq!(wrong.status(), 422, "{name}");
        }
    }
}

#[tokio::test]
async fn the_xml_list_says_what_was_cancelled_and_follows_its_schema() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    send(&playground, "medico", "ok/AnnullaMalattia/subito", &[("{puc}", &puc)]).await;
    let rectified = send(
        &playground,
        "medico",
        "ok/InviaMalattia/cinque-giorni",
        &[("<civico>1", "<civico>2"), ("Via Nazionale", "Via Nazionale è")],
    )
    .await;
    let new = send(&playground, "medico", "ok/RettificaMalattia/due-giorni-prima", &[("{puc}", &rectified)]).await;
    let browser = browser(&playground);
    browser.log_in("/azienda", "azienda").await;
    let csrf = browser.csrf("/azienda/attestati").await;
    let file = browser.post("/azienda/attestati.xml", &[("csrf", &csrf)]).await;
    assert_eq!(file.header("content-type"), "application/xml");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"attestati-20260302.xml\"");
    assert!(file.reply.body.iter().all(|byte| (32..=126).contains(byte)), "{}", file.text);
    assert!(!file.text.contains("zebra") && !file.text.contains("annullamento"), "{}", file.text);
    assert_eq!(file.text.matches("<attestato>").count(), 3);
    let cancelled =
        format!("<idCertificato>{puc}</idCertificato><idCertificatoRettificato>{puc}</idCertificatoRettificato>");
    assert!(
        file.text.contains(&cancelled) && file.text.contains("<tipoCertificato>A</tipoCertificato>"),
        "{}",
        file.text
    );
    let replaced = format!("<idCertificato>{new}</idCertificato><idCertificatoRettificato>{rectified}<");
    assert!(file.text.contains(&replaced), "{}", file.text);
    // The engine knows schemas with a namespace only: both get one.
    let schema = browser.get("/azienda/listaAttestati.xsd").await.text;
    let schema = schema.replace("<xs:schema ", "<xs:schema targetNamespace=\"urn:l\" xmlns:l=\"urn:l\" ");
    let schema = schema.replace("type=\"", "type=\"l:").replace("type=\"l:xs:", "type=\"xs:");
    let schema = sac_gateway::schema::Schema::compile(&schema).unwrap();
    let text = file.text.replace("<listaAttestati>", "<l:listaAttestati xmlns:l=\"urn:l\">");
    let text = text.replace("</listaAttestati>", "</l:listaAttestati>");
    let document = sac_gateway::xml::decode(text.as_bytes(), None).unwrap();
    let violations =
        schema.validate(&document, sac_gateway::xml::Limits::default(), sac_gateway::schema::EmptyOptional::Reject);
    assert!(violations.is_ok(), "{violations:?}");

    let old = browser.get(&format!("/azienda/attestati/{rectified}")).await;
    assert!(old.text.contains(&format!("Attestato sostituito dal n. {new} del 02/03/2026")), "{}", old.text);
    let newer = browser.get(&format!("/azienda/attestati/{new}")).await;
    assert_eq!(newer.campo("idCertificatoRettificato"), Some(rectified));
    let gone = browser.get(&format!("/azienda/attestati/{puc}")).await;
    assert!(gone.text.contains("Attestato annullato il 02/03/2026") && gone.text.contains("data-stato=\"annullato\""));
}

#[tokio::test]
async fn the_flow_is_switched_by_its_page() {
    let playground = playground().await;
    let browser = browser(&playground);
    browser.log_in("/azienda", "intermediario").await;
    let csrf = browser.csrf("/azienda/pec").await;
    let fields = |pec, formato, attiva| {
        [("azienda", "99900030000"), ("pec", pec), ("formato", formato), ("attiva", attiva), ("csrf", csrf.as_str())]
    };
    for (pec, formato, attiva, status) in [
        ("", "xml", "si", 422),
        ("a@b", "xml", "si", 422),
        ("a@pec.example", "txt", "si", 422),
        ("a@pec.example", "xml", "forse", 422),
        ("a@pec.example", "xml+pdf", "si", 303),
    ] {
        let seen = browser.post("/azienda/pec", &fields(pec, formato, attiva)).await;
        assert_eq!(seen.status(), status, "{pec} {formato} {attiva}: {}", seen.text);
    }
    let store = playground.gateway.ledger().store();
    let employer =
        store.employers().await.unwrap().into_iter().find(|it| it.denominazione == "Seconda Azienda").unwrap();
    assert_eq!(employer.pec.as_deref(), Some("a@pec.example"));
}

#[tokio::test]
async fn bodies_paths_and_methods_that_are_none_are_refused() {
    let playground = playground().await;
    let browser = browser(&playground);
    let twice = browser.send(Method::POST, "/azienda/attestato", "numero=1&numero=2").await;
    assert_eq!((twice.status(), twice.pagina().as_str()), (400, "modulo-errato"));
    let long = format!("numero={}", "1".repeat(70_000));
    assert_eq!(browser.send(Method::POST, "/azienda/attestato", &long).await.status(), 413);
    let seen = browser.send(Method::DELETE, "/azienda/attestato", "").await;
    assert_eq!((seen.status(), seen.header("allow")), (405, "GET, HEAD, POST".to_owned()));
    assert_eq!(browser.get("/azienda/nulla").await.pagina(), "pagina-assente");
    assert!(browser.send(Method::HEAD, "/azienda/attestato", "").await.is(StatusCode::OK));
    let english = browser.get("/azienda/attestato?lang=en").await;
    assert!(english.text.contains("<html lang=\"en\">") && english.text.contains("Italiano"));
    assert!(browser.get("/azienda/accesso").await.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn programs_that_know_the_public_page_find_everything_in_its_place() {
    let playground = playground().await;
    let puc = certificate(&playground, PINI).await;
    let browser = browser(&playground);
    let base = "/AttestatiCittadinoWeb";
    assert!(browser.get(&format!("{base}/")).await.text.contains("Codice di controllo"));
    assert!(!browser.cookie("JSESSIONID_CERTIFICATI").is_empty());
    let image = browser.get(&format!("{base}/MyCaptcha.png")).await;
    assert_eq!((image.status(), image.header("content-type").as_str()), (200, "image/png"));
    let main = format!("{base}/attivaMain?cmd=immessoCertificato");
    let print = format!("{base}/attivaMain?cmd=stampa");
    assert_eq!(browser.get(&print).await.status(), 404);
    let small = PINI.to_lowercase();
    for (number, control) in [(puc.as_str(), "altro"), ("999999999", "prova")] {
        let again = browser.post(&main, &fields(&small, number, control)).await;
        assert!(again.status() == 200 && again.text.contains("Codice di controllo"), "{}", again.text);
    }
    // One solved code serves for the whole session.
    let seen = browser.post(&main, &fields(&small, &format!(" {puc} "), "")).await;
    assert!(seen.status() == 200 && !seen.text.contains("Codice di controllo"), "{}", seen.text);
    let cells: Vec<&str> = seen.text.split("<td").skip(1).map(|cell| cell.split("</td>").next().unwrap()).collect();
    assert!(cells.len() >= 83, "{}", cells.len());
    let inside = |at: usize| cells[at].split_once('>').unwrap().1.trim().to_owned();
    for (at, text) in [
        (5, PINI),
        (7, "Pini"),
        (9, "Mario"),
        (11, "01/01/1970"),
        (13, "M"),
        (15, "RM"),
        (17, "Roma"),
        (19, "Via Nazionale"),
        (21, "1"),
        (23, "RM"),
        (25, "Roma"),
        (27, "00184"),
    ] {
        assert_eq!(inside(at), text, "{at}");
    }
    let value = |at: usize| cells[at].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (at, text) in [
        (41, "02/03/2026"),
        (43, "02/03/2026"),
        (45, "06/03/2026"),
        (72, "Prova"),
        (74, "Medico"),
        (78, "120"),
        (80, "201"),
    ] {
        assert_eq!(value(at), text, "{at}");
    }
    let boxes = [47, 49, 51, 54, 56, 58, 61, 63, 66, 68, 70];
    let on: Vec<usize> = boxes.into_iter().filter(|at| cells[*at].contains(" checked")).collect();
    assert!(boxes.into_iter().all(|at| cells[at].contains("type=\"checkbox\"")));
    assert_eq!(on, [47, 54]);
    assert!(browser.get(&print).await.reply.body.starts_with(b"%PDF"));
}

#[tokio::test]
async fn the_control_code_of_that_page_may_be_none_or_another_each_time() {
    let base = "/AttestatiCittadinoWeb";
    let main = format!("{base}/attivaMain?cmd=immessoCertificato");
    let is_shown = |seen: &super::browser::Seen| {
        assert_eq!(seen.status(), 200);
        !seen.text.contains("Codice di controllo")
    };
    let playground = Playground::start("captcha = \"off\"", NOW.parse().unwrap()).await;
    let puc = certificate(&playground, PINI).await;
    let open = browser(&playground);
    assert!(open.get(&format!("{base}/")).await.text.contains("Codice di controllo"));
    assert!(is_shown(&open.post(&main, &fields(PINI, &puc, "")).await));

    let playground = Playground::start("captcha = \"random\"", NOW.parse().unwrap()).await;
    let puc = certificate(&playground, PINI).await;
    let open = browser(&playground);
    let state = playground.gateway.default_world().state().clone();
    open.get(&format!("{base}/")).await;
    assert!(state.control_code().shown().is_none());
    let mut codes = Vec::new();
    for _ in 0..3 {
        let image = open.get(&format!("{base}/MyCaptcha.png")).await;
        assert!(image.reply.body.starts_with(b"\x89PNG"), "{}", image.text);
        codes.push(state.control_code().shown().unwrap());
    }
    let last = codes.pop().unwrap();
    for code in codes.iter().filter(|code| **code != last).map(String::as_str).chain(["", "prova"]) {
        assert!(!is_shown(&open.post(&main, &fields(PINI, &puc, code)).await), "{code}");
    }
    // Another session has seen no image.
    assert!(!is_shown(&browser(&playground).post(&main, &fields(PINI, &puc, &last)).await));
    assert!(is_shown(&open.post(&main, &fields(PINI, &puc, &last)).await));
    assert!(is_shown(&open.post(&main, &fields(PINI, &puc, "")).await), "solved once for the session");
}

/// What the form of the public page sends.
fn fields<'a>(code: &'a str, number: &'a str, control: &'a str) -> [(&'a str, &'a str); 3] {
    [("codicefisc", code), ("numerocert", number), ("controllo", control)]
}
