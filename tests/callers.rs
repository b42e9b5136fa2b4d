//! Every kind of caller, by password and by client certificate (rules §5), end to end.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::PathBuf;

use chrono::{Duration, Utc};
use sac_gateway::client::{Answer, Client, Credentials, HttpReply, Target, Trust};
use sac_gateway::clock::Clock;
use sac_gateway::domain::exchange::{Ending, How};
use sac_gateway::keys::{ClientKind, Keys};
use sac_gateway::rule::{Catalogue, Rule};
use support::{Playground, at};
use tempfile::TempDir;

const NOW: &str = "2026-03-02T10:00:00+01:00";
const DOCTOR: &str = "PROVAX00X00X000Y";
const CLERK: &str = "PRVPTR80P03H501V";

/// A client certificate in files.
struct Card {
    folder: TempDir,
}

impl Card {
    fn of(keys: &Keys, kind: ClientKind, name: &str) -> Self {
        Self::issued(keys, kind, name, &Clock::system())
    }

    fn issued(keys: &Keys, kind: ClientKind, name: &str, clock: &Clock) -> Self {
        let identity = keys.issue_client(kind, name, clock).unwrap();
        let card = Self { folder: tempfile::tempdir().unwrap() };
        let (certificate, key) = card.files();
        std::fs::write(certificate, &identity.certificate_pem).unwrap();
        std::fs::write(key, identity.key_pem.as_bytes()).unwrap();
        card
    }

    fn files(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("cert.pem"), self.folder.path().join("key.pem"))
    }
}

/// A client that shows a card, and may send credentials beside it.
fn client(playground: &Playground, card: &Card, credentials: Option<(&str, &str)>) -> Client {
    let trust = Trust { ca: Some(playground.gateway.ca_path().to_owned()), identity: Some(card.files()) };
    let target = Target::parse(&playground.gateway.endpoint()).unwrap();
    let credentials =
        credentials.map(|(user, password)| Credentials { user: user.to_owned(), password: password.into() });
    Client::new(target, &trust).unwrap().credentials(credentials)
}

async fn send(playground: &Playground, client: &Client, xml: &str) -> HttpReply {
    let reply = client.send(&playground.message(xml)).await.unwrap();
    if reply.status == 200 {
        support::assert_valid(&reply.body);
    }
    reply
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/{name}.xml")).unwrap()
}

/// The refusal's rules.
fn rules(answer: &Answer) -> Vec<&'static str> {
    let Answer::Refused(errori) = answer else { panic!("{answer:?}") };
    let rule = |tipo: &str| Catalogue::embedded().iter().find(|(_, entry)| entry.tipo_errore == tipo).unwrap().0;
    errori.iter().map(|errore| rule(&errore.tipo).name()).collect()
}

/// All ten operations in an order in which each is accepted.
const LIFE: &[&str] = &[
    "InterrogazioneLavoratore/lavoratore-noto",
    "InviaMalattia/cinque-giorni",
    "RettificaMalattia/due-giorni-prima",
    "RistampaMalattia/certificato",
    "RicercaMalattia/ultimi-sei-mesi",
    "AnnullaMalattia/subito",
    "InviaRicovero/ieri",
    "AnnullaRicovero/subito",
    "InviaRicovero/ieri",
    "InviaDimissione/con-convalescenza",
    "RettificaDimissione/due-giorni-prima",
];

/// The message as this kind of caller writes it: a doctor always with a pincode, a region
/// always with the codice fiscale of whom it sends for.
fn as_written_by(kind: ClientKind, xml: &str) -> String {
    const PINCODE: &str = "<pincode>1234567890</pincode>";
    match kind {
        ClientKind::Medico => xml.replace("<operatore>", &format!("<operatore>{PINCODE}")),
        ClientKind::Operatore => xml.to_owned(),
        ClientKind::Ente => xml
            .replace("<operatore>", &format!("<operatore><codiceFiscale>{CLERK}</codiceFiscale>"))
            .replace(PINCODE, &format!("<codiceFiscale>{DOCTOR}</codiceFiscale>")),
    }
}

