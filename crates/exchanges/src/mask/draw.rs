//! Values drawn by a key: the same for the same.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Draws values by a key.
pub(super) struct Draw(Hmac<Sha256>);

impl Draw {
    pub(super) fn new(key: &[u8]) -> Self {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        Self(Hmac::new_from_slice(key).expect("infallible: any length is right"))
    }

    /// A stream of bytes for a value of this kind.
    pub(super) fn stream(&self, kind: &str, value: &str) -> Stream {
        let mut mac = self.0.clone();
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        Stream { mac, block: [0; 32], used: 32, count: 0 }
    }
}

/// A stream of bytes without end.
pub(super) struct Stream {
    mac: Hmac<Sha256>,
    block: [u8; 32],
    used: usize,
    count: u64,
}

impl Stream {
    pub(super) fn byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            let mut mac = self.mac.clone();
            mac.update(&[0]);
            mac.update(&self.count.to_be_bytes());
            self.block = mac.finalize().into_bytes().into();
            self.count += 1;
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        byte
    }

    /// A number below `limit`, which is at least 1.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let number = (0..8).fold(0u64, |number, _| number << 8 | u64::from(self.byte()));
        usize::try_from(number % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}
