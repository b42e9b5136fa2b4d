//! The number of a domanda.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::short::CodiceSede;

/// *Protocollo Informatico Unificato*, which names a domanda: `INPS.SSSS.YYYYMMDD.NNNNNNN` with the
/// office, the day of presentation and a number of that office and day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Piu {
    sede: CodiceSede,
    data: NaiveDate,
    numero: u32,
}

/// A text that is no PIU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIU is INPS.SSSS.YYYYMMDD.NNNNNNN")]
pub struct NotAPiu;

/// The largest number: seven digits.
const HIGHEST: u32 = 9_999_999;

impl Piu {
    /// The PIU with these parts; none if the number has more than seven digits or the year not four.
    #[must_use]
    pub fn new(sede: CodiceSede, data: NaiveDate, numero: u32) -> Option<Self> {
        (numero <= HIGHEST && (0..=9999).contains(&data.year())).then_some(Self { sede, data, numero })
    }

    /// Reads it.
    ///
    /// # Errors
    /// It is none: the form, or a day that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, NotAPiu> {
        let mut parts = text.split('.');
        let (Some("INPS"), Some(sede), Some(data), Some(numero), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAPiu);
        };
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(data, 8) || !digits(numero, 7) {
            return Err(NotAPiu);
        }
        let sede = CodiceSede::parse(sede).map_err(|_| NotAPiu)?;
        let data = NaiveDate::parse_from_str(data, "%Y%m%d").map_err(|_| NotAPiu)?;
        Self::new(sede, data, numero.parse().map_err(|_| NotAPiu)?).ok_or(NotAPiu)
    }

    /// The office.
    #[must_use]
    pub fn sede(&self) -> &CodiceSede {
        &self.sede
    }

    /// The day of presentation.
    #[must_use]
    pub fn data(&self) -> NaiveDate {
        self.data
    }
}

impl fmt::Display for Piu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "INPS.{}.{}.{:07}", self.sede, self.data.format("%Y%m%d"), self.numero)
    }
}

impl From<Piu> for String {
    fn from(piu: Piu) -> Self {
        piu.to_string()
    }
}

impl TryFrom<String> for Piu {
    type Error = NotAPiu;

    fn try_from(text: String) -> Result<Self, NotAPiu> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written() {
        let text = "INPS.7000.20100301.0000042";
        assert_eq!(Piu::parse(text).unwrap().to_string(), text);
        for bad in [
            "INPS.7000.20100230.0000042",
            "INPS.700.20100301.0000042",
            "INPS.7000.20100301.42",
            "inps.7000.20100301.0000042",
            "INPS.7000.20100301.0000042.",
            "",
        ] {
            assert_eq!(Piu::parse(bad), Err(NotAPiu), "{bad}");
        }
    }
}