async fn live(playground: &Playground, client: &Client, kind: ClientKind, operations: &[&str]) {
    let (mut puc, mut pucir) = (String::new(), String::new());
    for operation in operations {
        let xml = fixture(&format!("ok/{operation}")).replace("{puc}", &puc).replace("{pucir}", &pucir);
        let reply = send(playground, client, &as_written_by(kind, &xml)).await;
        let answer = Answer::read(&reply).unwrap();
        assert!(matches!(answer, Answer::Accepted { .. }), "{kind:?} {operation}: {answer:?}");
        for (field, number) in [("idCertificato", &mut puc), ("idInizioRicovero", &mut pucir)] {
            if let Some(given) = answer.field(field) {
                given.clone_into(number);
            }
        }
    }
}

#[tokio::test]
async fn each_caller_does_all_that_is_theirs_by_password_and_by_certificate() {
    let admissions = &["InviaRicovero/ieri", "AnnullaRicovero/subito"][..];
    let cases = [
        (ClientKind::Medico, "medico", DOCTOR, LIFE),
        (ClientKind::Operatore, "operatore", CLERK, admissions),
        (ClientKind::Ente, "ente", "ente", LIFE),
    ];
    for (kind, role, name, operations) in cases {
        let playground = Playground::start("duplicates = 'accept'", at(NOW)).await;
        live(&playground, &playground.client(role), kind, operations).await;
        let card = Card::of(playground.gateway.keys(), kind, name);
        live(&playground, &client(&playground, &card, None), kind, operations).await;
    }
}

#[tokio::test]
async fn a_certificate_takes_the_place_of_the_password_only() {
    let playground = Playground::start("", at(NOW)).await;
    let keys = playground.gateway.keys();
    let answer = async |kind, name, xml: String| {
        let card = Card::of(keys, kind, name);
        Answer::read(&send(&playground, &client(&playground, &card, None), &xml).await).unwrap()
    };
    let sent = fixture("ok/InviaMalattia/cinque-giorni");
    let no_pincode = sent.replace("<pincode>1234567890</pincode>", "");
    let wrong_pincode = sent.replace("1234567890", "0000000000");
    let cases = [
        (ClientKind::Medico, DOCTOR, no_pincode.clone(), Rule::MedicoPincodeAssente),
        (ClientKind::Medico, DOCTOR, wrong_pincode, Rule::MedicoPincodeErrato),
        (ClientKind::Operatore, CLERK, no_pincode.clone(), Rule::UtenteNonAbilitato),
        (ClientKind::Ente, "ente", no_pincode, Rule::EnteCfAssente),
    ];
    for (kind, name, xml, rule) in cases {
        assert_eq!(rules(&answer(kind, name, xml).await), [rule.name()]);
    }
}

