//! What the engine does when things go wrong, and how it counts.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::Connection;

use super::*;
use crate::certificates::{CancelAdmission, CancelCertificate, Conflict, RecordAdmission, RecordCertificate};
use crate::error::StoreError;
use crate::journal::PruneJournal;
use crate::ledger::Pending;
use crate::people::PutPeople;
use crate::permutation::{Permutation, RANGE};
use crate::testing::*;
use crate::{Command, Ledger, NotRecorded, Store};
use sac_domain::error::chain;
use sac_domain::exchange::{Ending, Entry, Exchange, How};
use sac_domain::identifier::{IdAnnullamento, Puc};

fn path() -> (tempfile::TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sac.db");
    (directory, path)
}

fn with_civico(civico: &str) -> RecordCertificate {
    let mut certificato = certificato("2026-03-09");
    certificato.residenza.civico = civico.to_owned();
    RecordCertificate { certificato, ricevuto: noon(), refuse_duplicate: true }
}

/// Commits the commands as one batch, without a ledger.
async fn commit<C: Command>(store: &Store, commands: Vec<C>) -> Result<Vec<C::Outcome>, StoreError> {
    let (batch, answers): (Vec<_>, Vec<_>) = commands.into_iter().map(Pending::awaited).unzip();
    let (batch, result) = store.commit(batch).await;
    for job in batch {
        job.settle(&result);
    }
    let mut outcomes = Vec::new();
    for answer in answers {
        outcomes.push(answer.await.unwrap()?.into_inner());
    }
    Ok(outcomes)
}

/// Records the certificates in one batch, and gives their numbers.
async fn record(store: &Store, commands: Vec<RecordCertificate>) -> Result<Vec<u32>, StoreError> {
    let outcomes = commit(store, commands).await?;
    Ok(outcomes.into_iter().map(|puc| puc.unwrap().number()).collect())
}

fn count(path: &Path, table: &str) -> u32 {
    let connection = Connection::open(path).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_batch_with_a_poisoned_command_leaves_nothing_behind() {
    let (_directory, path) = path();
    let store = store_at(&path, 1, &Options::default());
    record(&store, vec![with_civico("0")]).await.unwrap();
    let saboteur = Connection::open(&path).unwrap();
    saboteur
        .execute_batch(
            "CREATE TRIGGER poison BEFORE INSERT ON certificate WHEN NEW.contenuto LIKE '%\"civico\":\"666\"%'
             BEGIN SELECT RAISE(ABORT, 'poisoned'); END",
        )
        .unwrap();
    let error = record(&store, vec![with_civico("1"), with_civico("666"), with_civico("2")]).await.unwrap_err();
    assert!(chain(&error).to_string().contains("poisoned"), "{error}");
    assert_eq!(count(&path, "certificate"), 1);
    // The same numbers are given out again, since none was acknowledged.
    let after = record(&store, vec![with_civico("1"), with_civico("2")]).await.unwrap();
    let order = Permutation::new(&[1; 32]);
    assert_eq!(after, [1, 2].map(|n| order.number(n).unwrap()));
}

#[tokio::test]
async fn every_caller_of_a_failed_batch_hears_of_it() {
    let (_directory, path) = path();
    let ledger = ledger_at(&path, 1);
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TRIGGER poison BEFORE INSERT ON certificate BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    let callers: Vec<_> = (0..20)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.record_certificate(certificato("2026-03-09"), noon(), false).await })
        })
        .collect();
    for caller in callers {
        assert!(matches!(caller.await.unwrap(), Err(NotRecorded::Store(_))));
    }
}

#[tokio::test]
async fn a_full_disk_is_an_error_and_what_was_acknowledged_stays() {
    let (_directory, path) = path();
    let store = store_at(&path, 1, &Options { max_pages: Some(64), ..Options::default() });
    let mut acknowledged = 0;
    let error = loop {
        match record(&store, vec![with_civico(&acknowledged.to_string())]).await {
            Ok(numbers) => acknowledged += u32::try_from(numbers.len()).unwrap(),
            Err(error) => break error,
        }
        assert!(acknowledged < 10_000);
    };
    assert!(chain(&error).to_string().contains("full"), "{error}");
    assert!(acknowledged > 0);
    let ledger = Ledger::new(store.clone());
    assert!(ledger.probe().await.unwrap_err().is_out_of_space());
    ledger.close().await;
    drop((ledger, store));
    assert_eq!(count(&path, "certificate"), acknowledged);
    // With free space again, it goes on.
    let store = store_at(&path, 1, &Options::default());
    record(&store, vec![with_civico("again")]).await.unwrap();
    Ledger::new(store).probe().await.unwrap();
}

