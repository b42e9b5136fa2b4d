//! Sentences of another SAC in the form of our rule book: with `{word}`s where it has values.

use sac_certificates::rule::{Catalogue, Rule};
use sac_client::Errore;

use crate::numbers::Numbers;

/// The rule with this number, and the values that its text was filled with.
pub(super) fn rule(catalogue: &Catalogue, errore: &Errore) -> Option<(Rule, Vec<(String, String)>)> {
    let entries = catalogue.iter().filter(|(_, entry)| entry.tipo_errore == errore.tipo);
    let mut found = entries.map(|(rule, entry)| (rule, filled(&entry.text, &errore.descrizione)));
    let first = found.next()?;
    let (rule, values) =
        if first.1.is_some() { first } else { found.find(|(_, values)| values.is_some()).unwrap_or(first) };
    Some((rule, values.unwrap_or_default()))
}

/// The other's sentence with these values replaced by their words. Whatever else looks like a number of a document or a
/// code of a person is hidden.
pub(super) fn template(theirs: &str, values: &[(String, String)], numbers: &Numbers) -> String {
    let mut text = numbers.in_text(theirs).replace(['{', '}'], "|");
    for (word, value) in values.iter().filter(|(_, value)| value.len() > 1) {
        text = text.replace(value, &format!("{{{word}}}"));
    }
    hidden(&text)
}

/// Words of nine and more letters and digits with several digits in them.
pub(super) fn hidden(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        let digits = word.chars().filter(char::is_ascii_digit).count();
        out.push_str(if word.chars().count() >= 9 && digits >= 4 { "***" } else { &word });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

/// The values of a text that was made of a template, by their words.
fn filled(template: &str, text: &str) -> Option<Vec<(String, String)>> {
    let mut pieces = template.split('{');
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    for piece in pieces {
        let (word, literal) = piece.split_once('}')?;
        let at = if literal.is_empty() { rest.len() } else { rest.find(literal)? };
        let (value, behind) = rest.split_at_checked(at)?;
        values.push((word.to_owned(), value.to_owned()));
        rest = behind.strip_prefix(literal)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_words_and_what_points_to_somebody_is_hidden() {
        let values = filled("Già presente: {puc} del {giorno}.", "Già presente: 123456789 del 2 marzo.").unwrap();
        assert_eq!(values, [("puc".to_owned(), "123456789".to_owned()), ("giorno".to_owned(), "2 marzo".to_owned())]);
        let text = template("Protocollo 123456789 di RSSMRA80A01H501U, 999999999 {x}", &values, &Numbers::default());
        assert_eq!(text, "Protocollo {puc} di ***, *** |x|");
        assert_eq!(filled("a {x} b", "a 1 c"), None);
    }
}
