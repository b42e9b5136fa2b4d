//! The two languages of the command line. Help is declared in English beside each flag and in
//! Italian in `help.it.toml`; every other text stands in both languages where it is used.

mod choice;
mod help;
pub(super) mod table;
mod usage;
pub(super) mod values;

pub(super) use choice::choose;
pub(super) use help::{built, described};
pub(super) use sac_gateway::domain::say;
pub(super) use usage::in_words;
