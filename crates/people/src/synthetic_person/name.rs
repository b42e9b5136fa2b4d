//! Names to the letters of a code: from a list of common ones, or made of the letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::draw::Draws;
use sac_domain::code::Sesso;
use sac_domain::codice_fiscale::{cognome_letters, nome_letters};

static COGNOMI: LazyLock<Names> =
    LazyLock::new(|| Names::of(include_str!("../../../../data/cognomi.txt"), cognome_letters));
static NOMI_M: LazyLock<Names> = LazyLock::new(|| Names::of(include_str!("../../../../data/nomi_m.txt"), nome_letters));
static NOMI_F: LazyLock<Names> = LazyLock::new(|| Names::of(include_str!("../../../../data/nomi_f.txt"), nome_letters));

/// A surname whose letters in a code are these three.
pub(super) fn cognome(letters: &str, draws: &Draws) -> String {
    COGNOMI.to(letters, "cognome", draws).unwrap_or_else(|| made_of(letters, "cognome", 'i', draws))
}

/// A first name, of this sex, whose letters in a code are these three.
pub(super) fn nome(letters: &str, sesso: Sesso, draws: &Draws) -> String {
    let (names, ending) = match sesso {
        Sesso::M => (&NOMI_M, 'o'),
        Sesso::F => (&NOMI_F, 'a'),
    };
    names.to(letters, "nome", draws).unwrap_or_else(|| made_of(letters, "nome", ending, draws))
}

/// The letters of some surname of the list.
pub(super) fn any_cognome(draws: &Draws) -> String {
    COGNOMI.any("lettere del cognome", draws)
}

/// The letters of some first name of the list of this sex.
pub(super) fn any_nome(sesso: Sesso, draws: &Draws) -> String {
    match sesso {
        Sesso::M => NOMI_M.any("lettere del nome", draws),
        Sesso::F => NOMI_F.any("lettere del nome", draws),
    }
}

/// A list of names, by their letters in a code.
struct Names {
    letters: Vec<String>,
    by_letters: HashMap<String, Vec<&'static str>>,
}

impl Names {
    fn of(list: &'static str, letters_of: fn(&str) -> Option<String>) -> Self {
        let mut letters = Vec::new();
        let mut by_letters = HashMap::<String, Vec<&'static str>>::new();
        for name in list.lines().filter(|line| !line.starts_with('#')) {
            if let Some(own) = letters_of(name) {
                letters.push(own.clone());
                by_letters.entry(own).or_default().push(name);
            }
        }
        Self { letters, by_letters }
    }

    fn to(&self, letters: &str, label: &str, draws: &Draws) -> Option<String> {
        let names = self.by_letters.get(letters)?;
        draws.pick(label, names).map(|name| (*name).to_owned())
    }

    fn any(&self, label: &str, draws: &Draws) -> String {
        draws.pick(label, &self.letters).cloned().unwrap_or_default()
    }
}

/// A name that gives these letters, and can be pronounced where they let it.
fn made_of(letters: &str, label: &str, ending: char, draws: &Draws) -> String {
    let letters = letters.to_ascii_lowercase();
    let vowel = |which: &str| {
        let label = format!("vocale {which} del {label}");
        draws.pick(&label, &['a', 'e', 'i', 'o']).copied().unwrap_or(ending)
    };
    let [first, second, third] = letters.chars().collect::<Vec<_>>()[..] else {
        return letters;
    };
    let name = match (is_vowel(first), is_vowel(second), is_vowel(third)) {
        (false, false, false) => {
            format!("{first}{}{second}{}{third}{ending}", vowel("prima"), vowel("seconda"))
        }
        // The code gives only the first of the vowels.
        (false, false, true) => format!("{first}{third}{second}{ending}"),
        // An X behind a vowel fills up a name that is too short.
        (_, true, false) if third == 'x' => format!("{first}{second}"),
        (true, false, false) if (second, third) == ('x', 'x') => format!("{first}'"),
        _ => letters,
    };
    capitalised(&name)
}

fn is_vowel(letter: char) -> bool {
    "aeiou".contains(letter)
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
