//! A stand-in for the *Sistema di Accoglienza Centrale* (SAC), the Italian State's web
//! service for sickness certificates. The rooms and the way of a message through them are
//! described in `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod gateway;

pub use sac_certificates::{rule, service};
pub use sac_check as check;
pub use sac_client as client;
pub use sac_contracts::certificati_medici as message;
pub use sac_diagnostic as diagnostic;
pub use sac_domain as domain;
pub use sac_domain::clock;
pub use sac_http as transport;
pub use sac_keys as keys;
pub use sac_keys::sealed;
pub use sac_people as registry;
pub use sac_schema as schema;
pub use sac_settings as config;
pub use sac_soap as soap;
pub use sac_store as store;
pub use sac_world::journal;
pub use sac_xml as xml;

pub use gateway::{Gateway, GatewayBuilder, StartError, World};
pub use sac_world::{People, WorldPlan};
