//! What the gateway talks about: plain values that cannot be built wrong. The lowest floor:
//! it knows of no wire format, no table and no rule.

pub mod admission;
pub mod certificate;
pub mod clock;
pub mod code;
pub mod codice_fiscale;
pub mod error;
pub mod exchange;
pub mod giorno;
pub mod identifier;
pub mod input;
pub mod likeness;
pub mod operation;
pub mod person;
pub mod provenance;
pub mod transliterate;
pub mod user;
