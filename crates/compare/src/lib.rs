//! Compares what two SACs answer to the same requests: [`replay`] sends recorded exchanges again,
//! [`proxy`] stands in front of another SAC and asks a world of its own beside it.

mod answers;
mod numbers;
pub mod proxy;
pub mod replay;
mod rewrite;

pub use answers::Difference;
