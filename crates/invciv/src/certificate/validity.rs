//! How long a certificate can be paired with a domanda.

use chrono::{Days, NaiveDate};

use crate::settings::CertificateDays;

/// The day from which the longer validity counts, under `dated` (INPS message 28110 of 9/11/2010).
const LONGER_FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2010, 11, 9);

/// The last day on which a certificate released on `released` can be paired.
#[must_use]
pub fn last_day(released: NaiveDate, setting: CertificateDays) -> NaiveDate {
    let days = match setting {
        CertificateDays::Ninety => 90,
        CertificateDays::Dated if LONGER_FROM.is_some_and(|from| released >= from) => 90,
        CertificateDays::Thirty | CertificateDays::Dated => 30,
    };
    released.checked_add_days(Days::new(days)).unwrap_or(released)
}

/// Whether a certificate released on `released` can be paired on `today`.
#[must_use]
pub fn is_valid_on(today: NaiveDate, released: NaiveDate, setting: CertificateDays) -> bool {
    today <= last_day(released, setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_counts_and_the_next_does_not() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (setting, released, last) in [
            (CertificateDays::Thirty, "2010-03-01", "2010-03-31"),
            (CertificateDays::Ninety, "2010-03-01", "2010-05-30"),
            (CertificateDays::Dated, "2010-11-08", "2010-12-08"),
            (CertificateDays::Dated, "2010-11-09", "2011-02-07"),
        ] {
            assert_eq!(last_day(day(released), setting), day(last));
            assert!(is_valid_on(day(last), day(released), setting));
            assert!(!is_valid_on(day(last) + Days::new(1), day(released), setting));
        }
    }
}
