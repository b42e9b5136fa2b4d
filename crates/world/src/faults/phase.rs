//! When a rule acts.

use serde::{Deserialize, Serialize};

/// When a rule acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Nothing was done.
    Before,
    /// The work is committed; only the answer suffers.
    After,
}
