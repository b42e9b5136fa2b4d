//! The codes of the contract (§5), each an enumeration.

/// An enumeration whose values have a word on the wire: the same in tables, in columns and in JSON.
///
/// The crate that calls it depends on `serde`.
#[macro_export]
macro_rules! code {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $letter:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$case_doc])* #[serde(rename = $letter)] $case),+
        }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$case),+];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$case => $letter),+ }
            }

            /// The value that this word stands for.
            #[must_use]
            pub fn parse(letter: &str) -> Option<Self> {
                match letter { $($letter => Some(Self::$case),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

code! {
    /// In which capacity the doctor writes (decree §4).
    Ruolo {
        /// Doctor of the national health service.
        Ssn = "S",
        /// Private practice.
        LiberoProfessionista = "P",
    }
}
code! {
    /// Where the visit took place.
    TipoVisita {
        /// In the surgery.
        Ambulatoriale = "A",
        /// At the patient's home.
        Domiciliare = "D",
        /// In the emergency room.
        ProntoSoccorso = "P",
    }
}
code! {
    /// How the certificate stands to the illness.
    TipoCertificato {
        /// The first one.
        Inizio = "I",
        /// Goes on from an earlier one.
        Continuazione = "C",
        /// A relapse.
        Ricaduta = "R",
    }
}
code! {
    /// The kind of stay in hospital.
    TipoRicovero {
        /// Ordinary admission.
        Ricovero = "R",
        /// Day hospital.
        DayHospital = "H",
    }
}
code! {
    /// Why the worker is exempt from the hours of availability.
    Agevolazione {
        /// Life-saving therapy.
        TerapiaSalvavita = "T",
        /// Cause connected with service.
        CausaDiServizio = "C",
        /// Recognised disability.
        Invalidita = "I",
    }
}
code! {
    /// The sex that a register knows.
    Sesso {
        /// Male.
        M = "M",
        /// Female.
        F = "F",
    }
}
