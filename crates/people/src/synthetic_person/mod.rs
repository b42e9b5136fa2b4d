//! The persons of the `open` register: made up, the same every time, and never at odds with
//! their code (rules §3, `lavoratore-sconosciuto`).

mod draw;
mod name;

use chrono::NaiveDate;

use super::places::Places;
use draw::Draws;
use sac_domain::code::Sesso;
use sac_domain::codice_fiscale::{CodiceFiscale, Decoded};
use sac_domain::person::{COMUNE_MAX, Lavoratore};

/// `provinciaNascita` where the code names a birthplace that no table knows.
const NO_PROVINCE: &str = "ND";

/// A person with this code, drawn from nothing but the code: surname, first name, sex, birth
/// date and birthplace agree with it in every part, as read on `today` (which settles the
/// century of birth). No person of a provisional code contradicts it: it says nothing about the person.
///
/// Real names are preferred; where the code's letters are those of none in the lists, a
/// pronounceable one is made of them. Letters in an order that no name gives (a vowel before
/// a consonant) become a name as they stand.
#[must_use]
pub fn person(code: CodiceFiscale, today: NaiveDate) -> Lavoratore {
    let places = Places::embedded();
    let draws = Draws::of(&code);
    let decoded = code.decode(today).unwrap_or_else(|| drawn(&draws, places));
    let (comune_nascita, provincia_nascita) = birthplace(places, &decoded.luogo);
    Lavoratore {
        cognome: name::cognome(&decoded.cognome, &draws),
        nome: name::nome(&decoded.nome, decoded.sesso, &draws),
        codice_fiscale: code,
        sesso: decoded.sesso,
        data_nascita: decoded.data_nascita,
        comune_nascita,
        provincia_nascita,
        deceduto: false,
    }
}

/// What a personal code would say, for a provisional one.
fn drawn(draws: &Draws, places: &Places) -> Decoded {
    let sesso = if draws.draw("sesso", 2) == 0 { Sesso::M } else { Sesso::F };
    let born = NaiveDate::from_ymd_opt(
        1950 + i32::from(draws.draw("anno", 50)),
        1 + u32::from(draws.draw("mese", 12)),
        1 + u32::from(draws.draw("giorno", 28)),
    );
    let luoghi: Vec<&str> = places.comuni().map(super::places::Place::code).collect();
    Decoded {
        cognome: name::any_cognome(draws),
        nome: name::any_nome(sesso, draws),
        data_nascita: born.unwrap_or_default(),
        sesso,
        luogo: draws.pick("luogo", &luoghi).copied().unwrap_or_default().to_owned(),
    }
}

/// Name, cut to the contract's length, and province of a birthplace.
fn birthplace(places: &Places, code: &str) -> (String, String) {
    match places.by_code(code) {
        Some(place) => {
            let cut: String = place.name().chars().take(COMUNE_MAX).collect();
            (cut.trim_end().to_owned(), place.provincia().to_owned())
        }
        None => (format!("Luogo {code}"), NO_PROVINCE.to_owned()),
    }
}

#[cfg(test)]
mod tests;
