//! The percentage of several impairments together: *formula riduzionistica* (DM 5/2/1992).
//!
//! That the circular's computing procedure means this formula, and how it rounds, are assumed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A whole percentage, 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percentuale(u8);

/// The correction for the person's work, −5 to +5 points (DM 5/2/1992).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct Correzione(i8);

/// A number outside of the range of a percentage or a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} is not between {least} and {most}")]
pub struct OutOfRange {
    /// The number.
    pub found: i16,
    /// The least that fits.
    pub least: i16,
    /// The most that fits.
    pub most: i16,
}

/// One impairment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its percentage.
    pub percentuale: Percentuale,
    /// Whether it concurs with another, so that it counts even at ten points or fewer.
    pub concorrente: bool,
}

/// When the result is rounded, always half up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Once, at the end.
    #[default]
    End,
    /// After each pair, the largest first.
    Step,
}

/// Up to this many points an item is left out, unless it is *concorrente*.
const LEFT_OUT_UP_TO: u8 = 10;

impl Percentuale {
    /// Nothing at all.
    pub const ZERO: Self = Self(0);

    /// The percentage of this number.
    ///
    /// # Errors
    /// It is above 100.
    pub fn new(number: u8) -> Result<Self, OutOfRange> {
        if number <= 100 { Ok(Self(number)) } else { Err(OutOfRange { found: number.into(), least: 0, most: 100 }) }
    }

    /// Its number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }

    /// This percentage with the correction added, between 0 and 100.
    #[must_use]
    pub fn corrected(self, by: Correzione) -> Self {
        let sum = i16::from(self.0) + i16::from(by.0);
        Self(u8::try_from(sum.clamp(0, 100)).unwrap_or(100))
    }
}

impl Correzione {
    /// The correction of this number.
    ///
    /// # Errors
    /// It is below −5 or above 5.
    pub fn new(number: i8) -> Result<Self, OutOfRange> {
        if (-5..=5).contains(&number) {
            Ok(Self(number))
        } else {
            Err(OutOfRange { found: number.into(), least: -5, most: 5 })
        }
    }

    /// Its number.
    #[must_use]
    pub fn get(self) -> i8 {
        self.0
    }
}

/// The percentage of all items together. Their order does not matter.
#[must_use]
pub fn combined(items: &[Item], rounding: Rounding) -> Percentuale {
    let counted = items.iter().filter(|item| item.concorrente || item.percentuale.0 > LEFT_OUT_UP_TO);
    let mut percentages: Vec<u8> = counted.map(|item| item.percentuale.0).collect();
    match rounding {
        Rounding::End => at_the_end(&percentages),
        Rounding::Step => {
            percentages.sort_unstable_by(|a, b| b.cmp(a));
            pair_by_pair(&percentages)
        }
    }
}

/// 100 − ∏(100 − p) / 100ⁿ⁻¹, exactly. The product is kept in base 100, so that the division only
/// separates its digits.
fn at_the_end(percentages: &[u8]) -> Percentuale {
    if percentages.is_empty() {
        return Percentuale::ZERO;
    }
    let mut product: Vec<u16> = vec![1];
    for percentage in percentages {
        let factor = u16::from(100 - percentage);
        let mut carry = 0;
        for digit in &mut product {
            let value = *digit * factor + carry;
            *digit = value % 100;
            carry = value / 100;
        }
        product.push(carry);
    }
    let (fraction, whole) = product.split_at(percentages.len() - 1);
    // Two digits at most: the product is no larger than 100 to the number of the items.
    let remaining: u16 = whole.iter().rev().fold(0, |value, digit| value * 100 + digit);
    let above_half = match fraction.split_last() {
        None => false,
        Some((highest, lower)) => *highest > 50 || (*highest == 50 && lower.iter().any(|digit| *digit != 0)),
    };
    let rest = remaining + u16::from(above_half);
    Percentuale(u8::try_from(100_u16.saturating_sub(rest)).unwrap_or(0))
}

fn pair_by_pair(percentages: &[u8]) -> Percentuale {
    let together = percentages.iter().fold(0_u32, |sum, percentage| {
        let next = u32::from(*percentage);
        (100 * (sum + next) - sum * next + 50) / 100
    });
    Percentuale(u8::try_from(together).unwrap_or(100))
}

impl TryFrom<u8> for Percentuale {
    type Error = OutOfRange;

    fn try_from(number: u8) -> Result<Self, OutOfRange> {
        Self::new(number)
    }
}

