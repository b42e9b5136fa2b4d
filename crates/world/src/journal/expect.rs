//! Waiting until the journal holds certain exchanges.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::xpath::{ElementPath, texts};
use super::{Ending, Exchange, Journal, Page, Selection};
use sac_domain::words::{Language, Words};
use sac_store::StoreError;

/// Exchanges that are looked at: the newest.
const MOST: u32 = 10_000;
/// Exchanges among which the nearest ones are looked for.
const NEIGHBOURS: u32 = 200;
/// How many of the nearest ones are reported.
const NEAREST: usize = 5;

/// What is expected of the journal.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Which exchanges.
    pub selection: Selection,
    /// What elements of the request have to hold, by the end of their path.
    pub elements: BTreeMap<ElementPath, String>,
    /// The version of TLS.
    pub tls: Option<String>,
    /// The subject of the client certificate.
    pub client_certificate: Option<String>,
    /// How many of them.
    pub count: Count,
    /// How long to wait for them.
    pub within: Duration,
}

/// How many exchanges are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
}

impl Count {
    /// Exactly so many.
    #[must_use]
    pub fn exactly(count: u32) -> Self {
        Self { min: count, max: count }
    }
}

impl Words for Count {
    fn words(&self, language: Language) -> String {
        match (self.min, self.max) {
            (min, u32::MAX) => language.pick(format!("almeno {min}"), format!("at least {min}")),
            (min, max) if min == max => min.to_string(),
            (min, max) => language.pick(format!("da {min} a {max}"), format!("{min} to {max}")),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

impl Default for Count {
    /// At least one.
    fn default() -> Self {
        Self { min: 1, max: u32::MAX }
    }
}

/// The journal does not hold what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The exchanges that match, newest first: too few or too many; the newest ten thousand at most.
    pub matching: Vec<Exchange>,
    /// Those that come nearest among the others, the nearest first.
    pub nearest: Vec<Near>,
}

/// An exchange that comes near to what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The exchange.
    pub exchange: Exchange,
    /// In what it differs.
    pub differences: Vec<Difference>,
}

/// A member in which an exchange differs from what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The member, as in the expectation; for an element `xpath/PATH`.
    pub member: String,
    /// What is expected.
    pub expected: String,
    /// What there is; nothing where there is nothing.
    pub actual: Option<String>,
}

impl Journal {
    /// Waits until the expectation holds, and gives the exchanges that match, newest first; or
    /// says, once the time is up or more exchanges match than may, what there is instead.
    ///
    /// # Errors
    /// The store fails.
    pub async fn expect(&self, expected: &Expectation) -> Result<Result<Vec<Exchange>, Unmet>, StoreError> {
        let deadline = Instant::now() + expected.within;
        // What was found of the messages, which do not change.
        let mut known = HashMap::new();
        loop {
            let recorded = self.shared.recorded.notified();
            tokio::pin!(recorded);
            recorded.as_mut().enable();
            let matching = self.matching(expected, &mut known, expected.enough()).await?;
            let count = u32::try_from(matching.len()).unwrap_or(u32::MAX);
            if (expected.count.min..=expected.count.max).contains(&count) {
                return Ok(Ok(matching));
            }
            let is_over = count > expected.count.max || Instant::now() >= deadline;
            if is_over || tokio::time::timeout_at(deadline, recorded).await.is_err() {
                let matching = self.matching(expected, &mut known, MOST).await?;
                return Ok(Err(Unmet { nearest: self.nearest(expected).await?, matching }));
            }
        }
    }

    async fn matching(
        &self,
        expected: &Expectation,
        known: &mut HashMap<u64, bool>,
        limit: u32,
    ) -> Result<Vec<Exchange>, StoreError> {
        let mut found = self.exchanges(expected.selection.clone(), Page { after: None, limit }).await?;
        found.retain(|exchange| expected.transport_differences(exchange).is_empty());
        if expected.elements.is_empty() {
            return Ok(found);
        }
        let mut matching = Vec::new();
        for exchange in found {
            let number = exchange.entry.id;
            let fits = match known.get(&number) {
                Some(fits) => *fits,
                None => self.element_differences(expected, &exchange).await?.is_empty(),
            };
            known.insert(number, fits);
            if fits {
                matching.push(exchange);
            }
        }
        Ok(matching)
    }

