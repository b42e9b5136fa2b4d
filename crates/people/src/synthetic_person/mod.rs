//! The persons of the `open` register: made up, the same every time, and never at odds with
//! their code (rules §3, `lavoratore-sconosciuto`).

mod draw;
mod name;

use chrono::NaiveDate;

use super::places::Places;
use draw::Draws;
use sac_domain::attestato::NomeMedico;
use sac_domain::certificate::Indirizzo;
use sac_domain::code::Sesso;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico, Decoded};
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
    let text = code.clone();
    let draws = Draws::of(text.as_str());
    let told = code.decode(today).unwrap_or_else(|| drawn(&draws, places));
    let (comune_nascita, provincia_nascita) = birthplace(places, &told.luogo);
    Lavoratore {
        cognome: name::cognome(&told.cognome, &draws),
        nome: name::nome(&told.nome, told.sesso, &draws),
        codice_fiscale: code,
        sesso: told.sesso,
        data_nascita: told.data_nascita,
        comune_nascita,
        provincia_nascita,
        deceduto: false,
    }
}

/// The printed name of a doctor or clerk of this code, the same every time: made of the code's letters where it has
/// some, for the codes of test doctors are not those of persons.
#[must_use]
pub fn doctor_name(code: &CodiceFiscaleMedico) -> NomeMedico {
    let draws = Draws::of(code.as_str());
    let letters = |from: usize| {
        let letters = code.as_str().get(from..from + 3).filter(|part| part.bytes().all(|b| b.is_ascii_uppercase()));
        letters.map(str::to_owned)
    };
    let sesso = if draws.draw("sesso", 2) == 0 { Sesso::M } else { Sesso::F };
    NomeMedico {
        cognome: name::cognome(&letters(0).unwrap_or_else(|| name::any_cognome(&draws)), &draws),
        nome: name::nome(&letters(3).unwrap_or_else(|| name::any_nome(sesso, &draws)), sesso, &draws),
    }
}

/// Where a worker without a residence on record lives: a made-up address that agrees with the tables, the same on every
/// installation.
#[must_use]
pub fn residenza(code: &CodiceFiscale) -> Indirizzo {
    let draws = Draws::of(code.as_str());
    let comuni: Vec<&super::places::Place> = Places::embedded()
        .comuni()
        .filter(|place| place.has_caps() && place.name().chars().count() <= COMUNE_MAX)
        .collect();
    let chosen = draws.pick("comune di residenza", &comuni);
    let caps = chosen.map(|place| place.caps()).unwrap_or_default();
    Indirizzo {
        via: draws.pick("via", &VIE).copied().unwrap_or_default().to_owned(),
        civico: (1 + draws.draw("civico", 120)).to_string(),
        cap: draws.pick("cap", &caps).cloned().unwrap_or_default(),
        codice_catastale: chosen.map(|place| place.code().to_owned()),
        comune: chosen.map(|place| place.name().to_owned()),
        provincia: chosen.map(|place| place.provincia().to_owned()),
    }
}

/// Streets that most comuni have.
const VIE: [&str; 8] = [
    "Via Roma",
    "Via Garibaldi",
    "Via Mazzini",
    "Via Dante Alighieri",
    "Via della Repubblica",
    "Corso Italia",
    "Via Cavour",
    "Piazza del Popolo",
];

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
