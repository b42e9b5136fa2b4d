//! What a client has exercised and what never, as it is told.

use sac_diagnostic::Text;
use serde::Serialize;
use utoipa::ToSchema;

use crate::survival::Survival;

/// What a client has exercised of the contract and what never: whatever has `times` 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub struct Report {
    /// How many exchanges were looked at.
    pub exchanges: u64,
    /// Of how many the request could be read: its message is kept, and is one of the contract.
    pub read: u64,
    /// The first of them.
    pub first: Option<u64>,
    /// The last.
    pub last: Option<u64>,
    /// Who called.
    pub callers: Vec<String>,
    /// How much of each group was exercised.
    pub summary: Vec<Summary>,
    /// By operation.
    pub operations: Vec<OperationReport>,
    /// Charsets of requests.
    pub charsets: Vec<CharsetReport>,
    /// Ways in which requests were carried.
    pub transport: Vec<WayReport>,
    /// Every rule of the rule book.
    pub rules: Vec<RuleReport>,
    /// What the client did when something went wrong.
    pub faults: Survival,
}

/// How often, and in which exchange first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Count {
    /// How often; 0 is never.
    pub times: u64,
    /// The number of the first exchange.
    pub first: Option<u64>,
}

/// How much of a group was exercised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Summary {
    /// `outcomes`, `elements`, `values`, `lengths`, `charsets`, `transport`, `rules`.
    pub group: &'static str,
    /// How many things were.
    pub exercised: usize,
    /// How many there are.
    pub total: usize,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OperationReport {
    /// Its name.
    pub operation: &'static str,
    /// Ended with a receipt.
    pub accepted: Count,
    /// Ended with a `ricevutaNonOk`.
    pub refused: Count,
    /// Ended with a fault or a bare status.
    pub fault: Count,
    /// Without a whole answer.
    pub dropped: Count,
    /// Every element that may be left out.
    pub elements: Vec<ElementReport>,
    /// Every value that the schema lists.
    pub values: Vec<ValueReport>,
    /// Every length at an end of what the schema allows.
    pub lengths: Vec<LengthReport>,
}

/// An element that may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ElementReport {
    /// Below the request.
    pub path: String,
    /// With it.
    pub present: Count,
    /// Without it, though the element in which it stands was there.
    pub absent: Count,
}

/// A value that the schema lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ValueReport {
    /// The element, below the request.
    pub path: String,
    /// The value.
    pub value: String,
    /// How often it was sent.
    pub sent: Count,
}

/// A length at an end of what the schema allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LengthReport {
    /// The element, below the request.
    pub path: String,
    /// `min`, `max`, or `digits`.
    pub end: &'static str,
    /// In characters, or digits.
    pub length: usize,
    /// How often a value of this length was sent.
    pub sent: Count,
}

/// A charset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CharsetReport {
    /// Its name.
    pub charset: &'static str,
    /// How often.
    pub seen: Count,
}

/// A way to carry a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WayReport {
    /// `http`, `tls`, `login`, `soap-action` or `body`.
    pub kind: &'static str,
    /// Which.
    pub way: &'static str,
    /// How often.
    pub seen: Count,
}

/// A rule of the rule book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleReport {
    /// Its name.
    pub rule: &'static str,
    /// Its number.
    #[serde(rename = "tipoErrore")]
    pub tipo_errore: String,
    /// The setting that switches or steers it.
    pub setting: Option<String>,
    /// How often a request broke it.
    pub met: Count,
}

impl Count {
    /// Whether it happened at all.
    #[must_use]
    pub fn is_never(self) -> bool {
        self.times == 0
    }
}

impl OperationReport {
    /// Its ends, by name.
    #[must_use]
    pub fn outcomes(&self) -> [(&'static str, Count); 4] {
        [("accepted", self.accepted), ("refused", self.refused), ("fault", self.fault), ("dropped", self.dropped)]
    }
}

/// A thing that can be exercised, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As in [`Summary`].
    pub group: &'static str,
    /// The operation, where it is of one.
    pub operation: Option<&'static str>,
    /// What it is.
    pub name: Text,
    /// How often.
    pub count: Count,
}

impl Report {
    /// All that can be exercised.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut add = |group, operation, name, count| items.push(Item { group, operation, name, count });
        for it in &self.operations {
            let of = Some(it.operation);
            for (outcome, count) in it.outcomes() {
                add("outcomes", of, Text::same(outcome), count);
            }
            for element in &it.elements {
                let path = &element.path;
                add("elements", of, Text::new(format!("con {path}"), format!("with {path}")), element.present);
                add("elements", of, Text::new(format!("senza {path}"), format!("without {path}")), element.absent);
            }
            for value in &it.values {
                add("values", of, Text::same(format!("{} = {}", value.path, value.value)), value.sent);
            }
            for length in &it.lengths {
                let LengthReport { path, end, length, sent } = length;
                let name = match *end {
                    "digits" => Text::new(format!("{path}: {length} cifre"), format!("{path}: {length} digits")),
                    end => Text::new(
                        format!("{path}: {length} caratteri ({end})"),
                        format!("{path}: {length} characters ({end})"),
                    ),
                };
                add("lengths", of, name, *sent);
            }
        }
        for it in &self.charsets {
            add("charsets", None, Text::same(it.charset), it.seen);
        }
        for it in &self.transport {
            add("transport", None, Text::same(format!("{}: {}", it.kind, it.way)), it.seen);
        }
        for it in &self.rules {
            add("rules", None, Text::same(it.rule), it.met);
        }
        items
    }
}

impl Summary {
    /// The groups, in their order.
    pub const GROUPS: [&str; 7] = ["outcomes", "elements", "values", "lengths", "charsets", "transport", "rules"];

    pub(crate) fn of(report: &Report) -> Vec<Self> {
        let items = report.items();
        let of = |group| {
            let items = items.iter().filter(|item| item.group == group);
            let exercised = items.clone().filter(|item| !item.count.is_never()).count();
            Self { group, exercised, total: items.count() }
        };
        Self::GROUPS.into_iter().map(of).collect()
    }
}
