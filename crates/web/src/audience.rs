//! For whom pages are.

use sac_domain::exchange::Channel;

/// For whom pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Azienda,
    Cittadino,
    /// Doctors and operators.
    Web,
    /// Subjects of the institute's PIN.
    Pin,
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
            Self::Pin => "/pin",
            Self::Classic => "/AttestatiCittadinoWeb",
        }
    }

    pub(crate) fn cookie(self) -> &'static str {
        match self {
            Self::Azienda => "sac_azienda",
            Self::Cittadino => "sac_cittadino",
            Self::Web => "sac_web",
            Self::Pin => "sac_pin",
            Self::Classic => "JSESSIONID_CERTIFICATI",
        }
    }

    /// Below which path of the world the cookie is sent. That of the PIN is sent everywhere: whoever still has to
    /// change a secret is led back from every channel.
    pub(crate) fn cookie_path(self) -> &'static str {
        match self {
            Self::Pin => "",
            other => other.path(),
        }
    }

    /// The last line of every page.
    pub(crate) fn footer(self) -> &'static str {
        match self {
            Self::Pin => "Ambiente di prova: non è il sito dell'INPS.",
            _ => "Ambiente di prova: non è il SAC né il sito dell'INPS.",
        }
    }

    /// The channel under which the journal has its exchanges.
    pub(crate) fn channel(self) -> Channel {
        match self {
            Self::Azienda => Channel::Azienda,
            Self::Web => Channel::Web,
            Self::Pin => Channel::Pin,
            Self::Cittadino | Self::Classic => Channel::Cittadino,
        }
    }
}
