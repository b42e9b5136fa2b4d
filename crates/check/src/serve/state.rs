//! The settings of the page, and what all requests share.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use sac_domain::clock::Clock;
use tokio::sync::Semaphore;

use crate::checker::Checker;
use crate::circumstances::Circumstances;
use sac_diagnostic::Language;

/// How the page is to be.
pub struct Settings {
    /// Where it listens: a loopback address.
    pub address: SocketAddr,
    /// The language that it begins in.
    pub language: Language,
    /// How messages are checked.
    pub checker: Checker,
    /// Dates are compared with the checker's day; otherwise with the day of each request.
    pub has_fixed_day: bool,
    /// The time of each request.
    pub clock: Clock,
    /// The instant that the reports give as their own, where it is not that of the request.
    pub made: Option<DateTime<Utc>>,
    /// The files that the tables of errors and of diagnoses were read from.
    pub tables: [Option<String>; 2],
}

/// What all requests share.
pub(super) struct State {
    pub(super) settings: Settings,
    /// The most bytes of a request.
    pub(super) cap: usize,
    /// As many checks at a time as there are cores.
    pub(super) places: Semaphore,
}

impl State {
    /// The checker as of now, with when and how it checks.
    pub(super) fn checker(&self) -> (Checker, Circumstances) {
        let Settings { checker, has_fixed_day, clock, made, tables, .. } = &self.settings;
        let mut checker = checker.clone();
        if !has_fixed_day {
            checker.today = clock.today();
        }
        let [errors, codes] = tables;
        let made = made.unwrap_or_else(|| clock.now());
        let circumstances = Circumstances::of(&checker, made, errors.as_deref(), codes.as_deref());
        (checker, circumstances)
    }
}
