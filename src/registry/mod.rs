//! What the gateway knows of the world: persons and places.

pub mod made_up;
pub mod places;
