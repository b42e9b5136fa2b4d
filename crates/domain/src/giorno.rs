//! A day as a message states it.

use chrono::NaiveDate;

/// A `dateString` (contract §5): it has the form of a date, but whether the calendar has
/// such a day is a business control of its own (`data-inesistente`), so both are kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Giorno {
    text: String,
    date: Option<NaiveDate>,
}

impl Giorno {
    /// Reads `AAAA-MM-GG`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let date = read(text);
        Self { text: text.to_owned(), date }
    }

    /// As it stood in the message.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The day, if the calendar has it.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }
}

fn read(text: &str) -> Option<NaiveDate> {
    let digits = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(digits(0..4)?).ok().filter(|year| *year > 0 && text.len() == 10)?;
    NaiveDate::from_ymd_opt(year, digits(5..7)?, digits(8..10)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_decides() {
        let cases = [
            ("2026-02-28", true),
            ("2026-02-29", false),
            ("2024-02-29", true),
            ("2026-13-01", false),
            ("2026-00-10", false),
            ("0000-01-01", false),
            ("0001-01-01", true),
            ("9999-12-31", true),
        ];
        for (text, exists) in cases {
            assert_eq!(Giorno::new(text).date().is_some(), exists, "{text}");
            assert_eq!(Giorno::new(text).text(), text);
        }
    }
}
