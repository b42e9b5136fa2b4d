//! Texts and small numbers that cannot be built wrong.

use std::fmt;

/// A text of 1 to `MAX` characters that is not blank. `Debug` does not show it, for most are clinical.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Testo<const MAX: usize>(Box<str>);

/// The number of a health card: 20 digits.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TesseraSanitaria(Box<str>);

/// An item of DM 2/8/2007: a condition without further control visits, 1 to 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct VoceDm2007(u8);

/// What would fit, for a text that does not. Never shows the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct Wanted(&'static str);

impl<const MAX: usize> Testo<MAX> {
    /// The text, as it stands.
    ///
    /// # Errors
    /// It is blank or too long.
    pub fn new(text: &str) -> Result<Self, Wanted> {
        let fits = !text.trim().is_empty() && text.chars().count() <= MAX;
        if fits { Ok(Self(text.into())) } else { Err(Wanted("a text that is not blank and not too long")) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TesseraSanitaria {
    /// The number of these digits.
    ///
    /// # Errors
    /// It has not 20 digits.
    pub fn new(text: &str) -> Result<Self, Wanted> {
        let fits = text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(text.into())) } else { Err(Wanted("20 digits")) }
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl VoceDm2007 {
    /// The item of this number.
    ///
    /// # Errors
    /// It is not 1 to 12.
    pub fn new(number: u8) -> Result<Self, Wanted> {
        if (1..=12).contains(&number) { Ok(Self(number)) } else { Err(Wanted("1 to 12")) }
    }

    /// Its number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl<const MAX: usize> fmt::Debug for Testo<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Testo(***)")
    }
}

impl fmt::Debug for TesseraSanitaria {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TesseraSanitaria(***)")
    }
}

impl<const MAX: usize> TryFrom<String> for Testo<MAX> {
    type Error = Wanted;

    fn try_from(text: String) -> Result<Self, Wanted> {
        Self::new(&text)
    }
}

impl<const MAX: usize> From<Testo<MAX>> for String {
    fn from(text: Testo<MAX>) -> Self {
        text.0.into()
    }
}

impl TryFrom<String> for TesseraSanitaria {
    type Error = Wanted;

    fn try_from(text: String) -> Result<Self, Wanted> {
        Self::new(&text)
    }
}

impl From<TesseraSanitaria> for String {
    fn from(card: TesseraSanitaria) -> Self {
        card.0.into()
    }
}

impl TryFrom<u8> for VoceDm2007 {
    type Error = Wanted;

    fn try_from(number: u8) -> Result<Self, Wanted> {
        Self::new(number)
    }
}

impl From<VoceDm2007> for u8 {
    fn from(item: VoceDm2007) -> Self {
        item.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_long_texts_are_no_texts() {
        assert!(Testo::<3>::new("àèì").is_ok());
        for bad in ["", "  ", "àèìò"] {
            assert!(Testo::<3>::new(bad).is_err(), "{bad}");
        }
        assert_eq!(format!("{:?}", Testo::<9>::new("segreto").unwrap()), "Testo(***)");
    }

    #[test]
    fn cards_have_twenty_digits_and_items_go_to_twelve() {
        assert!(TesseraSanitaria::new("80380000012345678901").is_ok());
        assert!(TesseraSanitaria::new("8038000001234567890").is_err());
        assert!(VoceDm2007::new(12).is_ok() && VoceDm2007::new(13).is_err() && VoceDm2007::new(0).is_err());
    }
}
