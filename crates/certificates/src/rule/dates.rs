//! Stage (d): the dates of what is sent (rules §3, «Dates of a certificate»).
//!
//! A date that the calendar does not have is reported once, as such; the checks that would
//! compare it report nothing.

use chrono::{Months, NaiveDate};

use super::{Refusal, Rule, refuse_if};
use sac_domain::giorno::Giorno;

/// The form is a date's, but the calendar has no such day.
#[must_use]
pub fn data_inesistente(elemento: &str, giorno: &Giorno) -> Option<Refusal> {
    refuse_if(giorno.date().is_none(), || {
        Refusal::of(Rule::DataInesistente).with("elemento", elemento).with("valore", giorno.text())
    })
}

/// Issued after today. Yesterday is fine: a late home visit is sent the next day.
#[must_use]
pub fn rilascio_futuro(rilascio: &Giorno, oggi: NaiveDate) -> Option<Refusal> {
    let rilascio = rilascio.date()?;
    refuse_if(rilascio > oggi, || Refusal::of(Rule::RilascioFuturo).with("valore", rilascio).with("oggi", oggi))
}

/// Begins after it ends.
#[must_use]
pub fn inizio_dopo_fine(inizio: &Giorno, fine: &Giorno) -> Option<Refusal> {
    let (inizio, fine) = (inizio.date()?, fine.date()?);
    refuse_if(inizio > fine, || Refusal::of(Rule::InizioDopoFine).with("inizio", inizio).with("fine", fine))
}

/// Was over when it was issued.
#[must_use]
pub fn prognosi_conclusa(fine: &Giorno, rilascio: &Giorno) -> Option<Refusal> {
    let (fine, rilascio) = (fine.date()?, rilascio.date()?);
    refuse_if(fine < rilascio, || Refusal::of(Rule::PrognosiConclusa).with("fine", fine).with("rilascio", rilascio))
}

/// Begins after it was issued; the next day is fine where the worker still worked that day.
#[must_use]
pub fn inizio_futuro(inizio: &Giorno, rilascio: &Giorno, giornata_lavorata: bool) -> Option<Refusal> {
    let (inizio, rilascio) = (inizio.date()?, rilascio.date()?);
    let latest = if giornata_lavorata { rilascio.succ_opt()? } else { rilascio };
    refuse_if(inizio > latest, || {
        Refusal::of(Rule::InizioFuturo).with("inizio", inizio).with("rilascio", rilascio).with("termine", latest)
    })
}

/// Ends more than three months after it was issued. Three months after 30 November is the
/// last day of February.
#[must_use]
pub fn prognosi_tre_mesi(fine: &Giorno, rilascio: &Giorno) -> Option<Refusal> {
    let (fine, rilascio) = (fine.date()?, rilascio.date()?);
    let latest = rilascio.checked_add_months(Months::new(3))?;
    refuse_if(fine > latest, || {
        Refusal::of(Rule::PrognosiTreMesi).with("fine", fine).with("rilascio", rilascio).with("termine", latest)
    })
}

/// The search ends before it begins.
#[must_use]
pub fn intervallo_ricerca_errato(inizio: NaiveDate, fine: NaiveDate) -> Option<Refusal> {
    refuse_if(inizio > fine, || Refusal::of(Rule::IntervalloRicercaErrato).with("inizio", inizio).with("fine", fine))
}

/// Admitted after today.
#[must_use]
pub fn ricovero_futuro(ricovero: &Giorno, oggi: NaiveDate) -> Option<Refusal> {
    let ricovero = ricovero.date()?;
    refuse_if(ricovero > oggi, || Refusal::of(Rule::RicoveroFuturo).with("valore", ricovero).with("oggi", oggi))
}

/// Not admission ≤ discharge ≤ end, or discharged after today. The element named is the
/// first that is out of order.
#[must_use]
pub fn dimissione_date(ricovero: &Giorno, dimissione: &Giorno, fine: &Giorno, oggi: NaiveDate) -> Option<Refusal> {
    let (ricovero, dimissione, fine) = (ricovero.date()?, dimissione.date()?, fine.date()?);
    let elemento = if ricovero > dimissione || dimissione > oggi {
        "dataDimissione"
    } else if dimissione > fine {
        "dataFine"
    } else {
        return None;
    };
    let refusal = Refusal::of(Rule::DimissioneDate)
        .with("elemento", elemento)
        .with("ricovero", ricovero)
        .with("dimissione", dimissione)
        .with("fine", fine)
        .with("oggi", oggi);
    Some(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Giorno {
        Giorno::new(text)
    }

    #[test]
    fn three_months_are_calendar_months() {
        let cases = [
            ("2026-01-15", "2026-04-15", true),
            ("2026-01-15", "2026-04-16", false),
            ("2025-11-30", "2026-02-28", true),
            ("2025-11-30", "2026-03-01", false),
            ("2023-11-30", "2024-02-29", true),
        ];
        for (rilascio, fine, fits) in cases {
            assert_eq!(prognosi_tre_mesi(&day(fine), &day(rilascio)).is_none(), fits, "{rilascio} {fine}");
        }
    }

    #[test]
    fn the_illness_may_begin_the_day_after_a_day_of_work() {
        let cases = [
            ("2026-03-02", false, true),
            ("2026-03-03", false, false),
            ("2026-03-03", true, true),
            ("2026-03-04", true, false),
            ("2026-01-01", false, true),
        ];
        for (inizio, lavorata, fits) in cases {
            assert_eq!(
                inizio_futuro(&day(inizio), &day("2026-03-02"), lavorata).is_none(),
                fits,
                "{inizio} {lavorata}"
            );
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_reported_once() {
        let none = day("2026-02-30");
        let today = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        assert!(data_inesistente("malattia/dataFine", &none).is_some());
        assert!(rilascio_futuro(&none, today).is_none());
        assert!(prognosi_conclusa(&none, &day("2026-02-28")).is_none());
        assert!(dimissione_date(&none, &none, &none, today).is_none());
    }
}
