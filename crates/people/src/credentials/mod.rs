//! Authentication: passwords, client certificates, pincodes (rules §1.2, §5).
//!
//! A password is kept as argon2id keeps it and costs some 20 ms to check, so a password
//! that was found right is remembered under a keyed hash. Every check reads the user from
//! the store: a changed password or a blocked user takes effect with the next message.

mod certificate;
mod lockout;
mod login_lock;
mod password;
mod pincode;
mod verified;

impl Words for Denied {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Store(error), _) => error.words(language),
            (_, Language::En) => self.to_string(),
            (Self::Unknown, _) => "l'utente non esiste".to_owned(),
            (Self::WrongPassword, _) => "la password è errata".to_owned(),
            (Self::Blocked, _) => "l'utente è bloccato".to_owned(),
            (Self::LockedOut, _) => "l'utente è bloccato per un po', dopo più tentativi falliti".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sac_domain::words::{Language, Words};

pub use password::{CannotHash, PasswordChecks, hash as hash_password};
pub use pincode::{PincodeKey, PincodeProof, RightPincode};

use chrono::{DateTime, TimeDelta, Utc};
use lockout::Lockouts;
pub(crate) use login_lock::LoginLocks;
use sac_domain::clock::Clock;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::EmployerUser;
use sac_domain::exchange::How;
use sac_domain::user::{User, UserKind};
use sac_pin::profile::Servizio;
use sac_store::lockout::Lockout;
use sac_store::{Ledger, Store, StoreError};
use secrecy::{ExposeSecret as _, SecretString};
use verified::Verified;

use crate::pin::{Entrato, InForce, PinError, Pins};

/// What may be chosen about log-in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Failures in a row after which a user is locked out; 0 never locks.
    pub lockout_after: u32,
    /// For how long, by the gateway's clock.
    pub lockout_for: Duration,
    /// How many passwords are checked at a time. Clones share the bound.
    pub checks: PasswordChecks,
    /// Users whose right password, and names whose failures, are remembered.
    pub remembered: usize,
}

impl Default for Settings {
    /// Three failures, five minutes.
    fn default() -> Self {
        Self {
            lockout_after: 3,
            lockout_for: Duration::from_mins(5),
            checks: PasswordChecks::default(),
            remembered: 50_000,
        }
    }
}

/// An authenticated caller. Only this module makes it.
#[derive(Clone, Debug)]
pub struct Authenticated {
    user: User,
    how: How,
}

impl Authenticated {
    /// Who it is.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// How that was proved.
    #[must_use]
    pub fn how(&self) -> How {
        self.how
    }
}

/// Why a caller was not authenticated. For the log: the caller gets the same answer for all but
/// the last.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// There is no such user.
    #[error("no such user")]
    Unknown,
    /// The password is not the user's.
    #[error("wrong password")]
    WrongPassword,
    /// The administrator has blocked the user.
    #[error("the user is blocked")]
    Blocked,
    /// Too many failures in a row; for a while not even the right password opens.
    #[error("locked out after repeated failures")]
    LockedOut,
    /// The check could not be made: no fault of the caller's.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Verifies credentials. Clones share what they remember.
#[derive(Clone)]
pub struct Credentials(Arc<Shared>);

struct Shared {
    store: Store,
    clock: Clock,
    pincodes: PincodeKey,
    verified: Verified,
    lockouts: Lockouts,
    login_locks: LoginLocks,
    checks: PasswordChecks,
    lockout_for: Duration,
    /// What lockouts are put on record with.
    recorded_in: OnceLock<Ledger>,
    /// What workers log in with.
    pins: OnceLock<Pins>,
}

impl Credentials {
    /// Checks against the users of `store`. `cache_key` is any secret; a new one at each
    /// start will do.
    #[must_use]
    pub fn new(store: Store, clock: Clock, pincodes: PincodeKey, cache_key: &[u8; 32], settings: &Settings) -> Self {
        Self(Arc::new(Shared {
            store,
            clock,
            pincodes,
            verified: Verified::new(cache_key, settings.remembered),
            lockouts: Lockouts::new(settings.lockout_after, settings.lockout_for, settings.remembered),
            login_locks: LoginLocks::default(),
            checks: settings.checks.clone(),
            lockout_for: settings.lockout_for,
            recorded_in: OnceLock::new(),
            pins: OnceLock::new(),
        }))
    }

