//! The rule book as data: number, text and provenance of every rule.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::{Refusal, Rule};
use sac_domain::provenance::Provenance;
use sac_settings::{SETTINGS, Setting};

const EMBEDDED: &str = include_str!("catalogue.toml");

/// The rule book in use: the embedded one, or one with numbers and texts replaced. Clones share it.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Arc<BTreeMap<Rule, Entry>>,
}

/// What the book says of one rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule's name.
    pub name: String,
    /// The number on the wire, one to five digits (contract §5, `string1-5`).
    #[serde(rename = "tipoErrore")]
    pub tipo_errore: String,
    /// Who refuses: `SAC`, or `INPS` behind it.
    pub emitter: Emitter,
    /// The part of the message at fault, with `{word}`s.
    #[serde(rename = "sezioneErrata")]
    pub sezione_errata: String,
    /// The sentence on the wire, in Italian, with `{word}`s.
    pub text: String,
    /// How we know of the rule.
    pub provenance: Provenance,
    /// Where it comes from.
    pub source: String,
    /// The operations that it can refuse, by WSDL name.
    pub operations: Vec<String>,
    /// The stage at which it is checked (rules §1.5).
    pub stage: Stage,
    /// The key of its setting.
    #[serde(default, skip_serializing)]
    setting: Option<String>,
    /// When it is broken.
    pub when: Words,
    /// What to change.
    pub cure: Words,
}

impl Entry {
    /// The setting that switches or steers the rule, if there is one.
    #[must_use]
    pub fn setting(&self) -> Option<&'static Setting> {
        let key = self.setting.as_deref()?;
        SETTINGS.iter().find(|setting| setting.key == key)
    }
}

/// Who refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Emitter {
    /// The reception system.
    Sac,
    /// The institute that keeps the certificates.
    Inps,
}

impl fmt::Display for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sac => "SAC",
            Self::Inps => "INPS",
        })
    }
}

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

/// A sentence in both languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Italian.
    pub it: String,
    /// English.
    pub en: String,
}

/// A refusal in the words of the book (contract §4 `errore`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Errore {
    /// One to five digits.
    pub tipo_errore: String,
    pub sezione_errata: String,
    pub descrizione: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    rule: Vec<Entry>,
}

/// A table of numbers and texts, as `--error-table` takes it: one `[rule-name]` a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    #[serde(rename = "tipoErrore")]
    tipo_errore: Option<toml::Spanned<String>>,
    #[serde(rename = "sezioneErrata")]
    sezione_errata: Option<toml::Spanned<String>>,
    text: Option<toml::Spanned<String>>,
}

/// Why a table of numbers and texts is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {reason}")]
pub struct TableError {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Catalogue {
    /// The book that comes with the program.
    ///
    /// # Panics
    ///
    /// Never: the embedded file is a part of the program, and a test reads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the embedded file is part of the program")]
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<Catalogue> = LazyLock::new(|| {
            let book: Book = toml::from_str(EMBEDDED).expect("the embedded catalogue is TOML"); // infallible: tested
            let entries = book.rule.into_iter().map(|entry| {
                let rule = Rule::from_name(&entry.name).expect("the embedded catalogue names rules"); // infallible: tested
                (rule, entry)
            });
            Catalogue { entries: Arc::new(entries.collect()) }
        });
        &BOOK
    }

    /// The embedded book with the numbers and texts of `table` in their place. A table is TOML:
    ///
    /// ```toml
    /// [certificato-duplicato]
    /// tipoErrore = "107"
    /// text = "Certificato già presente con protocollo {puc}."
    /// ```
    ///
    /// # Errors
    ///
    /// The first thing in the table that cannot be taken, with its line: text that is not
    /// TOML, a name that is no rule's, a number that is not one to five digits, a `{word}`
    /// that the rule does not fill in.
    pub fn with_table(table: &str) -> Result<Self, TableError> {
        let replacements: BTreeMap<toml::Spanned<String>, Replacement> =
            toml::from_str(table).map_err(|error| TableError {
                line: line_of(table, error.span().map_or(0, |span| span.start)),
                reason: error.message().to_owned(),
            })?;
        let mut entries = BTreeMap::clone(&Self::embedded().entries);
        for (name, replacement) in replacements {
            let at =
                |span: std::ops::Range<usize>, reason: String| TableError { line: line_of(table, span.start), reason };
            let Some(entry) = Rule::from_name(name.get_ref()).and_then(|rule| entries.get_mut(&rule)) else {
                return Err(at(name.span(), format!("there is no rule «{}»; `sac rules` lists them", name.get_ref())));
            };
            let filled_in = words_of(entry);
            let text = |new: toml::Spanned<String>| {
                if let Some(word) = words(new.get_ref()).find(|word| !filled_in.iter().any(|known| known == word)) {
                    let known = filled_in.join(", ");
                    return Err(at(new.span(), format!("{{{word}}} is not filled in for this rule, only: {known}")));
                }
                Ok(new.into_inner())
            };
            if let Some(number) = replacement.tipo_errore {
                let digits = number.get_ref();
                if !(1..=5).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(at(number.span(), format!("tipoErrore «{digits}» is not one to five digits")));
                }
                entry.tipo_errore = number.into_inner();
            }
            if let Some(new) = replacement.sezione_errata {
                entry.sezione_errata = text(new)?;
            }
            if let Some(new) = replacement.text {
                entry.text = text(new)?;
            }
        }
        Ok(Self { entries: Arc::new(entries) })
    }

    /// What the book says of `rule`.
    ///
    /// # Panics
    ///
    /// Never: every rule is in the book, and a test proves it.
    #[must_use]
    pub fn entry(&self, rule: Rule) -> &Entry {
        &self.entries[&rule]
    }

    /// Every rule, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Rule, &Entry)> {
        self.entries.iter().map(|(rule, entry)| (*rule, entry))
    }

    /// The refusal in the words of the book.
    #[must_use]
    pub fn errore(&self, refusal: &Refusal) -> Errore {
        let entry = self.entry(refusal.rule);
        Errore {
            tipo_errore: entry.tipo_errore.clone(),
            sezione_errata: fill(&entry.sezione_errata, &refusal.values),
            descrizione: fill(&entry.text, &refusal.values),
        }
    }
}

/// The `{word}`s that a rule fills in: those of the embedded book.
fn words_of(entry: &Entry) -> Vec<String> {
    let mut all: Vec<String> = words(&entry.sezione_errata).chain(words(&entry.text)).map(str::to_owned).collect();
    all.sort();
    all.dedup();
    all
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word)
}

fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((word, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(name, _)| *name == word) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_book_hold_the_same_rules() {
        let book: Book = toml::from_str(EMBEDDED).unwrap();
        let in_book: Vec<&str> = book.rule.iter().map(|entry| entry.name.as_str()).collect();
        let in_code: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(in_book, in_code);
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
            assert_eq!(entry.setting.is_some(), entry.setting().is_some(), "{rule}: {:?} is no setting", entry.setting);
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
            assert!(error.reason.contains(reason), "{error}");
        }
    }
}
