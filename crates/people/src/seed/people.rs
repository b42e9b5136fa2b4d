//! The people of a file, as they are read.

use sac_domain::person::Lavoratore;
use sac_domain::user::User;
use secrecy::SecretString;

/// People read from a file, their passwords not yet hashed.
pub struct Seed {
    pub(super) users: Vec<NewUser>,
    pub(super) workers: Vec<Lavoratore>,
}

/// A user whose password and pincode are still in clear.
pub(super) struct NewUser {
    pub(super) user: User,
    pub(super) password: Option<SecretString>,
    pub(super) pincode: Option<SecretString>,
}
