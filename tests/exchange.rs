//! What a client sees of an exchange, beyond what the fixtures show one by one.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use sac_gateway::client::{Answer, Credentials, Errore};
use sac_gateway::xml::{Charset, decode};
use support::{Playground, at};

const NOW: &str = "2026-03-02T10:00:00+01:00";

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/{name}.xml")).unwrap()
}

fn sent() -> String {
    fixture("ok/InviaMalattia/cinque-giorni")
}

fn numbers(answer: &Answer) -> Vec<&str> {
    match answer {
        Answer::Refused(errori) => errori.iter().map(|errore: &Errore| errore.tipo.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}

fn credentials(user: &str, password: &str) -> Credentials {
    Credentials { user: user.to_owned(), password: password.into() }
}

#[tokio::test]
async fn five_broken_rules_of_one_stage_give_five_errors_and_later_stages_keep_silent() {
    let playground = Playground::start("", at(NOW)).await;
    let xml = sent()
        .replace("<dataRilascio>2026-03-02", "<dataRilascio>2026-03-04")
        .replace("<dataInizio>2026-03-02", "<dataInizio>2026-03-06")
        .replace("<dataFine>2026-03-06", "<dataFine>2026-03-03")
        .replace("<codiceDiagnosi>487.1</codiceDiagnosi>", "<noteDiagnosi> </noteDiagnosi>")
        .replace("00184", "00100");
    let answer = playground.play("medico", &xml).await;
    // rilascio-futuro, inizio-dopo-fine, prognosi-conclusa, inizio-futuro, diagnosi-assente; the
    // wrong CAP belongs to the next stage.
    assert_eq!(numbers(&answer).len(), 5, "{answer:?}");
}

#[tokio::test]
async fn a_receipt_never_holds_more_than_ten_errors() {
    let playground = Playground::start("schema_errors = 'receipt'", at(NOW)).await;
    let mut xml = fixture("ok/InviaMalattia/tutti-gli-elementi");
    for element in ["cap", "provincia", "dataRilascio", "dataInizio", "dataFine", "visita", "ruoloMedico"] {
        xml = xml.replace(&format!("<{element}>"), &format!("<{element}>!!!!!!"));
    }
    xml = xml.replace("<trauma>", "<trauma>!").replace("<giornataLavorata>", "<giornataLavorata>!");
    xml = xml.replace("<agevolazioni>", "<agevolazioni>!");
    assert_eq!(numbers(&playground.play("medico", &xml).await), vec!["90900"; 10]);
}

#[tokio::test]
async fn a_fault_lists_every_violation_with_its_place() {
    let playground = Playground::start("", at(NOW)).await;
    let xml = sent().replace("00184", "0184").replace("<visita>A", "<visita>X");
    let reply = playground.client("medico").send(&playground.message(&xml)).await.unwrap();
    assert_eq!(reply.status, 500);
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    assert_eq!(text.matches("<d:finding ").count(), 2, "{text}");
    for part in
        ["SAC-XSD-PATTERN", "line=\"", "offset=\"", "/residenza/cap\"", "/malattia/visita\"", "<d:found>0184</d:found>"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn a_latin_1_client_is_answered_in_latin_1() {
    let playground = Playground::start("", at(NOW)).await;
    let xml = fixture("ok/InviaMalattia/tutti-gli-elementi").replace("Trauma della strada", "Però: più di una città");
    let answer = playground.play("medico", &xml).await;
    let puc = answer.number().unwrap().to_owned();
    let ristampa = fixture("ok/RistampaMalattia/certificato").replace("{puc}", &puc);
    let ristampa = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{ristampa}");
    let reply = playground.client("medico").send(&playground.message(&ristampa)).await.unwrap();
    assert_eq!(reply.headers["content-type"], "text/xml; charset=ISO-8859-1");
    let document = decode(&reply.body, Some("ISO-8859-1")).unwrap();
    assert_eq!(document.charset(), Charset::Latin1);
    assert!(document.text().contains("Però: più di una città"), "{}", document.text());
    assert!(
        reply.body.windows(2).any(|pair| pair == b"\xE0:"[..].get(..2).unwrap() || pair == b"t\xE0"),
        "raw Latin-1"
    );
}

#[tokio::test]
async fn a_body_within_a_raised_cap_is_read_to_its_end() {
    let playground = Playground::start("max_body_bytes = 2097152\nduplicates = 'accept'", at(NOW)).await;
    let long = format!("<malattia><!-- {} -->", "è".repeat(768 * 1024));
    let xml = sent().replace("<malattia>", &long);
    // 1.5 MiB on the wire, and half of it which becomes as much once decoded.
    for declaration in ["", "<?xml version='1.0' encoding='ISO-8859-1'?>"] {
        let answer = playground.play("medico", &format!("{declaration}{xml}")).await;
        assert!(matches!(answer, Answer::Accepted { .. }), "{declaration}: {answer:?}");
    }
}

#[tokio::test]
async fn without_credentials_there_is_a_challenge_and_with_wrong_ones_a_fault() {
    let playground = Playground::start("realm = 'Prova'", at(NOW)).await;
    let message = playground.message(&sent());
    let reply = playground.client_with(None).send(&message).await.unwrap();
    assert_eq!(reply.status, 401);
    assert_eq!(reply.headers["www-authenticate"], "Basic realm=\"Prova\"");
    for credentials in [credentials("PROVAX00X00X000Y", "sbagliata"), credentials("nessuno", "prova")] {
        let reply = playground.client_with(Some(credentials)).send(&message).await.unwrap();
        assert_eq!(reply.status, 500);
        let answer = Answer::read(&reply).unwrap();
        let expected = Answer::Fault {
            code: "Client".into(),
            text: "Credenziali invalide".into(),
            findings: vec![],
            details: vec![],
        };
        assert_eq!(answer, expected);
    }
}

#[tokio::test]
async fn by_a_setting_wrong_credentials_are_challenged_again() {
    let playground = Playground::start("auth_style = '401'", at(NOW)).await;
    let client = playground.client_with(Some(credentials("PROVAX00X00X000Y", "sbagliata")));
    let reply = client.send(&playground.message(&sent())).await.unwrap();
    assert_eq!(reply.status, 401);
    assert!(reply.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn three_wrong_passwords_block_that_user_for_a_while_and_nobody_else() {
    let playground = Playground::start("lockout_for = '5m'", at(NOW)).await;
    let message = playground.message(&sent());
    let wrong = playground.client_with(Some(credentials("PROVAX00X00X000Y", "sbagliata")));
    for _ in 0..3 {
        assert_eq!(wrong.send(&message).await.unwrap().status, 500);
    }
    assert_eq!(playground.client("medico").send(&message).await.unwrap().status, 500, "blocked");
    let notice = fixture("ok/InviaRicovero/ieri");
    assert!(matches!(playground.play("operatore", &notice).await, Answer::Accepted { .. }), "somebody else");
    playground.gateway.clock().advance(chrono::Duration::minutes(6));
    assert_eq!(playground.client("medico").send(&message).await.unwrap().status, 200, "a while later");
}

#[tokio::test]
async fn numbers_outlive_a_restart_and_repeat_under_a_seed() {
    let mut first = Vec::new();
    for _ in 0..2 {
        let playground = Playground::start("seed = 42\nduplicates = 'accept'", at(NOW)).await;
        let one = playground.play("medico", &sent()).await.number().unwrap().to_owned();
        let two = playground.play("medico", &sent()).await.number().unwrap().to_owned();
        assert_ne!(one, two);
        first.push((one, two));
    }
    assert_eq!(first[0], first[1]);

    let Playground { gateway, folder, .. } = Playground::start("", at(NOW)).await;
    gateway.shutdown().await;
    let again = sac_gateway::Gateway::builder().data_dir(folder.path()).any_port().start().await.unwrap();
    assert_eq!(again.ledger().store().users().await.unwrap().len(), support::USERS);
}

#[tokio::test]
async fn every_switch_has_both_positions() {
    let doubled = [sent(), sent()];
    let long = sent().replace("<dataFine>2026-03-06", "<dataFine>2026-06-03");
    let generic = sent().replace("00184", "00100");
    let unknown = sent().replace("PNIMRA70A01H501P", "RSSMRA80A01H501U");
    let empty =
        sent().replace("<malattia>", "<reperibilita/><malattia>").replace("<diagnosi>", "<agevolazioni/><diagnosi>");
    let empty = empty.replace("<agevolazioni/><diagnosi>", "<diagnosi>");
    let empty = empty.replace("<reperibilita/>", "<reperibilita><cognome></cognome></reperibilita>");
    let cases: [(&str, &str, Vec<String>); 5] = [
        ("duplicates = 'refuse'", "duplicates = 'accept'", doubled.to_vec()),
        ("prognosi_tre_mesi = true", "prognosi_tre_mesi = false", vec![long]),
        ("cap_control = true", "cap_control = false", vec![generic]),
        ("register = 'closed'", "register = 'open'", vec![unknown]),
        ("empty_optional = 'reject'", "empty_optional = 'absent'", vec![empty]),
    ];
    for (refusing, accepting, messages) in cases {
        for (settings, accepts) in [(refusing, false), (accepting, true)] {
            let playground = Playground::start(settings, at(NOW)).await;
            let mut last = None;
            for message in &messages {
                last = Some(playground.play("medico", message).await);
            }
            let accepted = matches!(last, Some(Answer::Accepted { .. }));
            assert_eq!(accepted, accepts, "{settings}: {last:?}");
        }
    }
}

#[tokio::test]
async fn days_are_counted_in_rome_on_the_nights_that_matter() {
    // What is issued on the day is not in the future; a second earlier it is still the day before.
    let nights = [
        ("2026-03-01T23:59:59.999+01:00", "2026-03-02", false),
        ("2026-03-02T00:00:00+01:00", "2026-03-02", true),
        ("2026-03-29T00:00:00+01:00", "2026-03-29", true),
        ("2026-03-29T23:59:59+02:00", "2026-03-30", false),
        ("2026-03-30T00:00:00+02:00", "2026-03-30", true),
        ("2026-10-25T00:00:00+02:00", "2026-10-25", true),
        ("2026-10-25T23:59:59+01:00", "2026-10-26", false),
        ("2026-10-26T00:00:00+01:00", "2026-10-26", true),
        ("2028-02-29T00:00:00+01:00", "2028-02-29", true),
        ("2028-02-29T23:59:59+01:00", "2028-03-01", false),
    ];
    let playground = Playground::start("duplicates = 'accept'", at(NOW)).await;
    for (now, issued, accepts) in nights {
        playground.gateway.clock().freeze(at(now));
        let xml = sent().replace("2026-03-02", issued).replace("2026-03-06", "2028-12-31");
        let xml = if now.starts_with("2028") { xml } else { xml.replace("2028-12-31", issued) };
        let xml = xml.replace("2028-12-31", "2028-05-20");
        let answer = playground.play("medico", &xml).await;
        assert_eq!(matches!(answer, Answer::Accepted { .. }), accepts, "{now} {issued}: {answer:?}");
    }
}

#[tokio::test]
async fn another_doctors_certificate_looks_like_none_at_all() {
    let playground = Playground::start("", at(NOW)).await;
    let puc = playground.play("medico", &sent()).await.number().unwrap().to_owned();
    let of_other =
        |xml: String| xml.replace("1234567890", "0987654321").replace(">120<", ">030<").replace(">201<", ">308<");
    for operation in ["RettificaMalattia/due-giorni-prima", "AnnullaMalattia/subito", "RistampaMalattia/certificato"] {
        let named = |puc: &str| of_other(fixture(&format!("ok/{operation}")).replace("{puc}", puc));
        let theirs = playground.play("altro medico", &named(&puc)).await;
        let none = playground.play("altro medico", &named("123456789")).await;
        assert_eq!(format!("{theirs:?}").replace(&puc, "123456789"), format!("{none:?}"), "{operation}");
    }
    let ricerca = of_other(fixture("ok/RicercaMalattia/ultimi-sei-mesi"));
    let found = playground.play("altro medico", &ricerca).await;
    assert_eq!(found.field("datiCertificato/idCertificato"), None, "{found:?}");
}

#[tokio::test]
async fn a_wrong_pincode_and_one_that_cannot_be_decrypted_look_the_same() {
    let playground = Playground::start("", at(NOW)).await;
    let wrong = sent().replace("1234567890", "0000000000");
    // 128 bytes that are no encryption of anything, in base64.
    let garbage = sent().replace("1234567890", &format!("{}=", "QUJD".repeat(42) + "QUI"));
    let refused = [playground.play("medico", &wrong).await, playground.play("medico", &garbage).await];
    assert_eq!(numbers(&refused[0]).len(), 1);
    assert_eq!(refused[0], refused[1]);
}

#[tokio::test]
async fn accents_in_a_name_are_transliterated_in_the_receipt() {
    let playground = Playground::start("", at(NOW)).await;
    let of_zoe = |xml: String| xml.replace("PNIMRA70A01H501P", "DMCZOE95B68A944T");
    let puc = playground.play("medico", &of_zoe(sent())).await.number().unwrap().to_owned();
    let ristampa = of_zoe(fixture("ok/RistampaMalattia/certificato").replace("{puc}", &puc));
    let answer = playground.play("medico", &ristampa).await;
    assert_eq!(answer.field("lavoratore/cognome"), Some("D'Amico Re"), "{answer:?}");
}
