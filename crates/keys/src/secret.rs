//! The installation's secret, and the sub-keys that are derived from it by label.

use std::{fmt, path::Path};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use sac_domain::words::said;

use super::{
    error::{KeysError, crypto},
    files::{self, Reader},
};

pub(super) const FILE: &str = "secret";

/// 32 random bytes, made at the first start.
#[derive(Clone)]
pub(super) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    pub(super) fn open(folder: &Path) -> Result<Self, KeysError> {
        let path = folder.join(FILE);
        if let Some(content) = files::read_private(&path)?.map(Zeroizing::new) {
            return match <[u8; 32]>::try_from(content.as_slice()) {
                Ok(bytes) => Ok(Self(Zeroizing::new(bytes))),
                Err(_) => Err(KeysError::Damaged {
                    path,
                    fault: said("non è lungo 32 byte", "is not 32 bytes long"),
                    remedy: said(
                        "Rimettere il file giusto da una copia; senza, i pincode e gli identificativi di questa installazione sono perduti, e l'intera cartella dei dati va rifatta",
                        "Put the right file back from a copy; without it, pincodes and identifiers of this installation are lost, and the whole data directory must be made anew",
                    ),
                }),
            };
        }
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(crypto("random numbers"))?;
        files::write(&path, bytes.as_slice(), Reader::Owner)?;
        Ok(Self(bytes))
    }

    /// A secret that everyone can repeat who knows the seed: for tests.
    pub(super) fn of_seed(seed: u64) -> Self {
        Self(Zeroizing::new(hmac(&seed.to_be_bytes(), "seed")))
    }

    pub(super) fn derive(&self, label: &str) -> [u8; 32] {
        hmac(self.0.as_slice(), label)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn hmac(key: &[u8], label: &str) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("any length"); // infallible: see above
    hmac.update(label.as_bytes());
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_stays_and_its_labels_differ() {
        let folder = tempfile::tempdir().unwrap();
        let first = Secret::open(folder.path()).unwrap();
        let again = Secret::open(folder.path()).unwrap();
        assert_eq!(first.derive("a"), again.derive("a"));
        assert_ne!(first.derive("a"), first.derive("b"));
        let other = tempfile::tempdir().unwrap();
        assert_ne!(first.derive("a"), Secret::open(other.path()).unwrap().derive("a"));
    }

    #[test]
    fn a_seed_repeats() {
        assert_eq!(Secret::of_seed(7).derive("puc"), Secret::of_seed(7).derive("puc"));
        assert_ne!(Secret::of_seed(7).derive("puc"), Secret::of_seed(8).derive("puc"));
    }

    #[test]
    fn a_cut_file_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), b"short").unwrap();
        let error = Secret::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("secret is not 32 bytes long"), "{error}");
    }
}
