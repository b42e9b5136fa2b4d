//! The codice fiscale: the code by which the State knows a person.
//!
//! Sixteen characters, of which each says something (`RSSMRA80A01H501U`: surname, name, year,
//! month, day and sex, birthplace, check letter), or eleven digits for a provisional code.
//! A [`CodiceFiscale`] cannot be built wrong; a doctor's, which is never decoded, has a type
//! of its own, [`CodiceFiscaleMedico`]. Sources: rules §3 and contract §5.

mod check;
mod date;
mod decode;
mod digit;
mod encode;
mod error;
mod letters;
mod medico;
mod omocodia;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use decode::Decoded;
pub use encode::EncodeError;
pub use error::{CodiceFiscaleError, Expected};
pub use letters::{cognome_letters, nome_letters};
pub use medico::CodiceFiscaleMedico;

/// Length of the code of a person.
const PERSONAL: usize = 16;
/// Length of a provisional code.
const PROVISIONAL: usize = 11;

/// A worker's codice fiscale, in upper case and with everything checked that the code
/// itself allows: 16 characters with a right check letter, a real month and day, or 11 digits with
/// a right check digit (rules §3, `lavoratore-cf-non-valido`).
///
/// Whether the birthplace exists, or the letters can stem from a name, is not asked.
/// `Debug` never shows the code: call [`as_str`](Self::as_str) where it is meant.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodiceFiscale(Box<str>);

impl CodiceFiscale {
    /// Reads a code as it stands: no blanks are trimmed, no lower case is raised.
    ///
    /// # Errors
    /// The first thing that is wrong, from left to right, the check character last.
    pub fn parse(text: &str) -> Result<Self, CodiceFiscaleError> {
        match text.chars().count() {
            PERSONAL => check_personal(text)?,
            PROVISIONAL => check_provisional(text)?,
            found => return Err(CodiceFiscaleError::Length { found }),
        }
        Ok(Self(text.into()))
    }

    /// The code as on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a provisional code of eleven digits, which says nothing about the person.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.0.len() == PROVISIONAL
    }
}

impl fmt::Debug for CodiceFiscale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodiceFiscale(***)")
    }
}

impl std::str::FromStr for CodiceFiscale {
    type Err = CodiceFiscaleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CodiceFiscale {
    type Error = CodiceFiscaleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CodiceFiscale> for String {
    fn from(code: CodiceFiscale) -> Self {
        code.0.into()
    }
}

fn check_personal(text: &str) -> Result<(), CodiceFiscaleError> {
    for (index, found) in text.chars().enumerate() {
        let (expected, right) = match index {
            _ if digit::is_digit_place(index) => (Expected::DigitOrOmocodia, digit::value(found).is_some()),
            date::MONTH_PLACE => (Expected::Month, date::month(found).is_some()),
            _ => (Expected::Letter, found.is_ascii_uppercase()),
        };
        if !right {
            return Err(CodiceFiscaleError::Character { position: index + 1, expected });
        }
    }
    date::check(text)?;
    check::check_letter_of(text)
}

fn check_provisional(text: &str) -> Result<(), CodiceFiscaleError> {
    if let Some(index) = text.chars().position(|found| !found.is_ascii_digit()) {
        return Err(CodiceFiscaleError::Character { position: index + 1, expected: Expected::Digit });
    }
    check::check_digit_of(text)
}

#[cfg(test)]
mod tests;
