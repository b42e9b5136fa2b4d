//! The deadlines of the process: what each counts, from when, and how late it is.
//!
//! "day + n" counts calendar days, the first day not counted, and lasts until the last millisecond
//! of that day in Rome. A deadline that ends on a holiday is not moved (assumed).

mod civil_day;

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};
use sac_domain::clock::civil_date;

pub use civil_day::{end_of_day, start_of_day};

sac_domain::code! {
    /// A deadline, by its name in the tables.
    Deadline {
        /// Last day on which a certificate can be paired.
        Abbinamento = "abbinamento",
        /// A draft is erased.
        Bozza = "bozza",
        /// How long a proposed slot is held.
        Trattenuta = "trattenuta",
        /// Limit of the visit: 15 days (rosso) or 30 (verde) from the presentation.
        Visita = "visita",
        /// The visit is continued by this day.
        Continuazione = "continuazione",
        /// The second call is within three months of the absence.
        Richiamo = "richiamo",
        /// An impediment is proved within five days of the absence.
        Impedimento = "impedimento",
        /// A home visit is asked for at least five days before the visit.
        Domiciliare = "domiciliare",
        /// The president decides on a home visit within five days of its reception.
        DecisioneDomiciliare = "decisione-domiciliare",
        /// A verbale that was not validated for ten days shows in the monitor.
        Silenzio = "silenzio",
        /// A suspension lasts ten days.
        Sospensione = "sospensione",
        /// The direct visit is within twenty days of its order.
        Diretta = "diretta",
        /// The data are asked for again after thirty days.
        Sollecito = "sollecito",
        /// From the presentation to the payment.
        CentoventiGiorni = "centoventi-giorni",
        /// A calendar reaches at most ninety days ahead.
        Orizzonte = "orizzonte",
        /// A session whose appointments are open two days later.
        Chiusura = "chiusura",
        /// A paper verbale is acquired within 48 hours.
        QuarantottoOre = "quarantotto-ore",
        /// A revision is opened ninety days before the expiry.
        Revisione = "revisione",
        /// The checks of a deferred transmission.
        Accettazione = "accettazione",
        /// When a letter leaves.
        Partenza = "partenza",
        /// When a letter arrives.
        Recapito = "recapito",
        /// How long a letter waits for its addressee.
        Giacenza = "giacenza",
    }
}

/// How long a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Calendar days; the last one counts to its end.
    Days(i64),
    /// Days before the date that it is measured from.
    DaysBefore(i64),
    /// The same day of a following month, or that month's last day.
    Months(u32),
    /// Hours to the minute.
    Hours(i64),
    /// A setting, the urgency or the means decides.
    Varies,
}

impl Deadline {
    /// Its length, one row a deadline.
    #[must_use]
    pub const fn length(self) -> Length {
        match self {
            Self::Bozza | Self::Continuazione | Self::Sollecito | Self::Giacenza => Length::Days(30),
            Self::Richiamo => Length::Months(3),
            Self::Impedimento | Self::DecisioneDomiciliare => Length::Days(5),
            Self::Domiciliare => Length::DaysBefore(5),
            Self::Silenzio | Self::Sospensione => Length::Days(10),
            Self::Diretta => Length::Days(20),
            Self::CentoventiGiorni => Length::Days(120),
            Self::Orizzonte => Length::Days(90),
            Self::Chiusura => Length::Days(2),
            Self::QuarantottoOre => Length::Hours(48),
            Self::Revisione => Length::DaysBefore(90),
            Self::Abbinamento
            | Self::Trattenuta
            | Self::Visita
            | Self::Accettazione
            | Self::Partenza
            | Self::Recapito => Length::Varies,
        }
    }

    /// The last day, counted from `day`; none where the length varies or is of hours.
    #[must_use]
    pub fn last_day(self, day: NaiveDate) -> Option<NaiveDate> {
        match self.length() {
            Length::Days(days) => day.checked_add_signed(Duration::days(days)),
            Length::DaysBefore(days) => day.checked_sub_signed(Duration::days(days)),
            Length::Months(months) => day.checked_add_months(Months::new(months)),
            Length::Hours(_) | Length::Varies => None,
        }
    }
}

/// How far a pratica is on its way through the 120 days (circular §13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Paid by the 120th day.
    PaidInTime,
    /// Paid, but later.
    PaidLate,
    /// Unpaid, with thirty days or less to go.
    AtRisk,
    /// Unpaid after the 120th day.
    Over,
    /// Unpaid, with time left.
    OnTime,
}

/// From which day on an unpaid pratica counts as at risk (assumed).
const AT_RISK_FROM: i64 = 90;
/// The days that the circular gives the whole process.
const WHOLE: i64 = 120;

/// Where a pratica presented on `presented` stands at `now`.
#[must_use]
pub fn progress(presented: NaiveDate, paid: Option<NaiveDate>, now: DateTime<Utc>) -> Progress {
    match paid {
        Some(paid) if days_between(presented, paid) <= WHOLE => Progress::PaidInTime,
        Some(_) => Progress::PaidLate,
        None => match days_between(presented, civil_date(now)) {
            days if days > WHOLE => Progress::Over,
            days if days >= AT_RISK_FROM => Progress::AtRisk,
            _ => Progress::OnTime,
        },
    }
}

/// The days from one date to another, the first not counted.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn three_months_are_the_same_day_or_the_months_last() {
        for (from, to) in [("2010-01-15", "2010-04-15"), ("2009-11-30", "2010-02-28"), ("2011-11-30", "2012-02-29")] {
            assert_eq!(Deadline::Richiamo.last_day(day(from)), Some(day(to)));
        }
    }

    #[test]
    fn the_first_day_is_not_counted() {
        assert_eq!(Deadline::CentoventiGiorni.last_day(day("2010-03-01")), Some(day("2010-06-29")));
        assert_eq!(Deadline::Domiciliare.last_day(day("2010-03-15")), Some(day("2010-03-10")));
    }

    #[test]
    fn the_monitor_goes_by_the_day_in_rome() {
        let presented = day("2010-03-01");
        let cases = [
            ("2010-05-29T21:59:59Z", Progress::OnTime),
            ("2010-05-29T22:00:00Z", Progress::AtRisk),
            ("2010-06-29T21:59:59.999Z", Progress::AtRisk),
            ("2010-06-29T22:00:00Z", Progress::Over),
        ];
        for (now, expected) in cases {
            assert_eq!(progress(presented, None, now.parse().unwrap()), expected, "{now}");
        }
        let now = "2011-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(progress(presented, Some(day("2010-06-29")), now), Progress::PaidInTime);
        assert_eq!(progress(presented, Some(day("2010-06-30")), now), Progress::PaidLate);
    }
}
