//! The six letters that a code takes from surname and first name.

use crate::transliterate::ascii;

/// The three letters of a surname: its consonants in order, then its vowels, then `X`.
/// `None` where there is no letter at all.
#[must_use]
pub fn cognome_letters(cognome: &str) -> Option<String> {
    let (consonants, vowels) = sorted(cognome);
    three(&consonants, &vowels)
}

/// The three letters of a first name: as for a surname, but of four and more consonants the
/// first, third and fourth. `None` where there is no letter at all.
#[must_use]
pub fn nome_letters(nome: &str) -> Option<String> {
    let (mut consonants, vowels) = sorted(nome);
    if consonants.chars().count() > 3 {
        consonants.remove(1);
    }
    three(&consonants, &vowels)
}

/// Consonants and vowels of a name in capitals, its accents, blanks and apostrophes gone.
fn sorted(name: &str) -> (String, String) {
    ascii(name)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .partition(|letter| !"AEIOU".contains(*letter))
}

fn three(consonants: &str, vowels: &str) -> Option<String> {
    if consonants.is_empty() && vowels.is_empty() {
        return None;
    }
    Some(consonants.chars().chain(vowels.chars()).chain("XX".chars()).take(3).collect())
}
