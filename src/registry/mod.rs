//! Who and what is known: people, places, and how people prove who they are.

pub mod credentials;
pub mod seed;