impl From<Percentuale> for u8 {
    fn from(percentage: Percentuale) -> Self {
        percentage.0
    }
}

impl TryFrom<i8> for Correzione {
    type Error = OutOfRange;

    fn try_from(number: i8) -> Result<Self, OutOfRange> {
        Self::new(number)
    }
}

impl From<Correzione> for i8 {
    fn from(correction: Correzione) -> Self {
        correction.0
    }
}

impl fmt::Display for Percentuale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn item(percentage: u8, concorrente: bool) -> Item {
        Item { percentuale: Percentuale::new(percentage).unwrap(), concorrente }
    }

    fn of(percentages: &[u8], rounding: Rounding) -> u8 {
        let items: Vec<Item> = percentages.iter().map(|percentage| item(*percentage, false)).collect();
        combined(&items, rounding).get()
    }

    #[test]
    fn the_examples_come_out() {
        let cases: [(&[u8], u8); 9] = [
            (&[20, 15], 32),
            (&[40, 30], 58),
            (&[50, 50], 75),
            (&[45, 30, 11], 66),
            (&[70, 15], 75),
            (&[33, 33], 55),
            (&[60, 10], 60),
            (&[95, 90], 100),
            (&[], 0),
        ];
        for (percentages, expected) in cases {
            assert_eq!(of(percentages, Rounding::End), expected, "{percentages:?}");
        }
        assert_eq!(combined(&[item(60, false), item(10, true)], Rounding::End).get(), 64);
        assert_eq!(Percentuale::new(66).unwrap().corrected(Correzione::new(1).unwrap()).get(), 67);
        assert_eq!(Percentuale::new(98).unwrap().corrected(Correzione::new(5).unwrap()).get(), 100);
        assert_eq!(Percentuale::new(3).unwrap().corrected(Correzione::new(-5).unwrap()).get(), 0);
    }

    #[test]
    fn when_it_is_rounded_decides_rights() {
        for (percentages, end, step) in [([65, 15, 11], 74, 73), ([31, 11, 11], 45, 46)] {
            assert_eq!(of(&percentages, Rounding::End), end);
            assert_eq!(of(&percentages, Rounding::Step), step);
        }
    }

    #[test]
    fn what_is_out_of_range_cannot_be_built() {
        assert!(Percentuale::new(101).is_err());
        assert!(Correzione::new(6).is_err() && Correzione::new(-6).is_err());
    }

    /// An exact fraction, in lowest terms.
    #[derive(Clone, Copy)]
    struct Fraction(u128, u128);

    impl Fraction {
        fn of(numerator: u128, denominator: u128) -> Self {
            let (mut a, mut b) = (numerator, denominator);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            Self(numerator / a, denominator / a)
        }

        /// a + b − a·b.
        fn with(self, other: Self) -> Self {
            let both = self.1 * other.1;
            Self::of(self.0 * other.1 + other.0 * self.1 - self.0 * other.0, both)
        }

        /// In hundredths, half up.
        fn rounded(self) -> u128 {
            (200 * self.0 + self.1) / (2 * self.1)
        }
    }

    proptest! {
        #[test]
        fn it_is_the_exact_fraction_rounded_once(
            percentages in prop::collection::vec((0_u8..=100, any::<bool>()), 0..=8),
            seed in any::<u64>(),
        ) {
            let items: Vec<Item> = percentages.iter().map(|(percentage, with)| item(*percentage, *with)).collect();
            let counted = percentages.iter().filter(|(percentage, with)| *with || *percentage > 10);
            let exact = counted
                .map(|(percentage, _)| Fraction::of(u128::from(*percentage), 100))
                .fold(Fraction(0, 1), Fraction::with);
            prop_assert_eq!(u128::from(combined(&items, Rounding::End).get()), exact.rounded());
            let mut moved = items;
            let length = moved.len().max(1);
            moved.rotate_left(usize::try_from(seed % 8).unwrap() % length);
            moved.reverse();
            prop_assert_eq!(u128::from(combined(&moved, Rounding::End).get()), exact.rounded());
        }

        #[test]
        fn twenty_items_stay_within_a_hundred(percentages in prop::collection::vec(0_u8..=100, 20)) {
            for rounding in [Rounding::End, Rounding::Step] {
                let largest = percentages.iter().copied().filter(|percentage| *percentage > 10).max().unwrap_or(0);
                let result = of(&percentages, rounding);
                prop_assert!((largest..=100).contains(&result));
            }
        }
    }
}
