//! The whole gateway, wired: for the program, and for tests and other programs that embed it.

mod address;
mod builder;
mod channels;
mod directory_lock;
mod error;
mod health;
mod running;
mod world;
mod worlds;

pub use self::builder::GatewayBuilder;
pub use self::directory_lock::LockError;
pub use self::error::{CallError, CreateWorldError, RemoveWorldError, StartError};
pub use self::running::Gateway;
pub use self::world::World;
pub use sac_world::DATABASE;
