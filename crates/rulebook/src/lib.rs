//! The rule book as data. An application lists its rules by name ([`rules!`]) and has one
//! file with number, text and provenance of each, which it reads with [`Catalogue::read`].

mod catalogue;
mod entry;
mod refusal;
mod rule;
mod table;
mod words;

pub use catalogue::{BookError, Catalogue, Embedded, Errore};
pub use entry::{Emitter, Entry, Words};
pub use refusal::Refusal;
pub use rule::RuleName;
pub use table::TableError;
