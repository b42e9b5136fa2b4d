//! A comune or a country, and what it is called.

use std::fmt;

use super::name;

/// `provincia` of an address or birthplace abroad (contract §5).
pub const ESTERO: &str = "EE";

/// A comune, or a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(super) kind: Kind,
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Siglas separated by a blank, today's first.
    pub(super) provinces: &'static str,
    /// Single CAPs and ranges of them separated by a blank, in order.
    pub(super) caps: &'static str,
    /// Names in another language of the place, or that people use.
    pub(super) other_names: Vec<&'static str>,
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

    /// Whether this is one of the place's names, compared as [`Places::named`](super::Places::named) does.
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

    /// The CAPs as one reads them: `00118-00128, 00131-00139`.
    #[must_use]
    pub fn caps_in_words(&self) -> String {
        self.caps.replace(' ', ", ")
    }

    pub(super) fn folded_names(&self) -> impl Iterator<Item = String> {
        let other = self.other_names.iter();
        // Bilingual places are often written with both names.
        let both = other.clone().map(|other| name::fold(&format!("{}{other}", self.name)));
        std::iter::once(&self.name).chain(other).map(|name| name::fold(name)).chain(both)
    }
}

/// `Roma (RM)`; a country has its name only.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Stato => f.write_str(self.name),
            Kind::Comune | Kind::Soppresso => write!(f, "{} ({})", self.name, self.provincia()),
        }
    }
}
