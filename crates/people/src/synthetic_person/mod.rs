//! The persons of the `open` register: made up, the same every time, and never at odds with
//! their code (rules §3, `lavoratore-sconosciuto`).

mod name;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::places::Places;
use sac_domain::code::Sesso;
use sac_domain::codice_fiscale::{CodiceFiscale, Decoded};
use sac_domain::person::{COMUNE_MAX, Lavoratore};

/// `provinciaNascita` where the code names a birthplace that no table knows.
const NO_PROVINCE: &str = "ND";

/// A person with this code, drawn from nothing but the code: surname, first name, sex, birth
/// date and birthplace agree with it in every part, as read on `today` (which settles the
/// century of birth). No person of a provisional code contradicts it: it tells nothing.
///
/// Real names are preferred; where the code's letters are those of none in the lists, a
/// pronounceable one is made of them. Letters in an order that no name gives (a vowel before
/// a consonant) become a name as they stand.
#[must_use]
pub fn person(code: CodiceFiscale, today: NaiveDate) -> Lavoratore {
    let places = Places::embedded();
    let lots = Lots(&code);
    let told = code.decode(today).unwrap_or_else(|| drawn(&lots, places));
    let (comune_nascita, provincia_nascita) = birthplace(places, &told.luogo);
    Lavoratore {
        cognome: name::cognome(&told.cognome, &lots),
        nome: name::nome(&told.nome, told.sesso, &lots),
        codice_fiscale: code,
        sesso: told.sesso,
        data_nascita: told.data_nascita,
        comune_nascita,
        provincia_nascita,
        deceduto: false,
    }
}

/// Draws that depend on the code alone, and each on its own label.
struct Lots<'a>(&'a CodiceFiscale);

impl Lots<'_> {
    /// A number below `count`, or 0 where there is none.
    fn draw(&self, label: &str, count: u16) -> u16 {
        let digest = Sha256::new_with_prefix(label).chain_update(self.0.as_str()).finalize();
        let number = digest.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte));
        let rest = number.checked_rem(u64::from(count)).unwrap_or(0);
        u16::try_from(rest).unwrap_or(0)
    }

    /// One of `from`, of the first 65 535 if there are more.
    fn pick<'b, T>(&self, label: &str, from: &'b [T]) -> Option<&'b T> {
        let count = u16::try_from(from.len()).unwrap_or(u16::MAX);
        from.get(usize::from(self.draw(label, count)))
    }
}

/// What a personal code would tell, for one that tells nothing.
fn drawn(lots: &Lots, places: &Places) -> Decoded {
    let sesso = if lots.draw("sesso", 2) == 0 { Sesso::M } else { Sesso::F };
    let born = NaiveDate::from_ymd_opt(
        1950 + i32::from(lots.draw("anno", 50)),
        1 + u32::from(lots.draw("mese", 12)),
        1 + u32::from(lots.draw("giorno", 28)),
    );
    let luoghi: Vec<&str> = places.comuni().map(super::places::Place::code).collect();
    Decoded {
        cognome: name::any_cognome(lots),
        nome: name::any_nome(sesso, lots),
        data_nascita: born.unwrap_or_default(),
        sesso,
        luogo: lots.pick("luogo", &luoghi).copied().unwrap_or_default().to_owned(),
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
