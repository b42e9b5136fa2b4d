//! A user as a file has it.

use sac_domain::user::User;

/// A user whose password and pincode are still in clear.
pub(super) struct NewUser {
    pub(super) user: User,
    pub(super) password: Option<String>,
    pub(super) pincode: Option<String>,
}
