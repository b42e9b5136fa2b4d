//! What may have been meant: the suggestion in a refusal.

use super::address::AddressProblem;
use super::name::{fold, may_be_cut};
use super::{Place, Places, name};
use sac_domain::input;
use sac_domain::words;

/// Most places suggested.
const SUGGESTIONS: usize = 3;
/// From this length on two letters of a name may be wrong, else one.
const LONG: usize = 8;
/// Shortest beginning of a name that is taken for a hint at it.
const BEGINNING: usize = 4;

impl Places {
    /// Comuni of today whose name begins with this one or, if there is none, differs from it
    /// in the fewest letters; those of the province first.
    pub(super) fn similar(&self, comune: &str, provincia: &str) -> Vec<&Place> {
        let wanted = Wanted::new(name::fold(comune));
        let mut found: Vec<(usize, bool, &Place)> = self
            .by_name
            .iter()
            .filter_map(|(name, places)| Some((wanted.distance(name)?, places)))
            .flat_map(|(distance, places)| {
                self.places(places).into_iter().map(move |place| (distance, !place.is_in(provincia), place))
            })
            .collect();
        found.sort_by_key(|(distance, elsewhere, place)| (*distance, *elsewhere, place.code));
        found.dedup_by_key(|(.., place)| place.code);
        let nearest = found.first().map(|(distance, ..)| *distance);
        found.retain(|(distance, ..)| Some(*distance) == nearest);
        found.into_iter().take(SUGGESTIONS).map(|(.., place)| place).collect()
    }
}

impl Places {
    /// A comune of today or of the past, or a State: a possible birthplace.
    ///
    /// # Errors
    /// What is wrong with the name, with those that may be meant.
    pub fn birthplace(&self, text: &str) -> Result<String, words::Wanted> {
        let name = input::comune(text)?;
        let (folded, cut) = (fold(&name), may_be_cut(&name));
        let is_meant = |place: &Place| {
            let known = fold(place.name());
            known == folded || cut && known.starts_with(&folded)
        };
        if self.iter().any(is_meant) {
            return Ok(name);
        }
        let similar: Vec<&str> = self.similar(&name, "").into_iter().map(Place::name).collect();
        let meant = |asks: &str, or: &str| match similar.as_slice() {
            [] => String::new(),
            names => format!("; {asks} {}?", names.join(or)),
        };
        Err(words::Wanted::new(
            format!("nessun comune e nessuno Stato si chiama {name}{}", meant("forse si intendeva", " o ")),
            format!("there is no comune and no State by the name of {name}{}", meant("did you mean", " or ")),
        ))
    }
}

impl AddressProblem {
    /// The places that may be meant, if any are known.
    #[must_use]
    pub fn candidates(&self) -> &[&'static Place] {
        match self {
            Self::UnknownName { elsewhere, .. } if !elsewhere.is_empty() => elsewhere,
            Self::UnknownName { similar, .. } => similar,
            Self::Disagree { place, .. } | Self::WrongCap { place, .. } => std::slice::from_ref(place),
            Self::Missing | Self::UnknownCode { .. } => &[],
        }
    }

    /// What may help to put the address right, where something is known: an Italian sentence
    /// without its full stop.
    #[must_use]
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::UnknownCode { soppresso: Some(place), .. } => {
                Some(format!("È il codice di un comune soppresso, {place}"))
            }
            Self::UnknownName { elsewhere, .. } if !elsewhere.is_empty() => {
                Some(format!("Esiste {}", listed(elsewhere)))
            }
            Self::UnknownName { similar, .. } if !similar.is_empty() => {
                Some(format!("Forse si intende {}", listed(similar)))
            }
            Self::WrongCap { cap, generic: true, .. } => Some(format!("Il CAP generico {cap} non è ammesso")),
            Self::Missing
            | Self::UnknownCode { .. }
            | Self::UnknownName { .. }
            | Self::Disagree { .. }
            | Self::WrongCap { .. } => None,
        }
    }
}

/// A folded name looked for among many.
struct Wanted {
    name: String,
    letters: u32,
    /// How many letters may be wrong.
    allowed: usize,
}

impl Wanted {
    fn new(name: String) -> Self {
        let allowed = if name.len() < LONG { 1 } else { 2 };
        Self { letters: letters(&name), allowed, name }
    }

    /// In how many letters the other name differs; none in one that begins with this.
    fn distance(&self, other: &str) -> Option<usize> {
        if self.name.len() >= BEGINNING && other.starts_with(&self.name) {
            return Some(0);
        }
        // Comparing all names letter by letter would cost milliseconds; most are ruled out by
        // their length or the letters they are made of.
        let different = || (letters(other) ^ self.letters).count_ones() as usize;
        if other.len().abs_diff(self.name.len()) > self.allowed || different() > 2 * self.allowed {
            return None;
        }
        Some(strsim::osa_distance(other, &self.name)).filter(|distance| *distance <= self.allowed)
    }
}

/// The letters that occur in a folded name, one bit each.
fn letters(folded: &str) -> u32 {
    folded.bytes().fold(0, |set, letter| set | 1 << (letter % 32))
}

fn listed(places: &[&Place]) -> String {
    let names: Vec<String> = places.iter().map(ToString::to_string).collect();
    names.join(", ")
}
