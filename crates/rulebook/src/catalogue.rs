//! The rule book in use.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use sac_domain::words::Text;

use crate::entry::Entry;
use crate::refusal::Refusal;
use crate::rule::RuleName;
use crate::table::{TableError, line_of, read};
use crate::words::{fill, words, words_of};

/// The rule book in use: the embedded one, or one with numbers and texts replaced. Clones share it.
#[derive(Clone, Debug)]
pub struct Catalogue<R: RuleName> {
    entries: Arc<BTreeMap<R, Entry<R::Stage>>>,
}

/// The rules of an application whose book comes with the program.
pub trait Embedded: RuleName {
    /// The book.
    fn book() -> &'static Catalogue<Self>;
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
struct Book<S> {
    rule: Vec<Entry<S>>,
}

/// A book that the program cannot have been built with: its file and its code disagree.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// It is not TOML of the right form.
    #[error("the rule book cannot be read")]
    Toml(#[from] toml::de::Error),
    /// Its rules are not those of the code, in the same order.
    #[error("the rule book names {book:?} where the code has {code:?}")]
    Rules {
        /// The names in the file.
        book: Vec<String>,
        /// The names in the code.
        code: Vec<&'static str>,
    },
}

impl<R: Embedded> Catalogue<R> {
    /// Reads the book of an application.
    ///
    /// # Errors
    /// It does not hold the rules of the code.
    pub fn read(text: &str) -> Result<Self, BookError> {
        let book: Book<R::Stage> = toml::from_str(text)?;
        let names = |entries: &[Entry<R::Stage>]| entries.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>();
        let code: Vec<&'static str> = R::RULES.iter().map(|rule| rule.rule_name()).collect();
        if names(&book.rule) != code {
            return Err(BookError::Rules { book: names(&book.rule), code });
        }
        Ok(Self { entries: Arc::new(R::RULES.iter().copied().zip(book.rule).collect()) })
    }

    /// The book that comes with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        R::book()
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
        Self::with_shared_table(table, &|_| false)
    }

    /// The same with a table that may also name rules of other books, which `elsewhere` knows. A plain name
    /// that stands in several books is of the book without a prefix.
    ///
    /// # Errors
    /// As [`with_table`](Self::with_table).
    pub fn with_shared_table(table: &str, elsewhere: &dyn Fn(&str) -> bool) -> Result<Self, TableError> {
        let mut entries = BTreeMap::clone(&Self::embedded().entries);
        for (name, replacement) in read(table)? {
            let at =
                |span: std::ops::Range<usize>, reason: Text| TableError { line: line_of(table, span.start), reason };
            let written = name.get_ref().as_str();
            let own = written.strip_prefix(R::PREFIX).or_else(|| (!elsewhere(written)).then_some(written));
            let Some(entry) = own.and_then(R::named).and_then(|rule| entries.get_mut(&rule)) else {
                if elsewhere(written) {
                    continue;
                }
                return Err(at(
                    name.span(),
                    Text::new(
                        format!("la regola «{written}» non esiste; `sac rules` le elenca"),
                        format!("there is no rule «{written}»; `sac rules` lists them"),
                    ),
                ));
            };
            let filled_in = words_of(entry);
            let text = |new: toml::Spanned<String>| {
                if let Some(word) = words(new.get_ref()).find(|word| !filled_in.iter().any(|known| known == word)) {
                    let known = filled_in.join(", ");
                    return Err(at(
                        new.span(),
                        Text::new(
                            format!("{{{word}}} non viene riempito per questa regola, ma solo: {known}"),
                            format!("{{{word}}} is not filled in for this rule, only: {known}"),
                        ),
                    ));
                }
                Ok(new.into_inner())
            };
            if let Some(number) = replacement.tipo_errore {
                let digits = number.get_ref();
                if !(1..=5).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(at(
                        number.span(),
                        Text::new(
                            format!("tipoErrore «{digits}» non è fatto di una a cinque cifre"),
                            format!("tipoErrore «{digits}» is not one to five digits"),
                        ),
                    ));
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
    /// Never: every rule is in the book, or it could not be read.
    #[must_use]
    pub fn entry(&self, rule: R) -> &Entry<R::Stage> {
        &self.entries[&rule]
    }

    /// Every rule, in order.
    pub fn iter(&self) -> impl Iterator<Item = (R, &Entry<R::Stage>)> {
        self.entries.iter().map(|(rule, entry)| (*rule, entry))
    }

    /// The refusal in the words of the book.
    #[must_use]
    pub fn errore(&self, refusal: &Refusal<R>) -> Errore {
        let entry = self.entry(refusal.rule);
        Errore {
            tipo_errore: entry.tipo_errore.clone(),
            sezione_errata: fill(&entry.sezione_errata, &refusal.values),
            descrizione: fill(&entry.text, &refusal.values),
        }
    }
}
