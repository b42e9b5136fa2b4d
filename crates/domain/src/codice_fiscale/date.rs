//! Birth date and sex within a personal code: characters 7 to 11.

use chrono::{Datelike, NaiveDate};

use super::digit;
use super::error::CodiceFiscaleError;
use crate::code::Sesso;

/// The place of the month's letter, counted from 0.
pub(super) const MONTH_PLACE: usize = 8;
/// The letters of the months from January to December.
const MONTHS: &str = "ABCDEHLMPRST";
/// What is added to the day of a woman's birth.
const WOMAN: u32 = 40;

/// The date part of a code, read but not yet placed in a century.
pub(super) struct DatePart {
    year: u32,
    month: u32,
    day: u32,
    pub(super) sesso: Sesso,
}

impl DatePart {
    /// Reads characters 7 to 11; `None` where one is out of its alphabet.
    pub(super) fn read(code: &str) -> Option<Self> {
        let mut chars = code.chars().skip(6);
        let mut next = || chars.next();
        let year = 10 * digit::value(next()?)? + digit::value(next()?)?;
        let month = month(next()?)?;
        let day = 10 * digit::value(next()?)? + digit::value(next()?)?;
        let (day, sesso) = if day > WOMAN { (day - WOMAN, Sesso::F) } else { (day, Sesso::M) };
        Some(Self { year, month, day, sesso })
    }

    /// Whether the day exists in any century. Of the years that share two digits, those of a
    /// full century apart, it is enough to look at 2000 to 2099: 2000 had its 29 February,
    /// and every other year is as long as its like a century before.
    fn exists(&self) -> bool {
        self.in_year(2000).is_some()
    }

    /// The latest such date that is not after `today`.
    pub(super) fn latest(&self, today: NaiveDate) -> Option<NaiveDate> {
        let century = today.year() - today.year().rem_euclid(100);
        // Four centuries hold a leap year that ends in 00.
        (0..=4).filter_map(|back| self.in_year(century - 100 * back)).find(|date| *date <= today)
    }

    fn in_year(&self, century: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(century + i32::try_from(self.year).ok()?, self.month, self.day)
    }
}

/// Whether characters 7 to 11 name a day that exists in one of the centuries they may mean.
pub(super) fn check(code: &str) -> Result<(), CodiceFiscaleError> {
    match DatePart::read(code) {
        Some(part) if !part.exists() => {
            let shown = if part.sesso == Sesso::F { part.day + WOMAN } else { part.day };
            Err(CodiceFiscaleError::Day { day: shown, month: part.month })
        }
        _ => Ok(()),
    }
}

/// 1 to 12.
pub(super) fn month(letter: char) -> Option<u32> {
    MONTHS.find(letter).and_then(|index| u32::try_from(index + 1).ok())
}

/// Characters 7 to 11 for a person born on `date`.
pub(super) fn write(date: NaiveDate, sesso: Sesso) -> String {
    let day = date.day() + if sesso == Sesso::F { WOMAN } else { 0 };
    let month: String = MONTHS.chars().skip(date.month0() as usize).take(1).collect();
    format!("{:02}{month}{day:02}", date.year().rem_euclid(100))
}