    /// The same, with lockouts put on record, so that other processes see them and can end them.
    #[must_use]
    pub fn recorded_in(self, ledger: Ledger) -> Self {
        let _ = self.0.recorded_in.set(ledger);
        self
    }

    /// Verifies a name and a password, as sent with HTTP Basic.
    ///
    /// # Errors
    /// [`Denied`]. An unknown name costs as much as a wrong password; one that is locked out costs
    /// one query, whether it is known or not.
    pub async fn verify(&self, name: &str, password: &SecretString) -> Result<Authenticated, Denied> {
        if let Some(known) = self.verify_quickly(name, password).await? {
            return Ok(known);
        }
        // One check per name at a time: the first requests of a client share one, and a client
        // that guesses passwords delays only itself.
        let _lock = self.0.login_locks.acquire(name).await;
        if let Some(known) = self.verify_quickly(name, password).await? {
            return Ok(known);
        }
        let verdict = self.verify_slowly(name, password).await;
        match &verdict {
            Ok(_) => self.0.lockouts.forget(name),
            Err(Denied::Store(_)) => {}
            Err(_) => {
                if let Some(until) = self.0.lockouts.note_failure(name, self.0.clock.now()) {
                    self.record_lockout(name, until).await;
                }
            }
        }
        verdict
    }

    /// Verifies the name and password of one who reads for employers.
    ///
    /// # Errors
    /// [`Denied`], at the same cost as [`Self::verify`].
    pub async fn verify_employer_user(&self, name: &str, password: &SecretString) -> Result<EmployerUser, Denied> {
        self.guarded(&employer_key(name), async {
            let user = self.0.store.employer_user(name).await?;
            let hash = user.as_ref().and_then(|user| user.password_hash.clone());
            let matches = password::verify(&self.0.checks, password, hash).await;
            match user {
                None => Err(Denied::Unknown),
                Some(user) if matches => Ok(user),
                Some(_) => Err(Denied::WrongPassword),
            }
        })
        .await
    }

    /// The same with these PINs, which workers log in with.
    #[must_use]
    pub fn with_pins(self, pins: Pins) -> Self {
        let _ = self.0.pins.set(pins);
        self
    }

    /// The doctor whose PIN opens the pages of doctors, as one whose pincode is verified.
    ///
    /// # Errors
    /// The store failed.
    pub async fn doctor_by_pin(&self, proof: &InForce) -> Result<Option<(Authenticated, PincodeProof)>, StoreError> {
        if proof.servizio() != Servizio::Web {
            return Ok(None);
        }
        let code = proof.soggetto().codice_fiscale.as_str();
        let is_theirs = |user: &User| match &user.kind {
            UserKind::Medico { codice_fiscale, .. } => codice_fiscale.as_str() == code && !user.blocked,
            UserKind::Operatore { .. } | UserKind::Ente { .. } => false,
        };
        let found = self.0.store.users().await?.into_iter().find(is_theirs);
        Ok(found.map(|user| {
            let proof = PincodeProof::Right(RightPincode::of(&user));
            (Authenticated { user, how: How::Password }, proof)
        }))
    }

    /// Verifies a worker's codice fiscale, as typed, and PIN. One who has no PIN, or who is known as dead, cannot
    /// come in.
    ///
    /// # Errors
    /// [`Denied`]. Whatever is wrong costs the same, one verification; a name that is locked out costs none,
    /// whether it is a worker's or not.
    pub async fn verify_worker(&self, code: &str, pin: &SecretString) -> Result<Entrato, Denied> {
        let code: String = code.trim().to_ascii_uppercase().chars().take(16).collect();
        self.guarded(&worker_key(&code), Box::pin(self.check_worker(&code, pin))).await
    }

    async fn check_worker(&self, typed: &str, pin: &SecretString) -> Result<Entrato, Denied> {
        let Some(pins) = self.0.pins.get() else { return Err(Denied::Unknown) };
        let parsed = CodiceFiscale::parse(typed).ok();
        // Something is looked for in any case, and compared.
        let Some(code) = parsed.clone().or_else(|| CodiceFiscale::parse("00000000000").ok()) else {
            return Err(Denied::Unknown);
        };
        let worker = self.0.store.worker(&code).await?;
        let found = pins.check(&code, pin).await.map_err(|error| match error {
            PinError::Store(error) => Denied::Store(error),
            _ => Denied::WrongPassword,
        })?;
        match found.filter(|_| parsed.is_some()) {
            Some(_) if worker.is_some_and(|worker| worker.deceduto) => Err(Denied::Blocked),
            Some(entrato) => Ok(entrato),
            None => Err(Denied::WrongPassword),
        }
    }

