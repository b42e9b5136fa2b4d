//! The register of workers: those on record, and in `open` mode everybody else.

use super::synthetic_employer;
use super::synthetic_person;
use chrono::NaiveDate;
use sac_domain::clock::Clock;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::{Destinatario, Employer};
use sac_domain::person::Lavoratore;
use sac_settings::RegisterMode;
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

    /// The employers whose employment of the worker meets this period (both days included), with the office of the
    /// post. In `open` mode a worker who is not on record, and for whom no employment is written down, has one
    /// made-up employer since the eighteenth birthday.
    ///
    /// # Errors
    ///
    /// The store's.
    pub async fn employers_of(
        &self,
        worker: &Lavoratore,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<Vec<Destinatario>, StoreError> {
        let code = &worker.codice_fiscale;
        let written = self.store.employments(Some(code)).await?;
        if written.is_empty() {
            let is_made_up = self.mode == RegisterMode::Open && self.store.worker(code).await?.is_none();
            let grown_up = worker.data_nascita.checked_add_months(chrono::Months::new(18 * 12));
            return Ok(match grown_up {
                Some(day) if is_made_up && day <= until => {
                    vec![Destinatario { employer: synthetic_employer::of(code).codice_fiscale, codice_sede: None }]
                }
                _ => Vec::new(),
            });
        }
        let mut found: Vec<Destinatario> = Vec::new();
        for employment in written.into_iter().filter(|employment| employment.meets(from, until)) {
            if found.iter().any(|one| one.employer == employment.employer) {
                continue;
            }
            let codice_sede = match employment.codice_sede {
                Some(sede) => Some(sede),
                None => self.store.employer(&employment.employer).await?.and_then(|employer| employer.codice_sede),
            };
            found.push(Destinatario { employer: employment.employer, codice_sede });
        }
        Ok(found)
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
