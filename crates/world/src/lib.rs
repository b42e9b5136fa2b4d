//! One emulated SAC, isolated from every other in the same process: its people, documents,
//! numbers, clock, rules, log-in state and journal ([`World`]).
//!
//! What worlds have in common (the installation's secrets, tables that were read once) is
//! [`Shared`]; what a new one is to be like is a [`WorldPlan`].

mod control_code;
mod deliveries;
mod error;
pub mod faults;
mod guesses;
mod health;
pub mod journal;
mod lifecycle;
mod lockouts;
pub mod metrics;
mod name;
mod pins;
mod plan;
pub mod resets;
pub mod schedule;
mod shared;
mod snapshots;
mod world;

pub use control_code::ControlCode;
pub use deliveries::{Carrier, CarrierError, Flow, Incoming, MessageFile, Outbox, receive, services};
pub use error::{CreateWorldError, RemoveWorldError, SnapshotError, WorldError};
pub use guesses::Guesses;
pub use name::{BadName, WorldName};
pub use plan::{People, WorldPlan};
pub use shared::{DATABASE, Shared, SharedSettings, database};
pub use snapshots::SnapshotHead;
pub use world::World;
