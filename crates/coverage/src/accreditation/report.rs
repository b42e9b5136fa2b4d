//! What is ticked and what is open, as it is told.

use chrono::{DateTime, Utc};
use sac_domain::instant::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use super::case::{Case, CaseKind, Words};

/// The sheet of accreditation: which cases this client has performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Accreditation {
    /// How many exchanges were looked at.
    pub exchanges: u64,
    /// The first of them.
    pub first: Option<u64>,
    /// The last.
    pub last: Option<u64>,
    /// How many of the cases below are done.
    pub total: Tally,
    /// How many of those of each role.
    pub roles: Vec<Tally>,
    /// The cases.
    pub cases: Vec<CaseReport>,
}

/// How many cases are done. Optional ones count only where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AccreditationTally)]
pub struct Tally {
    /// `medico`, `operatore` or `ente`; nothing for all.
    pub role: Option<&'static str>,
    /// How many are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AccreditationCase)]
pub struct CaseReport {
    /// Its name.
    pub id: String,
    /// What kind of case it is.
    pub kind: CaseKind,
    /// Who performs it; empty is anybody.
    pub roles: Vec<String>,
    /// The operation; nothing is any.
    pub operation: Option<String>,
    /// What to do.
    pub text: Words,
    /// Where it comes from.
    pub source: String,
    /// A setting of the world without which it cannot be performed.
    pub setting: Option<String>,
    /// Whether it is for some programs only.
    pub optional: bool,
    /// Whether it was performed.
    pub done: bool,
    /// The exchange that proves it.
    pub exchange: Option<u64>,
    /// When that was received, by the world's clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received: Option<Instant>,
}

impl CaseReport {
    pub(super) fn of(case: &Case, exchange: Option<u64>, received: Option<DateTime<Utc>>) -> Self {
        Self {
            id: case.id.clone(),
            kind: case.kind,
            roles: case.roles.clone(),
            operation: case.operation.clone(),
            text: Words { it: case.it.clone(), en: case.en.clone() },
            source: case.source.clone(),
            setting: case.setting.clone(),
            optional: case.optional,
            done: exchange.is_some(),
            exchange,
            received: received.map(Instant),
        }
    }
}

impl Accreditation {
    /// Whether every case is done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.total.done == self.total.total
    }
}
