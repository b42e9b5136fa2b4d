//! Whoever is logged in: a doctor, or an operator.

use sac_domain::codice_fiscale::CodiceFiscaleMedico;
use sac_domain::user::User;
use sac_people::credentials::{Authenticated, PincodeProof};

/// A doctor, or an operator.
pub(crate) struct Doctor {
    pub(super) caller: Authenticated,
    /// What the pincode typed at log-in proves, for every request of the session.
    pub(super) pincode: PincodeProof,
}

impl Doctor {
    pub(super) fn user(&self) -> &User {
        self.caller.user()
    }

    /// Region and ASL of each registration, as `120/201`.
    pub(super) fn sedi(&self) -> Vec<String> {
        self.user().kind.iscrizioni().iter().map(|own| format!("{}/{}", own.regione, own.asl)).collect()
    }

    /// Whether a document of this doctor's code is the own one.
    pub(super) fn is(&self, code: &CodiceFiscaleMedico) -> bool {
        self.user().kind.codice_fiscale() == Some(code)
    }

    /// Whether the user is registered under this region and ASL.
    pub(super) fn is_of(&self, regione: &str, asl: &str) -> bool {
        self.user().kind.iscrizioni().iter().any(|own| own.regione == regione && own.asl == asl)
    }
}
