//! What a personal code says about the person.

use std::fmt;

use chrono::NaiveDate;

use super::date::DatePart;
use super::{CodiceFiscale, digit};
use crate::code::Sesso;

/// What a code of sixteen characters says about its holder. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The three letters taken from the surname.
    pub cognome: String,
    /// The three letters taken from the first name.
    pub nome: String,
    /// The birth date, in the latest century in which it is not in the future.
    pub data_nascita: NaiveDate,
    /// The sex.
    pub sesso: Sesso,
    /// The codice catastale of the comune of birth or, with `Z`, of the country; omocodia undone.
    pub luogo: String,
}

impl CodiceFiscale {
    /// Reads the code as of `today` (the civil date in Rome), which settles the century: a
    /// code has two digits for the year, and the latest date not after `today` is meant.
    ///
    /// `None` for a provisional code, which says nothing about the person.
    #[must_use]
    pub fn decode(&self, today: NaiveDate) -> Option<Decoded> {
        if self.is_provisional() {
            return None;
        }
        let date = DatePart::read(&self.0)?;
        let luogo = self.0.get(11..15)?.chars().enumerate().map(|(index, found)| {
            let digit = if index == 0 { None } else { digit::value(found) };
            digit.and_then(|value| char::from_digit(value, 10)).unwrap_or(found)
        });
        Some(Decoded {
            cognome: self.0.get(0..3)?.to_owned(),
            nome: self.0.get(3..6)?.to_owned(),
            data_nascita: date.latest(today)?,
            sesso: date.sesso,
            luogo: luogo.collect(),
        })
    }
}

impl fmt::Debug for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decoded(***)")
    }
}
