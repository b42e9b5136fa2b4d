//! Any script into the few characters that the contract's names may hold.

use deunicode::deunicode;

/// What stands for a name of which nothing can be written.
const NAMELESS: &str = "XX";

/// A name as `cognome` and `nome` of an `anagrafica` can hold it (contract §5, pattern
/// `[a-zA-Z ']*`, at least two characters): accents go, hyphens and whatever else has no
/// letter become blanks, and it is cut after `max` characters. `D'Amìco-Rè` gives
/// `D'Amico Re`. Names are never rejected (rules §1): one of a single letter gets an
/// apostrophe, one of none becomes `XX`.
#[must_use]
pub fn anagrafica(name: &str, max: usize) -> String {
    let allowed = |found: char| found.is_ascii_alphabetic() || found == '\'';
    let plain = ascii(name).replace(|found| !allowed(found), " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(max).collect();
    let name = cut.trim_end();
    match name.len() {
        _ if !name.contains(|found: char| found.is_ascii_alphabetic()) => NAMELESS.to_owned(),
        1 => format!("{name}'"),
        _ => name.to_owned(),
    }
}

/// Letters of any script as the nearest ones without accent: `ß` gives `ss`, `Ø` gives `O`.
/// What no letters are known for is left out.
#[must_use]
pub fn ascii(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { deunicode(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_the_contract() {
        let cases = [
            ("D'Amìco-Rè", "D'Amico Re"),
            ("D’Angelò", "D'Angelo"),
            ("De  Luca\t", "De Luca"),
            ("Weiß", "Weiss"),
            ("Søren", "Soren"),
            ("Škoda", "Skoda"),
            ("François", "Francois"),
            ("Müller", "Muller"),
            ("Łukasz", "Lukasz"),
            ("Þór", "Thor"),
            ("Ægir", "AEgir"),
            ("e\u{301}lite", "elite"),
            ("Шевченко", "Shevchenko"),
            ("王", "Wang"),
            ("Rossi (detto Bianchi)", "Rossi detto Bianchi"),
            ("O", "O'"),
            ("", "XX"),
            ("''", "XX"),
            ("123", "XX"),
        ];
        for (name, expected) in cases {
            assert_eq!(anagrafica(name, 24), expected, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_without_a_blank_at_the_end() {
        assert_eq!(anagrafica("Maria Antonietta Giuseppina", 20), "Maria Antonietta Giu");
        assert_eq!(anagrafica("Maria Antonietta Giuseppina", 17), "Maria Antonietta");
    }
}
