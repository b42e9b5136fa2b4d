//! The civil-disability process (InvCiv2010): from the doctor's introductory certificate to the payment.
//!
//! Values, state machines, rules, agenda and formula. There is no HTTP, no XML and no database in
//! here, and the time is always passed in. "circular" in comments is INPS circular 131 of
//! 28/12/2009; `docs/invciv.md` says which parts follow it and which are assumed.

pub mod access;
pub mod agenda;
pub mod benefits;
pub mod calendar;
pub mod certificate;
pub mod code;
pub mod composition;
pub mod deadline;
pub mod domanda;
pub mod identifier;
pub mod machine;
pub mod percentage;
pub mod rotation;
pub mod rule;
pub mod sample;
pub mod settings;
pub mod text;
pub mod verbale;
