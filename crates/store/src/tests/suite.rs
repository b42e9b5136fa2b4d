//! The life of documents, and group commit, through the ledger.

use super::ledger;
use crate::certificates::RecordCertificate;
use crate::people::PutPeople;
use crate::testing::{
    altro_lavoratore, at, certificato, day, dimissione, lavoratore, medico, noon, residenza, ricovero, utente_medico,
};
use crate::{Command, Conflict, Ledger, NotRecorded};
use sac_domain::admission::StatoRicovero;
use sac_domain::certificate::{Certificato, CertificatoRegistrato, Contenuto, Reperibilita, StatoCertificato};
use sac_domain::codice_fiscale::CodiceFiscaleMedico;
use sac_domain::identifier::{Puc, Pucir};
use sac_domain::user::User;

async fn record(ledger: &Ledger, certificato: Certificato) -> Puc {
    *ledger.record_certificate(certificato, noon(), true).await.unwrap()
}

async fn find(ledger: &Ledger, puc: Puc) -> CertificatoRegistrato {
    ledger.store().certificate(puc, &medico(), &lavoratore()).await.unwrap().unwrap()
}

async fn admission_state(ledger: &Ledger, pucir: Pucir) -> StatoRicovero {
    ledger.store().admission(pucir, &lavoratore()).await.unwrap().unwrap().stato
}

