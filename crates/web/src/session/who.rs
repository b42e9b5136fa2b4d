//! The kinds of people who log in.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::exchange::How;
use sac_people::credentials::{Authenticated, PincodeProof};
use sac_people::pin::Porta;

/// Who is logged in.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    /// One who reads for employers, by name.
    Employer(String),
    /// A subject of the PIN, on its own pages.
    Pin(CodiceFiscale, Door),
    /// A subject of the PIN, in a channel that takes the PIN too.
    ByPin(CodiceFiscale),
    /// A worker.
    Worker(CodiceFiscale),
    /// A doctor or an operator, and what the pincode typed at log-in proves.
    User { caller: Box<Authenticated>, pincode: PincodeProof },
}

/// What a session with a PIN opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Everything that the profiles allow.
    Whole,
    /// The change of an initial secret, nothing else.
    FirstAccess,
    /// The change of an expired one.
    Change,
    /// The unification.
    Unification,
    /// The area of public bodies, by a password of the former INPDAP before the unification.
    Former,
}

impl Door {
    /// What a good log-in opens.
    pub(crate) fn of(porta: Porta) -> Self {
        match porta {
            Porta::Servizio => Self::Whole,
            Porta::PrimoAccesso => Self::FirstAccess,
            Porta::Cambio => Self::Change,
            Porta::Unificazione => Self::Unification,
        }
    }

    /// The one page, below the channel's path, that such a session reaches.
    pub(crate) fn only(self) -> Option<&'static str> {
        match self {
            Self::Whole | Self::Former => None,
            Self::FirstAccess => Some("/primo-accesso"),
            Self::Change => Some("/cambio"),
            Self::Unification => Some("/unificazione"),
        }
    }
}

impl Who {
    /// The subject whose PIN has opened the session, or can have.
    pub(crate) fn subject(&self) -> Option<&CodiceFiscale> {
        match self {
            Self::Pin(code, _) | Self::ByPin(code) | Self::Worker(code) => Some(code),
            Self::Employer(_) | Self::User { .. } => None,
        }
    }

    /// Whether it is the same person: of each there is one session in a channel.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Employer(one), Self::Employer(other)) => one == other,
            (Self::User { caller: one, .. }, Self::User { caller: other, .. }) => one.user().name == other.user().name,
            (Self::Worker(one), Self::Worker(other))
            | (Self::Pin(one, _), Self::Pin(other, _))
            | (Self::ByPin(one), Self::ByPin(other)) => one == other,
            _ => false,
        }
    }

    /// Whether a client certificate has opened the session, which then lives with that certificate only.
    pub(crate) fn is_by_certificate(&self) -> bool {
        match self {
            Self::Employer(_) | Self::Worker(_) | Self::Pin(..) | Self::ByPin(_) => false,
            Self::User { caller, .. } => caller.how() == How::Certificate,
        }
    }
}
