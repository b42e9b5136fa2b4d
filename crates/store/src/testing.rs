//! What the tests of this crate and of those that use it need: a store of their own, and
//! documents to put into it.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use tempfile::TempDir;

use super::permutation::Permutation;
use super::sqlite::Options;
use super::{Ledger, Store};
use sac_domain::admission::{ComunicazioneRicovero, Ricovero, SedeRicovero};
use sac_domain::certificate::{Certificato, Contenuto, Diagnosi, Dimissione, Indirizzo, Malattia, Sede};
use sac_domain::code::{Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::identifier::Pucir;
use sac_domain::user::{Iscrizione, User, UserKind};

/// A ledger over a file of its own, which lives as long as the directory is held.
pub fn ledger() -> (TempDir, Ledger) {
    let directory = tempfile::tempdir().unwrap();
    let ledger = ledger_at(&directory.path().join("sac.db"), 1);
    (directory, ledger)
}

/// A ledger over a database in memory, and nothing to hold.
pub fn ledger_in_memory() -> ((), Ledger) {
    ((), Ledger::new(Store::in_memory(Permutation::new(&[1; 32])).unwrap()))
}

/// A ledger over this file, with numbers drawn under this key.
pub fn ledger_at(path: &Path, key: u8) -> Ledger {
    Ledger::new(store_at(path, key, &Options::default()))
}

/// A store over this file, with numbers drawn under this key.
pub fn store_at(path: &Path, key: u8, options: &Options) -> Store {
    Store::open(path, Permutation::new(&[key; 32]), options).unwrap()
}

/// An instant.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// When most things are received in tests.
pub fn noon() -> DateTime<Utc> {
    at("2026-03-02T11:00:00Z")
}

/// A date.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The official test doctor.
pub fn medico() -> CodiceFiscaleMedico {
    CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap()
}

/// The official test worker.
pub fn lavoratore() -> CodiceFiscale {
    CodiceFiscale::parse("PNIMRA70A01H501P").unwrap()
}

/// Another worker.
pub fn altro_lavoratore() -> CodiceFiscale {
    CodiceFiscale::parse("RSSMRA85T10A562S").unwrap()
}

/// The test doctor as a user.
pub fn utente_medico(name: &str) -> User {
    User {
        name: name.to_owned(),
        kind: UserKind::Medico {
            codice_fiscale: medico(),
            iscrizioni: vec![Iscrizione { regione: "120".to_owned(), asl: "201".to_owned() }],
        },
        password_hash: None,
        pincode_hash: None,
        blocked: false,
        seed_password: false,
    }
}

/// An address in Rome.
pub fn residenza() -> Indirizzo {
    Indirizzo {
        via: "VIA ROMA".to_owned(),
        civico: "1".to_owned(),
        cap: "00184".to_owned(),
        codice_catastale: Some("H501".to_owned()),
        comune: None,
        provincia: None,
    }
}

/// A certificate of the test doctor for the test worker, from 2 March 2026 to `data_fine`.
pub fn certificato(data_fine: &str) -> Certificato {
    Certificato {
        medico: medico(),
        sede: Sede::default(),
        lavoratore: lavoratore(),
        residenza: residenza(),
        reperibilita: None,
        contenuto: Contenuto::Malattia(Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: day("2026-03-02"),
            data_inizio: day("2026-03-02"),
            data_fine: day(data_fine),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: Diagnosi { codice: Some("460".to_owned()), note: None },
            giornata_lavorata: None,
            trauma: None,
            agevolazioni: None,
        }),
    }
}

/// An admission of the test worker on 27 February 2026.
pub fn ricovero() -> ComunicazioneRicovero {
    ComunicazioneRicovero {
        sede: SedeRicovero { codice_regione: "120".to_owned(), codice_asl: "201".to_owned(), codice_struttura: None },
        lavoratore: lavoratore(),
        residenza: residenza(),
        ricovero: Ricovero { data_ricovero: day("2026-02-27"), giornata_lavorata: None, trauma: None },
        redattore: None,
    }
}

/// The discharge certificate that closes the admission, with a prognosis until 20 March.
pub fn dimissione(pucir: Pucir) -> Certificato {
    Certificato {
        contenuto: Contenuto::Dimissione {
            pucir,
            dimissione: Dimissione {
                ruolo_medico: Ruolo::Ssn,
                data_ricovero: day("2026-02-27"),
                data_dimissione: day("2026-03-02"),
                data_fine: day("2026-03-20"),
                tipo_certificato: TipoCertificato::Inizio,
                tipo_ricovero: TipoRicovero::Ricovero,
                diagnosi: Diagnosi { codice: None, note: Some("frattura".to_owned()) },
                giornata_lavorata: None,
                trauma: None,
                agevolazioni: None,
            },
        },
        ..certificato("2026-03-20")
    }
}
