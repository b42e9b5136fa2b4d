//! One password check a name at a time.

use std::hash::{BuildHasher, RandomState};

use tokio::sync::{Mutex, MutexGuard};

const GATES: usize = 1024;

/// A fixed number of locks; a secret hash assigns one to each name. Two names that share a lock
/// only wait for each other.
pub(super) struct Gates {
    chosen_by: RandomState,
    gates: Vec<Mutex<()>>,
}

impl Default for Gates {
    fn default() -> Self {
        Self { chosen_by: RandomState::new(), gates: (0..GATES).map(|_| Mutex::new(())).collect() }
    }
}

impl Gates {
    /// Acquires the lock of this name, in the order of arrival.
    pub(super) async fn pass(&self, name: &str) -> Option<MutexGuard<'_, ()>> {
        let chosen = self.chosen_by.hash_one(name) % (GATES as u64);
        match self.gates.get(usize::try_from(chosen).unwrap_or(0)) {
            Some(gate) => Some(gate.lock().await),
            None => None,
        }
    }
}
