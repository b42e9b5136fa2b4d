//! Issues with the element that they are about.

use super::issue::Issue;
use sac_certificates::rule::{Catalogue, Refusal};

/// An issue with the path of its element below the request, for those that no rule places.
pub(super) struct Placed {
    pub(super) issue: Issue,
    pub(super) path: String,
}

/// An issue of the rule book, at the element that the book names, or closer where that is known.
pub(super) fn placed(catalogue: &Catalogue, refusal: &Refusal) -> Placed {
    let section = catalogue.errore(refusal).sezione_errata;
    let path = refusal.value("campo").map_or_else(|| section.clone(), |field| format!("{section}/{field}"));
    Placed { issue: Issue::of_refusal(catalogue, refusal), path }
}
