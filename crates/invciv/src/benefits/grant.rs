//! Whether a benefit in money is granted (circular §9; the requirements as data, assumed).

use super::data::{IncomeLimit, Limits, MoneyBenefit, Requirement};

/// What the office knows of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The income of the year, in whole euro, rounded up.
    pub income: u32,
    /// Whether the person has paid work.
    pub works: bool,
    /// Whether the person stays in hospital free of charge.
    pub in_hospital: bool,
    /// Whether a minor attends a school or centre.
    pub attends: bool,
}

/// Why a benefit is not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The income is above this limit.
    Income(u32),
    /// The person works.
    Work,
    /// The person stays in hospital free of charge.
    Hospital,
    /// The person attends no school or centre.
    Attendance,
}

impl MoneyBenefit {
    /// What is missing for the grant; nothing if it is granted.
    #[must_use]
    pub fn missing(&self, person: Circumstances, limits: Limits) -> Vec<Missing> {
        let limit = self.reddito.map(|limit| match limit {
            IncomeLimit::Parziale => limits.parziale,
            IncomeLimit::Totale => limits.totale,
        });
        let income = limit.filter(|limit| person.income > *limit).map(Missing::Income);
        let others = self.requisiti.iter().filter_map(|requirement| match requirement {
            Requirement::NonLavora => person.works.then_some(Missing::Work),
            Requirement::NonRicoverato => person.in_hospital.then_some(Missing::Hospital),
            Requirement::Frequenza => (!person.attends).then_some(Missing::Attendance),
        });
        income.into_iter().chain(others).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benefits::{Benefits, CodiceGiudizio};

    const NOTHING: Circumstances = Circumstances { income: 0, works: false, in_hospital: false, attends: false };

    fn missing(code: CodiceGiudizio, age: u8, person: Circumstances) -> Vec<Missing> {
        let table = Benefits::embedded();
        let benefit = table.money_for(&[code], age, 67).into_iter().next().unwrap();
        benefit.missing(person, table.limits(2010).unwrap())
    }

    #[test]
    fn each_benefit_asks_for_its_own() {
        let all = Circumstances { income: 4501, works: true, in_hospital: true, attends: false };
        assert_eq!(missing(CodiceGiudizio::Ic03, 40, all), [Missing::Income(4500), Missing::Work]);
        assert_eq!(missing(CodiceGiudizio::Ic03, 40, Circumstances { income: 4500, ..NOTHING }), []);
        assert_eq!(missing(CodiceGiudizio::Ic04, 40, all), []);
        assert_eq!(missing(CodiceGiudizio::Ic07, 8, all), [Missing::Hospital]);
        assert_eq!(missing(CodiceGiudizio::Ic06, 8, NOTHING), [Missing::Attendance]);
    }
}