    /// Verifies a name, a password and, of a doctor, the pincode, as typed at a log-in. A wrong pincode counts as a
    /// failure like a wrong password.
    ///
    /// # Errors
    /// [`Denied`], at the same cost as [`Self::verify`].
    pub async fn verify_with_pincode(
        &self,
        name: &str,
        password: &SecretString,
        pincode: &SecretString,
    ) -> Result<(Authenticated, PincodeProof), Denied> {
        self.guarded(name, async {
            let caller = self.verify_slowly(name, password).await?;
            let proof = self.proof(&caller.user, pincode)?;
            Ok((caller, proof))
        })
        .await
    }

    /// Verifies the pincode of a doctor whose certificate authenticates; others have none to verify.
    ///
    /// # Errors
    /// [`Denied`].
    pub async fn verify_pincode_of(
        &self,
        caller: &Authenticated,
        pincode: &SecretString,
    ) -> Result<PincodeProof, Denied> {
        self.guarded(&caller.user.name, async { self.proof(&caller.user, pincode) }).await
    }

    /// Verifies a doctor's telephone code and PIN. Failures of a code count for its user, on every channel.
    ///
    /// # Errors
    /// [`Denied`].
    pub async fn verify_telephone(
        &self,
        code: &SecretString,
        pin: &SecretString,
    ) -> Result<(Authenticated, PincodeProof), Denied> {
        let known = self.0.store.user_by_telephone(code.expose_secret()).await?;
        let name = known.as_ref().map(|(user, _)| user.name.clone());
        let key = name.clone().unwrap_or_else(|| format!("phone:{}", code.expose_secret()));
        self.guarded(&key, async {
            let kept = known.as_ref().and_then(|(_, pin_hash)| *pin_hash);
            let matches = self.0.pincodes.verify_pin(name.as_deref().unwrap_or_default(), pin, kept);
            match known {
                None => Err(Denied::Unknown),
                Some((user, _)) if user.blocked => Err(Denied::Blocked),
                Some((user, _)) if matches && matches!(user.kind, UserKind::Medico { .. }) => {
                    let proof = PincodeProof::Right(RightPincode::of(&user));
                    Ok((Authenticated { user, how: How::Password }, proof))
                }
                Some(_) => Err(Denied::WrongPassword),
            }
        })
        .await
    }

    /// The caller as the register has the user now; nothing where the user is gone or blocked, or has other secrets.
    ///
    /// # Errors
    /// The store's.
    pub async fn renew(&self, caller: &Authenticated) -> Result<Option<Authenticated>, StoreError> {
        let before = &caller.user;
        let user = self.0.store.user(&before.name).await?;
        let same = user.filter(|user| {
            !user.blocked && user.password_hash == before.password_hash && user.pincode_hash == before.pincode_hash
        });
        Ok(same.map(|user| Authenticated { user, how: caller.how }))
    }

    /// What a doctor's pincode proves; others have none to compare.
    fn proof(&self, user: &User, pincode: &SecretString) -> Result<PincodeProof, Denied> {
        match self.verify_pincode(user, Some(pincode)) {
            right @ PincodeProof::Right(_) => Ok(right),
            _ if matches!(user.kind, UserKind::Medico { .. }) => Err(Denied::WrongPassword),
            _ => Ok(PincodeProof::Absent),
        }
    }

    /// Forgets the failures and the lockout of a worker.
    pub fn forget_worker(&self, code: &CodiceFiscale) {
        self.forget_user(&worker_key(code.as_str()));
    }

    /// Forgets the failures and the lockout of one who reads for employers.
    pub fn forget_employer_user(&self, name: &str) {
        self.forget_user(&employer_key(name));
    }

