//! What filters of lists have in common.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::Rome;
use sac_certificates::rule::{Refusal, dates};

use crate::call::Call;
use crate::html::FormError;

/// Documents of a page.
pub(crate) const PAGE: u32 = 50;
/// The states of documents.
pub(crate) const STATES: [&str; 5] = ["attivo", "rettificato", "annullato", "aperto", "dimesso"];

/// The filters of a form as they are read, and what is wrong with them.
pub(crate) struct Filter<'a> {
    call: &'a Call<'a>,
    wrong: Vec<FormError>,
}

impl<'a> Filter<'a> {
    pub(crate) fn of(call: &'a Call<'a>) -> Self {
        Self { call, wrong: Vec::new() }
    }

    /// A field without the blanks around it.
    pub(crate) fn get(&self, name: &str) -> &'a str {
        self.call.form.get(name)
    }

    /// Notes what is wrong with a field.
    pub(crate) fn bad(&mut self, field: &str, code: &str, it: &str, en: &str) {
        self.wrong.push(FormError {
            field: field.to_owned(),
            code: code.to_owned(),
            text: self.call.of(it, en).to_owned(),
            ..FormError::default()
        });
    }

    /// `dal` and `al`: from the first instant of the one up to the end of the other.
    pub(crate) fn period(&mut self) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let (dal, al) = (self.day("dal"), self.day("al"));
        if let (Some(dal), Some(al)) = (dal, al)
            && let Some(refusal) = dates::intervallo_ricerca_errato(dal, al)
        {
            self.wrong.push(of_rule(self.call, &refusal, "dal"));
        }
        (dal.and_then(start_of), al.and_then(|day| day.checked_add_days(Days::new(1))).and_then(start_of))
    }

    fn day(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.get(name);
        let day = day(text);
        if day.is_none() && !text.is_empty() {
            self.bad(name, "SAC-WEB-DATE", "Indicare una data, come 2026-03-31.", "A date such as 2026-03-31.");
        }
        day
    }

    /// One of several words; nothing where none is given.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&'static str, T)]) -> Option<T> {
        let text = self.get(name);
        let chosen = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if chosen.is_none() && !text.is_empty() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let words = format!("{}.", words.join(", "));
            self.bad(name, "SAC-WEB-CHOICE", &words, &words);
        }
        chosen
    }

    /// `stato`.
    pub(crate) fn state(&mut self) -> Option<&'static str> {
        self.choice("stato", &STATES.map(|state| (state, state)))
    }

    /// How many documents stand before the page (`pagina`).
    pub(crate) fn offset(&mut self) -> u32 {
        let text = self.get("pagina");
        let page: u32 = if text.is_empty() { 1 } else { text.parse().unwrap_or(0) };
        if page == 0 {
            self.bad("pagina", "SAC-WEB-NUMBER", "Le pagine si contano da 1.", "Pages are counted from 1.");
        }
        page.saturating_sub(1).saturating_mul(PAGE)
    }

    /// What is wrong, if anything is.
    pub(crate) fn finish(self) -> Result<(), Vec<FormError>> {
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong) }
    }
}

/// A refusal by a rule, in the words of the world's rule book.
fn of_rule(call: &Call<'_>, refusal: &Refusal, field: &str) -> FormError {
    let errore = call.world().catalogue().errore(refusal);
    FormError {
        field: field.to_owned(),
        rule: refusal.rule.name().to_owned(),
        tipo: errore.tipo_errore,
        code: String::new(),
        text: errore.descrizione,
        english: String::new(),
    }
}

/// `2026-03-31` or `31/03/2026`.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y")).ok()
}

/// The first instant of a day in Rome.
fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    Rome.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest().map(|at| at.to_utc())
}
