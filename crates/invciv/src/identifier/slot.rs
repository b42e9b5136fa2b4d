//! The name of a slot of an agenda.

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use super::short::CodiceCommissione;

/// Names a slot: `COMMISSIONE-YYYYMMDD-HHMM`. It is derived from the slot, never stored beside it. They
/// are in the order of the agenda: date, hour, commission.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdSlot {
    data: NaiveDate,
    ora: NaiveTime,
    commissione: CodiceCommissione,
}

/// A text that is no slot's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slot is named COMMISSIONE-YYYYMMDD-HHMM")]
pub struct NotASlot;

impl IdSlot {
    /// The slot of this commission, day and hour. Seconds do not count.
    #[must_use]
    pub fn new(commissione: CodiceCommissione, data: NaiveDate, ora: NaiveTime) -> Self {
        let whole = chrono::Timelike::with_second(&ora, 0).and_then(|ora| chrono::Timelike::with_nanosecond(&ora, 0));
        Self { data, ora: whole.unwrap_or(ora), commissione }
    }

    /// Reads it.
    ///
    /// # Errors
    /// It is none: the form, or a day or hour that does not exist.
    pub fn parse(text: &str) -> Result<Self, NotASlot> {
        let mut parts = text.split('-');
        let (Some(commissione), Some(data), Some(ora), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotASlot);
        };
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(data, 8) || !digits(ora, 4) {
            return Err(NotASlot);
        }
        let commissione = CodiceCommissione::parse(commissione).map_err(|_| NotASlot)?;
        let data = NaiveDate::parse_from_str(data, "%Y%m%d").map_err(|_| NotASlot)?;
        let ora = NaiveTime::parse_from_str(ora, "%H%M").map_err(|_| NotASlot)?;
        Ok(Self { data, ora, commissione })
    }

    /// The commission.
    #[must_use]
    pub fn commissione(&self) -> &CodiceCommissione {
        &self.commissione
    }

    /// The day.
    #[must_use]
    pub fn data(&self) -> NaiveDate {
        self.data
    }

    /// The hour.
    #[must_use]
    pub fn ora(&self) -> NaiveTime {
        self.ora
    }
}

impl fmt::Display for IdSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.commissione, self.data.format("%Y%m%d"), self.ora.format("%H%M"))
    }
}

impl From<IdSlot> for String {
    fn from(slot: IdSlot) -> Self {
        slot.to_string()
    }
}

impl TryFrom<String> for IdSlot {
    type Error = NotASlot;

    fn try_from(text: String) -> Result<Self, NotASlot> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written() {
        let text = "ROMA1-20100315-0930";
        assert_eq!(IdSlot::parse(text).unwrap().to_string(), text);
        for bad in ["ROMA1-20100315-2460", "ROMA1-20100230-0930", "R1-20100315-0930", "ROMA1-20100315", "A-B-C-D"] {
            assert!(IdSlot::parse(bad).is_err(), "{bad}");
        }
    }
}
