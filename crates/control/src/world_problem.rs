//! The answer where a world cannot be made, reset, kept or restored.

use sac_domain::error::chain;
use sac_people::seed::SeedError;
use sac_world::{CreateWorldError, SnapshotError, WorldError};

use crate::problem::{Kind, Problem};

impl From<CreateWorldError> for Problem {
    fn from(error: CreateWorldError) -> Self {
        match error {
            CreateWorldError::Name(error) => Self::bad_value("/name", error.to_string()),
            CreateWorldError::World(error) => error.into(),
            CreateWorldError::Store(error) => error.into(),
            error => Self::new(Kind::Conflict, error.to_string()),
        }
    }
}

impl From<WorldError> for Problem {
    fn from(error: WorldError) -> Self {
        match error {
            WorldError::Store(error) | WorldError::Seed(SeedError::Store(error)) => error.into(),
            WorldError::Seed(error @ SeedError::Wrong { path: None, .. }) => {
                Self::bad_value("/people", error.to_string())
            }
            WorldError::Seed(error @ (SeedError::Wrong { .. } | SeedError::File { .. })) => {
                Self::bad_value("/settings/seed_file", error.to_string())
            }
            error @ WorldError::ErrorTable { .. } => {
                Self::bad_value("/settings/error_table", chain(&error).to_string())
            }
            error @ WorldError::Icd9Table { .. } => Self::bad_value("/settings/icd9_table", chain(&error).to_string()),
            error @ WorldError::File { .. } => Self::bad_value("/settings", chain(&error).to_string()),
            error => Self::new(Kind::Internal, chain(&error).to_string()),
        }
    }
}

impl From<SnapshotError> for Problem {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Name(_) => Self::bad_value("/name", error.to_string()),
            SnapshotError::Exists(_) => Self::new(Kind::Conflict, error.to_string()),
            SnapshotError::Unknown(_) => Self::new(Kind::NotFound, error.to_string()),
            SnapshotError::Store(error) => error.into(),
            error => Self::new(Kind::Internal, chain(&error).to_string()),
        }
    }
}
