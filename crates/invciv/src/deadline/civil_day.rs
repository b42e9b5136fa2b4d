//! Where a day begins and ends in Rome.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

/// The first instant of the day in Rome.
#[must_use]
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Since 1980 no change of the clocks in Rome skips midnight; an older one counts as UTC + 1.
    Rome.from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc() - Duration::hours(1), |instant| instant.with_timezone(&Utc))
}

/// The last millisecond of the day in Rome.
#[must_use]
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    start_of_day(day + Duration::days(1)) - Duration::milliseconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_23_24_or_25_hours() {
        for (day, first, last) in [
            ("2010-03-31", "2010-03-30T22:00:00Z", "2010-03-31T21:59:59.999Z"),
            ("2010-03-28", "2010-03-27T23:00:00Z", "2010-03-28T21:59:59.999Z"),
            ("2010-10-31", "2010-10-30T22:00:00Z", "2010-10-31T22:59:59.999Z"),
        ] {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(start_of_day(day), first.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(end_of_day(day), last.parse::<DateTime<Utc>>().unwrap());
        }
    }
}
