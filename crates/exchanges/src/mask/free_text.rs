//! Texts of answers: a sentence of the rule book stays, with its values masked.

use super::Mask;
use super::field::is_known_name;

/// What stands in the place of a text that is not known.
pub const MASKED: &str = "Testo mascherato.";

impl Mask {
    /// The `descrizione` or `sezioneErrata` of a refusal with this number.
    pub(super) fn of_refusal(&self, number: &str, text: &str) -> String {
        let entries = self.catalogue.iter().map(|(_, entry)| entry).filter(|entry| entry.tipo_errore == number);
        let mut templates = entries.flat_map(|entry| [entry.text.as_str(), entry.sezione_errata.as_str()]);
        templates.find_map(|template| self.filled(template, text)).unwrap_or_else(|| MASKED.to_owned())
    }

    /// A `faultstring`, or a text of a receipt.
    pub(super) fn text(text: &str) -> String {
        let is_known =
            text == "Credenziali invalide" || text.starts_with("Errore interno del servizio:") && text.len() < 120;
        if is_known || text.trim().is_empty() { text.to_owned() } else { MASKED.to_owned() }
    }

    /// The text, if it is this template with values, with other values.
    fn filled(&self, template: &str, text: &str) -> Option<String> {
        let mut rest = text;
        let mut masked = String::new();
        let mut pieces = template.split('{');
        let first = pieces.next()?;
        rest = rest.strip_prefix(first)?;
        masked.push_str(first);
        for piece in pieces {
            let (_, literal) = piece.split_once('}')?;
            let at = if literal.is_empty() { rest.len() } else { rest.find(literal)? };
            let (value, behind) = rest.split_at_checked(at)?;
            masked.push_str(&self.value(value)?);
            masked.push_str(literal);
            rest = behind.strip_prefix(literal)?;
        }
        rest.is_empty().then_some(masked)
    }

    /// The value of a `{word}`; none where it may say something of somebody.
    fn value(&self, value: &str) -> Option<String> {
        let is_number = value.len() == 9 && value.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            return Some(self.number(value));
        }
        let is_path = value.split(['/', ' ', ',']).all(|name| name.is_empty() || is_known_name(name));
        let has_date = value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte));
        (is_path || has_date).then(|| value.to_owned())
    }
}
