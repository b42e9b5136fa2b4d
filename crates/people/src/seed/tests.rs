//! Files that are right, and files that are wrong in many ways.

use secrecy::ExposeSecret;

use super::*;
use crate::credentials::{Credentials, PincodeKey, PincodeProof, Settings};
use sac_domain::codice_fiscale::{CodiceFiscale, cognome_letters, nome_letters};
use sac_domain::user::UserKind;
use sac_store::testing::{day, lavoratore, ledger, noon};

fn today() -> NaiveDate {
    day("2026-03-02")
}

fn pincodes() -> PincodeKey {
    PincodeKey::new(&[3; 32])
}

fn hasher() -> Hasher {
    Hasher::new(pincodes())
}

fn problems(result: Result<Seed, SeedError>) -> Vec<(usize, String)> {
    match result {
        Err(SeedError::Wrong { problems, .. }) => problems.into_iter().map(|p| (p.line, p.message.en)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_default_people_agree_with_their_codes() {
    let seed = Seed::from_toml(DEFAULT, today()).unwrap();
    for worker in seed.workers.iter().map(|new| &new.lavoratore) {
        let code = worker.codice_fiscale.as_str();
        let decoded = worker.codice_fiscale.decode(today()).unwrap();
        assert_eq!(cognome_letters(&worker.cognome).unwrap(), decoded.cognome, "{code}");
        assert_eq!(nome_letters(&worker.nome).unwrap(), decoded.nome, "{code}");
        let (luogo, born) = (decoded.luogo.as_str(), worker.data_nascita);
        let encoded = CodiceFiscale::encode(&worker.cognome, &worker.nome, worker.sesso, born, luogo).unwrap();
        assert_eq!(encoded.as_str(), code);
    }
    assert_eq!(seed.workers.iter().filter(|worker| worker.lavoratore.deceduto).count(), 1);
    assert_eq!(seed.workers.iter().filter(|worker| worker.lavoratore.provincia_nascita == "EE").count(), 1);
}

#[tokio::test]
async fn the_default_people_log_in_with_their_passwords() {
    let (_directory, ledger) = ledger();
    plant(&ledger, &hasher(), today(), None).await.unwrap();
    let clock = sac_domain::clock::Clock::frozen_at(noon());
    let credentials = Credentials::new(ledger.store().clone(), clock, pincodes(), &[0; 32], &Settings::default());
    let cases = [
        ("PROVAX00X00X000Y", "prova", Some("1234567890"), "medico"),
        ("PRVLBR75D52F205Q", "prova2", Some("0987654321"), "medico"),
        ("operatore", "prova", None, "operatore"),
        ("ente", "prova", None, "ente"),
    ];
    for (name, password, pincode, kind) in cases {
        let caller = credentials.verify(name, &password.into()).await.unwrap();
        assert_eq!(caller.user().kind.name(), kind);
        assert!(caller.user().seed_password);
        let proof = credentials.verify_pincode(caller.user(), pincode.map(SecretString::from).as_ref());
        assert_eq!(matches!(proof, PincodeProof::Right(_)), pincode.is_some());
    }
    assert_eq!(ledger.store().users().await.unwrap().len(), cases.len());
    assert!(ledger.store().worker(&lavoratore()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_second_start_changes_nobody() {
    let (_directory, ledger) = ledger();
    plant(&ledger, &hasher(), today(), None).await.unwrap();
    let mut user = ledger.store().user("ente").await.unwrap().unwrap();
    user.password_hash = None;
    user.seed_password = false;
    ledger.put_user(user.clone()).await.unwrap();
    let before = ledger.store().users().await.unwrap();
    plant(&ledger, &hasher(), today(), None).await.unwrap();
    assert!(ledger.store().users().await.unwrap() == before);
}

#[tokio::test]
async fn known_users_are_kept_or_replaced_as_one_asks() {
    let (_directory, ledger) = ledger();
    let file = |regione: &str| {
        let text = format!("[[user]]\nname = 'a'\nkind = 'ente'\nregione = '{regione}'\n");
        Seed::from_toml(&text, today()).unwrap()
    };
    let regione = async || match ledger.store().user("a").await.unwrap().unwrap().kind {
        UserKind::Ente { regione } => regione,
        _ => panic!(),
    };
    file("120").plant(&ledger, &hasher(), Known::Kept).await.unwrap();
    let kept = file("030").plant(&ledger, &hasher(), Known::Kept).await.unwrap();
    assert_eq!((kept.users, regione().await.as_str()), (0, "120"));
    let replaced = file("030").plant(&ledger, &hasher(), Known::Replaced).await.unwrap();
    assert_eq!((replaced.users, regione().await.as_str()), (1, "030"));
    assert!(!ledger.store().user("a").await.unwrap().unwrap().seed_password);
}

#[test]
fn csv_says_the_same_as_toml() {
    let users = "kind;name;codice_fiscale;iscrizioni;regione;password;pincode;blocked\n\
                 medico;a;PROVAX00X00X000Y;120/201 030/308;;\"pass;word\";12345678;\n\
                 ente;b;;;120;prova;;true\n";
    let seed = Seed::from_csv(&format!("\u{feff}{users}"), today()).unwrap();
    assert_eq!(seed.users[0].user.kind.iscrizioni().len(), 2);
    assert_eq!(seed.users[0].password.as_ref().map(ExposeSecret::expose_secret), Some("pass;word"));
    assert!(seed.users[1].user.blocked);

    let workers = "codice_fiscale,cognome,nome,deceduto\r\nPNIMRA70A01H501P, Pini ,Mario,\r\n\
                   12345678903,\"Rossi\",Anna,true\r\n";
    let seed = Seed::from_csv(workers, today()).unwrap();
    assert_eq!(seed.workers[0].lavoratore.cognome, "Pini");
    assert_eq!(seed.workers[0].lavoratore.data_nascita, day("1970-01-01"));
    assert_eq!(
        (seed.workers[0].lavoratore.comune_nascita.as_str(), seed.workers[0].lavoratore.provincia_nascita.as_str()),
        ("Roma", "RM")
    );
    assert!(seed.workers[1].lavoratore.deceduto);
}

#[test]
fn all_that_is_wrong_with_toml_is_told_with_its_line() {
    let text = "\
[[user]]
name = 'a:b'
kind = 'medico'
codice_fiscale = 'PROVAX00X00X000Z'
iscrizioni = ['120-201']
pincode = 123
colour = 'red'

[[user]]
name = 'c'
kind = 'doctor'

[[user]]
name = 'c'
kind = 'ente'
regione = '12'
pincode = '1'

[[worker]]
codice_fiscale = 'PNIMRA70A01H501P'
nome = 'M'
deceduto = 'yes'

[[wroker]]
";
    let found = problems(Seed::from_toml(text, today()));
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 7, 11, 13, 16, 17, 19, 21, 22, 24], "{found:#?}");
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let found = problems(Seed::from_toml("[[user]]\nname = \nkind = 'ente'\n\nregione 12\n", today()));
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert!(lines.contains(&2) && lines.contains(&5), "{found:#?}");
    assert_eq!(problems(Seed::from_toml("user = 'a'\n", today()))[0].0, 1);
}

#[test]
fn all_that_is_wrong_with_csv_is_told_with_its_line() {
    let text = "codice_fiscale,cognome,nome\nPNIMRA70A01H501P,Pini,Mario\nPNIMRA70A01H501X,Pini,Mario\n\
                a,b\nPNIMRA70A01H501P,Pini,Mario\n";
    let found = problems(Seed::from_csv(text, today()));
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5], "{found:#?}");
}

#[test]
fn the_line_of_a_row_is_the_same_whatever_ends_lines() {
    for (text, expected) in [
        ("codice_fiscale;cognome;nome\nPNIMRA70A01H501P;Pini;Mario\nX;Yy;Zz\n", 3),
        ("codice_fiscale;cognome;nome\nPNIMRA70A01H501P;Pini;Mario\n\n\nX;Yy;Zz", 5),
        ("codice_fiscale,cognome,nome\nPNIMRA70A01H501P,\"Pi\nni\",Mario\nX,Yy,Zz\n", 4),
        ("codice_fiscale;cognome;nome\nX;Yy;Zz\n", 2),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            let lines = problems(Seed::from_csv(&text.replace('\n', end), today()));
            // The line of the broken name counts too where a cell has one.
            assert_eq!(lines.last().map(|(line, _)| *line), Some(expected), "{end:?} {text:?}: {lines:?}");
        }
    }
}

#[test]
fn what_is_told_holds_no_code_name_or_password() {
    let text = "[[user]]\nname='SEGRETO:'\nkind='SEGRETO'\npassword=7\n\
                [[worker]]\ncodice_fiscale='SEGRETO'\ncognome='S'\nsesso='SEGRETO'\n";
    let said = Seed::from_toml(text, today()).unwrap_err().to_string();
    assert!(!said.contains("SEGRETO"), "{said}");
}

#[test]
fn csv_may_be_of_an_old_spreadsheet_and_toml_may_not() {
    let folder = tempfile::tempdir().unwrap();
    let (csv, toml) = (folder.path().join("people.csv"), folder.path().join("people.toml"));
    std::fs::write(&csv, b"codice_fiscale;cognome;nome\r\npnimra70a01h501p;Pini;Niccol\xf2\r\n").unwrap();
    assert_eq!(Seed::read(&csv, today()).unwrap().workers[0].lavoratore.nome, "Niccolò");
    std::fs::write(&toml, b"# first\n# Niccol\xf2\n").unwrap();
    let said = Seed::read(&toml, today()).unwrap_err().to_string();
    assert!(said.ends_with("people.toml:2: not UTF-8, in which TOML is written"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Seed::read(Path::new("/nowhere/people.toml"), today()).unwrap_err();
    assert!(error.to_string().contains("/nowhere/people.toml"), "{error}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fall_over(text in ".{0,400}") {
        drop(Seed::from_toml(&text, today()));
        drop(Seed::from_csv(&text, today()));
    }
}
