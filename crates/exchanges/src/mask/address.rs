//! Addresses: another comune with one of its CAPs, written in the way the original was.

use std::collections::HashMap;
use std::sync::LazyLock;

use sac_domain::certificate::Indirizzo;
use sac_domain::person::COMUNE_MAX;
use sac_people::places::{AddressProblem, Confirmed, Place, Places};
use sac_xml::Element;

use super::Mask;

/// Where masked addresses are.
static COMUNI: LazyLock<Vec<&'static Place>> =
    LazyLock::new(|| Places::embedded().comuni().filter(|place| place.has_caps()).collect());

impl Mask {
    /// The values of an `indirizzo` by the names of its elements.
    pub(super) fn address(&self, element: Element<'_, '_>) -> HashMap<&'static str, String> {
        let given = |name: &str| element.text_of(name).map(str::to_owned);
        let address = Indirizzo {
            via: given("via").unwrap_or_default(),
            civico: given("civico").unwrap_or_default(),
            cap: given("cap").unwrap_or_default(),
            codice_catastale: given("codiceCatastale"),
            comune: given("comune"),
            provincia: given("provincia"),
        };
        let mut values =
            HashMap::from([("via", self.street(&address.via)), ("civico", self.house_number(&address.civico))]);
        let comune = address.comune.as_deref().unwrap_or_default();
        let is_in_form = comune.chars().count() <= COMUNE_MAX;
        let is_cap = address.cap.len() == 5 && address.cap.bytes().all(|byte| byte.is_ascii_digit());
        match Places::embedded().check(&address) {
            _ if !is_in_form => self.elsewhere(&address, &mut values),
            Ok(Confirmed::InItaly(place) | Confirmed::CapUnknown(place)) => {
                let other = self.place(place.code());
                let caps = other.caps();
                let cap = self.draw.stream("cap", &address.cap).pick(&caps).cloned().unwrap_or_default();
                insert_place(&mut values, other, cap);
            }
            Ok(Confirmed::Abroad) => {
                self.elsewhere(&address, &mut values);
                // They make it an address abroad.
                values.extend(address.provincia.map(|provincia| ("provincia", provincia)));
                values.extend(address.codice_catastale.map(|code| ("codiceCatastale", code)));
            }
            Err(AddressProblem::WrongCap { place, .. }) => {
                let other = self.place(place.code());
                let wrong = ["00000", "99999"].into_iter().find(|cap| !other.has_cap(cap)).unwrap_or_default();
                let wrong = if is_cap { wrong.to_owned() } else { self.shape(&address.cap) };
                insert_place(&mut values, other, wrong);
            }
            Err(_) => self.elsewhere(&address, &mut values),
        }
        values
    }

    /// Nowhere: an address that no comune has stays one.
    fn elsewhere(&self, address: &Indirizzo, values: &mut HashMap<&'static str, String>) {
        values.insert("cap", self.shape(&address.cap));
        for (name, value) in [("comune", &address.comune), ("provincia", &address.provincia)] {
            values.extend(value.as_deref().map(|value| (name, self.shape(value))));
        }
        let unknown = |code: &str| {
            let drawn = self.shape(code);
            // No comune has a code that begins so.
            if Places::embedded().by_code(&drawn).is_some() {
                drawn.replacen(|c: char| c.is_alphabetic(), "Y", 1)
            } else {
                drawn
            }
        };
        values.extend(address.codice_catastale.as_deref().map(|code| ("codiceCatastale", unknown(code))));
    }

    fn place(&self, code: &str) -> &'static Place {
        let mut stream = self.draw.stream("place", code);
        loop {
            match stream.pick(&COMUNI) {
                Some(place) if place.code() != code => return place,
                _ => {}
            }
        }
    }

    fn house_number(&self, value: &str) -> String {
        if value == "SNC" || !(1..=15).contains(&value.chars().count()) || value.trim().is_empty() {
            return if value == "SNC" { value.to_owned() } else { self.shape(value) };
        }
        let mut stream = self.draw.stream("civico", value);
        (1 + stream.below(999)).to_string()
    }
}

fn insert_place(values: &mut HashMap<&'static str, String>, place: &Place, cap: String) {
    let name: String = place.name().chars().take(COMUNE_MAX).collect();
    values.insert("comune", name.trim_end().to_owned());
    values.insert("provincia", place.provincia().to_owned());
    values.insert("codiceCatastale", place.code().to_owned());
    values.insert("cap", cap);
}
