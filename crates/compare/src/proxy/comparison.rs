//! What is kept of each exchange: no message, no credentials.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use sac_domain::instant::Instant;
use serde::{Deserialize, Serialize};

use super::outcome::Outcome;
use super::reason::Reason;

/// What came of one exchange.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// Its number in the journal.
    pub exchange: u64,
    /// When it passed.
    pub at: Instant,
    /// The operation, where it is one of the contract.
    pub operation: Option<String>,
    /// Codes of what is wrong with the request.
    #[serde(default)]
    pub request: Vec<String>,
    /// Codes of what is wrong with the answer.
    #[serde(default)]
    pub response: Vec<String>,
    /// What the other SAC answered.
    pub theirs: Outcome,
    /// What our world answered; none where it was not asked, or could not tell.
    pub ours: Option<Outcome>,
    /// The rules by which our world refuses, in the order of its errors.
    #[serde(default)]
    pub rules: Vec<String>,
    /// In what they differ.
    #[serde(default)]
    pub differs: Vec<String>,
    /// Why they were not compared, or not wholly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// The file with a comparison a line.
pub(super) struct File(fs::File);

impl File {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().create(true).append(true).open(path).map(Self)
    }

    pub(super) fn write(&mut self, comparison: &Comparison) -> io::Result<()> {
        let mut line = serde_json::to_vec(comparison)?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}
