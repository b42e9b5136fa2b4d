//! Instants as they are written for people and programs: RFC 3339, in the time of Rome.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Europe::Rome;

use crate::as_text::as_text;

/// The years that an instant from outside may be in: far enough from the ends of the calendar for every rule that
/// counts days or months from it.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9000;

/// An instant, written with the offset of Rome and read with any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    /// Reads RFC 3339.
    ///
    /// # Errors
    /// Says what would have been right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let instant = DateTime::parse_from_rfc3339(text)
            .map_err(|_| "it is an instant with its offset (RFC 3339), such as 2026-03-01T00:00:00+01:00".to_owned())?
            .to_utc();
        Self::within(instant)
            .ok_or_else(|| format!("it is an instant of the years {} to {}", YEARS.start(), YEARS.end()))
    }

    /// The instant, if it is one of the years that may be set.
    #[must_use]
    pub fn within(instant: DateTime<Utc>) -> Option<Self> {
        YEARS.contains(&chrono::Datelike::year(&instant)).then_some(Self(instant))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.with_timezone(&Rome).to_rfc3339_opts(SecondsFormat::AutoSi, false))
    }
}

as_text!(Instant);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_with_any_offset_and_written_with_that_of_rome() {
        for (read, written) in [
            ("2026-03-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"),
            ("2026-07-01T00:00:00Z", "2026-07-01T02:00:00+02:00"),
            ("2026-01-01T00:00:00.5-05:00", "2026-01-01T06:00:00.500+01:00"),
        ] {
            assert_eq!(Instant::parse(read).unwrap().to_string(), written);
        }
        for bad in ["", "2026-03-01", "2026-03-01T00:00:00", "1800-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "now"] {
            assert!(Instant::parse(bad).is_err(), "{bad}");
        }
    }
}
