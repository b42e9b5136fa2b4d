//! One password check a name at a time.

use std::hash::{BuildHasher, RandomState};

use tokio::sync::{Mutex, MutexGuard};

const LOCKS: usize = 1024;

/// A fixed number of locks; a secret hash assigns one to each name. Two names that share a lock
/// only wait for each other.
pub(crate) struct LoginLocks {
    chosen_by: RandomState,
    locks: Vec<Mutex<()>>,
}

impl Default for LoginLocks {
    fn default() -> Self {
        Self { chosen_by: RandomState::new(), locks: (0..LOCKS).map(|_| Mutex::new(())).collect() }
    }
}

impl LoginLocks {
    /// Acquires the lock of this name, in the order of arrival.
    pub(crate) async fn acquire(&self, name: &str) -> Option<MutexGuard<'_, ()>> {
        let chosen = self.chosen_by.hash_one(name) % (LOCKS as u64);
        match self.locks.get(usize::try_from(chosen).unwrap_or(0)) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        }
    }
}
