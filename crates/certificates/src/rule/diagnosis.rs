//! Stage (d): the diagnosis (contract §6.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Refusal, Rule, refuse_if};
use sac_domain::certificate::Diagnosi;
use sac_domain::words::{Language, Words};

/// The table of codes has none: with it nothing would be checked, unnoticed.
#[derive(Debug, thiserror::Error)]
#[error("it holds no code: one a line is expected, such as 487.1")]
pub struct NoCodes;

/// The ICD-9-CM codes that a user supplied. The list has no licence under which it could
/// be shipped, so without one there is no control of codes. Clones share the table.
#[derive(Clone, Debug, Default)]
pub struct Icd9(Arc<BTreeMap<String, Described>>);

/// A code as the table has it, and what the table says of it, if anything.
#[derive(Clone, Debug)]
struct Described {
    code: String,
    words: String,
}

impl Icd9 {
    /// Reads one code a line: all up to the first blank, comma or semicolon; what follows describes it. Empty lines
    /// and lines that begin with `#` are ignored; dots do not matter (`E81.2` is `E812`).
    ///
    /// # Errors
    /// There is no code.
    pub fn read(text: &str) -> Result<Self, NoCodes> {
        const BEHIND: [char; 4] = [' ', '\t', ',', ';'];
        let described = |line: &str| {
            let (code, words) = line.split_once(BEHIND).unwrap_or((line, ""));
            let words = words.trim_matches(|c: char| BEHIND.contains(&c) || c == '"').to_owned();
            (normal(code), Described { code: code.to_owned(), words })
        };
        let lines = text.lines().map(described);
        let codes: BTreeMap<_, _> = lines.filter(|(_, it)| !it.code.is_empty() && !it.code.starts_with('#')).collect();
        if codes.is_empty() { Err(NoCodes) } else { Ok(Self(Arc::new(codes))) }
    }

    /// Whether there is no code in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the table says of a code; empty where it says nothing.
    #[must_use]
    pub fn words_of(&self, code: &str) -> &str {
        self.0.get(&normal(code)).map_or("", |described| described.words.as_str())
    }

    /// The codes, with what the table says of them, that begin with this text or whose words hold each of its words.
    /// An empty text finds all. At most so many, in the order of the codes.
    #[must_use]
    pub fn search(&self, text: &str, most: usize) -> Vec<(&str, &str)> {
        let code = normal(text.trim());
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let fits = |(known, described): &(&String, &Described)| {
            let lower = described.words.to_lowercase();
            known.starts_with(&code) || words.iter().all(|word| lower.contains(word))
        };
        let found = self.0.iter().filter(fits).take(most);
        found.map(|(_, described)| (described.code.as_str(), described.words.as_str())).collect()
    }

    fn holds(&self, code: &str) -> bool {
        self.0.contains_key(&normal(code))
    }
}

/// Neither code nor note; an element with nothing but blanks counts as absent.
#[must_use]
pub fn diagnosi_assente(elemento: &str, diagnosi: &Diagnosi) -> Option<Refusal> {
    let given = |part: &Option<String>| part.as_deref().is_some_and(|text| !text.trim().is_empty());
    refuse_if(!given(&diagnosi.codice) && !given(&diagnosi.note), || {
        Refusal::of(Rule::DiagnosiAssente).with("elemento", elemento)
    })
}

/// The code is not in the user's table.
#[must_use]
pub fn diagnosi_codice_sconosciuto(elemento: &str, diagnosi: &Diagnosi, table: &Icd9) -> Option<Refusal> {
    let code = diagnosi.codice.as_deref()?;
    refuse_if(!table.holds(code), || {
        Refusal::of(Rule::DiagnosiCodiceSconosciuto).with("elemento", format!("{elemento}/codiceDiagnosi"))
    })
}

fn normal(code: &str) -> String {
    code.chars().filter(|c| *c != '.').flat_map(char::to_uppercase).collect()
}

impl Words for NoCodes {
    fn words(&self, language: Language) -> String {
        match language {
            Language::It => "non contiene codici: ne è atteso uno per riga, come 487.1".to_owned(),
            Language::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_no_diagnosis() {
        let cases = [
            (None, None, true),
            (None, Some(" \t\n"), true),
            (Some("487"), None, false),
            (None, Some("influenza"), false),
        ];
        for (codice, note, absent) in cases {
            let diagnosi = Diagnosi { codice: codice.map(Into::into), note: note.map(Into::into) };
            assert_eq!(diagnosi_assente("malattia/diagnosi", &diagnosi).is_some(), absent);
        }
    }

    #[test]
    fn a_table_without_codes_is_none() {
        for text in ["", "\n\n", "# codes\n", "; ,\n"] {
            assert!(Icd9::read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_table_is_searched_by_code_and_by_words() {
        let table =
            Icd9::read("487.1;Influenza con altre manifestazioni\n460\tRinofaringite acuta\n4660,Bronchite acuta\n")
                .unwrap();
        let cases: [(&str, &[&str]); 6] = [
            ("influ", &["487.1"]),
            ("ACUTA", &["460", "4660"]),
            ("acuta bronchite", &["4660"]),
            ("46", &["460", "4660"]),
            ("nulla", &[]),
            ("", &["460", "4660", "487.1"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = table.search(text, 10).into_iter().map(|(code, _)| code).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(table.search("", 2).len(), 2);
        assert_eq!((table.words_of("4871"), table.words_of("999")), ("Influenza con altre manifestazioni", ""));
    }

    #[test]
    fn a_table_is_read_leniently_and_dots_do_not_matter() {
        let table = Icd9::read("# codes\n487.1;Influenza\n\nE812\tcar\n").unwrap();
        for (code, known) in [("487.1", true), ("4871", true), ("E81.2", true), ("488", false)] {
            let diagnosi = Diagnosi { codice: Some(code.into()), note: None };
            assert_eq!(diagnosi_codice_sconosciuto("malattia/diagnosi", &diagnosi, &table).is_none(), known, "{code}");
        }
    }
}
