//! The life of a PIN.
//!
//! A [`Pin`] changes only by its methods, each of which takes one transition of [`TABELLA`]; in a state that has no
//! row for it the method refuses and nothing changes.

mod course;
mod table;

#[cfg(test)]
mod tests;

pub use course::{Meta, Pin, Segreto, Ultimo};
pub use table::{Arrivo, Cosa, Evento, IN_VITA, Passaggio, Riga, Stato, TABELLA, Tipo, Vietato};
