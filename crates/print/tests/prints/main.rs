//! The five prints as readers see them: their text, their bytes, their structure.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod documents;
mod employer;
mod file;
mod statement;
mod text;
mod tools;
