//! Choosing the element to damage.

use crate::contract::sequence;
use crate::message::Node;
use crate::random::Random;

/// Chooses an element below the root.
pub(super) fn choose(message: &Node, random: &mut Random, wanted: &dyn Fn(&Node) -> bool) -> Option<Vec<usize>> {
    let paths = message.paths(wanted);
    (!paths.is_empty()).then(|| random.pick(&paths).clone())
}

/// Whether an element holds a value rather than further elements.
pub(super) fn is_value(node: &Node) -> bool {
    sequence(&node.of).is_none()
}
