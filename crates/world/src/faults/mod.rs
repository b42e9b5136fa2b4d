//! The fault plan of a world: which calls go wrong on purpose, and how.
//!
//! Nothing is left to chance: each rule counts the calls that it fits, and acts on certain ones.

mod action;
mod call;
mod file;
mod phase;
mod plan;
mod rule;
mod standing;

pub use action::{Action, BadAction, Number, RetryAfter};
pub use call::{ACTIONS, Call, WSDL, operations};
pub use file::read;
pub use phase::Phase;
pub use plan::{FaultPlan, PlanError, PlanState};
pub use rule::Rule;
pub use standing::STANDING;
