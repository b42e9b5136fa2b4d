//! The register of workers: those on record, and in `open` mode everybody else.

use super::synthetic_person;
use sac_domain::clock::Clock;
use sac_domain::codice_fiscale::CodiceFiscale;
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
}
