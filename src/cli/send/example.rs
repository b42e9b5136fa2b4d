//! A certificate that any gateway accepts, on any day.

use chrono::{Days, NaiveDate, SecondsFormat};

use sac_gateway::clock::Clock;

/// The fixture that the example is made from, with the day on which it was written and its last day.
const FIXTURE: &str = include_str!("../../../fixtures/ok/InviaMalattia/cinque-giorni.xml");
const WRITTEN: &str = "2026-03-02";
const LAST: &str = "2026-03-06";
const BEHIND: &str = "</codiceDiagnosi>";

/// The message as written on `day`, or else today. It tells the moment of its making, so that
/// no two examples are duplicates of one another.
pub(super) fn example(day: Option<NaiveDate>) -> String {
    let clock = Clock::system();
    let day = day.unwrap_or_else(|| clock.today());
    let last = day.checked_add_days(Days::new(4)).unwrap_or(day);
    let moment = clock.now().to_rfc3339_opts(SecondsFormat::Nanos, true);
    let note = format!("{BEHIND}<noteDiagnosi>Messaggio di esempio, {moment}</noteDiagnosi>");
    FIXTURE.replace(WRITTEN, &day.to_string()).replace(LAST, &last.to_string()).replace(BEHIND, &note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_bears_the_day_and_is_never_the_same() {
        let text = example(NaiveDate::from_ymd_opt(2027, 12, 30));
        for part in [
            "<dataRilascio>2027-12-30</dataRilascio>",
            "<dataInizio>2027-12-30</dataInizio>",
            "<dataFine>2028-01-03</dataFine>",
            "<noteDiagnosi>Messaggio di esempio, ",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("2026-03-0"));
    }
}
