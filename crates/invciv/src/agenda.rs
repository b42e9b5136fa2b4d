//! The agenda of the visits: which slots there are, which one is proposed, which may be chosen
//! (circular §3.3, §5).

mod choose;
mod index;
mod need;
mod propose;
mod queue;
mod territory;

#[cfg(test)]
mod tests;

pub use choose::{Change, NotChosen};
pub use index::{Agenda, Held};
pub use need::{Need, Slot};
pub use propose::{Proposal, Window, limit};
pub use queue::{Served, Waiting};
pub use territory::{Address, Served as ServedPlaces, Territory};
