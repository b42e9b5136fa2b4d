//! What the gateway knows of the world: who calls, who works, and where they live.

pub mod credentials;
pub mod places;
pub mod register;
pub mod seed;
pub mod synthetic_person;
