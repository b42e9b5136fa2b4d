//! Log-in as callers see it.

use tempfile::TempDir;

use super::*;
use sac_domain::user::UserKind;
use sac_store::Ledger;
use sac_store::testing::{ledger, noon, utente_medico};

struct Installation {
    _directory: TempDir,
    ledger: Ledger,
    clock: Clock,
    credentials: Credentials,
}

/// An installation with the user `rossi`, whose password is `giusta` and whose pincode is `12345678`.
async fn installation() -> Installation {
    let (directory, ledger) = ledger();
    let clock = Clock::frozen_at(noon());
    let pincodes = PincodeKey::new(&[5; 32]);
    let mut user = utente_medico("rossi");
    user.password_hash = Some(hash_password(&"giusta".into()).unwrap());
    user.pincode_hash = Some(pincodes.hash("rossi", &"12345678".into()));
    ledger.put_user(user).await.unwrap();
    let store = ledger.store().clone();
    let credentials = Credentials::new(store, clock.clone(), pincodes, &[6; 32], &Settings::default());
    Installation { _directory: directory, ledger, clock, credentials }
}

impl Installation {
    async fn user(&self) -> User {
        self.ledger.store().user("rossi").await.unwrap().unwrap()
    }

    async fn log_in(&self, name: &str, password: &str) -> Option<Denied> {
        self.credentials.verify(name, &password.into()).await.err()
    }
}

#[tokio::test]
async fn the_right_password_authenticates_and_says_who_and_how() {
    let installation = installation().await;
    for _ in 0..3 {
        let caller = installation.credentials.verify("rossi", &"giusta".into()).await.unwrap();
        assert_eq!(caller.user().name, "rossi");
        assert_eq!(caller.how(), How::Password);
    }
}

#[tokio::test]
async fn nothing_else_authenticates() {
    let installation = installation().await;
    installation.ledger.put_user(utente_medico("certificate only")).await.unwrap();
    let cases = [
        ("rossi", "", Denied::WrongPassword),
        ("rossi", "Giusta", Denied::WrongPassword),
        ("Rossi", "giusta", Denied::Unknown),
        ("", "", Denied::Unknown),
        ("certificate only", "", Denied::WrongPassword),
    ];
    for (name, password, denied) in cases {
        assert_eq!(installation.log_in(name, password).await, Some(denied), "{name} {password}");
    }
}

#[tokio::test]
async fn a_lockout_on_record_ends_when_it_is_taken_off() {
    let mut installation = installation().await;
    installation.credentials = installation.credentials.recorded_in(installation.ledger.clone());
    for name in ["rossi", "nobody"] {
        for _ in 0..3 {
            assert!(installation.log_in(name, "falsa").await.is_some());
        }
        assert_eq!(installation.log_in(name, "giusta").await, Some(Denied::LockedOut));
        let recorded = installation.ledger.store().lockouts().await.unwrap();
        let until = recorded.iter().find(|one| one.name == name).unwrap().until;
        assert_eq!(until, noon() + chrono::TimeDelta::minutes(5));
    }
    // As `sac user unblock` does in a process of its own.
    installation.ledger.end_lockout("rossi").await.unwrap();
    assert_eq!(installation.log_in("rossi", "giusta").await, None);
    assert_eq!(installation.log_in("nobody", "giusta").await, Some(Denied::LockedOut));
    // Another change of the user leaves the lockout, a new password ends it.
    for _ in 0..3 {
        assert!(installation.log_in("rossi", "falsa").await.is_some());
    }
    installation.ledger.put_user(installation.user().await).await.unwrap();
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::LockedOut));
    let changed = User { password_hash: Some(hash_password(&"nuova".into()).unwrap()), ..installation.user().await };
    installation.ledger.put_user(changed).await.unwrap();
    assert_eq!(installation.log_in("rossi", "nuova").await, None);
}

#[tokio::test]
async fn three_failures_in_a_row_lock_a_user_out_for_five_minutes() {
    let installation = installation().await;
    for _ in 0..3 {
        assert_eq!(installation.log_in("rossi", "falsa").await, Some(Denied::WrongPassword));
    }
    for password in ["falsa", "giusta"] {
        assert_eq!(installation.log_in("rossi", password).await, Some(Denied::LockedOut));
    }
    installation.clock.advance(chrono::TimeDelta::seconds(299));
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::LockedOut));
    installation.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(installation.log_in("rossi", "giusta").await, None);
}

#[tokio::test]
async fn a_lockout_holds_against_a_remembered_password_and_hits_no_one_else() {
    let installation = installation().await;
    let mut other = installation.user().await;
    other.name = "bianchi".to_owned();
    installation.ledger.put_user(other).await.unwrap();
    for name in ["rossi", "bianchi"] {
        assert_eq!(installation.log_in(name, "giusta").await, None);
    }
    for _ in 0..3 {
        installation.log_in("rossi", "falsa").await;
    }
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::LockedOut));
    assert_eq!(installation.log_in("bianchi", "giusta").await, None);
}

