//! How the numbers of documents are spread (rules §4).
//!
//! Documents are counted 0, 1, 2, …; a keyed permutation of the 900,000,000 numbers of nine
//! digits that do not start with zero turns the count into a number. A permutation never
//! gives one number twice, and without the key the next number cannot be inferred from the
//! last. With the same key the same numbers come out in the same order.
//!
//! It is a balanced Feistel network over 30 bits with HMAC-SHA-256 as round function.
//! 2^30 is a little more than the range, so a result outside it is encrypted again until
//! it falls inside ("cycle walking", 1.2 turns on average).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use sac_domain::identifier::{HIGHEST, LOWEST};

/// How many numbers there are.
pub const RANGE: u32 = HIGHEST - LOWEST + 1;

const HALF_BITS: u32 = 15;
const HALF_MASK: u32 = (1 << HALF_BITS) - 1;
/// As many as the standard for format-preserving encryption has for so small a domain.
const ROUNDS: u8 = 10;

/// A keyed order of all the numbers.
#[derive(Clone)]
pub struct Permutation {
    keyed: Hmac<Sha256>,
    fingerprint: [u8; 16],
}

impl Permutation {
    /// The order that belongs to this key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        // HMAC fills a key up with zeros to its block; done here, no length can be wrong.
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        let keyed = Hmac::<Sha256>::new(&block.into());
        let digest = keyed.clone().chain_update(b"fingerprint").finalize().into_bytes();
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&digest[..16]);
        Self { keyed, fingerprint }
    }

    /// Distinguishes keys without revealing them.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        self.fingerprint
    }

    /// The number at this place of the order; `None` once all [`RANGE`] are used up.
    #[must_use]
    pub fn number(&self, place: u32) -> Option<u32> {
        if place >= RANGE {
            return None;
        }
        let mut value = self.encrypt(place);
        while value >= RANGE {
            value = self.encrypt(value);
        }
        Some(LOWEST + value)
    }

    fn encrypt(&self, value: u32) -> u32 {
        let (mut left, mut right) = (value >> HALF_BITS, value & HALF_MASK);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(round, right));
        }
        (left << HALF_BITS) | right
    }

    fn round(&self, round: u8, half: u32) -> u32 {
        let [_, _, high, low] = half.to_be_bytes();
        let digest = self.keyed.clone().chain_update([round, high, low]).finalize().into_bytes();
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) & HALF_MASK
    }
}

impl fmt::Debug for Permutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permutation").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_numbers_under_a_fixed_key_never_change() {
        let order = Permutation::new(&[7; 32]);
        let first: Vec<_> = (0..4).filter_map(|place| order.number(place)).collect();
        assert_eq!(first, FIRST_UNDER_SEVENS);
    }

    /// As computed by another implementation.
    const FIRST_UNDER_SEVENS: [u32; 4] = [686_098_767, 138_906_271, 638_852_766, 537_313_362];

    #[test]
    fn no_number_comes_twice_and_the_range_ends() {
        let order = Permutation::new(&[1; 32]);
        let places = (0..20_000).chain(RANGE - 2_000..RANGE);
        let numbers: HashSet<u32> = places.clone().filter_map(|place| order.number(place)).collect();
        assert_eq!(numbers.len(), places.count());
        assert_eq!(order.number(RANGE), None);
        assert_eq!(order.number(u32::MAX), None);
    }

    #[test]
    fn the_numbers_fill_the_range_evenly() {
        let order = Permutation::new(&[2; 32]);
        let mut by_first_digit = [0_u32; 10];
        for number in (0..9_000).filter_map(|place| order.number(place)) {
            by_first_digit[(number / LOWEST) as usize] += 1;
        }
        assert_eq!(by_first_digit[0], 0);
        assert!(by_first_digit[1..].iter().all(|count| (800..1200).contains(count)), "{by_first_digit:?}");
    }

    proptest! {
        #[test]
        fn every_number_has_nine_digits(key: [u8; 32], place in 0..RANGE) {
            let number = Permutation::new(&key).number(place).unwrap();
            prop_assert!((LOWEST..=HIGHEST).contains(&number));
        }

        #[test]
        fn different_places_have_different_numbers(key: [u8; 32], a in 0..RANGE, b in 0..RANGE) {
            let order = Permutation::new(&key);
            prop_assert_eq!(a == b, order.number(a) == order.number(b));
        }

        #[test]
        fn a_key_has_one_fingerprint(key: [u8; 32], other: [u8; 32]) {
            let order = Permutation::new(&key);
            prop_assert_eq!(order.fingerprint(), Permutation::new(&key).fingerprint());
            prop_assert_eq!(key == other, order.fingerprint() == Permutation::new(&other).fingerprint());
        }
    }
}
