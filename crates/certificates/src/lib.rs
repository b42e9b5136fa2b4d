//! The SAC itself: its operations and their rules, whatever the channel.

pub mod copy;
pub mod lista;
pub mod notice;
pub mod receipt;
pub mod request;
pub mod rule;
pub mod service;
