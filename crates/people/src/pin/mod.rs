//! The PIN of one world: what every channel calls.
//!
//! One act on one subject is one commit with its events and messages. Acts on one subject wait for each other; what
//! may be refused is checked by the rules of [`sac_pin::rule`], and a log-in is refused with one text for every cause.

mod abilitazioni;
mod checks;
mod convert;
mod counter;
mod decide;
mod due;
mod error;
mod fingerprint;
mod form;
mod hash;
mod log_in;
mod online;
mod ordine;
mod planting;
mod random;
mod restore;
mod reveal;
mod service;
mod unify;

pub use counter::Azione;
pub use due::Happened;
pub use error::{CannotHashPin, PinError};
pub use form::Modulo;
pub use hash::hash_secret;
pub use log_in::{Entrato, InForce, Negato, Porta};
pub use ordine::{LineOutcome, Lotto};
pub use planting::{NewPin, compared, contatti, set_worker_pin};
pub use service::{Esito, Pins, PinsSettings};
