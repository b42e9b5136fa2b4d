//! A gateway of a test's own, and a client that plays messages to it over TLS.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::Path;

use chrono::{DateTime, Utc};
use sac_gateway::Gateway;
use sac_gateway::client::{Answer, Client, Credentials, Message, Pincode, Target, Trust, prepare};
use sac_gateway::clock::Clock;
use sac_gateway::config::{Config, Values};
use sac_gateway::sealed::Sealer;
use tempfile::TempDir;

/// The people of the default seed who call: role, user name, password.
pub const CALLERS: &[(&str, &str, &str)] = &[
    ("medico", "PROVAX00X00X000Y", "prova"),
    ("altro medico", "PRVLBR75D52F205Q", "prova2"),
    ("operatore", "operatore", "prova"),
    ("ente", "ente", "prova"),
];

/// How many users the default seed has.
pub const USERS: usize = 4;

/// A running gateway, its folder, and what a client needs.
pub struct Playground {
    pub gateway: Gateway,
    pub folder: TempDir,
    sealer: Sealer,
}

impl Playground {
    /// A gateway with these settings (TOML), whose clock stands at `now`.
    pub async fn start(settings: &str, now: DateTime<Utc>) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), settings, now).await
    }

    /// The same over what another gateway has left in this folder.
    pub async fn start_in(folder: TempDir, settings: &str, now: DateTime<Utc>) -> Self {
        let gateway = Gateway::builder()
            .config(config(settings))
            .data_dir(folder.path())
            .any_port()
            .clock(Clock::frozen_at(now))
            .start()
            .await
            .unwrap();
        let sealer = Sealer::new(&std::fs::read(gateway.encryption_certificate_path()).unwrap()).unwrap();
        Self { gateway, folder, sealer }
    }

    /// A client that logs in as `role` of [`CALLERS`].
    pub fn client(&self, role: &str) -> Client {
        let (_, user, password) = CALLERS.iter().find(|(known, ..)| *known == role).unwrap();
        self.client_with(Some(Credentials { user: (*user).to_owned(), password: (*password).into() }))
    }

    /// A client with these credentials.
    pub fn client_with(&self, credentials: Option<Credentials>) -> Client {
        self.client_at(&self.gateway.endpoint(), credentials)
    }

    /// A client with these credentials that calls at this address.
    pub fn client_at(&self, endpoint: &str, credentials: Option<Credentials>) -> Client {
        let trust = Trust { ca: Some(self.gateway.ca_path().to_owned()), identity: None };
        Client::new(Target::parse(endpoint).unwrap(), &trust).unwrap().credentials(credentials)
    }

    /// A request element or envelope made ready: fields in clear are encrypted.
    pub fn message(&self, xml: &str) -> Message {
        let seal = |clear: &str| self.sealer.seal(clear).map_err(|error| error.to_string());
        prepare(xml.as_bytes(), Pincode::AsWritten, Some(&seal)).unwrap()
    }

    /// Sends a message as `role` and reads the answer, which must be valid against the schema
    /// unless it is a fault.
    pub async fn play(&self, role: &str, xml: &str) -> Answer {
        let reply = self.client(role).send(&self.message(xml)).await.unwrap();
        if reply.status == 200 {
            assert_valid(&reply.body);
        }
        Answer::read(&reply).unwrap()
    }

    /// The value encrypted for this gateway.
    pub fn seal(&self, clear: &str) -> String {
        self.sealer.seal(clear).unwrap()
    }
}

/// Settings as they would stand in a file.
pub fn config(settings: &str) -> Config {
    let mut values = Values::default();
    values.give_toml(Path::new("settings of a test"), settings).unwrap();
    values.resolve().unwrap()
}

/// The Body's child conforms to the schema.
pub fn assert_valid(envelope: &[u8]) {
    use sac_gateway::message;
    use sac_gateway::schema::EmptyOptional;
    use sac_gateway::xml::{Limits, Reader, decode};
    let document = decode(envelope, None).unwrap();
    let mut reader = Reader::new(&document, Limits::default());
    sac_gateway::soap::open(&mut reader).unwrap();
    if let Err(error) = message::schema().validate_element(&mut reader, EmptyOptional::Reject) {
        panic!("{}: {error:?}", document.text());
    }
    sac_gateway::soap::close(&mut reader).unwrap();
}

/// An instant, written as RFC 3339.
pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
