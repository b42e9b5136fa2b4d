//! How names of places are compared (rules §3, `indirizzo-comune-sconosciuto`).

use sac_domain::transliterate::ascii;

/// A name as wide as the contract's `comune` lets through, less the blank at the end that the
/// cut may have left: it may be the beginning of a longer one.
const CUT: usize = sac_domain::person::COMUNE_MAX - 1;

/// A name without all that does not count: accents, case, blanks, hyphens and apostrophes,
/// also the one that stands for an accent (`FORLI'`).
pub(super) fn fold(name: &str) -> String {
    ascii(name).chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Whether the name may have lost its end to the contract's 25 characters.
pub(super) fn may_be_cut(name: &str) -> bool {
    name.chars().count() >= CUT
}