    /// The newest exchanges that differ in the fewest members.
    async fn nearest(&self, expected: &Expectation) -> Result<Vec<Near>, StoreError> {
        let newest = self.exchanges(Selection::default(), Page { after: None, limit: NEIGHBOURS }).await?;
        let mut all = Vec::new();
        for exchange in newest {
            let mut differences = expected.differences(&exchange);
            differences.extend(self.element_differences(expected, &exchange).await?);
            if !differences.is_empty() {
                all.push(Near { exchange, differences });
            }
        }
        all.sort_by_key(|near| near.differences.len());
        all.truncate(NEAREST);
        Ok(all)
    }

    async fn element_differences(
        &self,
        expected: &Expectation,
        exchange: &Exchange,
    ) -> Result<Vec<Difference>, StoreError> {
        if expected.elements.is_empty() {
            return Ok(Vec::new());
        }
        let messages = if exchange.has_messages { self.messages(exchange.entry.id).await? } else { None };
        let request = messages.map(|messages| messages.request).unwrap_or_default();
        let paths: Vec<&ElementPath> = expected.elements.keys().collect();
        let found = texts(&request, exchange.details.charset.as_deref(), &paths);
        let compared = expected.elements.iter().zip(found);
        let differing = compared.filter(|((_, value), found)| !found.contains(value));
        Ok(differing
            .map(|((path, value), found)| Difference {
                member: format!("xpath/{path}"),
                expected: value.clone(),
                actual: (!found.is_empty()).then(|| found.join(", ")),
            })
            .collect())
    }
}

impl Expectation {
    /// How many of the selected exchanges say whether it holds.
    fn enough(&self) -> u32 {
        let is_selection_alone = self.elements.is_empty() && self.tls.is_none() && self.client_certificate.is_none();
        let one_too_many = self.count.max.saturating_add(1).min(10 * MOST);
        if is_selection_alone && self.count.max < u32::MAX { one_too_many } else { one_too_many.max(MOST) }
    }

    /// In what the exchange differs, its elements aside.
    fn differences(&self, exchange: &Exchange) -> Vec<Difference> {
        let Selection { operation, caller, worker, puc, outcome, rule, code, fault, since, channel } = &self.selection;
        let entry = &exchange.entry;
        let rules = match &entry.ending {
            Ending::Refused { rules } => &rules[..],
            _ => &[],
        };
        let one = |member, expected: &Option<String>, actual: Option<&str>| {
            differs(member, expected.as_deref()?, actual.map(str::to_owned), |found| actual == Some(found))
        };
        let any = |member, expected: &Option<String>, actual: &[String]| {
            let shown = (!actual.is_empty()).then(|| actual.join(", "));
            differs(member, expected.as_deref()?, shown, |found| actual.iter().any(|actual| actual == found))
        };
        let since = since.filter(|since| entry.received < *since).map(|since| Difference {
            member: "since".to_owned(),
            expected: since.to_rfc3339(),
            actual: Some(entry.received.to_rfc3339()),
        });
        [
            one("operation", operation, entry.operation.as_deref()),
            one("caller", caller, entry.user.as_deref()),
            one("worker", worker, exchange.worker.as_deref()),
            any("puc", puc, &exchange.numbers),
            one("outcome", outcome, Some(entry.ending.name())),
            any("rule", rule, rules),
            any("code", code, &exchange.codes),
            one("fault", fault, exchange.fault.as_deref()),
            since,
            one("channel", &channel.map(|channel| channel.name().to_owned()), Some(exchange.channel.name())),
        ]
        .into_iter()
        .flatten()
        .chain(self.transport_differences(exchange))
        .collect()
    }

    fn transport_differences(&self, exchange: &Exchange) -> Vec<Difference> {
        let details = &exchange.details;
        [
            ("tls", &self.tls, &details.tls),
            ("client_certificate", &self.client_certificate, &details.client_certificate),
        ]
        .into_iter()
        .filter_map(|(member, expected, actual)| {
            differs(member, expected.as_deref()?, actual.clone(), |expected| actual.as_deref() == Some(expected))
        })
        .collect()
    }
}

fn differs(
    member: &str,
    expected: &str,
    actual: Option<String>,
    is_equal: impl FnOnce(&str) -> bool,
) -> Option<Difference> {
    let differs = !is_equal(expected);
    differs.then(|| Difference { member: member.to_owned(), expected: expected.to_owned(), actual })
}
