//! The numbers that two SACs have given to the same documents.

use std::collections::HashMap;

use sac_client::Answer;

/// The elements that hold numbers of documents.
pub(crate) const ELEMENTS: [&str; 3] = ["idCertificato", "idInizioRicovero", "idAnnullamento"];

/// The numbers that one SAC has given, with those that the other has given to the same documents.
#[derive(Debug, Default)]
pub(crate) struct Numbers(HashMap<String, String>);

impl Numbers {
    /// Two answers to the same request give the same documents their numbers.
    pub(crate) fn learn(&mut self, first: &Answer, second: &Answer) {
        for name in ELEMENTS {
            if let (Some(one), Some(other)) = (first.field(name), second.field(name)) {
                self.0.insert(one.to_owned(), other.to_owned());
            }
        }
    }

    /// The second one's number of a document.
    pub(crate) fn second(&self, first: &str) -> Option<&str> {
        self.0.get(first.trim()).map(String::as_str)
    }

    /// A text with every known number of the first replaced by that of the second.
    pub(crate) fn in_text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut digits = String::new();
        for c in text.chars().chain(['\0']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            out.push_str(self.second(&digits).unwrap_or(&digits));
            digits.clear();
            if c != '\0' {
                out.push(c);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_are_replaced_and_others_stay() {
        let numbers = Numbers(HashMap::from([("123456789".to_owned(), "987654321".to_owned())]));
        assert_eq!(numbers.in_text("n. 123456789, 1234567890 e 12."), "n. 987654321, 1234567890 e 12.");
        assert_eq!(numbers.in_text("123456789"), "987654321");
        assert_eq!(numbers.second(" 123456789"), Some("987654321"));
    }
}