#[tokio::test]
async fn an_error_says_nothing_about_persons() {
    let (_directory, path) = path();
    let store = store_at(&path, 1, &Options::default());
    let outcomes = record(&store, vec![with_civico("1")]).await.unwrap();
    let puc = Puc::from_number(outcomes[0]).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute("UPDATE certificate SET contenuto = '{\"medico\":\"ROSSI\"}'", [])
        .unwrap();
    let error = store.certificate(puc, &medico(), &lavoratore()).await.err().unwrap();
    let said = format!("{} {error:?}", chain(&error));
    assert!(said.contains("contenuto") && !said.contains("ROSSI") && !said.contains("PNIMRA"), "{said}");
}

#[tokio::test]
async fn under_one_key_no_number_names_two_documents_of_whatever_kind() {
    let (_directory, path) = path();
    let store = store_at(&path, 1, &Options::default());
    let admit = || RecordAdmission { comunicazione: ricovero(), ricevuto: noon(), refuse_duplicate: false };
    let both = |civico| with_civico(civico).and_then(move |_| Some(admit()));
    let first = commit(&store, vec![both("1"), both("2")]).await.unwrap();
    let (puc, pucir) = (first[0].0.unwrap(), first[0].1.unwrap().unwrap());
    let cancel = CancelCertificate { puc, ricevuto: noon() }
        .and_then(move |_| Some(CancelAdmission { pucir, ricevuto: noon() }));
    let second = commit(&store, vec![cancel]).await.unwrap();
    let numbers = first.into_iter().flat_map(|(puc, pucir)| [puc.unwrap().number(), pucir.unwrap().unwrap().number()]);
    let cancelled = second.into_iter().flat_map(|(one, other)| [one.unwrap(), other.unwrap().unwrap()]);
    let numbers: Vec<u32> = numbers.chain(cancelled.map(IdAnnullamento::number)).collect();
    let order = Permutation::new(&[1; 32]);
    assert_eq!(numbers, (0..6).map(|place| order.number(place).unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_count_goes_on_after_reopening_and_is_the_same_on_another_machine() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let (_directory, path) = path();
        let mut numbers = Vec::new();
        for civico in ["1", "2", "3"] {
            let store = store_at(&path, 7, &Options::default());
            numbers.push(record(&store, vec![with_civico(civico)]).await.unwrap()[0]);
        }
        assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), 3);
        runs.push(numbers);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn another_key_starts_its_own_order_and_passes_over_numbers_already_given() {
    let (_directory, path) = path();
    let (one, two) = (Permutation::new(&[1; 32]), Permutation::new(&[2; 32]));
    let store = store_at(&path, 1, &Options::default());
    let outcomes = record(&store, vec![with_civico("1")]).await.unwrap();
    assert_eq!(outcomes[0], one.number(0).unwrap());
    drop(store);

    // Key 2's first three numbers have been used by a certificate, an admission, a cancellation.
    let taken: Vec<u32> = (0..3).map(|place| two.number(place).unwrap()).collect();
    let connection = Connection::open(&path).unwrap();
    connection.execute("UPDATE certificate SET puc = ?1", [taken[0]]).unwrap();
    connection
        .execute("INSERT INTO admission VALUES (1, ?1, 0, '', '', '', '', NULL, NULL, NULL, '')", [taken[1]])
        .unwrap();
    connection.execute("INSERT INTO cancellation VALUES (?1, 0)", [taken[2]]).unwrap();
    drop(connection);

    let store = store_at(&path, 2, &Options::default());
    let outcomes = record(&store, vec![with_civico("2")]).await.unwrap();
    assert_eq!(outcomes[0], two.number(3).unwrap());
    drop(store);

    // Back to the first key: its order goes on where it was left.
    let store = store_at(&path, 1, &Options::default());
    let outcomes = record(&store, vec![with_civico("3")]).await.unwrap();
    assert_eq!(outcomes[0], one.number(1).unwrap());
}

#[tokio::test]
async fn when_all_numbers_are_used_up_that_is_an_error() {
    let (_directory, path) = path();
    let store = store_at(&path, 1, &Options::default());
    record(&store, vec![with_civico("1")]).await.unwrap();
    Connection::open(&path).unwrap().execute("UPDATE numbering SET next = ?1", [RANGE - 1]).unwrap();
    record(&store, vec![with_civico("2")]).await.unwrap();
    let error = record(&store, vec![with_civico("3")]).await.unwrap_err();
    assert!(chain(&error).to_string().contains("used up"), "{error}");
}

#[tokio::test]
async fn two_programs_may_write_to_one_file() {
    let (_directory, path) = path();
    let both = [store_at(&path, 1, &Options::default()), store_at(&path, 1, &Options::default())];
    let mut numbers = HashSet::new();
    for round in 0..10 {
        for (which, store) in both.iter().enumerate() {
            let outcomes = record(store, vec![with_civico(&format!("{round}/{which}"))]).await.unwrap();
            numbers.insert(outcomes[0]);
        }
    }
    assert_eq!(numbers.len(), 20);
    let user = utente_medico("someone");
    commit(&both[0], vec![PutPeople { users: vec![user.clone()], workers: Vec::new() }]).await.unwrap();
    assert!(both[1].user("someone").await.unwrap() == Some(user));
}

#[tokio::test]
async fn journal_entries_come_back_whole_newest_first_and_are_pruned() {
    let (_directory, path) = path();
    let ledger = Ledger::new(store_at(&path, 1, &Options::default()));
    let bare = Entry {
        id: u64::MAX,
        received: at("2026-03-01T00:00:00Z"),
        operation: None,
        user: None,
        kind: None,
        how: None,
        peer: None,
        ending: Ending::Fault { code: "413".to_owned() },
        number: None,
        duration: std::time::Duration::ZERO,
        bytes_in: 0,
        bytes_out: 0,
    };
    let full = Entry {
        id: 1,
        received: noon(),
        operation: Some("InviaMalattia".to_owned()),
        user: Some("rossi".to_owned()),
        kind: Some("medico".to_owned()),
        how: Some(How::Certificate),
        peer: Some("::1".parse().unwrap()),
        ending: Ending::Refused { rules: vec!["rilascio-futuro".to_owned(), "diagnosi-assente".to_owned()] },
        number: IdAnnullamento::parse("123456789").map(IdAnnullamento::number),
        duration: std::time::Duration::from_micros(1234),
        bytes_in: 1400,
        bytes_out: 900,
    };
    let accepted = Entry { id: 2, ending: Ending::Accepted, how: Some(How::Password), ..full.clone() };
    for entry in [&bare, &full, &accepted] {
        assert!(ledger.journal::<Vec<u8>>(Exchange::of(entry.clone()).into(), None));
    }
    ledger.flush().await.unwrap();
    let store = ledger.store();
    assert_eq!(store.journal(2).await.unwrap(), [accepted.clone(), full.clone()]);
    assert_eq!(store.journal(9).await.unwrap(), [accepted.clone(), full.clone(), bare]);
    ledger.prune_journal(PruneJournal { before: noon(), keep: 9, bytes: 0 }).await.unwrap();
    assert_eq!(store.journal(9).await.unwrap(), [accepted.clone(), full]);
    ledger.prune_journal(PruneJournal { before: noon(), keep: 1, bytes: 0 }).await.unwrap();
    assert_eq!(store.journal(9).await.unwrap(), [accepted]);
}

/// A certificate as the first release wrote it.
const CONTENUTO: &str = r#"{"medico":"PROVAX00X00X000Y",
    "sede":{"codice_regione":null,"codice_asl":null,"codice_struttura":null},"lavoratore":"PNIMRA70A01H501P",
    "residenza":{"via":"VIA ROMA","civico":"1","cap":"00184","codice_catastale":"H501","comune":null,"provincia":null},
    "reperibilita":null,"contenuto":{"Malattia":{"ruolo_medico":"S","data_rilascio":"2026-03-02",
    "data_inizio":"2026-03-02","data_fine":"2026-03-09","visita":"A","tipo_certificato":"I",
    "diagnosi":{"codice":"460","note":null},"giornata_lavorata":null,"trauma":null,"agevolazioni":null}}}"#;
