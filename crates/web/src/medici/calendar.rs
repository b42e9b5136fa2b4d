//! How long a period is, and on which day of the week it ends.

use chrono::{Datelike as _, NaiveDate};

use crate::lang::Lang;

const GIORNI: [&str; 7] = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MESI: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `5 giorni, fino a venerdì 6 marzo`; nothing where the period ends before it begins. Both days count.
pub(super) fn period(lang: Lang, from: NaiveDate, until: NaiveDate) -> Option<String> {
    let days = until.signed_duration_since(from).num_days() + 1;
    let end = day(lang, until, from.year());
    (days > 0).then(|| match (lang, days) {
        (Lang::It, 1) => format!("1 giorno, {end}"),
        (Lang::It, _) => format!("{days} giorni, fino a {end}"),
        (Lang::En, 1) => format!("1 day, {end}"),
        (Lang::En, _) => format!("{days} days, until {end}"),
    })
}

/// `venerdì 6 marzo`, with the year where it is another than this one.
fn day(lang: Lang, date: NaiveDate, year: i32) -> String {
    let index = |number: u32| usize::try_from(number).unwrap_or(0);
    let (weekday, month) = (index(date.weekday().num_days_from_monday()), index(date.month0()));
    let (weekdays, months) = match lang {
        Lang::It => (&GIORNI, &MESI),
        Lang::En => (&DAYS, &MONTHS),
    };
    let name = |names: &[&'static str], index: usize| names.get(index).copied().unwrap_or_default();
    let (weekday, month, number) = (name(weekdays, weekday), name(months, month), date.day());
    let number = if lang == Lang::It && number == 1 { "1º".to_owned() } else { number.to_string() };
    let year = if date.year() == year { String::new() } else { format!(" {}", date.year()) };
    format!("{weekday} {number} {month}{year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_days_count_and_the_year_is_said_where_it_is_another() {
        let cases = [
            ("2026-03-02", "2026-03-06", Some("5 giorni, fino a venerdì 6 marzo"), "5 days, until Friday 6 March"),
            ("2026-03-02", "2026-03-02", Some("1 giorno, lunedì 2 marzo"), "1 day, Monday 2 March"),
            (
                "2026-12-30",
                "2027-01-01",
                Some("3 giorni, fino a venerdì 1º gennaio 2027"),
                "3 days, until Friday 1 January 2027",
            ),
            (
                "2028-02-28",
                "2028-03-01",
                Some("3 giorni, fino a mercoledì 1º marzo"),
                "3 days, until Wednesday 1 March",
            ),
            ("2026-03-02", "2026-03-01", None, ""),
        ];
        for (from, until, italian, english) in cases {
            let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
            assert_eq!(period(Lang::It, from, until).as_deref(), italian, "{from} {until}");
            assert_eq!(period(Lang::En, from, until).unwrap_or_default(), english, "{from} {until}");
        }
    }
}