#[tokio::test]
async fn a_good_login_between_failures_starts_the_count_anew() {
    let installation = installation().await;
    for _ in 0..3 {
        for _ in 0..2 {
            assert_eq!(installation.log_in("rossi", "falsa").await, Some(Denied::WrongPassword));
        }
        assert_eq!(installation.log_in("rossi", "giusta").await, None);
    }
}

#[tokio::test]
async fn an_unknown_name_is_locked_like_any_other() {
    let installation = installation().await;
    for _ in 0..3 {
        assert_eq!(installation.log_in("nessuno", "x").await, Some(Denied::Unknown));
    }
    assert_eq!(installation.log_in("nessuno", "x").await, Some(Denied::LockedOut));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_flood_of_guesses_three_are_checked_and_the_rest_refused() {
    let installation = installation().await;
    let guesses: Vec<_> = (0..200)
        .map(|guess| {
            let credentials = installation.credentials.clone();
            tokio::spawn(async move { credentials.verify("rossi", &guess.to_string().into()).await.err().unwrap() })
        })
        .collect();
    let mut checked = 0;
    for guess in guesses {
        match guess.await.unwrap() {
            Denied::WrongPassword => checked += 1,
            denied => assert_eq!(denied, Denied::LockedOut),
        }
    }
    assert_eq!(checked, 3);
}

#[tokio::test]
async fn a_wrong_pincode_at_a_log_in_counts_like_a_wrong_password() {
    let installation = installation().await;
    let credentials = &installation.credentials;
    let log_in =
        async |pincode: &str| credentials.verify_with_pincode("rossi", &"giusta".into(), &pincode.into()).await;
    let (caller, proof) = log_in("12345678").await.unwrap();
    assert!(matches!(&proof, PincodeProof::Right(right) if right.is_of(caller.user())));
    for pincode in ["", "12345679", "1"] {
        assert_eq!(log_in(pincode).await.err(), Some(Denied::WrongPassword), "{pincode}");
    }
    assert_eq!(log_in("12345678").await.err(), Some(Denied::LockedOut));
    // For the other channels too.
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::LockedOut));
    let by_card = credentials.verify_pincode_of(&caller, &"12345678".into()).await;
    assert_eq!(by_card.err(), Some(Denied::LockedOut));
    installation.clock.advance(chrono::TimeDelta::minutes(5));
    for _ in 0..2 {
        assert!(log_in("1").await.is_err());
        assert!(log_in("12345678").await.is_ok(), "a good log-in starts the count anew");
    }
    assert!(credentials.verify_pincode_of(&caller, &"12345678".into()).await.is_ok());
}

#[tokio::test]
async fn a_clerk_needs_no_pincode() {
    let installation = installation().await;
    let mut clerk = installation.user().await;
    if let UserKind::Medico { codice_fiscale, iscrizioni } = clerk.kind {
        clerk.kind = UserKind::Operatore { codice_fiscale, iscrizioni };
    }
    (clerk.name, clerk.pincode_hash) = ("clerk".to_owned(), None);
    installation.ledger.put_user(clerk).await.unwrap();
    for pincode in ["", "12345678"] {
        let found = installation.credentials.verify_with_pincode("clerk", &"giusta".into(), &pincode.into()).await;
        assert_eq!(found.unwrap().1, PincodeProof::Absent, "{pincode}");
    }
}

#[tokio::test]
async fn a_caller_stays_only_as_long_as_the_secrets_do() {
    let installation = installation().await;
    let caller = installation.credentials.verify("rossi", &"giusta".into()).await.unwrap();
    let user = installation.user().await;
    assert!(installation.credentials.renew(&caller).await.unwrap().is_some());
    for changed in [
        User { blocked: true, ..user.clone() },
        User { password_hash: Some("other".to_owned()), ..user.clone() },
        User { pincode_hash: Some([9; 32]), ..user.clone() },
    ] {
        installation.ledger.put_user(changed).await.unwrap();
        assert!(installation.credentials.renew(&caller).await.unwrap().is_none());
    }
    installation.ledger.put_user(user).await.unwrap();
    assert!(installation.credentials.renew(&caller).await.unwrap().is_some());
    installation.ledger.remove_user("rossi").await.unwrap();
    assert!(installation.credentials.renew(&caller).await.unwrap().is_none());
}