/// Its fingerprint.
const IMPRONTA: i64 = -1_854_761_761_215_971_710;

#[tokio::test]
async fn a_database_of_the_first_release_opens_with_all_that_is_in_it() {
    let (_directory, path) = path();
    let order = Permutation::new(&[1; 32]);
    let puc = Puc::from_number(order.number(0).unwrap()).unwrap();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("migrations/version_1.sql")).unwrap();
    old.execute_batch("PRAGMA application_id = 0x53414367; PRAGMA user_version = 1").unwrap();
    old.execute("INSERT INTO numbering VALUES (?1, 1)", [order.fingerprint()]).unwrap();
    old.execute(
        "INSERT INTO certificate (puc, ricevuto, medico, lavoratore, data_inizio, data_fine, impronta, contenuto)
         VALUES (?1, ?2, 'PROVAX00X00X000Y', 'PNIMRA70A01H501P', '2026-03-02', '2026-03-09', ?3, ?4)",
        rusqlite::params![puc.number(), noon().timestamp_millis(), IMPRONTA, CONTENUTO],
    )
    .unwrap();
    drop(old);

    let ledger = ledger_at(&path, 1);
    let found = ledger.store().certificate(puc, &medico(), &lavoratore()).await.unwrap().unwrap();
    assert!(found.certificato == certificato("2026-03-09"));
    assert_eq!(found.ricevuto, noon());
    let again = ledger.record_certificate(certificato("2026-03-09"), noon(), true).await;
    assert_eq!(again, Err(NotRecorded::Conflict(Conflict::DuplicateCertificate(puc))));
    let next = ledger.record_certificate(certificato("2026-03-08"), noon(), true).await.unwrap();
    assert_eq!(next.number(), order.number(1).unwrap());
}
