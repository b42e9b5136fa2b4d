//! From the passwords and pincodes of a file to what is kept of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::error::SeedError;
use super::people::{NewEmployerUser, NewUser, NewWorker};
use crate::credentials::{CannotHash, PincodeKey, hash_password};
use crate::pin::{NewPin, compared};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::{UserProfile, WorkerProfile};
use sac_domain::employer::EmployerUser;
use sac_domain::user::User;
use sac_store::StoreError;
use sac_store::pin::PutSubject;
use secrecy::SecretString;

/// Passwords whose hash is remembered; of further ones it is not.
const REMEMBERED: usize = 10_000;

/// Hashes the passwords and pincodes of seeds. The hash of a password takes some 20 ms, so it is
/// remembered: the same people in many worlds cost no more than in one. Clones share the memory.
#[derive(Clone, Debug)]
pub struct Hasher {
    pincodes: PincodeKey,
    /// By a keyed hash of user and password.
    known: Arc<Mutex<HashMap<[u8; 32], String>>>,
}

impl Hasher {
    /// A hasher that keeps pincodes under this key.
    #[must_use]
    pub fn new(pincodes: PincodeKey) -> Self {
        Self { pincodes, known: Arc::default() }
    }

    /// The key that pincodes are kept under.
    #[must_use]
    pub fn pincodes(&self) -> &PincodeKey {
        &self.pincodes
    }

    /// Hashes all secrets of users, on as many cores as there are.
    pub(super) async fn hash(&self, users: Vec<NewUser>) -> Result<Vec<(User, UserProfile)>, SeedError> {
        self.spread(users, Self::hash_one).await
    }

    /// Hashes the passwords of those who read for employers.
    pub(super) async fn employer_users(&self, users: Vec<NewEmployerUser>) -> Result<Vec<EmployerUser>, SeedError> {
        self.spread(users, |hasher, NewEmployerUser { mut user, password, .. }| {
            let name = format!("azienda:{}", user.name);
            user.password_hash = password.map(|password| hasher.password(&name, &password)).transpose()?;
            Ok(user)
        })
        .await
    }

    /// What goes with a worker. The PIN is a subject's of its own.
    pub(super) fn worker(new: &NewWorker) -> (CodiceFiscale, WorkerProfile) {
        let code = new.lavoratore.codice_fiscale.clone();
        // One from before there were subjects.
        let (pin_hash, seed_pin) = new.kept_pin.map_or((None, false), |kept| (Some(kept.hash), kept.is_of_seed));
        (code, WorkerProfile { recapiti: new.recapiti.clone(), pin_hash, seed_pin })
    }

    /// Subjects with the hashes of their secrets.
    pub(super) async fn pins(&self, pins: Vec<NewPin>, today: NaiveDate) -> Result<Vec<PutSubject>, SeedError> {
        self.spread(pins, move |hasher, new| {
            let code = new.soggetto.codice_fiscale.as_str().to_owned();
            let secret = match &new.secret {
                Some(secret) => {
                    let codice = compared(secret);
                    let hash = hasher.password(&format!("pin:{code}"), codice.secret())?;
                    Some((hash, codice.len()))
                }
                None => None,
            };
            let inpdap = new.inpdap.as_ref();
            let inpdap = inpdap.map(|password| hasher.password(&format!("inpdap:{code}"), password)).transpose()?;
            Ok(new.kept(secret, inpdap, today))
        })
        .await
    }

    async fn spread<N: Send + 'static, T: Send + 'static>(
        &self,
        all: Vec<N>,
        hash: impl Fn(&Self, N) -> Result<T, CannotHash> + Clone + Send + 'static,
    ) -> Result<Vec<T>, SeedError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = all.len().div_ceil(cores).max(1);
        let mut all = all.into_iter().peekable();
        let mut shares = Vec::new();
        while all.peek().is_some() {
            let share: Vec<N> = all.by_ref().take(share).collect();
            let (hasher, hash) = (self.clone(), hash.clone());
            shares.push(tokio::task::spawn_blocking(move || {
                share.into_iter().map(|new| hash(&hasher, new)).collect::<Result<Vec<_>, _>>()
            }));
        }
        let mut hashed = Vec::new();
        for share in shares {
            let broken = |_| StoreError::internal("hashing passwords", "the task was broken off");
            hashed.extend(share.await.map_err(broken)??);
        }
        Ok(hashed)
    }

    fn hash_one(&self, new: NewUser) -> Result<(User, UserProfile), CannotHash> {
        let NewUser { mut user, mut profile, password, pincode, pin, .. } = new;
        user.password_hash = password.map(|password| self.password(&user.name, &password)).transpose()?;
        user.pincode_hash = pincode.map(|pincode| self.pincodes.hash(&user.name, &pincode));
        profile.pin_hash = pin.map(|pin| self.pincodes.hash_pin(&user.name, &pin));
        Ok((user, profile))
    }

    fn password(&self, user: &str, password: &SecretString) -> Result<String, CannotHash> {
        let key = self.pincodes.hash(user, password);
        if let Some(hash) = self.known().get(&key) {
            return Ok(hash.clone());
        }
        let hash = hash_password(password)?;
        let mut known = self.known();
        if known.len() < REMEMBERED {
            known.insert(key, hash.clone());
        }
        Ok(hash)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::user::UserKind;

    fn user(name: &str, password: &str) -> NewUser {
        let kind = UserKind::Ente { regione: "120".to_owned() };
        let user = User {
            name: name.to_owned(),
            kind,
            password_hash: None,
            pincode_hash: None,
            blocked: false,
            seed_password: false,
        };
        let profile = UserProfile::default();
        NewUser { line: 1, user, profile, password: Some(password.into()), pincode: None, pin: None }
    }

    #[tokio::test]
    async fn the_same_password_of_the_same_user_is_hashed_once() {
        let hasher = Hasher::new(PincodeKey::new(&[3; 32]));
        let kept = async |users| -> Vec<Option<String>> {
            hasher.hash(users).await.unwrap().into_iter().map(|(user, _)| user.password_hash).collect()
        };
        let first = kept(vec![user("a", "prova"), user("b", "prova")]).await;
        let second = kept(vec![user("a", "prova"), user("b", "other")]).await;
        assert_ne!(first[0], first[1]);
        assert_eq!(first[0], second[0]);
        assert_ne!(first[1], second[1]);
    }
}
