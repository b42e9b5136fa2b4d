//! The `SOAPAction` header (contract §1): a hint that must not lie.

use sac_domain::operation::Operation;

/// The namespace of the WSDL, with which every action begins.
const ACTIONS: &str = "http://ws.cert.sanita.finanze.it/";

/// Whether a `SOAPAction` header names another operation than the body's. It may come quoted,
/// unquoted, empty or as the operation's bare name: clients in the wild send all of these.
#[must_use]
pub fn contradicts(header: &str, operation: Operation) -> bool {
    let action = header.trim().trim_matches('"').trim();
    let named = action.strip_prefix(ACTIONS).unwrap_or(action);
    !named.is_empty() && named != operation.name()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routing_is_by_the_body_and_the_action_may_only_agree() {
        let cases = [
            ("", false),
            ("\"\"", false),
            ("\"http://ws.cert.sanita.finanze.it/InviaMalattia\"", false),
            ("http://ws.cert.sanita.finanze.it/InviaMalattia", false),
            ("InviaMalattia", false),
            ("\"http://ws.cert.sanita.finanze.it/AnnullaMalattia\"", true),
            ("\"urn:something\"", true),
            ("http://ws.cert.sanita.finanze.it/", false),
        ];
        for (header, contradiction) in cases {
            assert_eq!(contradicts(header, Operation::InviaMalattia), contradiction, "{header}");
        }
    }
}
