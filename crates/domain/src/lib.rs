//! Values of the domain that cannot be built wrong. This is the lowest crate: it depends on no
//! wire format, no database and no rule.

pub mod admission;
mod as_text;
pub mod attestato;
pub mod certificate;
pub mod clock;
pub mod code;
pub mod codice_fiscale;
pub mod contact;
pub mod delivery;
pub mod duration;
pub mod employer;
pub mod error;
pub mod exchange;
pub mod giorno;
pub mod identifier;
pub mod input;
pub mod instant;
pub mod likeness;
pub mod operation;
pub mod person;
pub mod provenance;
pub mod transliterate;
pub mod user;
pub mod visible;
pub mod words;
