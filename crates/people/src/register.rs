//! The register of workers: those on record, and in `open` mode everybody else.

use super::synthetic_employer;
use super::synthetic_person;
use chrono::NaiveDate;
use sac_domain::certificate::Indirizzo;
use sac_domain::clock::Clock;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::{Destinatario, Employer};
use sac_domain::person::Lavoratore;
use sac_settings::RegisterMode;
use sac_store::register::WorkerFile;
use sac_store::{Store, StoreError};

/// Who the workers are (rules §3, `lavoratore-sconosciuto`).
pub struct Register {
    store: Store,
    mode: RegisterMode,
    clock: Clock,
}

impl Register {
    /// A register over the workers in `store`.
    #[must_use]
    pub fn new(store: Store, mode: RegisterMode, clock: Clock) -> Self {
        Self { store, mode, clock }
    }

    /// The worker of this code. One who is not on record is made up in `open` mode (the same
    /// person every time) and unknown in `closed` mode.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn find(&self, codice_fiscale: CodiceFiscale) -> Result<Option<Lavoratore>, StoreError> {
        if let Some(on_record) = self.store.worker(&codice_fiscale).await? {
            return Ok(Some(on_record));
        }
        Ok(match self.mode {
            RegisterMode::Open => Some(synthetic_person::person(codice_fiscale, self.clock.today())),
            RegisterMode::Closed => None,
        })
    }

    /// Where the worker lives. One without a residence on record has a made-up one in `open` mode, and none in `closed`
    /// mode.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn residenza(&self, code: &CodiceFiscale) -> Result<Option<Indirizzo>, StoreError> {
        let on_record = self.store.worker_profile(code).await?.and_then(|profile| profile.recapiti.residenza);
        Ok(on_record.or_else(|| (self.mode == RegisterMode::Open).then(|| synthetic_person::residenza(code))))
    }

    /// How the register knows workers who are not on record.
    #[must_use]
    pub fn mode(&self) -> RegisterMode {
        self.mode
    }

    /// The employer of this code, on record or made up.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn employer(&self, code: &CodiceFiscale) -> Result<Option<Employer>, StoreError> {
        Ok(self.store.employer(code).await?.or_else(|| synthetic_employer::find(code)))
    }
}

/// The employers whose employment of the worker meets this period (both days included), with the office of the
/// post. In `open` mode a worker who is not on record, and for whom no employment is written down, has one
/// made-up employer since the eighteenth birthday.
#[must_use]
pub fn employers_of(
    mode: RegisterMode,
    worker: &Lavoratore,
    file: &WorkerFile,
    (from, until): (NaiveDate, NaiveDate),
) -> Vec<Destinatario> {
    if file.employments.is_empty() {
        let is_made_up = mode == RegisterMode::Open && !file.is_on_record;
        let grown_up = worker.data_nascita.checked_add_months(chrono::Months::new(18 * 12));
        return match grown_up {
            Some(day) if is_made_up && day <= until => {
                let employer = synthetic_employer::of(&worker.codice_fiscale).codice_fiscale;
                vec![Destinatario { employer, codice_sede: None }]
            }
            _ => Vec::new(),
        };
    }
    let mut found: Vec<Destinatario> = Vec::new();
    for employment in file.employments.iter().filter(|employment| employment.meets(from, until)) {
        if !found.iter().any(|one| one.employer == employment.employer) {
            let (employer, codice_sede) = (employment.employer.clone(), employment.codice_sede.clone());
            found.push(Destinatario { employer, codice_sede });
        }
    }
    found
}
