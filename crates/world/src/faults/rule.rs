//! A rule of the plan.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::call::{ANY, Call, WSDL};
use super::phase::Phase;

/// A rule: on which calls it acts, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name; made up where it is absent.
    #[serde(default)]
    pub id: Option<String>,
    /// An operation, an action of another channel, `wsdl`, or `*`: every one but `wsdl`, or every delivery where that
    /// is what goes wrong.
    #[serde(default = "any")]
    pub operation: String,
    /// Only calls of this user.
    #[serde(default)]
    pub caller: Option<String>,
    /// Only calls about this worker.
    #[serde(default)]
    pub worker: Option<String>,
    /// Only calls that name this number.
    #[serde(default)]
    pub puc: Option<String>,
    /// Only messages to this address or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The first matching call that it acts on, from 1.
    #[serde(default = "one")]
    pub nth: u64,
    /// On how many it acts, 0 for all.
    #[serde(default = "one")]
    pub times: u64,
    /// When it acts; by default as fits what it does.
    #[serde(default)]
    pub phase: Option<Phase>,
    /// What it does.
    #[serde(rename = "do")]
    pub action: Action,
}

impl Rule {
    /// A rule that does this to the first call of whatever operation.
    #[must_use]
    pub fn new(action: Action) -> Self {
        Self {
            id: None,
            operation: any(),
            caller: None,
            worker: None,
            puc: None,
            to: None,
            nth: 1,
            times: 1,
            phase: None,
            action,
        }
    }

    /// The same with this name.
    #[must_use]
    pub fn named(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    /// The same for calls of this operation alone.
    #[must_use]
    pub fn operation(self, operation: &str) -> Self {
        Self { operation: operation.to_owned(), ..self }
    }

    /// The same for calls about this worker alone.
    #[must_use]
    pub fn worker(self, codice_fiscale: &str) -> Self {
        Self { worker: Some(codice_fiscale.to_owned()), ..self }
    }

    /// The same from the `nth` matching call on.
    #[must_use]
    pub fn nth(self, nth: u64) -> Self {
        Self { nth, ..self }
    }

    /// The same for so many calls, 0 for all.
    #[must_use]
    pub fn times(self, times: u64) -> Self {
        Self { times, ..self }
    }

    /// The same with the work committed.
    #[must_use]
    pub fn after(self) -> Self {
        Self { phase: Some(Phase::After), ..self }
    }

    /// When it acts.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase.unwrap_or_else(|| self.action.phase())
    }

    /// Its name. A rule in a plan has one.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    /// Whether it is about handshakes rather than calls.
    pub(super) fn is_of_handshakes(&self) -> bool {
        matches!(self.action, Action::TlsClose {})
    }

    pub(super) fn fits(&self, call: &Call<'_>) -> bool {
        let is_operation = match self.operation.as_str() {
            ANY => call.operation != Some(WSDL) && call.is_delivery() == self.action.is_of_deliveries(),
            operation => call.operation == Some(operation),
        };
        let is = |wanted: &Option<String>, found: Option<&str>| wanted.as_deref().is_none_or(|it| found == Some(it));
        is_operation
            && is(&self.caller, call.caller)
            && is(&self.worker, call.worker)
            && is(&self.to, call.to)
            && self.puc.as_ref().is_none_or(|puc| call.numbers.contains(puc))
    }

    /// Whether it acts on the matching call of this number, from 1.
    pub(super) fn acts_on(&self, count: u64) -> bool {
        count >= self.nth && (self.times == 0 || count - self.nth < self.times)
    }
}

fn any() -> String {
    ANY.to_owned()
}

fn one() -> u64 {
    1
}
