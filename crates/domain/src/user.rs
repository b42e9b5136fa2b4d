//! The persons and bodies that call the service (rules §5).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::codice_fiscale::CodiceFiscaleMedico;

/// A place in the health service: a region and one of its ASL, three digits each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Iscrizione {
    /// Three digits, such as `120` for Lazio.
    pub regione: String,
    /// Three digits, such as `201`.
    pub asl: String,
}

/// Who calls, and what that makes of the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserKind {
    /// A doctor: all ten operations, with a pincode.
    Medico {
        /// The doctor's own code.
        codice_fiscale: CodiceFiscaleMedico,
        /// Where the doctor is registered.
        iscrizioni: Vec<Iscrizione>,
    },
    /// A clerk of an ASL or a hospital: admissions only.
    Operatore {
        /// The clerk's own code.
        codice_fiscale: CodiceFiscaleMedico,
        /// For whom the clerk works.
        iscrizioni: Vec<Iscrizione>,
    },
    /// A region, or another body that forwards for its doctors and operators.
    Ente {
        /// Three digits.
        regione: String,
    },
}

impl UserKind {
    /// The name by which the kind goes in settings, tables and records.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Medico { .. } => "medico",
            Self::Operatore { .. } => "operatore",
            Self::Ente { .. } => "ente",
        }
    }

    /// The person's own code; a body has none.
    #[must_use]
    pub fn codice_fiscale(&self) -> Option<&CodiceFiscaleMedico> {
        match self {
            Self::Medico { codice_fiscale, .. } | Self::Operatore { codice_fiscale, .. } => Some(codice_fiscale),
            Self::Ente { .. } => None,
        }
    }

    /// The places where the person is registered; a body has none.
    #[must_use]
    pub fn iscrizioni(&self) -> &[Iscrizione] {
        match self {
            Self::Medico { iscrizioni, .. } | Self::Operatore { iscrizioni, .. } => iscrizioni,
            Self::Ente { .. } => &[],
        }
    }
}

/// A user of the gateway.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name given at log-in: the *codice identificativo* that Sistema TS issues.
    pub name: String,
    /// Who it is.
    pub kind: UserKind,
    /// The password as argon2 keeps it (PHC string); without one, only a client certificate authenticates.
    pub password_hash: Option<String>,
    /// The pincode under the installation's key (HMAC-SHA-256); doctors only.
    pub pincode_hash: Option<[u8; 32]>,
    /// Blocked by the administrator, until unblocked.
    pub blocked: bool,
    /// The password is still the one of the seed, which is public.
    pub seed_password: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("kind", &self.kind.name()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_kind_and_no_secret() {
        let user = User {
            name: "rossi".to_owned(),
            kind: UserKind::Ente { regione: "120".to_owned() },
            password_hash: Some("$argon2id$segreta".to_owned()),
            pincode_hash: Some([77; 32]),
            blocked: false,
            seed_password: false,
        };
        assert_eq!(format!("{user:?}"), "User { kind: \"ente\", .. }");
    }
}
