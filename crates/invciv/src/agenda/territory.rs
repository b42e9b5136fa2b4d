//! Which ASL an address belongs to (circular §3.3).

use std::collections::HashMap;

use crate::identifier::CodiceAsl;

/// What an ASL serves.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// Whole CAPs, or their beginnings.
    pub cap: Vec<String>,
    /// *Codici catastali* of comuni.
    pub comuni: Vec<String>,
}

/// What counts of an address.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// Five digits.
    pub cap: &'a str,
    /// The *codice catastale* of the comune.
    pub comune: Option<&'a str>,
}

/// The ASL of a world, by what they serve.
#[derive(Clone, Debug, Default)]
pub struct Territory {
    by_cap: HashMap<String, Vec<CodiceAsl>>,
    by_comune: HashMap<String, Vec<CodiceAsl>>,
}

/// Digits of a whole CAP.
const CAP: usize = 5;

impl Territory {
    /// Adds an ASL.
    pub fn add(&mut self, asl: &CodiceAsl, served: &Served) {
        for cap in &served.cap {
            self.by_cap.entry(cap.clone()).or_default().push(asl.clone());
        }
        for comune in &served.comuni {
            self.by_comune.entry(comune.clone()).or_default().push(asl.clone());
        }
    }

    /// The ASL of an address. The first hit wins: CAP and comune together, the CAP, the longest
    /// beginning of the CAP, the comune; of several at one level the lowest code (assumed). None:
    /// rule `asl-non-determinata`.
    #[must_use]
    pub fn asl_of(&self, address: Address<'_>) -> Option<&CodiceAsl> {
        let of_comune = address.comune.and_then(|comune| self.by_comune.get(comune)).map_or(&[][..], Vec::as_slice);
        let of_cap = |length: usize| {
            address.cap.get(..length).and_then(|beginning| self.by_cap.get(beginning)).map_or(&[][..], Vec::as_slice)
        };
        let both = of_cap(CAP).iter().filter(|asl| of_comune.contains(asl)).min();
        both.or_else(|| (1..=CAP).rev().find_map(|length| of_cap(length).iter().min()))
            .or_else(|| of_comune.iter().min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_hit_wins() {
        let asl = |code: &str| CodiceAsl::parse(code).unwrap();
        let mut territory = Territory::default();
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        for (code, cap, comuni) in [
            ("120201", &["001", "00184"][..], &["H501"][..]),
            ("120202", &["00184"], &[]),
            ("120200", &["00184"], &[]),
            ("190101", &["9"], &["F158"]),
            ("190102", &["98"], &["F158"]),
        ] {
            territory.add(&asl(code), &Served { cap: texts(cap), comuni: texts(comuni) });
        }
        for (cap, comune, expected) in [
            ("00184", Some("H501"), Some("120201")),
            ("00184", None, Some("120200")),
            ("00100", None, Some("120201")),
            ("98121", None, Some("190102")),
            ("90121", Some("F158"), Some("190101")),
            ("20121", Some("F158"), Some("190101")),
            ("20121", Some("F205"), None),
        ] {
            let found = territory.asl_of(Address { cap, comune }).map(CodiceAsl::as_str);
            assert_eq!(found, expected, "{cap} {comune:?}");
        }
    }
}
