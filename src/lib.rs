//! A stand-in for the *Sistema di Accoglienza Centrale* (SAC), the Italian State's web
//! service for sickness certificates, to be run inside a test.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use sac_gateway::client::Answer;
//! use sac_gateway::{Clock, Gateway, WorldPlan};
//!
//! let folder = tempfile::tempdir()?;
//! let clock = Clock::frozen_at("2026-03-02T10:00:00+01:00".parse()?);
//! let gateway = Gateway::builder().data_dir(folder.path()).any_port().clock(clock).start().await?;
//!
//! // A doctor whom every gateway knows sends a certificate, over TLS and encrypted as it has to be.
//! let sac = gateway.default_world();
//! let doctor = sac.client("PROVAX00X00X000Y", "prova")?;
//! let certificate = sac.message(&std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml")?)?;
//! let answer = Answer::read(&doctor.send(&certificate).await?)?;
//! assert_eq!(answer.number().map(str::len), Some(9), "a protocol number");
//!
//! // A year later it is far too late to send it.
//! sac.clock().advance(chrono::TimeDelta::days(365));
//! let answer = Answer::read(&doctor.send(&certificate).await?)?;
//! assert!(matches!(answer, Answer::Refused(_)));
//!
//! // A world of its own for another test, below the same address: it has seen nothing of this.
//! let other = gateway.create_world("other", WorldPlan::new().seed(42)).await?;
//! assert!(other.endpoint().ends_with("/w/other/CertServiceWeb/CertificatiMedici"));
//!
//! gateway.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! [`Gateway`] runs the service, [`World`] is one SAC in it, [`Clock`] is its time, [`Config`] holds
//! every setting, [`client`] calls the service, and [`Checker`] validates files without one. How the
//! crates fit together is described in `docs/ARCHITECTURE.md`.
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod gateway;

pub use gateway::{
    BlockingGateway, CallError, CreateWorldError, Expect, ExpectError, Gateway, GatewayBuilder, NotMet, PinOf,
    RemoveWorldError, StartError, World,
};
#[doc(inline)]
pub use sac_check::Checker;
#[doc(inline)]
pub use sac_client as client;
#[doc(inline)]
pub use sac_domain::clock::Clock;
#[doc(inline)]
pub use sac_settings::Config;
#[doc(inline)]
pub use sac_world::{People, WorldPlan, faults, journal};

// The crates behind it, for the program, the tests, the oracle and the fuzzer: they may change in
// any release.
#[doc(hidden)]
pub use sac_certificates::{rule, service};
#[doc(hidden)]
pub use sac_check as check;
#[doc(hidden)]
pub use sac_contracts::certificati_medici as message;
#[doc(hidden)]
pub use sac_coverage as coverage;
#[doc(hidden)]
pub use sac_diagnostic as diagnostic;
#[doc(hidden)]
pub use sac_domain as domain;
#[doc(hidden)]
pub use sac_domain::clock;
#[doc(hidden)]
pub use sac_http as transport;
#[doc(hidden)]
pub use sac_invciv as invciv;
#[doc(hidden)]
pub use sac_keys as keys;
#[doc(hidden)]
pub use sac_keys::sealed;
#[doc(hidden)]
pub use sac_people as registry;
#[doc(hidden)]
pub use sac_phone as phone;
#[doc(hidden)]
pub use sac_pin as pin;
#[doc(hidden)]
pub use sac_print as print;
#[doc(hidden)]
pub use sac_rulebook as rulebook;
#[doc(hidden)]
pub use sac_schema as schema;
#[doc(hidden)]
pub use sac_settings as config;
#[doc(hidden)]
pub use sac_soap as soap;
#[doc(hidden)]
pub use sac_store as store;
#[doc(hidden)]
pub use sac_xml as xml;
