//! What was acknowledged survives a `kill -9`, and no number is given out twice.
//!
//! The test starts itself again as a child that writes through the ledger and prints each
//! number on its standard output only once it holds it as committed; the child is killed
//! in the middle of its work, round after round, on one and the same file.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use sac_gateway::domain::certificate::{Certificato, Contenuto, Diagnosi, Indirizzo, Malattia, Sede, StatoCertificato};
use sac_gateway::domain::code::{Ruolo, TipoCertificato, TipoVisita};
use sac_gateway::domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_gateway::domain::identifier::Puc;
use sac_gateway::store::permutation::Permutation;
use sac_gateway::store::sqlite::Options;
use sac_gateway::store::{Ledger, Store};

const ROUNDS: usize = 10;
const WRITERS: usize = 32;
const FILE: &str = "STORE_CRASH_TEST_FILE";

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("sac.db");
    let mut recorded = HashSet::new();
    let mut cancelled = HashSet::new();
    for round in 0..ROUNDS {
        for (word, number) in acknowledged_until_killed(&file, random_below(400)) {
            match word.as_str() {
                "recorded" => assert!(recorded.insert(number), "given twice: {number} (round {round})"),
                _ => assert!(cancelled.insert(number), "cancelled twice: {number} (round {round})"),
            }
        }
    }
    assert!(!recorded.is_empty());
    check_all_are_there(&file, &recorded, &cancelled);
}

/// The child's part: writes until it is killed. Does nothing unless the variable names a file.
#[test]
fn the_child_writes_until_it_is_killed() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let ledger = open(Path::new(&file));
        let writers = (0..WRITERS).map(|_| tokio::spawn(write_for_ever(ledger.clone())));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

async fn write_for_ever(ledger: Ledger) {
    let now = "2026-03-02T11:00:00Z".parse().unwrap();
    for turn in 0_u64.. {
        let puc = ledger.record_certificate(certificato(), now, false).await.unwrap();
        println!("ack recorded {}", *puc);
        if turn % 3 == 0 {
            ledger.cancel_certificate(*puc, now).await.unwrap();
            println!("ack cancelled {}", *puc);
        }
    }
}

/// Lets the child work until it has printed `patience` numbers, kills it, and returns all
/// that it printed.
fn acknowledged_until_killed(file: &Path, patience: u64) -> Vec<(String, Puc)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_child_writes_until_it_is_killed", "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut reported = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    let mut killed = false;
    loop {
        if !killed && acknowledged.len() as u64 >= patience {
            child.kill().unwrap();
            killed = true;
        }
        line.clear();
        // A line that the kill cut off does not count.
        if reported.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            break;
        }
        // The test harness writes its own words, maybe on the same line.
        if let Some((_, ack)) = line.split_once("ack ") {
            let (word, number) = ack.trim_end().split_once(' ').unwrap();
            acknowledged.push((word.to_owned(), Puc::parse(number).unwrap()));
        }
    }
    assert!(killed, "the child ended by itself after {} numbers", acknowledged.len());
    child.wait().unwrap();
    acknowledged
}

fn check_all_are_there(file: &Path, recorded: &HashSet<Puc>, cancelled: &HashSet<Puc>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let ledger = open(file);
        for puc in recorded {
            let found = ledger.store().certificate(*puc, &medico(), &lavoratore()).await.unwrap();
            let found = found.unwrap_or_else(|| panic!("lost: {puc}"));
            assert!(found.certificato == certificato());
            if cancelled.contains(puc) {
                assert!(matches!(found.stato, StatoCertificato::Annullato(_)), "not cancelled: {puc}");
            }
        }
    });
    let connection = rusqlite::Connection::open(file).unwrap();
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

fn open(file: &Path) -> Ledger {
    let store = Store::open(file, Permutation::new(&[1; 32]), &Options::default()).unwrap();
    Ledger::new(store)
}

fn random_below(limit: u64) -> u64 {
    RandomState::new().build_hasher().finish() % limit
}

fn medico() -> CodiceFiscaleMedico {
    CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap()
}

fn lavoratore() -> CodiceFiscale {
    CodiceFiscale::parse("PNIMRA70A01H501P").unwrap()
}

fn certificato() -> Certificato {
    let day = |text: &str| text.parse().unwrap();
    Certificato {
        medico: medico(),
        sede: Sede::default(),
        lavoratore: lavoratore(),
        residenza: Indirizzo {
            via: "VIA ROMA".to_owned(),
            civico: "1".to_owned(),
            cap: "00184".to_owned(),
            codice_catastale: Some("H501".to_owned()),
            comune: None,
            provincia: None,
        },
        reperibilita: None,
        contenuto: Contenuto::Malattia(Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: day("2026-03-02"),
            data_inizio: day("2026-03-02"),
            data_fine: day("2026-03-09"),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: Diagnosi { codice: Some("460".to_owned()), note: None },
            giornata_lavorata: None,
            trauma: None,
            agevolazioni: None,
        }),
    }
}
