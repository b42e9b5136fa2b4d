//! Numbers of any length: `xs:decimal` and `xs:integer` (XML Schema Part 2 §3.2.3, §3.3.13).

use std::cmp::Ordering;

/// A number as it is written, without the zeros that do not count. It borrows the digits, so
/// reading one costs no memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal<'v> {
    is_negative: bool,
    /// Without zeros in front.
    integer: &'v str,
    /// Without zeros behind.
    fraction: &'v str,
}

impl<'v> Decimal<'v> {
    /// Reads an `xs:decimal`: an optional sign, digits, and at most one point among or beside them.
    pub(super) fn parse(value: &'v str) -> Option<Self> {
        let (is_negative, digits) = sign(value);
        let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let has_digits = !(integer.is_empty() && fraction.is_empty());
        (has_digits && is_digits(integer) && is_digits(fraction)).then(|| Self::new(is_negative, integer, fraction))
    }

    /// Reads an `xs:integer`: an optional sign and digits.
    pub(super) fn parse_integer(value: &'v str) -> Option<Self> {
        let (is_negative, digits) = sign(value);
        (!digits.is_empty() && is_digits(digits)).then(|| Self::new(is_negative, digits, ""))
    }

    fn new(is_negative: bool, integer: &'v str, fraction: &'v str) -> Self {
        let (integer, fraction) = (integer.trim_start_matches('0'), fraction.trim_end_matches('0'));
        // There is only one zero.
        Self { is_negative: is_negative && !(integer.is_empty() && fraction.is_empty()), integer, fraction }
    }

    /// How many digits it has in all, and how many of them behind the point (§4.3.11, §4.3.12).
    pub(super) fn digits(&self) -> (usize, usize) {
        (self.integer.len() + self.fraction.len(), self.fraction.len())
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let sizes = || {
            let integers = self.integer.len().cmp(&other.integer.len()).then_with(|| self.integer.cmp(other.integer));
            integers.then_with(|| self.fraction.cmp(other.fraction))
        };
        match (self.is_negative, other.is_negative) {
            (false, false) => sizes(),
            (true, true) => sizes().reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn sign(value: &str) -> (bool, &str) {
    match value.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, value.strip_prefix('+').unwrap_or(value)),
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_integers_are_read() {
        for (value, is_decimal, is_integer) in [
            ("0", true, true),
            ("-12", true, true),
            ("+007", true, true),
            ("1.5", true, false),
            (".5", true, false),
            ("5.", true, false),
            ("", false, false),
            (".", false, false),
            ("+", false, false),
            ("-.", false, false),
            ("1 2", false, false),
            ("1,5", false, false),
            ("1.5.2", false, false),
            ("--1", false, false),
            ("1e3", false, false),
            ("INF", false, false),
            ("١", false, false),
        ] {
            assert_eq!(Decimal::parse(value).is_some(), is_decimal, "{value}");
            assert_eq!(Decimal::parse_integer(value).is_some(), is_integer, "{value}");
        }
    }

    #[test]
    fn numbers_are_ordered_whatever_their_length() {
        let rising = [
            "-100",
            "-99.5",
            "-1",
            "-0.51",
            "-0.5",
            "0",
            "0.05",
            "0.5",
            "0.51",
            "1",
            "9",
            "10",
            "123456789012345678901234567890",
        ];
        for (i, a) in rising.iter().enumerate() {
            for (j, b) in rising.iter().enumerate() {
                assert_eq!(Decimal::parse(a).cmp(&Decimal::parse(b)), i.cmp(&j), "{a} {b}");
            }
        }
        for (a, b) in [("1", "+01.00"), ("-0", "0.0"), (".5", "0.50")] {
            assert_eq!(Decimal::parse(a), Decimal::parse(b));
        }
    }

    #[test]
    fn digits_that_do_not_count_are_not_counted() {
        for (value, digits) in
            [("0", (0, 0)), ("007", (1, 0)), ("12.30", (3, 1)), ("0.05", (2, 2)), ("-100", (3, 0)), ("1.000", (1, 0))]
        {
            assert_eq!(Decimal::parse(value).unwrap().digits(), digits, "{value}");
        }
    }
}