fn conflict<T: std::fmt::Debug>(result: Result<T, NotRecorded>) -> Conflict {
    match result.unwrap_err() {
        NotRecorded::Conflict(conflict) => conflict,
        NotRecorded::Store(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_certificate_comes_back_as_it_was_given() {
    let (_directory, ledger) = ledger();
    let mut given = certificato("2026-03-09");
    given.reperibilita = Some(Reperibilita { cognome: Some("D'AMICO".to_owned()), indirizzo: Some(residenza()) });
    let puc = record(&ledger, given.clone()).await;
    let found = find(&ledger, puc).await;
    assert!(found.certificato == given);
    assert_eq!(found.puc, puc);
    assert_eq!(found.ricevuto, noon());
    assert_eq!(found.stato, StatoCertificato::Attivo);
    assert_eq!(found.rettifica_di, None);
}

#[tokio::test]
async fn a_certificate_is_found_by_its_own_doctor_and_worker_only() {
    let (_directory, ledger) = ledger();
    let puc = record(&ledger, certificato("2026-03-09")).await;
    let other_doctor = CodiceFiscaleMedico::parse("PNIMRA70A01H501P").unwrap();
    let store = ledger.store();
    assert!(store.certificate(puc, &other_doctor, &lavoratore()).await.unwrap().is_none());
    assert!(store.certificate(puc, &medico(), &altro_lavoratore()).await.unwrap().is_none());
    let pucir = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    assert!(store.admission(pucir, &lavoratore()).await.unwrap().is_some());
    assert!(store.admission(pucir, &altro_lavoratore()).await.unwrap().is_none());
}

#[tokio::test]
async fn an_equal_certificate_is_refused_with_the_number_of_the_first() {
    let (_directory, ledger) = ledger();
    let first = record(&ledger, certificato("2026-03-09")).await;

    let mut elsewhere = certificato("2026-03-09");
    elsewhere.sede.codice_struttura = Some("other".to_owned());
    let again = ledger.record_certificate(elsewhere, noon(), true).await;
    assert_eq!(conflict(again), Conflict::DuplicateCertificate(first));

    // Whatever else differs makes another certificate.
    let differing: [fn(&mut Certificato); 4] = [
        |c| c.lavoratore = altro_lavoratore(),
        |c| c.medico = CodiceFiscaleMedico::parse("PNIMRA70A01H501P").unwrap(),
        |c| c.residenza.civico = "2".to_owned(),
        |c| c.reperibilita = Some(Reperibilita { cognome: None, indirizzo: Some(residenza()) }),
    ];
    for change in differing {
        let mut other = certificato("2026-03-09");
        change(&mut other);
        assert_ne!(record(&ledger, other).await, first);
    }
    assert_ne!(record(&ledger, certificato("2026-03-10")).await, first);
    let accepted = ledger.record_certificate(certificato("2026-03-09"), noon(), false).await;
    assert_ne!(*accepted.unwrap(), first);
}

#[tokio::test]
async fn a_cancelled_certificate_may_be_sent_again() {
    let (_directory, ledger) = ledger();
    let first = record(&ledger, certificato("2026-03-09")).await;
    ledger.cancel_certificate(first, noon()).await.unwrap();
    assert_ne!(record(&ledger, certificato("2026-03-09")).await, first);
}

#[tokio::test]
async fn a_replaced_certificate_may_be_sent_again_only_once_its_last_successor_is_cancelled() {
    let (_directory, ledger) = ledger();
    let first = record(&ledger, certificato("2026-03-09")).await;
    let second = *ledger.rectify_certificate(first, day("2026-03-08"), noon()).await.unwrap();
    let third = *ledger.rectify_certificate(second, day("2026-03-07"), noon()).await.unwrap();
    for (fine, standing) in [("2026-03-09", first), ("2026-03-08", second), ("2026-03-07", third)] {
        let again = ledger.record_certificate(certificato(fine), noon(), true).await;
        assert_eq!(conflict(again), Conflict::DuplicateCertificate(standing), "{fine}");
    }
    ledger.cancel_certificate(third, noon()).await.unwrap();
    for fine in ["2026-03-09", "2026-03-08", "2026-03-07"] {
        record(&ledger, certificato(fine)).await;
    }
}

#[tokio::test]
async fn a_rettifica_links_both_certificates() {
    let (_directory, ledger) = ledger();
    let old = record(&ledger, certificato("2026-03-09")).await;
    let later = at("2026-03-05T08:00:00.123Z");
    let new = *ledger.rectify_certificate(old, day("2026-03-06"), later).await.unwrap();
    assert_eq!(find(&ledger, old).await.stato, StatoCertificato::Rettificato(new));
    let found = find(&ledger, new).await;
    assert_eq!(found.stato, StatoCertificato::Attivo);
    assert_eq!(found.rettifica_di, Some(old));
    assert_eq!(found.ricevuto, later);
    assert!(found.certificato == certificato("2026-03-06"));

    // The old one is closed to everything, and stays so after the new one is cancelled.
    let replaced = Conflict::CertificateNotActive(old, StatoCertificato::Rettificato(new));
    assert_eq!(conflict(ledger.rectify_certificate(old, day("2026-03-05"), later).await), replaced);
    assert_eq!(conflict(ledger.cancel_certificate(old, later).await), replaced);
    let id = *ledger.cancel_certificate(new, later).await.unwrap();
    let cancelled = Conflict::CertificateNotActive(new, StatoCertificato::Annullato(id));
    assert_eq!(conflict(ledger.cancel_certificate(new, later).await), cancelled);
    assert_eq!(conflict(ledger.rectify_certificate(new, day("2026-03-05"), later).await), cancelled);
    assert_eq!(find(&ledger, old).await.stato, StatoCertificato::Rettificato(new));
}

#[tokio::test]
async fn a_rettifica_only_shortens() {
    let (_directory, ledger) = ledger();
    let puc = record(&ledger, certificato("2026-03-09")).await;
    for fine in ["2026-03-09", "2026-03-10", "2026-03-01"] {
        let result = ledger.rectify_certificate(puc, day(fine), noon()).await;
        assert_eq!(conflict(result), Conflict::NotShorter, "{fine}");
    }
    ledger.rectify_certificate(puc, day("2026-03-02"), noon()).await.unwrap();
}

#[tokio::test]
async fn unknown_documents_are_told_as_such() {
    let (_directory, ledger) = ledger();
    let (puc, pucir) = (Puc::parse("123456789").unwrap(), Pucir::parse("123456789").unwrap());
    assert_eq!(conflict(ledger.cancel_certificate(puc, noon()).await), Conflict::Unknown);
    assert_eq!(conflict(ledger.rectify_certificate(puc, day("2026-03-03"), noon()).await), Conflict::Unknown);
    assert_eq!(conflict(ledger.cancel_admission(pucir, noon()).await), Conflict::Unknown);
    let discharge = ledger.record_certificate(dimissione(pucir), noon(), true).await;
    assert_eq!(conflict(discharge), Conflict::Unknown);
}

#[tokio::test]
async fn an_admission_is_open_until_it_is_cancelled_or_discharged() {
    let (_directory, ledger) = ledger();
    let first = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    let again = ledger.record_admission(ricovero(), noon(), true).await;
    assert_eq!(conflict(again), Conflict::DuplicateAdmission(first));
    let mut ward = ricovero();
    ward.sede.codice_struttura = Some("000001".to_owned());
    let elsewhere = *ledger.record_admission(ward, noon(), true).await.unwrap();

    let id = *ledger.cancel_admission(first, noon()).await.unwrap();
    assert_eq!(admission_state(&ledger, first).await, StatoRicovero::Annullato(id));
    assert_eq!(admission_state(&ledger, elsewhere).await, StatoRicovero::Aperto);
    let cancelled = Conflict::AdmissionNotOpen(first, StatoRicovero::Annullato(id));
    assert_eq!(conflict(ledger.cancel_admission(first, noon()).await), cancelled);
    let discharge = ledger.record_certificate(dimissione(first), noon(), true).await;
    assert_eq!(conflict(discharge), cancelled);
    ledger.record_admission(ricovero(), noon(), true).await.unwrap();
}

#[tokio::test]
async fn a_discharge_closes_its_admission_and_its_cancellation_opens_it_again() {
    let (_directory, ledger) = ledger();
    let pucir = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    let puc = record(&ledger, dimissione(pucir)).await;
    assert_eq!(admission_state(&ledger, pucir).await, StatoRicovero::Dimesso(puc));

    let discharged = Conflict::AdmissionNotOpen(pucir, StatoRicovero::Dimesso(puc));
    assert_eq!(conflict(ledger.cancel_admission(pucir, noon()).await), discharged);
    let mut other = dimissione(pucir);
    other.residenza.civico = "2".to_owned();
    assert_eq!(conflict(ledger.record_certificate(other, noon(), true).await), discharged);

    let newer = *ledger.rectify_certificate(puc, day("2026-03-10"), noon()).await.unwrap();
    assert_eq!(admission_state(&ledger, pucir).await, StatoRicovero::Dimesso(newer));
    ledger.cancel_certificate(newer, noon()).await.unwrap();
    assert_eq!(admission_state(&ledger, pucir).await, StatoRicovero::Aperto);
    let last = record(&ledger, dimissione(pucir)).await;
    assert_eq!(admission_state(&ledger, pucir).await, StatoRicovero::Dimesso(last));
}

#[tokio::test]
async fn another_workers_admission_cannot_be_discharged() {
    let (_directory, ledger) = ledger();
    let pucir = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    let mut discharge = dimissione(pucir);
    discharge.lavoratore = altro_lavoratore();
    assert_eq!(conflict(ledger.record_certificate(discharge, noon(), true).await), Conflict::Unknown);
}

#[tokio::test]
async fn a_search_goes_by_doctor_worker_and_reception() {
    let (_directory, ledger) = ledger();
    let mut expected = Vec::new();
    for (received, fine) in [
        ("2026-03-01T22:59:59.999Z", "2026-03-05"),
        ("2026-03-01T23:00:00Z", "2026-03-06"),
        ("2026-03-03T10:00:00Z", "2026-03-07"),
        ("2026-03-02T10:00:00Z", "2026-03-08"),
        ("2026-03-03T23:00:00Z", "2026-03-09"),
    ] {
        let puc = *ledger.record_certificate(certificato(fine), at(received), true).await.unwrap();
        expected.push(puc);
    }
    let mut others = certificato("2026-03-06");
    others.lavoratore = altro_lavoratore();
    ledger.record_certificate(others, noon(), true).await.unwrap();
    ledger.cancel_certificate(expected[2], noon()).await.unwrap();

    let (from, until) = (at("2026-03-01T23:00:00Z"), at("2026-03-03T23:00:00Z"));
    let found = ledger.store().certificates(&medico(), &lavoratore(), from, until).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|found| found.puc).collect();
    assert_eq!(found, [expected[1], expected[3], expected[2]]);
}

#[tokio::test]
async fn users_are_kept_and_replaced_by_name() {
    let (_directory, ledger) = ledger();
    let mut user = utente_medico("rossi");
    user.pincode_hash = Some([9; 32]);
    user.password_hash = Some("$argon2id$".to_owned());
    let body = User {
        name: "lazio".to_owned(),
        kind: sac_domain::user::UserKind::Ente { regione: "120".to_owned() },
        ..utente_medico("")
    };
    ledger.put_user(user.clone()).await.unwrap();
    ledger.put_user(body.clone()).await.unwrap();
    let store = ledger.store();
    assert!(store.user("rossi").await.unwrap() == Some(user.clone()));
    assert!(store.user("ROSSI").await.unwrap().is_none());
    assert!(store.users().await.unwrap() == [body, user.clone()]);
    user.blocked = true;
    ledger.put_user(user.clone()).await.unwrap();
    assert!(store.users_with_code(&medico()).await.unwrap() == [user]);
}

#[tokio::test]
async fn a_conflict_is_the_matter_of_its_own_caller_only() {
    let (_directory, ledger) = ledger();
    let first = record(&ledger, certificato("2026-03-09")).await;
    let mut callers = Vec::new();
    for number in 0..64 {
        let (ledger, mut certificato) = (ledger.clone(), certificato("2026-03-09"));
        if number % 2 == 0 {
            certificato.residenza.civico = number.to_string();
        }
        callers.push(tokio::spawn(async move { ledger.record_certificate(certificato, noon(), true).await }));
    }
    for (number, caller) in callers.into_iter().enumerate() {
        let result = caller.await.unwrap();
        if number % 2 == 0 {
            result.unwrap();
        } else {
            assert_eq!(conflict(result), Conflict::DuplicateCertificate(first));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_equal_certificates_at_once_one_is_recorded() {
    let (_directory, ledger) = ledger();
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.record_certificate(certificato("2026-03-09"), noon(), true).await })
        })
        .collect();
    let mut recorded = 0;
    for caller in callers {
        recorded += usize::from(caller.await.unwrap().is_ok());
    }
    assert_eq!(recorded, 1);
}

#[tokio::test]
async fn closing_writes_what_waits_and_refuses_what_comes_later() {
    let (_directory, ledger) = ledger();
    let waiting = tokio::spawn({
        let ledger = ledger.clone();
        async move { ledger.record_certificate(certificato("2026-03-09"), noon(), true).await }
    });
    tokio::task::yield_now().await;
    ledger.close().await;
    let puc = *waiting.await.unwrap().unwrap();
    find(&ledger, puc).await;
    let late = ledger.record_certificate(certificato("2026-03-10"), noon(), true).await;
    assert!(matches!(late, Err(NotRecorded::Store(_))));
    ledger.close().await;
}

#[tokio::test]
async fn discharges_and_notices_come_back_as_they_were_given() {
    let (_directory, ledger) = ledger();
    let pucir = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    let puc = record(&ledger, dimissione(pucir)).await;
    let found = find(&ledger, puc).await.certificato;
    assert!(matches!(found.contenuto, Contenuto::Dimissione { pucir: named, .. } if named == pucir));
    assert!(found == dimissione(pucir));
    let notice = ledger.store().admission(pucir, &lavoratore()).await.unwrap().unwrap();
    assert!(notice.comunicazione == ricovero());
}

#[tokio::test]
async fn commands_of_two_applications_are_written_together_or_not_at_all() {
    let (_directory, ledger) = ledger();
    // Another application's command, made from the outcome of the first.
    let record_and_add_user = |user: &'static str| {
        let record =
            RecordCertificate { certificato: certificato("2026-03-09"), ricevuto: noon(), refuse_duplicate: true };
        record.and_then(move |outcome| {
            let puc = outcome.ok()?;
            let user = utente_medico(&format!("{user} {puc}"));
            Some(PutPeople { users: vec![user], workers: Vec::new() })
        })
    };
    let (puc, added) = ledger.commit(record_and_add_user("first")).await.unwrap().into_inner();
    let puc = puc.unwrap();
    assert_eq!(added, Some(()));
    assert!(ledger.store().user(&format!("first {puc}")).await.unwrap().is_some());

    let (refused, added) = ledger.commit(record_and_add_user("second")).await.unwrap().into_inner();
    assert_eq!(refused, Err(Conflict::DuplicateCertificate(puc)));
    assert_eq!(added, None);
    assert_eq!(ledger.store().users().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_snapshot_brings_back_everything_and_the_numbers_go_on_from_it() {
    let (_kept, ledger) = ledger();
    let directory = tempfile::tempdir().unwrap();
    let snapshot = directory.path().join("monday.db");
    let store = ledger.store();
    let pucir = *ledger.record_admission(ricovero(), noon(), true).await.unwrap();
    let first = record(&ledger, dimissione(pucir)).await;
    ledger.put_user(utente_medico("kept")).await.unwrap();
    store.snapshot_to(&snapshot).await.unwrap();

    let after = [record(&ledger, certificato("2026-03-09")).await, record(&ledger, certificato("2026-03-08")).await];
    ledger.cancel_certificate(first, noon()).await.unwrap();
    ledger.put_user(utente_medico("forgotten")).await.unwrap();
    // A restored snapshot is as good as before, so it can be restored again.
    for _ in 0..2 {
        store.restore_from(&snapshot).await.unwrap();
        assert_eq!(find(&ledger, first).await.stato, StatoCertificato::Attivo);
        assert_eq!(admission_state(&ledger, pucir).await, StatoRicovero::Dimesso(first));
        assert!(store.users().await.unwrap() == [utente_medico("kept")]);
        assert!(store.certificate(after[0], &medico(), &lavoratore()).await.unwrap().is_none());
        // The same calls from here give the same numbers.
        let again =
            [record(&ledger, certificato("2026-03-09")).await, record(&ledger, certificato("2026-03-08")).await];
        assert_eq!(again, after);
    }
}

#[tokio::test]
async fn a_snapshot_is_of_one_moment_though_others_go_on_writing() {
    let (_kept, ledger) = ledger();
    let directory = tempfile::tempdir().unwrap();
    let snapshot = directory.path().join("busy.db");
    let writer = tokio::spawn({
        let ledger = ledger.clone();
        async move {
            let mut recorded = Vec::new();
            for fine in 3..=25 {
                recorded.push(record(&ledger, certificato(&format!("2026-03-{fine:02}"))).await);
            }
            recorded
        }
    });
    ledger.store().snapshot_to(&snapshot).await.unwrap();
    let recorded = writer.await.unwrap();
    ledger.store().restore_from(&snapshot).await.unwrap();
    let mut there = Vec::new();
    for puc in &recorded {
        there.push(ledger.store().certificate(*puc, &medico(), &lavoratore()).await.unwrap().is_some());
    }
    // Those before the moment, and none after it.
    assert!(there.is_sorted_by(|one, next| one >= next), "{there:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_snapshot_is_private_and_replaces_the_one_before() {
    use std::os::unix::fs::PermissionsExt;
    let (_kept, ledger) = ledger();
    let directory = tempfile::tempdir().unwrap();
    let snapshot = directory.path().join("it's \"odd\".db");
    for fine in ["2026-03-08", "2026-03-09"] {
        record(&ledger, certificato(fine)).await;
        ledger.store().snapshot_to(&snapshot).await.unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(directory.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files, std::slice::from_ref(&snapshot));
    assert_eq!(std::fs::metadata(&snapshot).unwrap().permissions().mode() & 0o777, 0o600);
    ledger.store().restore_from(&snapshot).await.unwrap();
    assert_eq!(on_record(&ledger).await, 2);
}

/// How many certificates are on record.
#[cfg(unix)]
async fn on_record(ledger: &Ledger) -> usize {
    let (from, until) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    ledger.store().certificates(&medico(), &lavoratore(), from, until).await.unwrap().len()
}

#[tokio::test]
async fn what_is_no_snapshot_changes_nothing() {
    let (_kept, ledger) = ledger();
    let directory = tempfile::tempdir().unwrap();
    let puc = record(&ledger, certificato("2026-03-09")).await;
    let absent = directory.path().join("absent.db");
    ledger.store().restore_from(&absent).await.unwrap_err();
    assert!(!absent.exists());
    let text = directory.path().join("text.db");
    std::fs::write(&text, "certainly no database ".repeat(100)).unwrap();
    ledger.store().restore_from(&text).await.unwrap_err();
    ledger.store().snapshot_to(&directory.path().join("none").join("x.db")).await.unwrap_err();
    find(&ledger, puc).await;
    // Nor does it keep a good one from being restored.
    let good = directory.path().join("good.db");
    ledger.store().snapshot_to(&good).await.unwrap();
    ledger.store().restore_from(&good).await.unwrap();
    find(&ledger, puc).await;
}

#[tokio::test]
async fn a_cleared_store_is_as_on_its_first_day() {
    let (_kept, ledger) = ledger();
    let first = record(&ledger, certificato("2026-03-09")).await;
    ledger.put_user(utente_medico("rossi")).await.unwrap();
    ledger.store().clear().await.unwrap();
    assert!(ledger.store().users().await.unwrap().is_empty());
    assert_eq!(record(&ledger, certificato("2026-03-09")).await, first);
}
