//! The people and places that the gateway knows: users, workers, comuni.

pub mod credentials;
pub mod pin;
pub mod places;
pub mod register;
pub mod seed;
pub mod synthetic_employer;
pub mod synthetic_person;
