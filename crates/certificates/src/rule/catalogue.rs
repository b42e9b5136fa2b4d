//! The rule book of the SAC: number, text and provenance of every rule.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Rule;
use sac_rulebook::{Embedded, RuleName};

pub use sac_rulebook::{Emitter, Errore, TableError, Words};

const EMBEDDED: &str = include_str!("catalogue.toml");

/// The rule book in use.
pub type Catalogue = sac_rulebook::Catalogue<Rule>;

/// What the book says of one rule.
pub type Entry = sac_rulebook::Entry<Stage>;

/// The stages of the check, in order; the findings of one are reported together (rules §1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Before all others: the contract's schema.
    Schema,
    /// (a) The encrypted fields.
    Cifrati,
    /// (b) The sender.
    Mittente,
    /// (c) The worker.
    Lavoratore,
    /// (d) Fields and dates.
    Campi,
    /// (e) Addresses.
    Indirizzo,
    /// (f) The state of certificate or admission.
    Stato,
}

impl RuleName for Rule {
    type Stage = Stage;
    const RULES: &'static [Self] = Self::ALL;
    const PREFIX: &'static str = "";

    fn rule_name(self) -> &'static str {
        self.name()
    }
}

impl Embedded for Rule {
    #[expect(clippy::expect_used, reason = "the embedded file is part of the program")]
    fn book() -> &'static Catalogue {
        static BOOK: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::read(EMBEDDED).expect("the embedded catalogue holds the rules")); // infallible: tested
        &BOOK
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::rule::Refusal;

    #[test]
    fn code_and_book_hold_the_same_rules() {
        let book = Catalogue::read(EMBEDDED).unwrap();
        let in_book: Vec<&str> = book.iter().map(|(_, entry)| entry.name.as_str()).collect();
        let in_code: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(in_book, in_code);
        let swapped = EMBEDDED.replacen("schema-non-rispettato", "schema-rispettato", 1);
        assert!(Catalogue::read(&swapped).is_err());
    }

    #[test]
    fn numbers_are_valid_and_each_stands_for_one_rule() {
        let mut seen = BTreeMap::new();
        for (rule, entry) in Catalogue::embedded().iter() {
            let number: u32 = entry.tipo_errore.parse().unwrap();
            assert!(number < 100_000, "{rule}");
            assert_eq!(seen.insert(number, rule), None, "{number} stands twice");
            assert!(
                (90_001..=90_999).contains(&number) || [112, 115, 105, 106].contains(&number),
                "{rule}: {number} is neither known nor of our own family"
            );
            assert!(!entry.source.is_empty() && !entry.operations.is_empty(), "{rule}");
            for operation in &entry.operations {
                assert!(sac_domain::operation::Operation::from_name(operation).is_some(), "{rule}: {operation}");
            }
            assert_eq!(
                entry.setting_key().is_some(),
                entry.setting().is_some(),
                "{rule}: {:?} is no setting",
                entry.setting_key()
            );
        }
    }

    #[test]
    fn a_text_is_filled_in() {
        let refusal =
            Refusal::of(Rule::DataInesistente).with("elemento", "malattia/dataFine").with("valore", "2026-02-30");
        let errore = Catalogue::embedded().errore(&refusal);
        assert_eq!(errore.sezione_errata, "malattia/dataFine");
        assert_eq!(errore.descrizione, "La data 2026-02-30 non esiste nel calendario.");
    }

    #[test]
    fn a_table_replaces_numbers_and_texts() {
        let book =
            Catalogue::with_table("[certificato-duplicato]\ntipoErrore = '107'\ntext = 'Doppio: {puc}'\n").unwrap();
        let errore = book.errore(&Refusal::of(Rule::CertificatoDuplicato).with("puc", 123_456_789));
        assert_eq!((errore.tipo_errore.as_str(), errore.descrizione.as_str()), ("107", "Doppio: 123456789"));
    }

    #[test]
    fn a_wrong_table_is_refused_with_line_and_reason() {
        let cases = [
            ("\n[certificato-doppio]\ntipoErrore = '1'\n", 2, "there is no rule"),
            ("[certificato-duplicato]\ntipoErrore = '123456'\n", 2, "one to five digits"),
            ("[certificato-duplicato]\n\ntext = 'Ciao {nome}'\n", 3, "{nome} is not filled in"),
            ("[certificato-duplicato]\nnumero = 1\n", 2, "unknown field"),
            ("[certificato-duplicato\n", 1, ""),
        ];
        for (table, line, reason) in cases {
            let error = Catalogue::with_table(table).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.reason.en.contains(reason), "{error}");
        }
    }
}
