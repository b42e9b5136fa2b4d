//! The telephone (decree §4.3): a dialogue in VoiceXML 2.1, over the same HTTP listener as the other channels.
//!
//! It only translates: what is sent, rectified and cancelled goes to the operations of [`sac_certificates`], and what
//! they refuse is spoken in their words.
//!
//! ```text
//! handler (journal, faults) ─▶ calls (one call at a time) ─▶ dialogue (state, question, answer) ─▶ document (VoiceXML)
//! ```

mod answer;
mod call;
mod calls;
mod dialogue;
mod document;
mod event;
mod faults;
mod format;
mod handler;
pub mod keypad;
mod record;
mod speech;
mod state;
mod words;

pub use handler::Phone;
pub use state::State;

/// What the paths of the channel begin with.
pub const PATH: &str = "/phone";
