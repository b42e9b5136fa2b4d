//! Where new secrets come from.

use std::sync::{PoisonError, RwLock};

use hmac::{Hmac, KeyInit, Mac};
use sac_pin::secret::Codice;
use sac_settings::PinAlphabet;
use sha2::Sha256;

use super::error::PinError;

/// The operating system's generator, or one that repeats under a key.
#[derive(Default)]
pub(super) struct Random(RwLock<Option<[u8; 32]>>);

impl Random {
    /// Goes by this key from now on; without one, by the operating system.
    pub(super) fn seed(&self, key: Option<[u8; 32]>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = key;
    }

    /// A new secret. `what` says which one: the same under the same key.
    pub(super) fn codice(&self, characters: usize, alphabet: PinAlphabet, what: &str) -> Result<Codice, PinError> {
        let key = *self.0.read().unwrap_or_else(PoisonError::into_inner);
        Codice::generate(characters, alphabet, |bytes| match key {
            None => getrandom::fill(bytes).map_err(|_| PinError::NoRandomness),
            Some(key) => {
                // HMAC fills a key up with zeros to its block; done here, no length can be wrong.
                let mut block = [0; 64];
                block[..32].copy_from_slice(&key);
                let keyed = Hmac::<Sha256>::new(&block.into());
                let digest = keyed.chain_update(what).finalize().into_bytes();
                for (byte, random) in bytes.iter_mut().zip(digest) {
                    *byte = random;
                }
                Ok(())
            }
        })
    }
}
