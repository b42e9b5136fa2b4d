//! The codes of the judgments, and whether a stated one fits (rules `giudizio-incongruente`
//! and `percentuale-incongruente`).

use chrono::{Datelike, NaiveDate};

use super::code::CodiceGiudizio;
use super::data::Benefits;
use crate::code::Beneficio;
use crate::percentage::{Correzione, Item, Percentuale, Rounding, combined};

/// A judgment as a verbale states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The benefit.
    pub beneficio: Beneficio,
    /// The judgment.
    pub codice: CodiceGiudizio,
    /// The percentage.
    pub percentuale: Option<Percentuale>,
}

/// Why a stated judgment does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incongruent {
    /// The code is another benefit's.
    Benefit,
    /// The code is of another age.
    Age,
    /// The percentage is outside of the band, missing, or stands where there is none.
    Band,
    /// Targeted placement without its requirement.
    Placement,
}

impl CodiceGiudizio {
    /// The benefit on which it judges.
    #[must_use]
    pub fn beneficio(self) -> Beneficio {
        match self.as_str().get(..2) {
            Some("IC") => Beneficio::Ic,
            Some("CC") => Beneficio::Cc,
            Some("SC") => Beneficio::Sc,
            Some("D0") => Beneficio::D,
            _ => Beneficio::H,
        }
    }
}

impl Benefits {
    /// Whether a stated judgment fits benefit, age and band. `placement` says whether the requirement of
    /// targeted placement holds, on record or in the same verbale.
    ///
    /// # Errors
    /// The first reason for which it does not.
    pub fn check(&self, stated: Stated, age: u8, age_limit: u8, placement: bool) -> Result<(), Incongruent> {
        if stated.codice.beneficio() != stated.beneficio {
            return Err(Incongruent::Benefit);
        }
        let Some(judgment) = self.judgment(stated.codice) else { return Err(Incongruent::Benefit) };
        if !judgment.eta.holds(age, age_limit) {
            return Err(Incongruent::Age);
        }
        let fits = match (judgment.banda, stated.percentuale) {
            (None, None) => true,
            (Some((least, most)), Some(percentage)) => (least..=most).contains(&percentage.get()),
            _ => false,
        };
        if !fits {
            return Err(Incongruent::Band);
        }
        if stated.codice == CodiceGiudizio::D01 && !placement { Err(Incongruent::Placement) } else { Ok(()) }
    }
}

/// The percentage of these impairments, with the correction where the age allows one: from 18 to below
/// the limit.
#[must_use]
pub fn computed(
    items: &[Item],
    correction: Option<Correzione>,
    age: u8,
    age_limit: u8,
    rounding: Rounding,
) -> Percentuale {
    let together = combined(items, rounding);
    match correction {
        Some(correction) if (18..age_limit).contains(&age) => together.corrected(correction),
        _ => together,
    }
}

/// Completed years on a day; none before the birth.
#[must_use]
pub fn age_on(day: NaiveDate, born: NaiveDate) -> Option<u8> {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    u8::try_from(day.year() - born.year() - i32::from(!had_birthday)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, percentage: Option<u8>, age: u8) -> Result<(), Incongruent> {
        let codice = CodiceGiudizio::parse(code).unwrap();
        let percentuale = percentage.map(|percentage| Percentuale::new(percentage).unwrap());
        let stated = Stated { beneficio: codice.beneficio(), codice, percentuale };
        Benefits::embedded().check(stated, age, 67, false)
    }

    #[test]
    fn bands_and_ages_are_kept_to_the_edge() {
        for (code, percentage, age, expected) in [
            ("IC00", Some(33), 40, Ok(())),
            ("IC00", Some(34), 40, Err(Incongruent::Band)),
            ("IC01", Some(34), 18, Ok(())),
            ("IC01", Some(66), 66, Ok(())),
            ("IC01", Some(66), 67, Err(Incongruent::Age)),
            ("IC01", Some(66), 17, Err(Incongruent::Age)),
            ("IC02", Some(74), 40, Err(Incongruent::Band)),
            ("IC03", Some(74), 40, Ok(())),
            ("IC03", Some(100), 40, Err(Incongruent::Band)),
            ("IC04", Some(100), 40, Ok(())),
            ("IC05", Some(100), 90, Ok(())),
            ("IC06", None, 17, Ok(())),
            ("IC06", Some(50), 17, Err(Incongruent::Band)),
            ("IC06", None, 18, Err(Incongruent::Age)),
            ("IC08", Some(50), 67, Ok(())),
            ("IC08", Some(50), 66, Err(Incongruent::Age)),
            ("IC01", None, 40, Err(Incongruent::Band)),
            ("CC02", None, 5, Ok(())),
            ("CC02", Some(100), 5, Err(Incongruent::Band)),
            ("D00", None, 15, Ok(())),
            ("D00", None, 14, Err(Incongruent::Age)),
            ("D01", None, 30, Err(Incongruent::Placement)),
        ] {
            assert_eq!(check(code, percentage, age), expected, "{code} {percentage:?} {age}");
        }
    }

    #[test]
    fn each_code_is_of_the_benefit_that_its_letters_name() {
        for code in CodiceGiudizio::ALL {
            assert_eq!(code.as_str().trim_end_matches(|c: char| c.is_ascii_digit()), code.beneficio().as_str());
            let other = Beneficio::ALL.iter().find(|benefit| **benefit != code.beneficio()).unwrap();
            let stated = Stated { beneficio: *other, codice: *code, percentuale: None };
            assert_eq!(Benefits::embedded().check(stated, 40, 67, true), Err(Incongruent::Benefit));
        }
    }

    #[test]
    fn the_correction_counts_from_eighteen_to_the_limit() {
        let items = [Item { percentuale: Percentuale::new(66).unwrap(), concorrente: false }];
        let correction = Correzione::new(1).ok();
        for (age, expected) in [(17, 66), (18, 67), (66, 67), (67, 66)] {
            assert_eq!(computed(&items, correction, age, 67, Rounding::End).get(), expected, "{age}");
        }
    }

    #[test]
    fn years_are_completed_on_the_birthday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (born, on, age) in [
            ("1992-03-01", "2010-02-28", Some(17)),
            ("1992-03-01", "2010-03-01", Some(18)),
            ("1992-02-29", "2010-02-28", Some(17)),
            ("1992-02-29", "2010-03-01", Some(18)),
            ("2010-03-02", "2010-03-01", None),
        ] {
            assert_eq!(age_on(day(on), day(born)), age, "{born} {on}");
        }
    }
}
