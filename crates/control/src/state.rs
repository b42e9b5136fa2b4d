//! What every handler may use.

use std::sync::Arc;

use crate::console::access::Access;
use crate::world_set::WorldSet;

/// What every handler may use.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) worlds: Arc<dyn WorldSet>,
    pub(crate) version: &'static str,
    pub(crate) access: Arc<Access>,
}
