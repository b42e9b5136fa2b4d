//! Pincodes at rest: HMAC-SHA-256 over user and pincode under the installation's key. They
//! are sent encrypted and together with a password, and are compared with every message, so
//! that a slow hash would cost more than it protects.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use sac_domain::user::User;

/// Turns pincodes into what is kept of them.
#[derive(Clone)]
pub struct PincodeKey(Hmac<Sha256>);

impl PincodeKey {
    /// The key that belongs to the installation's secret.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(keyed(secret))
    }

    /// What is kept of a user's pincode (`User::pincode_hash`).
    #[must_use]
    pub fn hash(&self, user_name: &str, pincode: &SecretString) -> [u8; 32] {
        self.hash_text(user_name, pincode.expose_secret())
    }

    fn hash_text(&self, user_name: &str, text: &str) -> [u8; 32] {
        let message = self.0.clone().chain_update(user_name).chain_update([0]).chain_update(text);
        message.finalize().into_bytes().into()
    }

    /// What is kept of the PIN of a user or of a worker (by codice fiscale).
    #[must_use]
    pub fn hash_pin(&self, whose: &str, pin: &SecretString) -> [u8; 32] {
        self.hash(&format!("pin of {whose}"), pin)
    }

    /// Whether the PIN is the one of which this is kept; the same work in every case.
    pub(super) fn verify_pin(&self, whose: &str, pin: &SecretString, kept: Option<[u8; 32]>) -> bool {
        let equal = self.hash_pin(whose, pin).ct_eq(&kept.unwrap_or_default());
        (equal & Choice::from(u8::from(kept.is_some()))).into()
    }

    /// Whether the PIN of a worker from before there were subjects is this one.
    pub(crate) fn is_pin(&self, whose: &str, pin: &SecretString, kept: Option<[u8; 32]>) -> bool {
        self.verify_pin(whose, pin, kept)
    }

    /// The same work whether there is a pincode, whether the user has one, and whether they
    /// agree.
    pub(super) fn verify(&self, user: &User, pincode: Option<&SecretString>) -> bool {
        let sent = self.hash_text(&user.name, pincode.map_or("0000000000", |pincode| pincode.expose_secret()));
        let kept = user.pincode_hash.unwrap_or_default();
        let equal = sent.ct_eq(&kept);
        let both = Choice::from(u8::from(pincode.is_some())) & Choice::from(u8::from(user.pincode_hash.is_some()));
        (equal & both).into()
    }
}

/// What the pincode of a request proves (contract §6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PincodeProof {
    /// The request has none.
    Absent,
    /// The request has one, but callers of this kind have none to compare it with.
    NotCompared,
    /// It is not the caller's, or could not be decrypted.
    Wrong,
    /// It is the caller's.
    Right(RightPincode),
}

/// The proof that a pincode was compared and is right. Only
/// [`Credentials::verify_pincode`](super::Credentials::verify_pincode) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightPincode {
    user: String,
}

impl RightPincode {
    pub(super) fn of(user: &User) -> Self {
        Self { user: user.name.clone() }
    }

    /// Whether the pincode is this user's.
    #[must_use]
    pub fn is_of(&self, user: &User) -> bool {
        self.user == user.name
    }
}

impl fmt::Debug for PincodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PincodeKey").finish_non_exhaustive()
    }
}

pub(super) fn keyed(secret: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC fills a key up with zeros to its block; done here, no length can be wrong.
    let mut block = [0; 64];
    block[..32].copy_from_slice(secret);
    Hmac::new(&block.into())
}
