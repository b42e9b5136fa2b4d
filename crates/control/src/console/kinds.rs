//! What a rule of the fault plan can do, as a form offers it.

/// A kind of fault, and its members.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) it: &'static str,
    pub(super) en: &'static str,
    pub(super) members: &'static [Member],
}

/// A member of a kind, as a field.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) it: &'static str,
    pub(super) en: &'static str,
    /// What the field begins with.
    pub(super) default: &'static str,
    pub(super) is_number: bool,
}

const fn text(name: &'static str, it: &'static str, en: &'static str, default: &'static str) -> Member {
    Member { name, it, en, default, is_number: false }
}

const fn number(name: &'static str, it: &'static str, en: &'static str, default: &'static str) -> Member {
    Member { name, it, en, default, is_number: true }
}

const fn kind(name: &'static str, it: &'static str, en: &'static str, members: &'static [Member]) -> Kind {
    Kind { name, it, en, members }
}

/// All of them.
pub(super) const KINDS: [Kind; 19] = [
    kind(
        "no-reply",
        "nessuna risposta: la connessione resta aperta",
        "no reply: the connection stays open",
        &[text("hold", "chiusa dopo (es. 60s)", "closed after (such as 60s)", "60s")],
    ),
    kind("reset", "connessione interrotta (RST)", "connection reset (RST)", &[]),
    kind("close", "connessione chiusa senza un byte (FIN)", "connection closed without a byte (FIN)", &[]),
    kind(
        "cut",
        "risposta troncata",
        "answer broken off",
        &[number("at", "dopo quanti byte del corpo", "after so many bytes of the body", "200")],
    ),
    kind(
        "delay",
        "risposta in ritardo",
        "answer delayed",
        &[text("by", "di quanto (es. 30s)", "by (such as 30s)", "30s")],
    ),
    kind(
        "drip",
        "risposta a piccoli pezzi",
        "answer in small pieces",
        &[
            number("bytes", "byte per pezzo", "bytes of a piece", "16"),
            text("every", "pausa dopo ciascuno", "pause after each", "200ms"),
        ],
    ),
    kind(
        "status",
        "solo uno stato HTTP",
        "a bare HTTP status",
        &[
            number("code", "stato, da 400 a 599", "status, 400 to 599", "503"),
            text("retry_after", "Retry-After (facoltativo)", "Retry-After (optional)", ""),
        ],
    ),
    kind(
        "fault",
        "fault SOAP",
        "a SOAP fault",
        &[
            text("faultcode", "faultcode", "faultcode", "Server"),
            text("faultstring", "faultstring", "faultstring", "Errore di prova"),
        ],
    ),
    kind(
        "refuse",
        "rifiuto (ricevutaNonOk)",
        "a refusal (ricevutaNonOk)",
        &[
            text("rule", "regola, oppure…", "rule, or…", "certificato-duplicato"),
            text("tipoErrore", "…tipoErrore", "…tipoErrore", ""),
            text("descrizione", "descrizione (facoltativa)", "descrizione (optional)", ""),
        ],
    ),
    kind("inps-unavailable", "rifiuto: l'INPS non risponde", "a refusal: INPS does not answer", &[]),
    kind(
        "notice",
        "ricevutaInfo in una ricevuta normale",
        "ricevutaInfo in a normal receipt",
        &[text("codice", "codice", "codice", "1"), text("info", "info", "info", "Avviso di prova")],
    ),
    kind(
        "varie",
        "ricevutaVarie in una ricevuta normale",
        "ricevutaVarie in a normal receipt",
        &[text("chiave", "chiave", "chiave", "prova"), text("valore", "valore", "valore", "1")],
    ),
    kind("wrong-charset", "risposta con la codifica sbagliata", "answer in the wrong charset", &[]),
    kind("http-error-page", "pagina d'errore di un proxy (502)", "error page of a proxy (502)", &[]),
    kind("tls-close", "handshake TLS terminato da un alert", "TLS handshake ended by an alert", &[]),
    kind(
        "delivery-transient",
        "notifica non consegnata per ora: si ritenta",
        "notification not delivered for now: tried again",
        &[text("detail", "motivo (facoltativo)", "reason (optional)", "")],
    ),
    kind(
        "delivery-permanent",
        "notifica mai consegnata",
        "notification never delivered",
        &[text("detail", "motivo (facoltativo)", "reason (optional)", "")],
    ),
    kind(
        "delivery-delay",
        "notifica consegnata in ritardo",
        "notification delivered late",
        &[text("by", "di quanto (es. 1h)", "by (such as 1h)", "1h")],
    ),
    kind(
        "no-receipt",
        "ricevuta PEC che non arriva",
        "receipt of certified mail that does not come",
        &[text(
            "receipt",
            "quale: accettazione o avvenuta-consegna",
            "which: accettazione or avvenuta-consegna",
            "avvenuta-consegna",
        )],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use sac_world::faults::Rule;
    use serde_json::{Map, Value, json};

    #[test]
    fn every_kind_is_one_of_the_plan_with_the_values_that_its_fields_begin_with() {
        for kind in &KINDS {
            let mut action = Map::from_iter([("kind".to_owned(), Value::from(kind.name))]);
            for member in kind.members.iter().filter(|member| !member.default.is_empty()) {
                let value = if member.is_number { member.default.parse().unwrap() } else { member.default.into() };
                action.insert(member.name.to_owned(), value);
            }
            // With the operation that the form begins with.
            let rule: Rule = serde_json::from_value(json!({"operation": "*", "do": action}))
                .unwrap_or_else(|e| panic!("{}: {e}", kind.name));
            sac_world::faults::FaultPlan::new(vec![rule], false).unwrap_or_else(|e| panic!("{}: {e:?}", kind.name));
        }
        let unknown = serde_json::from_value::<Rule>(json!({"do": {"kind": "?"}})).unwrap_err().to_string();
        let known = unknown.split('`').skip(3).step_by(2).count();
        assert_eq!(known, KINDS.len(), "{unknown}");
    }
}
