//! Whether an earlier domanda or an appeal stops a new one (rules `domanda-pendente`, `ricorso-pendente`,
//! `riserva-doppia`).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::code::{Beneficio, TipoAccertamento};
use crate::machine::domanda::StatoDomanda;
use crate::rule::{Refusal, Rule};
use crate::settings::{Aggravamento, PendingScope, Settings};

/// An earlier domanda of the applicant.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Where it stands.
    pub stato: StatoDomanda,
    /// What it asks for.
    pub benefici: BTreeSet<Beneficio>,
}

/// How a new domanda is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// As ever.
    Plain,
    /// With reserve: it waits until the earlier one is settled.
    WithReserve,
}

/// From this day on INPS message 13333 of 9/8/2012 counts, under `dated`.
const RESERVE_FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2012, 8, 9);

/// Whether the domanda is taken beside what is open, and how.
///
/// # Errors
/// Every reason for which it is not.
pub fn admit(
    tipo: TipoAccertamento,
    benefits: &BTreeSet<Beneficio>,
    oncological: bool,
    earlier: &[Earlier],
    appeal_pending: bool,
    today: NaiveDate,
    settings: &Settings,
) -> Result<Admission, Vec<Refusal>> {
    let mut found = Vec::new();
    let in_the_way = |other: &&Earlier| {
        other.stato.is_not_yet_settled()
            && match settings.pending_scope {
                PendingScope::Any => true,
                PendingScope::SameBenefit => !other.benefici.is_disjoint(benefits),
            }
    };
    let mut admission = Admission::Plain;
    if earlier.iter().any(|other| in_the_way(&other)) {
        match exception(tipo, oncological, today, settings.aggravamento) {
            None => found.push(Refusal::of(Rule::DomandaPendente).with("piu", "")),
            Some(admitted) => admission = admitted,
        }
    }
    if admission == Admission::WithReserve {
        let waiting = earlier.iter().filter(|other| other.stato == StatoDomanda::ConRiserva);
        let twice = waiting.flat_map(|other| other.benefici.intersection(benefits)).next();
        found.extend(twice.map(|benefit| Refusal::of(Rule::RiservaDoppia).with("beneficio", benefit)));
    }
    if appeal_pending {
        found.push(Refusal::of(Rule::RicorsoPendente));
    }
    if found.is_empty() { Ok(admission) } else { Err(found) }
}

/// What an *aggravamento* may do beside an open domanda.
fn exception(tipo: TipoAccertamento, oncological: bool, today: NaiveDate, setting: Aggravamento) -> Option<Admission> {
    let with_reserve = match setting {
        Aggravamento::Strict => return None,
        Aggravamento::Oncologica => false,
        Aggravamento::Riserva => true,
        Aggravamento::Dated => RESERVE_FROM.is_some_and(|from| today >= from),
    };
    match (tipo, oncological, with_reserve) {
        (TipoAccertamento::Aggravamento, true, _) => Some(Admission::Plain),
        (TipoAccertamento::Aggravamento, false, true) => Some(Admission::WithReserve),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(benefits: &[Beneficio]) -> BTreeSet<Beneficio> {
        benefits.iter().copied().collect()
    }

    fn outcome(
        tipo: TipoAccertamento,
        oncological: bool,
        stati: &[StatoDomanda],
        settings: &Settings,
        today: &str,
    ) -> String {
        let earlier: Vec<Earlier> =
            stati.iter().map(|stato| Earlier { stato: *stato, benefici: set(&[Beneficio::Ic]) }).collect();
        let today = today.parse().unwrap();
        match admit(tipo, &set(&[Beneficio::Ic, Beneficio::H]), oncological, &earlier, false, today, settings) {
            Ok(admission) => format!("{admission:?}"),
            Err(found) => found.iter().map(|refusal| refusal.rule.name()).collect::<Vec<_>>().join(" "),
        }
    }

    #[test]
    fn an_open_domanda_stops_a_new_one_until_it_is_settled() {
        let settings = Settings::default();
        for stato in StatoDomanda::ALL {
            let expected = if stato.is_not_yet_settled() { "domanda-pendente" } else { "Plain" };
            assert_eq!(
                outcome(TipoAccertamento::Primo, false, &[*stato], &settings, "2010-03-01"),
                expected,
                "{stato}"
            );
        }
    }

    #[test]
    fn aggravamento_passes_as_the_setting_says() {
        use StatoDomanda::{ConRiserva, Convocata};
        for (setting, oncological, today, expected) in [
            (Aggravamento::Strict, true, "2013-01-01", "domanda-pendente"),
            (Aggravamento::Oncologica, true, "2010-03-01", "Plain"),
            (Aggravamento::Oncologica, false, "2010-03-01", "domanda-pendente"),
            (Aggravamento::Riserva, false, "2010-03-01", "WithReserve"),
            (Aggravamento::Dated, false, "2012-08-08", "domanda-pendente"),
            (Aggravamento::Dated, false, "2012-08-09", "WithReserve"),
        ] {
            let settings = Settings { aggravamento: setting, ..Settings::default() };
            let found = outcome(TipoAccertamento::Aggravamento, oncological, &[Convocata], &settings, today);
            assert_eq!(found, expected, "{setting} {oncological} {today}");
            assert_eq!(
                outcome(TipoAccertamento::Primo, oncological, &[Convocata], &settings, today),
                "domanda-pendente"
            );
        }
        let settings = Settings { aggravamento: Aggravamento::Riserva, ..Settings::default() };
        let both = [Convocata, ConRiserva];
        assert_eq!(outcome(TipoAccertamento::Aggravamento, false, &both, &settings, "2013-01-01"), "riserva-doppia");
    }

    #[test]
    fn another_benefit_and_an_appeal() {
        let settings = Settings { pending_scope: PendingScope::SameBenefit, ..Settings::default() };
        let earlier = [Earlier { stato: StatoDomanda::Convocata, benefici: set(&[Beneficio::Cc]) }];
        let today = "2010-03-01".parse().unwrap();
        let of =
            |appeal| admit(TipoAccertamento::Primo, &set(&[Beneficio::Ic]), false, &earlier, appeal, today, &settings);
        assert_eq!(of(false), Ok(Admission::Plain));
        assert_eq!(of(true).unwrap_err()[0].rule, Rule::RicorsoPendente);
    }
}
