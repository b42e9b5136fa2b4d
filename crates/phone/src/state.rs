//! The states of the dialogue.

macro_rules! states {
    ($($(#[$doc:meta])* $state:ident = $name:literal),+ $(,)?) => {
        /// Where a call stands: at a question, or at its end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum State {
            $($(#[$doc])* $state),+
        }

        impl State {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$state),+];

            /// The name in documents and scripts.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$state => $name),+ }
            }

            /// The state of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.name() == name)
            }
        }
    };
}

states! {
    /// The greeting.
    Benv = "BENV",
    /// The doctor's telephone code.
    Ident = "IDENT",
    /// The doctor's PIN.
    Pin = "PIN",
    /// What to do.
    Menu = "MENU",
    /// In whose name, where there are several registrations.
    Sede = "SEDE",
    /// To send: the worker.
    Cf = "CF",
    /// Whether it is the right one.
    CfConf = "CF_CONF",
    /// Whether the residence is right.
    Res = "RES",
    /// In which capacity.
    Ruolo = "RUOLO",
    /// First, continuation, relapse.
    Tipo = "TIPO",
    /// Where the visit was.
    Visita = "VISITA",
    /// The day of issue.
    Rilascio = "RILASCIO",
    /// The first day of illness.
    Inizio = "INIZIO",
    /// The last day of the prognosis.
    FineProg = "FINE_PROG",
    /// The kind of diagnosis code.
    IcdTipo = "ICD_TIPO",
    /// The diagnosis code.
    Icd = "ICD",
    /// Whether the day of the visit was still worked.
    FlagG = "FLAG_G",
    /// Whether an injury is the cause.
    FlagT = "FLAG_T",
    /// Exemptions.
    Agev = "AGEV",
    /// All of it, to be confirmed.
    SConf = "S_CONF",
    /// The protocol number.
    Ok = "OK",
    /// To rectify: the worker.
    RCf = "R_CF",
    /// Whether it is the right one.
    RCfConf = "R_CF_CONF",
    /// The certificate.
    RPuc = "R_PUC",
    /// Its new last day.
    RFine = "R_FINE",
    /// To be confirmed.
    RConf = "R_CONF",
    /// To cancel: the worker.
    ACf = "A_CF",
    /// Whether it is the right one.
    ACfConf = "A_CF_CONF",
    /// The certificate.
    APuc = "A_PUC",
    /// To be confirmed.
    AConf = "A_CONF",
    /// To hear of an attestato: the worker.
    InfoCf = "INFO_CF",
    /// Its number.
    InfoPuc = "INFO_PUC",
    /// What it says.
    Info = "INFO",
    /// The end.
    Fine = "FINE",
    /// The end after too many failures.
    FineErr = "FINE_ERR",
}

impl State {
    /// Whether the call is over.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Fine | Self::FineErr)
    }

    /// Whether what is keyed there is a secret.
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Ident | Self::Pin)
    }

    /// Whether a worker's codice fiscale is keyed there.
    pub(crate) fn names_worker(self) -> bool {
        matches!(self, Self::Cf | Self::RCf | Self::ACf | Self::InfoCf)
    }

    /// Whether a protocol number is keyed there.
    pub(crate) fn names_document(self) -> bool {
        matches!(self, Self::RPuc | Self::APuc | Self::InfoPuc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_name_of_its_own() {
        for state in State::ALL {
            assert_eq!(State::from_name(state.name()), Some(*state));
        }
        assert_eq!(State::from_name("REFUSED"), None);
    }
}
