//! The table, as its file has it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::code::CodiceGiudizio;

const EMBEDDED: &str = include_str!("invciv-benefici.toml");

/// Ages, in completed years on the day of presentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgeBand {
    /// Every age.
    Tutte,
    /// Below 18.
    Minori,
    /// From 18 on.
    Maggiorenni,
    /// From 18 to below the limit.
    Attivi,
    /// From the limit on.
    Anziani,
    /// From 15 to below the limit.
    Lavoro,
}

/// A judgment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgment {
    /// Its code.
    pub codice: CodiceGiudizio,
    /// What it says.
    pub testo: String,
    /// The least and the most percentage; none where it has no percentage.
    pub banda: Option<(u8, u8)>,
    /// Whom it is for.
    pub eta: AgeBand,
    /// The number observed on printed judgments.
    pub stampa: Option<u8>,
}

/// What follows from a percentage without a grant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// From this percentage on.
    pub da: u8,
    /// What follows.
    pub testo: String,
}

/// A benefit in money.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyBenefit {
    /// Its name.
    pub testo: String,
    /// The judgments from which it follows.
    pub giudizi: Vec<CodiceGiudizio>,
    /// For whom.
    pub eta: AgeBand,
    /// The limit that the income keeps.
    pub reddito: Option<IncomeLimit>,
    /// What else must hold.
    #[serde(default)]
    pub requisiti: Vec<Requirement>,
}

/// One of the two limits of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IncomeLimit {
    /// Of the partial benefits.
    Parziale,
    /// Of the total ones.
    Totale,
}

/// What a benefit asks for beside the judgment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// No paid work.
    NonLavora,
    /// No stay in hospital free of charge.
    NonRicoverato,
    /// Attendance of a school or centre.
    Frequenza,
}

/// The limits of a year, in whole euro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The year of presentation from which they count.
    pub anno: i32,
    /// Of the partial benefits.
    pub parziale: u32,
    /// Of the total ones.
    pub totale: u32,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefits {
    /// Every judgment.
    #[serde(rename = "giudizio")]
    pub judgments: Vec<Judgment>,
    /// What follows from percentages.
    #[serde(rename = "soglia")]
    pub thresholds: Vec<Threshold>,
    /// Benefits in money.
    #[serde(rename = "prestazione")]
    pub money: Vec<MoneyBenefit>,
    /// Limits by year.
    #[serde(rename = "limite")]
    pub limits: Vec<Limits>,
}

/// Why a table is not taken.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// It is not TOML of the right form.
    #[error("the table of benefits cannot be read")]
    Toml(#[from] toml::de::Error),
    /// A judgment is missing or stands twice.
    #[error("the judgment {0} does not stand exactly once")]
    Judgment(CodiceGiudizio),
    /// A band of percentages is none.
    #[error("the band of {0} does not lie between 0 and 100")]
    Band(CodiceGiudizio),
    /// There are no limits at all.
    #[error("no year has limits")]
    Limits,
}

impl Benefits {
    /// Reads a table.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let mut table: Self = toml::from_str(text)?;
        for code in CodiceGiudizio::ALL {
            if table.judgments.iter().filter(|judgment| judgment.codice == *code).count() != 1 {
                return Err(TableError::Judgment(*code));
            }
        }
        let band = |judgment: &&Judgment| judgment.banda.is_some_and(|(least, most)| least > most || most > 100);
        if let Some(wrong) = table.judgments.iter().find(band) {
            return Err(TableError::Band(wrong.codice));
        }
        if table.limits.is_empty() {
            return Err(TableError::Limits);
        }
        table.limits.sort_by_key(|limits| limits.anno);
        Ok(table)
    }

    /// The table that comes with the program.
    ///
    /// # Panics
    ///
    /// Never: the embedded file is a part of the program, and a test reads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the embedded file is part of the program")]
    pub fn embedded() -> &'static Self {
        static TABLE: LazyLock<Benefits> =
            LazyLock::new(|| Benefits::read(EMBEDDED).expect("the embedded table can be read")); // infallible: tested
        &TABLE
    }

    /// What it says of a judgment.
    #[must_use]
    pub fn judgment(&self, code: CodiceGiudizio) -> Option<&Judgment> {
        self.judgments.iter().find(|judgment| judgment.codice == code)
    }

    /// The limits of a year: its own, or those of the last year before it, or the first ones.
    #[must_use]
    pub fn limits(&self, year: i32) -> Option<Limits> {
        let before = self.limits.iter().rev().find(|limits| limits.anno <= year);
        before.or(self.limits.first()).copied()
    }

    /// The benefits in money that follow from these judgments at this age, each once.
    #[must_use]
    pub fn money_for(&self, judgments: &[CodiceGiudizio], age: u8, age_limit: u8) -> Vec<&MoneyBenefit> {
        let judgments: BTreeSet<CodiceGiudizio> = judgments.iter().copied().collect();
        let follows = |benefit: &&MoneyBenefit| {
            benefit.eta.holds(age, age_limit) && benefit.giudizi.iter().any(|code| judgments.contains(code))
        };
        self.money.iter().filter(follows).collect()
    }
}

