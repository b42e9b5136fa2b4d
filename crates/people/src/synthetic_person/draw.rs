//! Pseudo-random choices that depend on a code alone.

use sha2::{Digest, Sha256};

/// Draws that depend on the code alone, and each on its own label.
pub(super) struct Draws<'a>(&'a str);

impl<'a> Draws<'a> {
    /// The draws for this code.
    pub(super) fn of(code: &'a str) -> Self {
        Self(code)
    }

    /// A number below `count`, or 0 where there is none.
    pub(super) fn draw(&self, label: &str, count: u16) -> u16 {
        let digest = Sha256::new_with_prefix(label).chain_update(self.0).finalize();
        let number = digest.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte));
        let rest = number.checked_rem(u64::from(count)).unwrap_or(0);
        u16::try_from(rest).unwrap_or(0)
    }

    /// One of `from`, of the first 65 535 if there are more.
    pub(super) fn pick<'b, T>(&self, label: &str, from: &'b [T]) -> Option<&'b T> {
        let count = u16::try_from(from.len()).unwrap_or(u16::MAX);
        from.get(usize::from(self.draw(label, count)))
    }
}
