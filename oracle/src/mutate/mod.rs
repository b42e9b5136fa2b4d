//! Damages a message in one place. Some of the changes do no harm: the validators decide.

mod choose;
mod namespace;
mod shape;
mod text;
mod value;

use crate::message::Node;
use crate::random::Random;

pub use text::damage_text;

/// Changes a message, or does not where there is nothing for it to change.
pub type Change = fn(&mut Node, &mut Random) -> Option<()>;

/// The changes to the tree of a message, by name.
pub const CHANGES: &[(&str, Change)] = &[
    ("delete", shape::delete),
    ("duplicate", shape::duplicate),
    ("swap", shape::swap),
    ("reverse", shape::reverse),
    ("move", shape::displace),
    ("rename", shape::rename),
    ("insert", shape::insert),
    ("wrap", shape::wrap),
    ("text instead", shape::text_instead),
    ("too many", shape::too_many),
    ("stray text", shape::stray_text),
    ("child in a value", shape::child_in_value),
    ("empty", value::empty),
    ("value", value::damage_value),
    ("value of another type", value::other_value),
    ("date and time", value::date_time),
    ("attribute", namespace::attribute),
    ("xsi", namespace::instance_attribute),
    ("prefix", namespace::prefix),
    ("prefix everywhere", namespace::prefix_everywhere),
    ("default namespace", namespace::default_namespace),
    ("root", namespace::root),
];
