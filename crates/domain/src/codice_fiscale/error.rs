//! What may be wrong with a codice fiscale.

use std::fmt;

use crate::words::{Language, Words};

/// What is wrong with a codice fiscale. It names the place, never the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodiceFiscaleError {
    /// Neither 16 characters nor 11 digits.
    #[error("a codice fiscale has 16 characters, or 11 digits; this one has {found}")]
    Length {
        /// How many characters there are.
        found: usize,
    },
    /// A character that cannot stand where it stands.
    #[error("character {position} must be {expected}")]
    Character {
        /// Counted from 1.
        position: usize,
        /// What may stand there.
        expected: Expected,
    },
    /// Characters 10 and 11 name a day that the month never has.
    #[error("characters 10 and 11 must be a day of month {month} (a woman's plus 40), not {day:02}")]
    Day {
        /// The two digits, omocodia undone.
        day: u32,
        /// 1 to 12.
        month: u32,
    },
    /// The last character does not follow from those before it.
    #[error("the check character must be {expected}")]
    Check {
        /// What follows from the other characters.
        expected: char,
    },
}

/// What may stand at a place of a codice fiscale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `A` to `Z`.
    Letter,
    /// `0` to `9`.
    Digit,
    /// `A` to `Z` or `0` to `9`.
    LetterOrDigit,
    /// `0` to `9`, or one of the letters that stand for a digit in a case of omocodia.
    DigitOrOmocodia,
    /// One of the twelve letters that stand for a month.
    Month,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Letter => "a capital letter",
            Self::Digit => "a digit",
            Self::LetterOrDigit => "a capital letter or a digit",
            Self::DigitOrOmocodia => "a digit, or one of LMNPQRSTUV in its stead",
            Self::Month => "the letter of a month, one of ABCDEHLMPRST",
        })
    }
}

impl Words for CodiceFiscaleError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Length { found } => {
                format!("un codice fiscale ha 16 caratteri, oppure 11 cifre; questo ne ha {found}")
            }
            Self::Character { position, expected } => {
                let expected = match expected {
                    Expected::Letter => "una lettera maiuscola",
                    Expected::Digit => "una cifra",
                    Expected::LetterOrDigit => "una lettera maiuscola o una cifra",
                    Expected::DigitOrOmocodia => "una cifra, o una delle lettere LMNPQRSTUV al suo posto",
                    Expected::Month => "la lettera di un mese, una tra ABCDEHLMPRST",
                };
                format!("al carattere {position} è atteso: {expected}")
            }
            Self::Day { day, month } => {
                format!("ai caratteri 10 e 11 è atteso un giorno del mese {month} (più 40 per una donna), non {day:02}")
            }
            Self::Check { expected } => format!("come carattere di controllo è atteso {expected}"),
        }
    }
}
