//! The passwords recently found right, so that a busy client does not pay for argon2 with
//! each message.
//!
//! Neither password nor user is kept, but a keyed hash over name, password and the stored
//! hash. A password that is changed has another stored hash, so what is remembered of the
//! old one is never asked for again.

use std::collections::HashSet;
use std::mem;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::pincode::keyed;

/// A bounded cache of two generations: when the young one is full the old one is dropped, and a
/// hit in the old one moves to the young one. So entries in use stay.
pub(super) struct Verified {
    key: Hmac<Sha256>,
    generation: usize,
    generations: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashSet<[u8; 32]>,
    old: HashSet<[u8; 32]>,
}

impl Verified {
    pub(super) fn new(key: &[u8; 32], capacity: usize) -> Self {
        Self { key: keyed(key), generation: capacity.div_ceil(2).max(1), generations: Mutex::default() }
    }

    pub(super) fn contains(&self, name: &str, password: &SecretString, hash: &str) -> bool {
        let tag = self.tag(name, password, hash);
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if generations.young.contains(&tag) {
            return true;
        }
        let seen = generations.old.remove(&tag);
        if seen {
            generations.add(tag, self.generation);
        }
        seen
    }

    pub(super) fn insert(&self, name: &str, password: &SecretString, hash: &str) {
        let tag = self.tag(name, password, hash);
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.add(tag, self.generation);
    }

    fn tag(&self, name: &str, password: &SecretString, hash: &str) -> [u8; 32] {
        // With their lengths before them no two triples run together into one text.
        let parts = [name, password.expose_secret(), hash];
        let message = parts.iter().fold(self.key.clone(), |message, part| {
            message.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
        });
        message.finalize().into_bytes().into()
    }
}

impl Generations {
    fn add(&mut self, tag: [u8; 32], generation: usize) {
        if self.young.len() >= generation {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_same_three_are_known() {
        let verified = Verified::new(&[1; 32], 10);
        verified.insert("name", &"password".into(), "hash");
        assert!(verified.contains("name", &"password".into(), "hash"));
        for (name, password, hash) in [
            ("name", "password", "other"),
            ("name", "other", "hash"),
            ("other", "password", "hash"),
            ("namep", "assword", "hash"),
            ("name\0password", "", "hash"),
            ("", "", ""),
        ] {
            assert!(!verified.contains(name, &password.into(), hash), "{name} {password} {hash}");
        }
    }

    #[test]
    fn it_never_holds_more_than_it_may_and_the_busy_stay() {
        let verified = Verified::new(&[1; 32], 10);
        verified.insert("busy", &"p".into(), "h");
        for idle in 0..1_000 {
            verified.insert(&format!("idle {idle}"), &"p".into(), "h");
            assert!(verified.contains("busy", &"p".into(), "h"), "{idle}");
            let generations = verified.generations.lock().unwrap();
            assert!(generations.young.len() + generations.old.len() <= 10);
        }
        assert!(!verified.contains("idle 0", &"p".into(), "h"));
    }
}
