//! The state machines of the process, each as one table of transitions.
//!
//! A table is written once, with `machine!` (`machine/table.rs`): the types of the states and of the events come from
//! it, and a [`Course`] moves only along its rows. An event in a state that has no row is refused
//! (rule `stato-non-ammesso`) and changes nothing.

mod actor;
pub mod agenda;
pub mod certificate;
pub mod commission;
mod course;
pub mod domanda;
pub mod grant;
pub mod letter;
mod notice;
mod row;
mod table;
pub mod verbale;
mod view;
pub mod visit;

#[cfg(test)]
mod tests;

pub use actor::Actor;
pub use course::{Course, NotAllowed, Step};
pub use notice::Notice;
pub use row::{Machine, Row, Target};
pub use view::{MACHINES, MachineView, RowView};
