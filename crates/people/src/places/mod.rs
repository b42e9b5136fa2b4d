//! Comuni, and the places where a worker may have been born.
//!
//! The tables `data/comuni.tsv` and `data/luoghi_nascita.tsv` are part of the program; what
//! they are made from is told in `NOTICE`. [`Places::check`] says whether an address names a
//! real comune, and a CAP of it (rules §3, `indirizzo-…`).

mod address;
mod name;
mod suggest;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use address::{AddressProblem, Confirmed};

/// `provincia` of an address or birthplace abroad (contract §5).
pub const ESTERO: &str = "EE";

/// The table of places.
pub struct Places {
    all: Vec<Place>,
    by_code: BTreeMap<&'static str, usize>,
    /// Comuni of today under each of their folded names.
    by_name: BTreeMap<String, Vec<usize>>,
}

/// A comune, or a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    kind: Kind,
    code: &'static str,
    name: &'static str,
    /// Siglas parted by a blank, today's first.
    provinces: &'static str,
    /// Single CAPs and ranges of them parted by a blank, in order.
    caps: &'static str,
    /// Names in another language of the place, or that people use.
    other_names: Vec<&'static str>,
}

/// What a place is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A comune, where one can live and be born.
    Comune,
    /// A comune that is no more: a birthplace only.
    Soppresso,
    /// A country, whose code begins with `Z`.
    Stato,
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

impl Place {
    /// The codice catastale, as `H501`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The official Italian name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What the place is today.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The sigla of the province, of the last one for a suppressed comune, `EE` for a country.
    #[must_use]
    pub fn provincia(&self) -> &'static str {
        self.provinces.split(' ').next().unwrap_or(self.provinces)
    }

    /// Whether the comune may be written with this sigla, in either case. Sardinian comuni
    /// are known under their province of today and the one of 2016 to 2025.
    #[must_use]
    pub fn is_in(&self, provincia: &str) -> bool {
        self.provinces.split(' ').any(|sigla| sigla.eq_ignore_ascii_case(provincia))
    }

    /// Whether this is one of the place's names, compared as [`Places::named`] does.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let folded = name::fold(name);
        let cut = name::may_be_cut(name);
        self.folded_names().any(|own| own == folded || cut && own.starts_with(&folded))
    }

    /// Whether any CAP of the place is known; without, none can be refused.
    #[must_use]
    pub fn has_caps(&self) -> bool {
        !self.caps.is_empty()
    }

    /// Whether this is one of the place's CAPs. The generic one of a city that is divided
    /// (00100 for Roma) is not (rules §3).
    #[must_use]
    pub fn has_cap(&self, cap: &str) -> bool {
        cap.len() == 5 && self.cap_ranges().any(|(first, last)| (first..=last).contains(&cap))
    }

    /// The place's CAPs as ranges, both ends included, in order.
    pub fn cap_ranges(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.caps.split_whitespace().map(|range| range.split_once('-').unwrap_or((range, range)))
    }

    /// Every CAP of the place, in order.
    #[must_use]
    pub fn caps(&self) -> Vec<String> {
        let number = |cap: &str| cap.parse::<u32>().unwrap_or_default();
        self.cap_ranges()
            .flat_map(|(first, last)| number(first)..=number(last))
            .map(|cap| format!("{cap:05}"))
            .collect()
    }

    fn folded_names(&self) -> impl Iterator<Item = String> {
        let other = self.other_names.iter();
        // Bilingual places are often written with both names.
        let both = other.clone().map(|other| name::fold(&format!("{}{other}", self.name)));
        std::iter::once(&self.name).chain(other).map(|name| name::fold(name)).chain(both)
    }
}

#[cfg(test)]
mod tests;
