//! The people of a file, as they are read.

use chrono::NaiveDate;
use sac_domain::contact::{Recapiti, UserProfile};
use sac_domain::employer::{Employer, EmployerUser, Employment};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;
use secrecy::SecretString;

use crate::pin::NewPin;

/// People read from a file, their passwords not yet hashed.
#[derive(Default)]
pub struct Seed {
    pub(super) users: Vec<NewUser>,
    pub(super) workers: Vec<NewWorker>,
    pub(super) employers: Vec<Employer>,
    pub(super) employer_users: Vec<NewEmployerUser>,
    pub(super) employments: Vec<OnLine<Employment>>,
    pub(super) pins: Vec<NewPin>,
    pub(super) today: NaiveDate,
    /// Everybody can read the secrets.
    pub(super) is_public: bool,
}

/// A user whose password, pincode and PIN are still in clear.
pub(super) struct NewUser {
    pub(super) line: usize,
    pub(super) user: User,
    pub(super) profile: UserProfile,
    pub(super) password: Option<SecretString>,
    pub(super) pincode: Option<SecretString>,
    pub(super) pin: Option<SecretString>,
}

/// A worker whose PIN is still in clear.
pub(super) struct NewWorker {
    pub(super) lavoratore: Lavoratore,
    pub(super) recapiti: Recapiti,
    pub(super) pin: Option<SecretString>,
    /// The PIN as it is kept, where no other is given.
    pub(super) kept_pin: Option<KeptPin>,
    /// The PIN of the subject stays, where no other is given.
    pub(super) pin_stays: bool,
}

/// A PIN under the installation's key.
#[derive(Clone, Copy)]
pub(super) struct KeptPin {
    pub(super) hash: [u8; 32],
    /// It is the one of the seed, which everybody knows.
    pub(super) is_of_seed: bool,
}

/// Someone who reads for employers, the password still in clear.
pub(super) struct NewEmployerUser {
    pub(super) line: usize,
    pub(super) user: EmployerUser,
    pub(super) password: Option<SecretString>,
}

/// Something with its line.
pub(super) struct OnLine<T> {
    pub(super) line: usize,
    pub(super) value: T,
}
