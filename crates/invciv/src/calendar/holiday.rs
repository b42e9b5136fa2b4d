//! National holidays of Italy.

use chrono::{Datelike, Days, NaiveDate};

/// Month and day of the holidays that do not move.
const FIXED: [(u32, u32); 10] =
    [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)];

/// Whether the day is a national holiday. Sundays and patron saints are not among them.
#[must_use]
pub fn is_national_holiday(day: NaiveDate) -> bool {
    let easter_monday = || easter(day.year()).and_then(|sunday| sunday.checked_add_days(Days::new(1)));
    FIXED.contains(&(day.month(), day.day())) || easter_monday() == Some(day)
}

/// Easter Sunday of a year of the Gregorian calendar: the Sunday after the first full moon of spring, by
/// the cycle of the Church.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (century, golden) = (year.div_euclid(100), year.rem_euclid(19));
    // Age of the moon, corrected for the leap days left out and for the drift of the cycle.
    let drift = (13 + 8 * century) / 25;
    let skipped = century - century / 4 - drift + 15;
    let moon = (19 * golden + skipped).rem_euclid(30);
    // The lunar table has 29 days in its last month: two of its entries are one day earlier.
    let moon = moon - i32::from(moon == 29 || (moon == 28 && golden > 10));
    let leap_shift = (4 + century - century / 4).rem_euclid(7);
    let weekday = (2 * year.rem_euclid(4) + 4 * year.rem_euclid(7) + 6 * moon + leap_shift).rem_euclid(7);
    let after = u32::try_from(22 + moon + weekday).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(Days::new(u64::from(after) - 1))
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;

    #[test]
    fn easter_falls_where_the_tables_have_it() {
        for (year, month, day) in [
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2009, 4, 12),
            (2010, 4, 4),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }

    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april() {
        for year in 1900..2300 {
            let day = easter(year).unwrap();
            assert_eq!(day.weekday(), Weekday::Sun, "{day}");
            assert!((322..=425).contains(&(day.month() * 100 + day.day())), "{day}");
        }
    }

    #[test]
    fn easter_monday_is_a_holiday_and_good_friday_is_none() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for holiday in ["2010-04-05", "2010-12-26", "2010-06-02"] {
            assert!(is_national_holiday(day(holiday)), "{holiday}");
        }
        for other in ["2010-04-02", "2010-04-04", "2010-03-15", "2010-06-29"] {
            assert!(!is_national_holiday(day(other)), "{other}");
        }
    }
}
