//! The *codice di identificazione personale* (PIN) of the institute's services, as it was between 2010 and 2020: who
//! has one, how it comes, what happens to it, and what is refused ([docs/pin.md](../../../docs/pin.md)).
//!
//! Nothing in here keeps anything or reads a clock. A [`machine::Pin`] takes the transitions of
//! [`machine::TABELLA`] and no other; a [`secret::Codice`] has no printing.

pub mod abilitazione;
pub mod batch;
pub mod due;
pub mod event;
pub mod machine;
pub mod message;
pub mod profile;
pub mod request;
pub mod rule;
pub mod secret;
pub mod subject;
