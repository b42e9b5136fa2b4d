//! An operation of a contract.

/// One operation of a contract, under all the names by which it is known.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The WSDL's name.
    pub name: &'static str,
    /// The WSDL's `soapAction`, which ends with the name.
    pub action: &'static str,
    /// The local name of the request element.
    pub request: &'static str,
    /// The local name of the response element.
    pub response: &'static str,
}

impl Operation {
    /// Whether a header `SOAPAction` names another operation (contract §1). It may be quoted,
    /// unquoted, empty, or the operation's bare name: clients send all of these.
    #[must_use]
    pub fn is_contradicted_by(&self, header: &str) -> bool {
        let action = header.trim().trim_matches('"').trim();
        let namespace = self.action.strip_suffix(self.name).unwrap_or(self.action);
        let named = action.strip_prefix(namespace).unwrap_or(action);
        !named.is_empty() && named != self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routing_is_by_the_body_and_the_action_may_only_agree() {
        let operation = Operation {
            name: "InviaMalattia",
            action: "http://ws.cert.sanita.finanze.it/InviaMalattia",
            request: "invioMalattiaRequest",
            response: "invioMalattiaResponse",
        };
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
            assert_eq!(operation.is_contradicted_by(header), contradiction, "{header}");
        }
    }
}
