//! For whom pages are.

use sac_domain::exchange::Channel;

/// For whom pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Azienda,
    Cittadino,
    /// Doctors and operators.
    Web,
    /// Whoever has codice fiscale and number, at the address that programs in the wild know.
    Classic,
}

impl Audience {
    /// What the paths of the channel begin with.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Azienda => "/azienda",
            Self::Cittadino => "/cittadino",
            Self::Web => "/web",
            Self::Classic => "/AttestatiCittadinoWeb",
        }
    }

    pub(crate) fn cookie(self) -> &'static str {
        match self {
            Self::Azienda => "sac_azienda",
            Self::Cittadino => "sac_cittadino",
            Self::Web => "sac_web",
            Self::Classic => "JSESSIONID_CERTIFICATI",
        }
    }

    /// The channel under which the journal has its exchanges.
    pub(crate) fn channel(self) -> Channel {
        match self {
            Self::Azienda => Channel::Azienda,
            Self::Web => Channel::Web,
            Self::Cittadino | Self::Classic => Channel::Cittadino,
        }
    }
}
