//! What a new world is to be like.

use std::fs;
use std::path::Path;

use crate::error::WorldError;
use crate::faults::{self, FaultPlan, PlanError, Rule};
use sac_domain::clock::Clock;
use sac_domain::words::Text;
use sac_settings::{PinSettings, RuleSettings};

/// What a new world is to be like. By default: the machine's time, the default people,
/// the gateway's rules, numbers that differ from every other world's, and all of it in memory.
#[derive(Clone, Debug, Default)]
pub struct WorldPlan {
    pub(crate) seed: Option<u64>,
    pub(crate) clock: Clock,
    pub(crate) people: People,
    pub(crate) rules: Option<RuleSettings>,
    pub(crate) pin: Option<PinSettings>,
    pub(crate) is_durable: bool,
    pub(crate) faults: Vec<Rule>,
}

/// Who is there on the first day.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum People {
    /// The default people, and those of the setting `seed_file`.
    #[default]
    Default,
    /// No one.
    None,
    /// Those of the text of a seed file (TOML).
    Seed(String),
}

impl WorldPlan {
    /// A plan in which everything is as usual.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the numbers of documents repeatable: the same seed gives the same ones.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// The clock that the world goes by. A clone of it moves the world's time.
    #[must_use]
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Who is there on the first day.
    #[must_use]
    pub fn people(self, people: People) -> Self {
        Self { people, ..self }
    }

    /// Which calls go wrong on purpose from the first one on.
    #[must_use]
    pub fn faults(self, faults: Vec<Rule>) -> Self {
        Self { faults, ..self }
    }

    /// The same from a file.
    ///
    /// # Errors
    /// [`WorldError::File`], [`WorldError::FaultPlan`].
    pub fn faults_of(self, path: &Path) -> Result<Self, WorldError> {
        let path = path.to_owned();
        let text = fs::read_to_string(&path).map_err(|source| WorldError::File { path: path.clone(), source })?;
        let faults = faults::read(&text).map_err(|reason| WorldError::FaultPlan { path: path.clone(), reason })?;
        // Checked here too, where the file is known.
        FaultPlan::new(faults.clone(), false).map_err(|error| {
            let PlanError { index, pointer, detail, .. } = error;
            let number = index + 1;
            let reason = Text::new(
                format!("regola {number}, a `{pointer}`: {}", detail.it),
                format!("rule {number}, at `{pointer}`: {}", detail.en),
            );
            WorldError::FaultPlan { path, reason }
        })?;
        Ok(self.faults(faults))
    }

    /// Rules of its own.
    #[must_use]
    pub fn rules(self, rules: RuleSettings) -> Self {
        Self { rules: Some(rules), ..self }
    }

    /// Settings of the PIN of its own.
    #[must_use]
    pub fn pin(self, pin: PinSettings) -> Self {
        Self { pin: Some(pin), ..self }
    }

    /// Keeps everything in the data directory, in a folder of the world's name. A world that was
    /// there before is as it was left; of the people only those are added who are not known.
    #[must_use]
    pub fn durable(self) -> Self {
        Self { is_durable: true, ..self }
    }
}
