//! An independent check of the schema engine: messages are made from the contract's tables
//! (not from the XSD), damaged in one place, and given to the engine and to libxml2.
#![forbid(unsafe_code)]

pub mod case;
pub mod contract;
pub mod generate;
pub mod known;
pub mod message;
pub mod mutate;
pub mod random;
pub mod trial;
pub mod validators;