    /// A check that counts failures under this key, one at a time.
    async fn guarded<T>(&self, key: &str, check: impl Future<Output = Result<T, Denied>>) -> Result<T, Denied> {
        let _lock = self.0.login_locks.acquire(key).await;
        if self.0.lockouts.is_locked(key, self.0.clock.now()) && !self.was_ended(key).await? {
            return Err(Denied::LockedOut);
        }
        let verdict = check.await;
        match &verdict {
            Ok(_) => self.0.lockouts.forget(key),
            Err(Denied::Store(_)) => {}
            Err(_) => {
                if let Some(until) = self.0.lockouts.note_failure(key, self.0.clock.now()) {
                    self.record_lockout(key, until).await;
                }
            }
        }
        verdict
    }

    /// When the next lockout ends, however long ago that is.
    #[must_use]
    pub fn next_lockout_end(&self) -> Option<DateTime<Utc>> {
        self.0.lockouts.next_end()
    }

    /// Forgets the lockouts that end up to `until`: when each ended, and of which name.
    #[must_use]
    pub fn end_lockouts(&self, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, String)> {
        self.0.lockouts.end(until)
    }

    /// Forgets every failure and every lockout.
    pub fn forget(&self) {
        self.0.lockouts.forget_all();
    }

    /// Forgets the failures and the lockout of this name.
    pub fn forget_user(&self, name: &str) {
        self.0.lockouts.forget(name);
    }

    /// Compares a pincode with the user's, as [`PincodeProof::Right`] or [`PincodeProof::Wrong`];
    /// `None` stands for one that could not be decrypted. Takes the same time in every case
    /// (rules §3, `medico-pincode-errato`).
    #[must_use]
    pub fn verify_pincode(&self, user: &User, pincode: Option<&SecretString>) -> PincodeProof {
        let proof = RightPincode::of(user);
        if self.0.pincodes.verify(user, pincode) { PincodeProof::Right(proof) } else { PincodeProof::Wrong }
    }

    /// Answers what needs no argon2: a locked name, and a password recently found right.
    async fn verify_quickly(&self, name: &str, password: &SecretString) -> Result<Option<Authenticated>, Denied> {
        if self.0.lockouts.is_locked(name, self.0.clock.now()) && !self.was_ended(name).await? {
            return Err(Denied::LockedOut);
        }
        let Some(user) = self.0.store.user(name).await? else { return Ok(None) };
        let Some(hash) = user.password_hash.as_deref().filter(|_| !user.blocked) else { return Ok(None) };
        if !self.0.verified.contains(name, password, hash) {
            return Ok(None);
        }
        self.0.lockouts.forget(name);
        Ok(Some(Authenticated { user, how: How::Password }))
    }

    /// One that cannot be put on record counts nevertheless.
    async fn record_lockout(&self, name: &str, until: DateTime<Utc>) {
        let Some(ledger) = self.0.recorded_in.get() else { return };
        let lasting = TimeDelta::from_std(self.0.lockout_for).unwrap_or(TimeDelta::MAX);
        let machine_until = Clock::system().now().checked_add_signed(lasting).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let lockout = Lockout { name: name.to_owned(), until, machine_until };
        if ledger.begin_lockout(lockout).await.is_ok() {
            self.0.lockouts.note_recorded(name);
        }
    }

    /// Whether the lockout of this name was taken off the record; it is forgotten then.
    async fn was_ended(&self, name: &str) -> Result<bool, StoreError> {
        let ended = self.0.lockouts.is_recorded(name) && !self.0.store.is_locked_out(name).await?;
        if ended {
            self.0.lockouts.forget(name);
        }
        Ok(ended)
    }

    async fn verify_slowly(&self, name: &str, password: &SecretString) -> Result<Authenticated, Denied> {
        let user = self.0.store.user(name).await?;
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        // Without a hash a stand-in is checked, so that it takes the same time.
        let matches = password::verify(&self.0.checks, password, hash.clone()).await;
        match (user, hash) {
            (None, _) => Err(Denied::Unknown),
            (Some(user), _) if user.blocked => Err(Denied::Blocked),
            (Some(user), Some(hash)) if matches => {
                self.0.verified.insert(name, password, &hash);
                Ok(Authenticated { user, how: How::Password })
            }
            _ => Err(Denied::WrongPassword),
        }
    }
}

/// Under which failures of a worker are counted. No user's name has a colon.
#[must_use]
pub fn worker_key(code: &str) -> String {
    format!("cittadino:{code}")
}

/// Under which failures of one who reads for employers are counted.
#[must_use]
pub fn employer_key(name: &str) -> String {
    format!("azienda:{name}")
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
