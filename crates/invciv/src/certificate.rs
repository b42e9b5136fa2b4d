//! The introductory certificate: what a doctor states, its checks, and how long it can be paired
//! (circular §3.1).

mod stated;
mod validity;

pub use stated::{Accompagnamento, Certificato, Diagnosi, Stated};
pub use validity::{is_valid_on, last_day};
