//! What can be wrong with a message and how it is said, in Italian and in English.
//!
//! A [`Finding`] is data: a [`Code`] of the one table in `table.rs`, a [`Place`], what was
//! found and what was allowed. Sentences are made from it only when they are shown, so
//! the endpoint's faults, the command line and the reports speak with one voice.

mod code;
mod finding;
mod from_schema;
mod from_xml;
mod phrases;
mod source;
mod table;
mod template;
#[cfg(test)]
mod tests;
mod visible;

pub use code::{Code, Entry, Group, Wording};
pub use finding::{Finding, kept};
pub use from_schema::findings;
pub use sac_domain::provenance::Provenance;
pub use sac_domain::words::{Language, Text};
pub use source::source_in_words;
pub use visible::hex;

pub use sac_domain::visible::is_invisible;

pub use sac_xml::{Locator, Place};
