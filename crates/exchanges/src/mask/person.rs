//! Names, and the persons that belong to masked codes.

use std::collections::HashMap;

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_people::synthetic_person;
use sac_xml::Element;

use super::Mask;

pub(super) const COGNOMI: [&str; 16] = [
    "Rossi", "Ferrari", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Conti", "Costa",
    "Giordano", "Mancini", "Rizzo", "Lombardi",
];
pub(super) const NOMI: [&str; 12] =
    ["Anna", "Luca", "Carla", "Marco", "Elena", "Paolo", "Silvia", "Dario", "Rita", "Bruno", "Teresa", "Mario"];

const SYLLABLES: [&str; 20] = [
    "ba", "ce", "di", "fo", "ga", "le", "mi", "no", "pa", "re", "si", "to", "va", "ze", "ri", "lo", "na", "te", "vi",
    "co",
];

impl Mask {
    /// A surname or first name (contract §5: 2 to 24 letters, blanks and apostrophes).
    pub(super) fn name(&self, value: &str) -> String {
        let length = value.chars().count();
        let is_name = value.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '\'');
        if !is_name || !(2..=20).contains(&length) {
            return self.shape(value);
        }
        loop_until_other(value, self.draw.stream("name", value), 3)
    }

    /// The name of a street.
    pub(super) fn street(&self, value: &str) -> String {
        if !(2..=50).contains(&value.chars().count()) || value.trim().is_empty() {
            return self.shape(value);
        }
        format!("Via {}", loop_until_other(value, self.draw.stream("street", value), 4))
    }

    /// The person of an `anagrafica`: the one whom an open register makes up for the masked code, so
    /// that everything agrees with it.
    pub(super) fn anagrafica(&self, element: Element<'_, '_>) -> HashMap<&'static str, String> {
        let code = element.text_of("codiceFiscale").map(|code| self.codice_fiscale(code)).unwrap_or_default();
        let mut values = self.made_up(&code);
        values.insert("codiceFiscale", code);
        values
    }

    /// The names of the person with this code; none where it is no code.
    pub(super) fn made_up(&self, code: &str) -> HashMap<&'static str, String> {
        let Ok(code) = CodiceFiscale::parse(code) else { return HashMap::new() };
        let person = synthetic_person::person(code, self.today);
        HashMap::from([
            ("cognome", person.cognome),
            ("nome", person.nome),
            ("sesso", person.sesso.as_str().to_owned()),
            ("dataNascita", person.data_nascita.to_string()),
            ("comuneNascita", person.comune_nascita),
            ("provinciaNascita", person.provincia_nascita),
        ])
    }
}

fn loop_until_other(value: &str, mut stream: super::draw::Stream, syllables: usize) -> String {
    loop {
        let mut drawn: String = (0..syllables).filter_map(|_| stream.pick(&SYLLABLES).copied()).collect();
        if let Some(first) = drawn.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if !drawn.eq_ignore_ascii_case(value) {
            return drawn;
        }
    }
}
