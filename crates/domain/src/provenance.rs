//! Where a requirement comes from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a requirement comes from; shown with every finding, every refusal and many settings
/// (rules.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// The decree, the published schema and its notes, an official FAQ, or a W3C recommendation.
    Specification,
    /// Seen in traces of sibling services or in the behaviour of real clients.
    Observed,
    /// No source known: our own reading.
    Assumed,
}

impl Provenance {
    /// Every provenance, the strongest first.
    pub const ALL: [Self; 3] = [Self::Specification, Self::Observed, Self::Assumed];

    /// The word for it in tables and in output that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Specification => "specification",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
