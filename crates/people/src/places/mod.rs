//! Comuni, and the places where a worker may have been born.
//!
//! The tables `data/comuni.tsv` and `data/luoghi_nascita.tsv` are part of the program; what
//! they are made from is stated in `NOTICE`. [`Places::check`] says whether an address names a
//! real comune, and a CAP of it (rules §3, `indirizzo-…`).

mod address;
mod name;
mod place;
mod suggest;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use address::{AddressProblem, Confirmed};
pub use place::{ESTERO, Kind, Place};

/// The table of places.
pub struct Places {
    all: Vec<Place>,
    by_code: BTreeMap<&'static str, usize>,
    /// Comuni of today under each of their folded names.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Places {
    /// The table that is part of the program, read at the first call.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Places> = LazyLock::new(|| Places::of(table::read()));
        &EMBEDDED
    }

    /// The comune, of today or suppressed, or the country with this codice catastale, in
    /// either case of its letter.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Place> {
        let index = self.by_code.get(code.to_ascii_uppercase().as_str())?;
        self.all.get(*index)
    }

    /// The comuni of today with this name, in all provinces. Accents, case, blanks and
    /// apostrophes do not count; a name of 24 or more characters also matches those that it
    /// begins, for the contract cuts a name after 25 (rules §3).
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&Place> {
        let folded = name::fold(name);
        if let Some(found) = self.by_name.get(&folded) {
            return self.places(found);
        }
        if !name::may_be_cut(name) {
            return Vec::new();
        }
        let mut found: Vec<usize> = self.beginning_with(&folded).flat_map(|(_, places)| places).copied().collect();
        found.sort_unstable();
        found.dedup();
        self.places(&found)
    }

    /// The comuni of today with this name in this province: one, but for names that are
    /// alike in their first 25 characters.
    #[must_use]
    pub fn find(&self, name: &str, provincia: &str) -> Vec<&Place> {
        let mut found = self.named(name);
        found.retain(|place| place.is_in(provincia));
        found
    }

    /// The comuni of today, by codice catastale.
    pub fn comuni(&self) -> impl Iterator<Item = &Place> {
        self.all.iter().filter(|place| place.kind == Kind::Comune)
    }

    /// All places, comuni of today first.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.all.iter()
    }

    fn of(all: Vec<Place>) -> Self {
        let by_code = all.iter().enumerate().map(|(at, place)| (place.code, at)).collect();
        let mut by_name = BTreeMap::<String, Vec<usize>>::new();
        for (at, place) in all.iter().enumerate().filter(|(_, place)| place.kind == Kind::Comune) {
            for name in place.folded_names() {
                by_name.entry(name).or_default().push(at);
            }
        }
        Self { all, by_code, by_name }
    }

    fn beginning_with<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (&'a String, &'a Vec<usize>)> {
        self.by_name
            .range::<str, _>((std::ops::Bound::Included(folded), std::ops::Bound::Unbounded))
            .take_while(move |(name, _)| name.starts_with(folded))
    }

    fn places(&self, indexes: &[usize]) -> Vec<&Place> {
        indexes.iter().filter_map(|index| self.all.get(*index)).collect()
    }
}

#[cfg(test)]
mod tests;
