//! The kinds of people who log in.

use sac_domain::codice_fiscale::CodiceFiscale;

/// Who is logged in.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// One who reads for employers, by name.
    Employer(String),
    /// A worker.
    Worker(CodiceFiscale),
}

impl Who {
    /// Whether it is the same person: of each there is one session in a channel.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Employer(one), Self::Employer(other)) => one == other,
            (Self::Worker(one), Self::Worker(other)) => one == other,
            _ => false,
        }
    }

    /// Whether a client certificate has opened the session, which then lives with that certificate only.
    pub(crate) fn is_by_certificate(&self) -> bool {
        match self {
            Self::Employer(_) | Self::Worker(_) => false,
        }
    }
}
