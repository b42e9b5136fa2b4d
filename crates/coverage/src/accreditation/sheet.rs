//! Recognises the cases in the traffic.
//!
//! The memory is bounded: a place for each case, and what came before for the newest requests and documents.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sac_domain::operation::Operation;

use super::cases::{Cases, Role};
use super::report::{Accreditation, CaseReport, Tally};
use super::seen::Before;
use crate::observed::{Observed, Outcome};
use crate::recent::Recent;
use crate::survival::went_wrong;

/// Requests that are remembered because something went wrong, or because they were refused.
const REQUESTS: usize = 10_000;
/// Documents that are remembered, so that they are known when they are named.
const DOCUMENTS: usize = 100_000;
/// Kinds of fault that are remembered of one request.
const FAULTS: usize = 8;

/// A sheet of cases, of which some are ticked.
#[derive(Debug)]
pub struct Sheet {
    cases: &'static Cases,
    proofs: Vec<Option<Proof>>,
    exchanges: u64,
    first: Option<u64>,
    last: Option<u64>,
    documents: Recent<String, (&'static str, Option<String>)>,
    met: Recent<u64, Vec<String>>,
    refused: Recent<u64, usize>,
}

/// The exchange that proves a case.
#[derive(Clone, Debug)]
struct Proof {
    exchange: u64,
    received: Option<DateTime<Utc>>,
}

impl Default for Sheet {
    fn default() -> Self {
        let cases = Cases::embedded();
        Self {
            cases,
            proofs: vec![None; cases.len()],
            exchanges: 0,
            first: None,
            last: None,
            documents: Recent::new(DOCUMENTS),
            met: Recent::new(REQUESTS),
            refused: Recent::new(REQUESTS),
        }
    }
}

impl Sheet {
    /// A sheet on which nothing is ticked.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next exchange.
    pub fn add(&mut self, exchange: &Observed) {
        self.exchanges += 1;
        self.first.get_or_insert(exchange.number);
        self.last = Some(exchange.number);
        let before = self.before(exchange);
        // An answer that the fault plan put in the place of the service's own proves nothing of the service's.
        if went_wrong(exchange).is_none() {
            self.tick(exchange, &before);
        }
        self.remember(exchange, before);
    }

    fn tick(&mut self, exchange: &Observed, before: &Before) {
        for (case, proof) in self.cases.all.iter().zip(&mut self.proofs).filter(|(_, proof)| proof.is_none()) {
            let is_of_role = case.roles.is_empty() || exchange.role.as_ref().is_none_or(|role| case.is_for(role));
            let operation = exchange.operation.map(Operation::name);
            let is_of_operation = case.operation.is_none() || case.operation.as_deref() == operation;
            if is_of_role && is_of_operation && case.seen.fits(exchange, before) {
                *proof = Some(Proof { exchange: exchange.number, received: exchange.received });
            }
        }
    }

    fn before(&self, exchange: &Observed) -> Before {
        let named = exchange.named().and_then(|number| self.documents.get(&number.to_owned()));
        Before {
            given_by: named.map(|(operation, _)| *operation),
            given_with: named.and_then(|(_, fault)| fault.clone()),
            met: exchange.fingerprint().and_then(|it| self.met.get(&it)).cloned().unwrap_or_default(),
            had_several_errors: exchange.thread().is_some_and(|it| self.refused.get(&it).is_some_and(|&n| n > 1)),
        }
    }

    fn remember(&mut self, exchange: &Observed, before: Before) {
        if let (Some(number), Some(operation), Outcome::Accepted) =
            (&exchange.given, exchange.operation, exchange.outcome)
        {
            self.documents.put(number.clone(), (operation.name(), exchange.fault_kind.clone()));
        }
        if let Some(fingerprint) = exchange.fingerprint() {
            let mut met = before.met;
            match went_wrong(exchange) {
                Some(kind) if met.len() < FAULTS => {
                    met.push(kind.to_owned());
                    self.met.put(fingerprint, met);
                }
                Some(_) => {}
                None => {
                    self.met.take(&fingerprint);
                }
            }
        }
        if let Some(thread) = exchange.thread().filter(|_| went_wrong(exchange).is_none()) {
            self.refused.put(thread, exchange.rules.len());
        }
    }

    /// What is ticked and what is open, of all cases or of those of one role.
    #[must_use]
    pub fn report(&self, role: Option<Role>) -> Accreditation {
        let of_role = |role: Role| {
            let cases = self.cases.all.iter().zip(&self.proofs).filter(|(case, _)| case.is_for(role.name()));
            tally(cases.map(|(case, proof)| (case.optional, proof.is_some())), Some(role.name()))
        };
        let asked = self.cases.all.iter().zip(&self.proofs);
        let asked = asked.filter(|(case, _)| role.is_none_or(|role| case.is_for(role.name())));
        let cases: Vec<CaseReport> = asked
            .map(|(case, proof)| {
                let proof = proof.as_ref();
                CaseReport::of(case, proof.map(|proof| proof.exchange), proof.and_then(|proof| proof.received))
            })
            .collect();
        let total = tally(cases.iter().map(|case| (case.optional, case.done)), role.map(Role::name));
        Accreditation {
            exchanges: self.exchanges,
            first: self.first,
            last: self.last,
            total,
            roles: Role::ALL.into_iter().map(of_role).collect(),
            cases,
        }
    }

    /// The cases that are ticked, each with the exchange that proves it.
    #[must_use]
    pub fn ticked(&self) -> BTreeMap<&'static str, u64> {
        let proofs = self.cases.all.iter().zip(&self.proofs);
        proofs.filter_map(|(case, proof)| Some((case.id.as_str(), proof.as_ref()?.exchange))).collect()
    }
}

/// Optional cases count where they are done, and are not missed where they are not.
fn tally(cases: impl Iterator<Item = (bool, bool)>, role: Option<&'static str>) -> Tally {
    let mut tally = Tally { role, done: 0, total: 0 };
    for (_, done) in cases.filter(|(optional, done)| *done || !optional) {
        tally.total += 1;
        tally.done += usize::from(done);
    }
    tally
}
