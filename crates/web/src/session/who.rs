//! The kinds of people who log in.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::exchange::How;
use sac_people::credentials::{Authenticated, PincodeProof};

/// Who is logged in.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// One who reads for employers, by name.
    Employer(String),
    /// A worker.
    Worker(CodiceFiscale),
    /// A doctor or an operator, and what the pincode typed at log-in proves.
    User { caller: Box<Authenticated>, pincode: PincodeProof },
}

impl Who {
    /// Whether it is the same person: of each there is one session in a channel.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Employer(one), Self::Employer(other)) => one == other,
            (Self::Worker(one), Self::Worker(other)) => one == other,
            (Self::User { caller: one, .. }, Self::User { caller: other, .. }) => one.user().name == other.user().name,
            _ => false,
        }
    }

    /// Whether a client certificate has opened the session, which then lives with that certificate only.
    pub(crate) fn is_by_certificate(&self) -> bool {
        match self {
            Self::Employer(_) | Self::Worker(_) => false,
            Self::User { caller, .. } => caller.how() == How::Certificate,
        }
    }
}
