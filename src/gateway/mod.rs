//! The whole gateway, wired: for the program, and for tests and other programs that embed it.

mod absent;
mod address;
mod blocking;
mod builder;
mod channels;
mod directory_lock;
mod downloads;
mod due;
mod error;
mod expect;
mod front;
mod health;
mod parts;
mod pin;
mod running;
mod world;
mod worlds;

pub use self::blocking::BlockingGateway;
pub use self::builder::GatewayBuilder;
pub use self::directory_lock::LockError;
pub use self::error::{CallError, StartError};
pub use self::expect::{Expect, ExpectError, NotMet};
pub use self::pin::PinOf;
pub use self::running::Gateway;
pub use self::world::World;
pub use sac_control::{BASE as CONTROL_BASE, Control};
pub use sac_world::{CreateWorldError, DATABASE, RemoveWorldError};
