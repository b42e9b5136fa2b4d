//! Whoever reads as a worker.

use sac_domain::codice_fiscale::CodiceFiscale;

/// A worker who is logged in.
#[derive(Clone, Debug)]
pub(crate) struct Worker {
    pub(crate) code: CodiceFiscale,
}
