//! Exchanges as an export has them: members by the names of the control API, and messages.

use sac_certificates::rule::Catalogue;
use sac_domain::exchange::Messages;
use sac_domain::operation::Operation;
use serde_json::{Map, Value};

use crate::observed::{Observed, Outcome};

impl Observed {
    /// An exchange of an export. What its members do not say is read out of its messages; nothing where neither
    /// says that it is one of the contract. `at` is its place in the export, where it has no number.
    #[must_use]
    pub fn of_export(
        at: u64,
        about: &Map<String, Value>,
        messages: &Messages<Vec<u8>>,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let text = |name: &str| about.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = about.get("id").and_then(Value::as_u64).unwrap_or(at);
        let read = Self::of_messages(number, messages, catalogue);
        let Some(outcome) = text("outcome").and_then(|name| Outcome::named(&name)) else { return read };
        let operation = text("operation").and_then(|name| Operation::from_name(&name));
        let mut read = read.unwrap_or_else(|| Self::blank(number, outcome));
        let list = |name: &str| {
            let values = about.get(name).and_then(Value::as_array).into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        read.outcome = outcome;
        read.operation = operation.or(read.operation);
        read.received = text("received").and_then(|at| at.parse().ok());
        read.caller = text("caller");
        read.role = text("kind");
        read.worker = text("worker");
        read.rules = list("rules");
        read.codes = list("codes");
        read.fault_kind = text("fault_kind");
        read.charset = text("charset").or(read.charset);
        read.transport.extend(text("tls").map(|tls| ("tls", tls)));
        read.transport.extend(text("authenticated_by").map(|how| ("login", how)));
        if read.given.is_none() && read.named().is_none() {
            read.given = text("puc");
        }
        Some(read)
    }

    /// An exchange of which nothing is known but how it ended.
    fn blank(number: u64, outcome: Outcome) -> Self {
        Self {
            number,
            received: None,
            operation: None,
            caller: None,
            role: None,
            worker: None,
            outcome,
            rules: Vec::new(),
            codes: Vec::new(),
            fault_kind: None,
            charset: None,
            transport: Vec::new(),
            request: None,
            given: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_go_before_messages_and_messages_alone_do() {
        let request = b"<c:invioMalattiaRequest xmlns:c='urn:c'><malattia/></c:invioMalattiaRequest>".to_vec();
        let messages = Messages { request, ..Messages::default() };
        let of = |about: Value, messages: &Messages<Vec<u8>>| {
            Observed::of_export(5, about.as_object().unwrap(), messages, Catalogue::embedded())
        };
        let alone = of(json!({}), &messages).unwrap();
        assert_eq!((alone.number, alone.outcome), (5, Outcome::Dropped));
        let both = json!({"id": 9, "outcome": "accepted", "operation": "InviaMalattia", "caller": "x", "kind": "medico",
            "received": "2026-03-02T10:00:00+01:00", "puc": "123456789", "tls": "TLS 1.3", "rules": [], "codes": ["7"]});
        let both = of(both, &messages).unwrap();
        assert_eq!((both.number, both.outcome, both.given.as_deref()), (9, Outcome::Accepted, Some("123456789")));
        assert!(both.request.is_some() && both.received.is_some() && both.codes == ["7"]);
        let kept_nothing = of(json!({"outcome": "fault"}), &Messages::default()).unwrap();
        assert_eq!((kept_nothing.outcome, kept_nothing.operation), (Outcome::Fault, None));
        assert_eq!(of(json!({}), &Messages::default()), None);
    }
}
