//! A stand-in for the *Sistema di Accoglienza Centrale* (SAC), the Italian State's web
//! service for sickness certificates. The rooms and the way of a message through them are
//! described in `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod check;
pub mod client;
pub mod clock;
pub mod config;
pub mod diagnostic;
pub mod domain;
pub mod gateway;
pub mod journal;
pub mod keys;
pub mod message;
pub mod registry;
pub mod rule;
pub mod schema;
pub mod sealed;
pub mod service;
pub mod soap;
pub mod store;
pub mod transport;
pub mod xml;

pub use gateway::{Gateway, GatewayBuilder, StartError};
