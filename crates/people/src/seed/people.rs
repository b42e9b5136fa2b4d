//! The people of a file, before they are in the store.

use std::fmt;

use sac_domain::person::Lavoratore;
use sac_domain::user::User;

/// People read from a file, their passwords not yet hashed.
pub struct Seed {
    pub(super) users: Vec<NewUser>,
    pub(super) workers: Vec<Lavoratore>,
}

/// A user whose password and pincode are still in clear.
pub(super) struct NewUser {
    pub(super) user: User,
    pub(super) password: Option<String>,
    pub(super) pincode: Option<String>,
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (users, workers) = (self.users.len(), self.workers.len());
        f.debug_struct("Seed").field("users", &users).field("workers", &workers).finish()
    }
}