#[tokio::test]
async fn a_card_names_its_owner_as_a_cns_does_and_a_region_by_name_or_code() {
    let playground = Playground::start("duplicates = 'accept'", at(NOW)).await;
    let cases = [
        (ClientKind::Medico, "PROVAX00X00X000Y/7430012345678901.aGFzaA==", "InviaMalattia/cinque-giorni"),
        (ClientKind::Ente, "ente", "InviaMalattia/per-conto-di-un-medico"),
        (ClientKind::Ente, "120", "InviaMalattia/per-conto-di-un-medico"),
    ];
    for (kind, name, message) in cases {
        let card = Card::of(playground.gateway.keys(), kind, name);
        let reply = send(&playground, &client(&playground, &card, None), &fixture(&format!("ok/{message}"))).await;
        let answer = Answer::read(&reply).unwrap();
        assert!(matches!(answer, Answer::Accepted { .. }), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn a_card_that_opens_nothing_gets_the_authentication_error_and_no_reset() {
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = Keys::open(elsewhere.path(), &[], &Clock::system(), None).unwrap();
    let ten_years = |sign: i32| Clock::frozen_at(Utc::now() + Duration::days(3650) * sign);
    for style in ["fault", "401"] {
        let playground = Playground::start(&format!("auth_style = '{style}'"), at(NOW)).await;
        let keys = playground.gateway.keys();
        let ledger = playground.gateway.ledger();
        let mut blocked = ledger.store().user("operatore").await.unwrap().unwrap();
        blocked.blocked = true;
        ledger.put_user(blocked).await.unwrap();
        let cards = [
            ("expired", Card::issued(keys, ClientKind::Medico, DOCTOR, &ten_years(-1))),
            ("not yet valid", Card::issued(keys, ClientKind::Medico, DOCTOR, &ten_years(1))),
            ("of an unknown CA", Card::of(&foreign, ClientKind::Medico, DOCTOR)),
            ("of an unknown person", Card::of(keys, ClientKind::Medico, "RSSMRA80A01H501U")),
            ("of another kind", Card::of(keys, ClientKind::Operatore, DOCTOR)),
            ("of a blocked user", Card::of(keys, ClientKind::Operatore, CLERK)),
            ("of an unknown region", Card::of(keys, ClientKind::Ente, "030")),
        ];
        for (what, card) in &cards {
            let reply =
                send(&playground, &client(&playground, card, None), &fixture("ok/InviaMalattia/cinque-giorni")).await;
            if style == "401" {
                assert_eq!(reply.status, 401, "{what}");
                assert!(reply.headers.contains_key("www-authenticate"), "{what}");
                continue;
            }
            assert_eq!(reply.status, 500, "{what}");
            match Answer::read(&reply).unwrap() {
                Answer::Fault { code, text, .. } => {
                    assert_eq!((code.as_str(), text.as_str()), ("Client", "Credenziali invalide"), "{what}");
                }
                other => panic!("{what}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn of_a_password_and_a_card_the_password_counts() {
    let playground = Playground::start("", at(NOW)).await;
    let card = Card::of(playground.gateway.keys(), ClientKind::Medico, DOCTOR);
    let notice = fixture("ok/InviaRicovero/ieri");
    let as_clerk = client(&playground, &card, Some(("operatore", "prova")));
    assert_eq!(send(&playground, &as_clerk, &notice).await.status, 200);
    let wrong = client(&playground, &card, Some(("operatore", "sbagliata")));
    assert_eq!(send(&playground, &wrong, &notice).await.status, 500);
}

#[tokio::test]
async fn cards_of_a_further_ca_open_where_a_setting_names_it() {
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = Keys::open(elsewhere.path(), &[], &Clock::system(), None).unwrap();
    let settings = format!("trusted_ca = ['{}']", foreign.ca_path().display());
    let playground = Playground::start(&settings, at(NOW)).await;
    for keys in [&foreign, playground.gateway.keys()] {
        let card = Card::of(keys, ClientKind::Operatore, CLERK);
        let reply = send(&playground, &client(&playground, &card, None), &fixture("ok/InviaRicovero/ieri")).await;
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test]
async fn the_journal_says_who_came_how() {
    let playground = Playground::start("", at(NOW)).await;
    let xml = fixture("ok/InviaMalattia/cinque-giorni");
    let card = Card::of(playground.gateway.keys(), ClientKind::Medico, DOCTOR);
    let expired = Card::issued(
        playground.gateway.keys(),
        ClientKind::Medico,
        DOCTOR,
        &Clock::frozen_at(at("2010-01-01T00:00:00Z")),
    );
    send(&playground, &client(&playground, &card, None), &xml).await;
    send(&playground, &playground.client("medico"), &xml).await;
    send(&playground, &client(&playground, &expired, None), &xml).await;
    playground.gateway.ledger().flush().await.unwrap();
    let entries = playground.gateway.ledger().store().journal(10).await.unwrap();
    let reported: Vec<_> =
        entries.iter().rev().map(|entry| (entry.user.as_deref(), entry.how, entry.ending.clone())).collect();
    let duplicate = Ending::Refused { rules: vec!["certificato-duplicato".to_owned()] };
    let expected = [
        (Some(DOCTOR), Some(How::Certificate), Ending::Accepted),
        (Some(DOCTOR), Some(How::Password), duplicate),
        (None, None, Ending::Fault { code: "wrong-credentials".to_owned() }),
    ];
    assert_eq!(reported, expected);
}