#[tokio::test]
async fn a_changed_password_takes_effect_at_once() {
    let installation = installation().await;
    assert_eq!(installation.log_in("rossi", "giusta").await, None);
    let mut user = installation.user().await;
    user.password_hash = Some(hash_password(&"nuova".into()).unwrap());
    installation.ledger.put_user(user).await.unwrap();
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::WrongPassword));
    assert_eq!(installation.log_in("rossi", "nuova").await, None);
}

#[tokio::test]
async fn blocking_and_unblocking_take_effect_at_once() {
    let installation = installation().await;
    assert_eq!(installation.log_in("rossi", "giusta").await, None);
    let mut user = installation.user().await;
    user.blocked = true;
    installation.ledger.put_user(user.clone()).await.unwrap();
    assert_eq!(installation.log_in("rossi", "giusta").await, Some(Denied::Blocked));
    let certificate = installation.credentials.by_certificate("PROVAX00X00X000Y", None).await;
    assert_eq!(certificate.err(), Some(Denied::Blocked));
    user.blocked = false;
    installation.ledger.put_user(user).await.unwrap();
    assert_eq!(installation.log_in("rossi", "giusta").await, None);
}

#[tokio::test]
async fn a_pincode_is_right_for_its_own_user_only() {
    let installation = installation().await;
    let user = installation.user().await;
    let other = User { name: "bianchi".to_owned(), ..installation.user().await };
    let without = utente_medico("rossi");
    let cases = [
        (&user, Some("12345678"), true),
        (&user, Some("12345679"), false),
        (&user, Some("1234567"), false),
        (&user, Some(""), false),
        (&user, None, false),
        (&other, Some("12345678"), false),
        (&without, Some("12345678"), false),
        (&without, Some(""), false),
        (&without, None, false),
    ];
    for (user, pincode, right) in cases {
        let proof = installation.credentials.verify_pincode(user, pincode.map(SecretString::from).as_ref());
        let expected = if right { PincodeProof::Right(RightPincode::of(user)) } else { PincodeProof::Wrong };
        assert_eq!(proof, expected, "{} {pincode:?}", user.name);
    }
    // The stand-in for a pincode that cannot be decrypted is right for no one.
    let mut zeros = installation.user().await;
    zeros.pincode_hash = Some(PincodeKey::new(&[5; 32]).hash("rossi", &"0000000000".into()));
    assert_eq!(installation.credentials.verify_pincode(&zeros, None), PincodeProof::Wrong);
    let proof = installation.credentials.verify_pincode(&zeros, Some(&"0000000000".into()));
    assert!(matches!(&proof, PincodeProof::Right(right) if right.is_of(&zeros) && !right.is_of(&other)));
}

#[tokio::test]
async fn a_certificate_authenticates_the_person_it_names() {
    let installation = installation().await;
    let clerk = match installation.user().await.kind {
        UserKind::Medico { codice_fiscale, iscrizioni } => UserKind::Operatore { codice_fiscale, iscrizioni },
        kind => kind,
    };
    let body = |regione: &str| UserKind::Ente { regione: regione.to_owned() };
    for (name, kind) in [("clerk", clerk), ("lazio", body("120")), ("ats 1", body("030")), ("ats 2", body("030"))] {
        let user = User { kind, ..utente_medico(name) };
        installation.ledger.put_user(user).await.unwrap();
    }
    let cases = [
        ("PROVAX00X00X000Y", None, Some("rossi")),
        ("provax00x00x000y", None, Some("rossi")),
        ("PROVAX00X00X000Y/7420003500001234.abc=", None, Some("rossi")),
        ("PROVAX00X00X000Y", Some("medico"), Some("rossi")),
        ("PROVAX00X00X000Y", Some("Operatore"), Some("clerk")),
        ("PROVAX00X00X000Y", Some("ente"), None),
        ("PROVAX00X00X000Y", Some("Regione Lazio"), Some("rossi")),
        ("PNIMRA70A01H501P", None, None),
        ("lazio", Some("ente"), Some("lazio")),
        ("lazio", None, Some("lazio")),
        ("lazio", Some("medico"), None),
        ("120", None, Some("lazio")),
        ("120", Some("operatore"), None),
        ("030", None, None),
        ("ats 2", None, Some("ats 2")),
        // The user names of persons are no names of certificates.
        ("rossi", None, None),
        ("", None, None),
    ];
    for (common_name, unit, expected) in cases {
        let found = installation.credentials.by_certificate(common_name, unit).await;
        match (found, expected) {
            (Ok(caller), Some(name)) => {
                assert_eq!((caller.user().name.as_str(), caller.how()), (name, How::Certificate), "{common_name}");
            }
            (Err(denied), None) => assert_eq!(denied, Denied::Unknown, "{common_name}"),
            (found, _) => panic!("{common_name} {unit:?}: {found:?}"),
        }
    }
}
