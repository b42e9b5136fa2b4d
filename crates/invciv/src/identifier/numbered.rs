//! Numbers of ten and twelve digits that the program assigns.

use std::fmt;

/// A text that is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a number of {digits} digits")]
pub struct NotANumber {
    /// How many digits it has.
    pub digits: u32,
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $digits:literal, $fits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u64);

        impl $name {
            /// The smallest number of this many digits.
            pub const LOWEST: u64 = 10_u64.pow($digits - 1);
            /// The largest number of this many digits.
            pub const HIGHEST: u64 = 10_u64.pow($digits) - 1;

            /// The identifier with this number, if it is one.
            #[must_use]
            pub fn from_number(number: u64) -> Option<Self> {
                let fits: fn(u64) -> bool = $fits;
                ((Self::LOWEST..=Self::HIGHEST).contains(&number) && fits(number)).then_some(Self(number))
            }

            /// Reads its digits; anything else names nothing.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.len() == $digits && text.bytes().all(|byte| byte.is_ascii_digit());
                digits.then(|| text.parse().ok()).flatten().and_then(Self::from_number)
            }

            /// Its number.
            #[must_use]
            pub fn number(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl From<$name> for String {
            fn from(identifier: $name) -> Self {
                identifier.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotANumber;

            fn try_from(text: String) -> Result<Self, NotANumber> {
                Self::parse(&text).ok_or(NotANumber { digits: $digits })
            }
        }
    };
}

numbered! {
    /// Names an introductory certificate or a request of a home visit: twelve digits, the last one a check
    /// digit (Luhn).
    NumeroCertificato, 12, luhn_holds
}
numbered! {
    /// Names an appointment.
    IdAppuntamento, 10, |_| true
}
numbered! {
    /// Names a verbale.
    IdVerbale, 10, |_| true
}
numbered! {
    /// Names a calendar.
    IdCalendario, 10, |_| true
}
numbered! {
    /// Names a session.
    IdSeduta, 10, |_| true
}
numbered! {
    /// Names a grant.
    IdConcessione, 10, |_| true
}
numbered! {
    /// Names a registered letter.
    IdRaccomandata, 12, |_| true
}

impl NumeroCertificato {
    /// The number made of eleven digits, of which the first is not zero, and their check digit.
    #[must_use]
    pub fn with_check_digit(eleven: u64) -> Option<Self> {
        let without = eleven.checked_mul(10)?;
        Self::from_number(without + (10 - luhn_sum(without) % 10) % 10)
    }
}

fn luhn_holds(number: u64) -> bool {
    luhn_sum(number).is_multiple_of(10)
}

/// The sum of the digits, every second one from the right doubled, nine taken from what exceeds nine.
fn luhn_sum(mut number: u64) -> u64 {
    let (mut sum, mut doubled) = (0, false);
    while number > 0 {
        let digit = number % 10 * if doubled { 2 } else { 1 };
        sum += if digit > 9 { digit - 9 } else { digit };
        doubled = !doubled;
        number /= 10;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificates_number_has_twelve_digits_and_a_right_check_digit() {
        let number = NumeroCertificato::with_check_digit(12_345_678_901).unwrap();
        assert_eq!(NumeroCertificato::parse(&number.to_string()), Some(number));
        assert!(number.to_string().starts_with("12345678901"));
        // The classic example of the check: 7992739871 and its 3.
        assert!(luhn_holds(79_927_398_713));
        for digit in 0..10 {
            let other = number.number() / 10 * 10 + digit;
            assert_eq!(NumeroCertificato::from_number(other).is_some(), other == number.number());
        }
        assert_eq!(NumeroCertificato::with_check_digit(1), None);
        assert_eq!(NumeroCertificato::with_check_digit(u64::MAX), None);
    }

    #[test]
    fn only_digits_without_a_leading_zero_are_read() {
        assert!(IdVerbale::parse("1234567890").is_some());
        for bad in ["0234567890", "123456789", "12345678901", "123456789a", "+123456789", ""] {
            assert_eq!(IdVerbale::parse(bad), None, "{bad}");
        }
    }
}
