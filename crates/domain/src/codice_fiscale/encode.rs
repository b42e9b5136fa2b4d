//! The code that a person's data give.

use chrono::NaiveDate;

use super::{CodiceFiscale, check, cognome_letters, date, nome_letters};
use crate::code::Sesso;

/// Why no code can be made of a person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The surname holds no letter.
    #[error("the surname holds no letter")]
    Cognome,
    /// The first name holds no letter.
    #[error("the first name holds no letter")]
    Nome,
    /// The birthplace is not a codice catastale.
    #[error("the birthplace must be a letter and three digits, as H501")]
    Luogo,
}

impl CodiceFiscale {
    /// The code, without omocodia, of the person with these data. `luogo` is the codice
    /// catastale of the comune of birth, or of the country (`Z404`). Accents count as the
    /// plain letter; blanks, hyphens and apostrophes do not count.
    ///
    /// # Errors
    /// Which of the data cannot be used.
    pub fn encode(
        cognome: &str,
        nome: &str,
        sesso: Sesso,
        data_nascita: NaiveDate,
        luogo: &str,
    ) -> Result<Self, EncodeError> {
        let mut code = cognome_letters(cognome).ok_or(EncodeError::Cognome)?;
        code.push_str(&nome_letters(nome).ok_or(EncodeError::Nome)?);
        code.push_str(&date::write(data_nascita, sesso));
        code.push_str(catastale(luogo)?);
        code.extend(check::check_letter(code.chars()));
        Ok(Self(code.into()))
    }
}

fn catastale(luogo: &str) -> Result<&str, EncodeError> {
    let right = luogo.len() == 4
        && luogo.starts_with(|first: char| first.is_ascii_uppercase())
        && luogo.chars().skip(1).all(|digit| digit.is_ascii_digit());
    if right { Ok(luogo) } else { Err(EncodeError::Luogo) }
}
