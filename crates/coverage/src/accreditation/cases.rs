//! The cases that come with the program.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::Case;

/// All cases, in the order of the sheet.
#[derive(Clone, Debug)]
pub struct Cases {
    pub(super) all: Vec<Case>,
}

/// A file of cases that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the cases in {file} cannot be read")]
pub struct CasesError {
    /// The file.
    file: &'static str,
    source: toml::de::Error,
}

/// Who performs cases: a kind of user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = AccreditationRole)]
pub enum Role {
    /// A doctor.
    Medico,
    /// A clerk of an ASL or a hospital.
    Operatore,
    /// A region, or another body that forwards for its doctors.
    Ente,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// The files, in the order of the sheet.
const FILES: [(&str, &str); 4] = [
    ("accreditation/certificates.toml", include_str!("../../../../accreditation/certificates.toml")),
    ("accreditation/admissions.toml", include_str!("../../../../accreditation/admissions.toml")),
    ("accreditation/rules.toml", include_str!("../../../../accreditation/rules.toml")),
    ("accreditation/faults.toml", include_str!("../../../../accreditation/faults.toml")),
];

impl Cases {
    /// The cases that come with the program.
    ///
    /// # Panics
    /// Never: a test reads these very files.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static CASES: LazyLock<Cases> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "a test reads these very files")]
            Cases::read().expect("infallible: the files are part of the program")
        });
        &CASES
    }

    fn read() -> Result<Self, CasesError> {
        let mut all = Vec::new();
        for (file, text) in FILES {
            let read: File = toml::from_str(text).map_err(|source| CasesError { file, source })?;
            all.extend(read.case);
        }
        Ok(Self { all })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Case> {
        self.all.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Medico, Self::Operatore, Self::Ente];

    /// The name of the kind of user.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Medico => "medico",
            Self::Operatore => "operatore",
            Self::Ente => "ente",
        }
    }
}
