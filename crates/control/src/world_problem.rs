//! The answer where a world cannot be made, reset, kept or restored.

use sac_domain::words::Text;
use sac_people::seed::SeedError;
use sac_world::{CreateWorldError, SnapshotError, WorldError};

use crate::problem::{Kind, Problem};

impl From<CreateWorldError> for Problem {
    fn from(error: CreateWorldError) -> Self {
        match error {
            CreateWorldError::Name(error) => Self::bad_value("/name", Text::of(&error)),
            CreateWorldError::World(error) => error.into(),
            CreateWorldError::Store(error) => error.into(),
            error => Self::new(Kind::Conflict, Text::of(&error)),
        }
    }
}

impl From<WorldError> for Problem {
    fn from(error: WorldError) -> Self {
        match error {
            WorldError::Store(error) | WorldError::Seed(SeedError::Store(error)) => error.into(),
            WorldError::Seed(error @ SeedError::Wrong { path: None, .. }) => {
                Self::bad_value("/people", Text::of(&error))
            }
            WorldError::Seed(error @ (SeedError::Wrong { .. } | SeedError::File { .. })) => {
                Self::bad_value("/settings/seed_file", Text::of(&error))
            }
            error @ WorldError::ErrorTable { .. } => Self::bad_value("/settings/error_table", Text::of(&error)),
            error @ WorldError::Icd9Table { .. } => Self::bad_value("/settings/icd9_table", Text::of(&error)),
            error @ WorldError::File { .. } => Self::bad_value("/settings", Text::of(&error)),
            error => Self::new(Kind::Internal, Text::of(&error)),
        }
    }
}

impl From<SnapshotError> for Problem {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Name(_) => Self::bad_value("/name", Text::of(&error)),
            SnapshotError::Exists(_) => Self::new(Kind::Conflict, Text::of(&error)),
            SnapshotError::Unknown(_) => Self::new(Kind::NotFound, Text::of(&error)),
            SnapshotError::Store(error) => error.into(),
            error => Self::new(Kind::Internal, Text::of(&error)),
        }
    }
}
