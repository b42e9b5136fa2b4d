//! The codice fiscale of a doctor or operator.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CodiceFiscale, CodiceFiscaleError, Expected, PERSONAL, check};

/// The codice fiscale of a doctor or operator: the contract's pattern
/// `[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]` and a right check letter
/// (contract §5, rules §3). It is never decoded: the official test doctor's code has no
/// month, day or birthplace. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodiceFiscaleMedico(Box<str>);

impl CodiceFiscaleMedico {
    /// Reads a code as it stands: no blanks are trimmed, no lower case is raised.
    ///
    /// # Errors
    /// The first thing that is wrong, from left to right, the check letter last.
    pub fn parse(text: &str) -> Result<Self, CodiceFiscaleError> {
        let found = text.chars().count();
        if found != PERSONAL {
            return Err(CodiceFiscaleError::Length { found });
        }
        for (index, found) in text.chars().enumerate() {
            let either = matches!(index, 6 | 7 | 9 | 10 | 12..=14);
            let expected = if either { Expected::LetterOrDigit } else { Expected::Letter };
            if !(found.is_ascii_uppercase() || either && found.is_ascii_digit()) {
                return Err(CodiceFiscaleError::Character { position: index + 1, expected });
            }
        }
        check::check_letter_of(text)?;
        Ok(Self(text.into()))
    }

    /// The code as on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CodiceFiscaleMedico {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodiceFiscaleMedico(***)")
    }
}

impl std::str::FromStr for CodiceFiscaleMedico {
    type Err = CodiceFiscaleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CodiceFiscaleMedico {
    type Error = CodiceFiscaleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CodiceFiscaleMedico> for String {
    fn from(code: CodiceFiscaleMedico) -> Self {
        code.0.into()
    }
}

/// A doctor may be a patient: the code of a person, not a provisional one, is also a doctor's.
impl TryFrom<&CodiceFiscale> for CodiceFiscaleMedico {
    type Error = CodiceFiscaleError;

    fn try_from(code: &CodiceFiscale) -> Result<Self, Self::Error> {
        Self::parse(code.as_str())
    }
}
