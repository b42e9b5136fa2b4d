//! Employers, employments, and what goes with users and workers, in a file.

use super::*;
use sac_store::testing::{day, ledger};

fn hasher() -> Hasher {
    Hasher::new(crate::credentials::PincodeKey::new(&[3; 32]))
}

fn problems(text: &str) -> String {
    match Seed::from_toml(text, day("2026-03-02")) {
        Err(SeedError::Wrong { problems, .. }) => {
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_member() {
    let user = "[[user]]\nname = 'a'\nkind = 'medico'\ncodice_fiscale = 'PROVAX00X00X000Y'\niscrizioni = ['120/201']\n";
    let worker = "[[worker]]\ncodice_fiscale = 'RSSMRA80A01H501U'\ncognome = 'Rossi'\nnome = 'Mario'\n";
    let employer = "[[employer]]\ncodice_fiscale = '99900010580'\ndenominazione = 'A'\n";
    let employment = "[[employment]]\nworker = 'RSSMRA80A01H501U'\nemployer = '99900010580'\ndal = 2020-01-01\n";
    let cases = [
        (format!("{user}cognome = 'Prova'\n"), "line 1: `cognome`"),
        (format!("{user}codice_telefonico = '1'\n"), "line 6: `codice_telefonico`: eight digits"),
        (format!("{user}pin = '1234'\n"), "line 6: `pin`: five digits"),
        (
            format!(
                "{user}codice_telefonico = '10000001'\n{}codice_telefonico = '10000001'\n",
                user.replace("'a'", "'b'")
            ),
            "line 7: `codice_telefonico`: given before, on line 1",
        ),
        (format!("{worker}pin = '1234567'\n"), "line 5: `pin`: eight"),
        (format!("{worker}sms = true\n"), "line 1: `sms`: it needs `cellulare`"),
        (format!("{worker}residenza = {{ via = 'Via Roma' }}\n"), "`residenza.civico` is missing"),
        (
            format!("{worker}residenza = {{ via = 'V', civico = '1', cap = '0018', x = '1' }}\n"),
            "`residenza.cap`: five",
        ),
        (
            format!("{worker}residenza = {{ via = 'V', civico = '1', cap = '00184', x = '1' }}\n"),
            "`residenza.x` does not",
        ),
        (employer.replace("99900010580", "99900010581"), "line 2: `codice_fiscale`"),
        (format!("{employer}matricola_inps = '1'\n"), "line 4: `matricola_inps`: ten digits"),
        (format!("{employer}pec = 'a@b'\n"), "line 4: `pec`: an address"),
        (format!("{employer}pec_formato = 'txt'\n"), "not built"),
        (format!("{employer}{employer}"), "line 4: given before, on line 1"),
        (format!("{employment}al = 2019-12-31\n"), "line 1: `al`"),
        (format!("{employment}{employment}"), "line 5: given before"),
        ("[[employer_user]]\nname = 'x'\nemployers = []\n".to_owned(), "line 3: `employers`"),
        ("[[employe]]\n".to_owned(), "[[employer_user]]"),
    ];
    for (text, part) in cases {
        let told = problems(&text);
        assert!(told.contains(part), "{text}: {told}");
    }
}

#[tokio::test]
async fn nobody_reads_for_or_works_at_an_employer_who_does_not_exist() {
    let (_directory, ledger) = ledger();
    let plant = async |text: &str, known| {
        let seed = Seed::from_toml(text, day("2026-03-02")).unwrap();
        seed.plant(&ledger, &hasher(), known).await
    };
    let user = "[[employer_user]]\nname = 'x'\npassword = 'p'\nemployers = ['99900010580']\n";
    let refused = plant(user, Known::Replaced).await.unwrap_err().to_string();
    assert!(refused.contains("line 1: `employers`: there is no employer 99900010580"), "{refused}");
    let employer = "[[employer]]\ncodice_fiscale = '99900010580'\ndenominazione = 'A'\n";
    plant(&format!("{employer}{user}"), Known::Replaced).await.unwrap();
    plant(&employer.replace("'A'", "'B'"), Known::Kept).await.unwrap();
    assert_eq!(ledger.store().employers().await.unwrap()[0].denominazione, "A");
    plant(&employer.replace("'A'", "'B'"), Known::Replaced).await.unwrap();
    assert_eq!(ledger.store().employers().await.unwrap()[0].denominazione, "B");
    let doctor = |name: &str| {
        format!(
            "[[user]]\nname = '{name}'\nkind = 'medico'\ncodice_fiscale = 'PROVAX00X00X000Y'\n\
             iscrizioni = ['120/201']\ncodice_telefonico = '10000001'\n"
        )
    };
    plant(&doctor("a"), Known::Replaced).await.unwrap();
    plant(&doctor("a"), Known::Replaced).await.unwrap();
    let refused = plant(&doctor("b"), Known::Replaced).await.unwrap_err().to_string();
    assert!(refused.contains("`codice_telefonico`: another user has it"), "{refused}");
}

#[tokio::test]
async fn the_default_people_have_employers_and_their_secrets_count_as_the_seed_s() {
    let (_directory, ledger) = ledger();
    let seed = Seed::default_people(day("2026-03-02")).unwrap();
    let planted = seed.plant(&ledger, &hasher(), Known::Replaced).await.unwrap();
    assert_eq!(planted.employers, 3);
    let store = ledger.store();
    assert_eq!(store.employments(None).await.unwrap().len(), 4);
    assert!(store.employer_users().await.unwrap().iter().all(|user| user.seed_password));
    let pini = sac_store::testing::lavoratore();
    let profile = store.worker_profile(&pini).await.unwrap().unwrap();
    assert!(profile.pin_hash.is_none() && profile.recapiti.residenza.is_some());
    let subject = store.pin_subject(&pini).await.unwrap().unwrap().soggetto;
    assert!(subject.seme && subject.pin_in_vita().is_some());
    assert_eq!(store.pin_codes().await.unwrap().len(), 13);
    let name = store.printed_name(&sac_store::testing::medico()).await.unwrap().unwrap();
    assert_eq!((name.cognome.as_str(), name.nome.as_str()), ("Prova", "Medico"));
    assert!(store.seed_secret().await.unwrap().is_some());

    let credentials = crate::credentials::Credentials::new(
        store.clone(),
        sac_domain::clock::Clock::system(),
        crate::credentials::PincodeKey::new(&[3; 32]),
        &[4; 32],
        &crate::credentials::Settings::default(),
    );
    assert!(credentials.verify_worker("PNIMRA70A01H501P", &"prova123".into()).await.is_err(), "without PINs");
    let credentials = credentials.with_pins(pins(&ledger));
    assert!(credentials.verify_worker("PNIMRA70A01H501P", &"prova123".into()).await.is_ok());
    assert!(credentials.verify_employer_user("azienda", &"prova".into()).await.is_ok());
    for _ in 0..3 {
        assert!(credentials.verify_employer_user("azienda", &"errata".into()).await.is_err());
        assert!(credentials.verify_worker("PNIMRA70A01H501P", &"errata12".into()).await.is_err());
    }
    assert!(credentials.verify_employer_user("azienda", &"prova".into()).await.is_err());
    assert!(credentials.verify_worker("PNIMRA70A01H501P", &"prova123".into()).await.is_err());
    assert!(credentials.verify_employer_user("intermediario", &"prova".into()).await.is_ok());
}

/// The PINs of these people.
fn pins(ledger: &sac_store::Ledger) -> crate::pin::Pins {
    let clock = sac_domain::clock::Clock::system();
    let register =
        crate::register::Register::new(ledger.store().clone(), sac_settings::RegisterMode::Open, clock.clone());
    let mittenti = sac_pin::message::Mittenti { email: "a@b.example".into(), pec: "a@c.example".into() };
    let settings = crate::pin::PinsSettings { pin: sac_settings::PinSettings::default(), is_durable: false, mittenti };
    crate::pin::Pins::new(ledger.clone(), clock, register, crate::credentials::PincodeKey::new(&[3; 32]), settings)
}

#[tokio::test]
async fn a_worker_whose_pin_is_kept_from_before_becomes_a_subject_at_the_first_log_in() {
    let (_directory, ledger) = ledger();
    let key = crate::credentials::PincodeKey::new(&[3; 32]);
    let code = sac_store::testing::lavoratore();
    let pin_hash = Some(key.hash_pin(code.as_str(), &"prova123".into()));
    let profile = sac_domain::contact::WorkerProfile { pin_hash, ..Default::default() };
    let register =
        sac_store::register::PutRegister { worker_profiles: vec![(code.clone(), profile)], ..Default::default() };
    ledger.put_register(register).await.unwrap();
    let pins = pins(&ledger);
    assert!(pins.check(&code, &"errata12".into()).await.unwrap().is_none());
    assert!(ledger.store().pin_subject(&code).await.unwrap().is_none());
    assert!(pins.check(&code, &"prova123".into()).await.unwrap().is_some());
    let kept = ledger.store().pin_subject(&code).await.unwrap().unwrap().soggetto;
    let hash = &kept.pin_in_vita().unwrap().corrente().unwrap().hash;
    assert!(hash.starts_with("$argon2id$"), "{hash}");
}
