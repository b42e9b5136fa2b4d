//! The sample of the Commissione Medica Superiore (circular §8; the method is assumed).
//!
//! Verbali that become *definito* are counted in blocks of a hundred. In each block as many positions
//! are drawn as the setting says, so that the share is exact, the same under the same seed, and
//! independent of what the verbali say.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Verbali in a block.
const BLOCK: u64 = 100;

/// How many in every hundred are drawn: 2 to 5 (circular §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(u8);

impl Share {
    /// The least that the circular allows, and the default.
    pub const LEAST: Self = Self(2);

    /// A share of this many in every hundred, 2 to 5.
    #[must_use]
    pub fn new(percent: u8) -> Option<Self> {
        (2..=5).contains(&percent).then_some(Self(percent))
    }

    /// How many in every hundred.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Draws the sample of one world.
pub struct Sampler {
    keyed: Hmac<Sha256>,
    share: Share,
}

/// A verbale that was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extraction {
    /// Its block of a hundred, from 0.
    pub block: u64,
    /// Its position in the block, 0 to 99.
    pub position: u8,
    /// What orders the choice of the checking centre.
    draw: u64,
}

impl Sampler {
    /// The sample of the world with this seed.
    #[must_use]
    pub fn new(seed: u64, share: Share) -> Self {
        let key = Sha256::digest(format!("invciv-cms:{seed}"));
        let mut block = [0; 64];
        block[..key.len()].copy_from_slice(&key);
        // A key shorter than a block is filled up with zeros by HMAC itself.
        Self { keyed: Hmac::<Sha256>::new(&block.into()), share }
    }

    /// Whether the `count`-th verbale that became *definito* in this world (from 0, versions by the
    /// Commissione not counted) is drawn.
    #[must_use]
    pub fn extract(&self, count: u64) -> Option<Extraction> {
        let (block, position) = (count / BLOCK, count % BLOCK);
        let own = self.hash(block, position);
        let smaller = (0..BLOCK).filter(|other| self.hash(block, *other) < own).count();
        (smaller < usize::from(self.share.0)).then(|| Extraction {
            block,
            position: u8::try_from(position).unwrap_or(u8::MAX),
            draw: u64::from_be_bytes(own.first_chunk().copied().unwrap_or_default()),
        })
    }

    fn hash(&self, block: u64, position: u64) -> [u8; 32] {
        let mut keyed = self.keyed.clone();
        keyed.update(format!("{block}:{position}").as_bytes());
        keyed.finalize().into_bytes().into()
    }
}

impl Extraction {
    /// The centre that checks it: one of another region than the assessment's (rule
    /// `campione-stessa-regione`). Centres are given as code and region; none if all are of the same.
    #[must_use]
    pub fn checking_centre<'a>(&self, region: &str, centres: &[(&'a str, &str)]) -> Option<&'a str> {
        let mut others: Vec<&str> = centres.iter().filter(|(_, of)| *of != region).map(|(code, _)| *code).collect();
        others.sort_unstable();
        others.dedup();
        let count = u64::try_from(others.len()).ok().filter(|count| *count > 0)?;
        others.get(usize::try_from(self.draw % count).ok()?).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn each_hundred_has_exactly_its_share(seed in any::<u64>(), percent in 2_u8..=5, block in 0_u64..1000) {
            let sampler = Sampler::new(seed, Share::new(percent).unwrap());
            let twin = Sampler::new(seed, Share::new(percent).unwrap());
            let drawn: Vec<u64> = (block * 100..block * 100 + 100).filter(|count| sampler.extract(*count).is_some()).collect();
            prop_assert_eq!(drawn.len(), usize::from(percent));
            let again: Vec<u64> = (block * 100..block * 100 + 100).filter(|count| twin.extract(*count).is_some()).collect();
            prop_assert_eq!(drawn, again);
        }
    }

    #[test]
    fn a_larger_share_holds_the_smaller_one() {
        let (two, five) = (Sampler::new(7, Share::LEAST), Sampler::new(7, Share::new(5).unwrap()));
        assert!((0..100).filter(|count| two.extract(*count).is_some()).all(|count| five.extract(count).is_some()));
        assert_eq!(Share::new(1), None);
        assert_eq!(Share::new(6), None);
    }

    #[test]
    fn the_key_is_hashed_as_described() {
        use hmac::digest::KeyInit as _;
        let key = Sha256::digest("invciv-cms:7");
        let mut by_hand = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        by_hand.update(b"0:0");
        let expected: [u8; 32] = by_hand.finalize().into_bytes().into();
        assert_eq!(Sampler::new(7, Share::LEAST).hash(0, 0), expected);
    }

    #[test]
    fn the_checking_centre_is_of_another_region() {
        let sampler = Sampler::new(7, Share::new(3).unwrap());
        let extraction = (0..100).find_map(|count| sampler.extract(count)).unwrap();
        let centres = [("0003", "190"), ("0001", "120"), ("0002", "120")];
        assert_eq!(extraction.checking_centre("120", &centres), Some("0003"));
        assert!(["0001", "0002"].contains(&extraction.checking_centre("190", &centres).unwrap()));
        assert_eq!(extraction.checking_centre("120", &centres[1..]), None);
    }
}
