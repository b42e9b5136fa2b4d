//! Exchanges as they were recorded: written to and read from files, masked, and compared.
//!
//! ```text
//! journal, proxy ─▶ Recorded ─▶ Mask ─▶ Writer: har | http | jsonl
//! file ─▶ read() ─▶ Recorded ─▶ replay, coverage
//! ```

mod body;
mod format;
pub mod mask;
mod message;
pub mod read;
mod recorded;
pub mod write;

pub use format::Format;
pub use message::{HttpMessage, Start};
pub use recorded::Recorded;
