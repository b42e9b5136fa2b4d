//! What belongs to one emulated SAC.

pub mod journal;
