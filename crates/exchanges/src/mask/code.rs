//! Codici fiscali, codes of diagnoses, and what identifies a user.

use chrono::{Datelike, NaiveDate};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_people::places::Places;

use super::Mask;
use super::person::{COGNOMI, NOMI};

/// Codes of ICD-9-CM (revision 2007) that are valid, of three digits, with a point, and of other letters.
const DIAGNOSES: [&str; 24] = [
    "487.1", "466.0", "724.2", "490", "008.8", "460", "461.9", "463", "465.9", "486", "535.0", "558.9", "723.1",
    "724.3", "784.0", "787.0", "845.0", "847.0", "847.2", "883.0", "V58.4", "V67.0", "311", "477.9",
];

impl Mask {
    /// Another codice fiscale of the same kind: the same sex and year of birth and a right check
    /// letter; what is none becomes another that is none.
    pub(super) fn codice_fiscale(&self, value: &str) -> String {
        match CodiceFiscale::parse(value) {
            Ok(code) if code.is_provisional() => self.provisional(value),
            Ok(code) => self.personal(&code).unwrap_or_else(|| self.shape(value)),
            Err(_) if CodiceFiscaleMedico::parse(value).is_ok() => self.of_pattern(value),
            Err(_) => self.broken(value),
        }
    }

    fn personal(&self, code: &CodiceFiscale) -> Option<String> {
        let decoded = code.decode(self.today)?;
        let mut stream = self.draw.stream("codice fiscale", code.as_str());
        let first = NaiveDate::from_ymd_opt(decoded.data_nascita.year(), 1, 1)?;
        let places: Vec<_> = Places::embedded().comuni().collect();
        loop {
            let day = first.checked_add_days(chrono::Days::new(stream.below(365) as u64))?;
            let place = stream.pick(&places)?.code();
            let (cognome, nome) = (stream.pick(&COGNOMI)?, stream.pick(&NOMI)?);
            let drawn = CodiceFiscale::encode(cognome, nome, decoded.sesso, day.min(self.today), place).ok()?;
            if drawn.as_str() != code.as_str() {
                return Some(drawn.as_str().to_owned());
            }
        }
    }

    fn provisional(&self, value: &str) -> String {
        let mut start = self.shape(value);
        start.truncate(10);
        let right = ('0'..='9').map(|last| format!("{start}{last}")).find(|code| CodiceFiscale::parse(code).is_ok());
        right.unwrap_or_else(|| self.shape(value))
    }

    /// The code of a doctor that no person can have.
    fn of_pattern(&self, value: &str) -> String {
        let mut start = self.shape(value);
        start.truncate(15);
        let mut letters = ('A'..='Z').map(|last| format!("{start}{last}"));
        letters.find(|code| CodiceFiscaleMedico::parse(code).is_ok()).unwrap_or_else(|| self.shape(value))
    }

    /// What is no codice fiscale stays none.
    fn broken(&self, value: &str) -> String {
        let drawn = self.shape(value);
        if CodiceFiscale::parse(&drawn).is_ok() { format!("{drawn}?") } else { drawn }
    }

    /// The name of a user.
    pub(super) fn user(&self, value: &str) -> String {
        if CodiceFiscaleMedico::parse(value).is_ok() {
            return self.codice_fiscale(value);
        }
        let mut stream = self.draw.stream("user", value);
        format!("utente-{:06}", stream.below(1_000_000))
    }

    /// Another diagnosis.
    pub(super) fn diagnosis(&self, value: &str) -> String {
        if !is_diagnosis(value) {
            return self.shape(value);
        }
        let mut stream = self.draw.stream("diagnosis", value);
        loop {
            match stream.pick(&DIAGNOSES) {
                Some(code) if *code != value => return (*code).to_owned(),
                _ => {}
            }
        }
    }

    /// Another note. One without words stays so, since that counts as none.
    pub(super) fn note(&self, value: &str) -> String {
        if value.trim().is_empty() || value.chars().count() > 200 {
            return self.shape(value);
        }
        let mut stream = self.draw.stream("note", value);
        format!("Nota mascherata {:09}", stream.below(1_000_000_000))
    }
}

/// Contract §5 `codiceDiagnosi`.
fn is_diagnosis(value: &str) -> bool {
    let rest = value.strip_prefix('E').unwrap_or(value);
    let (whole, decimals) = rest.split_once('.').unwrap_or((rest, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let first =
        whole.strip_prefix('V').or_else(|| whole.get(1..).filter(|_| whole.starts_with(|c: char| c.is_ascii_digit())));
    first.is_some_and(|rest| (1..=2).contains(&rest.len()) && are_digits(rest))
        && decimals.len() <= 2
        && are_digits(decimals)
}
