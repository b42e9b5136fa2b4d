//! The numbers that INPS assigns: nine decimal digits (rules §4).
//!
//! The first digit is never zero, so that a client that keeps the number as an integer
//! loses nothing.

use std::fmt;

/// The smallest number that is ever assigned.
pub const LOWEST: u32 = 100_000_000;
/// The largest number that is ever assigned.
pub const HIGHEST: u32 = 999_999_999;

/// A number that is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a number of nine digits")]
pub struct NotNineDigits(pub u32);

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        impl $name {
            /// The identifier with this number, if it is one of nine digits.
            #[must_use]
            pub fn from_number(number: u32) -> Option<Self> {
                (LOWEST..=HIGHEST).contains(&number).then_some(Self(number))
            }

            /// Reads nine decimal digits; anything else names no document.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let nine_digits = text.len() == 9 && text.bytes().all(|b| b.is_ascii_digit());
                nine_digits.then(|| text.parse().ok()).flatten().and_then(Self::from_number)
            }

            /// The number itself, between [`LOWEST`] and [`HIGHEST`].
            #[must_use]
            pub fn number(self) -> u32 {
                self.0
            }
        }

        impl From<$name> for u32 {
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }

        impl TryFrom<u32> for $name {
            type Error = NotNineDigits;

            fn try_from(number: u32) -> Result<Self, NotNineDigits> {
                Self::from_number(number).ok_or(NotNineDigits(number))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:09}", self.0)
            }
        }
    };
}

identifier! {
    /// *Protocollo univoco del certificato*: names a sickness certificate (decree §3.2).
    Puc
}
identifier! {
    /// Names a notice of hospital admission (decree §3.7).
    Pucir
}
identifier! {
    /// Names a cancellation (contract §4, `ricevutaOkAnnullamento`).
    IdAnnullamento
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nine_digits_that_do_not_start_with_zero_are_a_puc() {
        for good in ["100000000", "999999999", "123456789"] {
            assert_eq!(Puc::parse(good).map(|puc| puc.to_string()).as_deref(), Some(good));
        }
        for bad in ["", "12345678", "1234567890", "012345678", "12345678a", " 23456789", "+23456789", "１２３"] {
            assert_eq!(Puc::parse(bad), None, "{bad}");
        }
    }
}