impl AgeBand {
    /// Whether this age is in it. Who has reached the limit is beyond it (assumed).
    #[must_use]
    pub fn holds(self, age: u8, limit: u8) -> bool {
        match self {
            Self::Tutte => true,
            Self::Minori => age < 18,
            Self::Maggiorenni => age >= 18,
            Self::Attivi => (18..limit).contains(&age),
            Self::Anziani => age >= limit,
            Self::Lavoro => (15..limit).contains(&age),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_can_be_read() {
        let table = Benefits::read(EMBEDDED).unwrap();
        assert_eq!(table.thresholds.iter().map(|threshold| threshold.da).collect::<Vec<_>>(), [34, 46, 51, 67]);
        assert!(
            table
                .judgments
                .iter()
                .filter(|judgment| judgment.banda.is_some())
                .all(|judgment| { judgment.codice.as_str().starts_with("IC") })
        );
        let last = "anno = 2010\nparziale = 4500\ntotale = 15000\n";
        assert!(matches!(Benefits::read(&EMBEDDED.replace("\"D01\"", "\"D00\"")), Err(TableError::Judgment(_))));
        assert!(matches!(Benefits::read(&EMBEDDED.replace("[34, 66]", "[66, 34]")), Err(TableError::Band(_))));
        assert!(Benefits::read(&EMBEDDED.replace(last, "")).is_err());
    }

    #[test]
    fn a_year_without_limits_takes_those_before_it() {
        let later = "\n[[limite]]\nanno = 2012\nparziale = 5000\ntotale = 16000\n";
        let table = Benefits::read(&format!("{EMBEDDED}{later}")).unwrap();
        for (year, expected) in [(2009, 2010), (2010, 2010), (2011, 2010), (2012, 2012), (2020, 2012)] {
            assert_eq!(table.limits(year).unwrap().anno, expected, "{year}");
        }
    }

    #[test]
    fn money_follows_from_judgment_and_age() {
        let table = Benefits::embedded();
        let names = |codes: &[&str], age: u8| {
            let codes: Vec<CodiceGiudizio> = codes.iter().map(|code| CodiceGiudizio::parse(code).unwrap()).collect();
            table.money_for(&codes, age, 67).iter().map(|benefit| benefit.testo.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&["IC03"], 40), ["Assegno mensile"]);
        assert_eq!(names(&["IC05"], 40), ["Pensione di inabilità", "Indennità di accompagnamento"]);
        assert_eq!(names(&["IC05"], 67), ["Indennità di accompagnamento"]);
        assert_eq!(names(&["IC06"], 12), ["Indennità di frequenza"]);
        assert_eq!(names(&["SC01", "H02"], 12), ["Pensione ai sordi", "Indennità di comunicazione"]);
        for without in ["IC00", "IC01", "IC02", "IC08", "CC00", "SC00", "H00", "H01", "H02", "D00", "D01"] {
            assert_eq!(names(&[without], 40), [""; 0], "{without}");
        }
    }
}
