//! One transition, as a row of a table.

use std::fmt;
use std::hash::Hash;

use super::actor::Actor;
use super::notice::Notice;
use crate::deadline::Deadline;

/// A state machine: two enumerations and the rows that join them.
pub trait Machine: Sized + 'static {
    /// Its states.
    type State: Copy + Eq + Hash + fmt::Debug + fmt::Display + 'static;
    /// What can happen.
    type Event: Copy + Eq + Hash + fmt::Debug + fmt::Display + 'static;

    /// The name of the entity, as in `invciv.<entity>.<state>`.
    const NAME: &'static str;
    /// Every state.
    const STATES: &'static [Self::State];
    /// Every event.
    const EVENTS: &'static [Self::Event];
    /// Every transition there is.
    const ROWS: &'static [Row<Self>];

    /// A state's word.
    fn state_name(state: Self::State) -> &'static str;
    /// An event's word.
    fn event_name(event: Self::Event) -> &'static str;
}

/// Where a transition leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<S> {
    /// To this state.
    State(S),
    /// It stays where it is.
    Same,
    /// The record is erased.
    Gone,
}

/// A row of a table of transitions.
pub struct Row<M: Machine> {
    /// The states in which the event can happen; none where it makes the record.
    pub from: &'static [M::State],
    /// Whether the event makes the record.
    pub begins: bool,
    /// What happens.
    pub event: M::Event,
    /// Where it leads.
    pub to: Target<M::State>,
    /// Who causes it.
    pub who: &'static [Actor],
    /// The deadlines that it must keep, or that it sets.
    pub deadlines: &'static [Deadline],
    /// What is sent.
    pub sends: &'static [Notice],
    /// How we know of it: `S` specification, `O` observed, `A` assumed, with the paragraph.
    pub provenance: &'static str,
}

impl<M: Machine> Row<M> {
    /// Whether the event can happen in this state; `None` before there is a record.
    #[must_use]
    pub fn applies(&self, state: Option<M::State>, event: M::Event) -> bool {
        self.event == event && state.map_or(self.begins, |state| self.from.contains(&state))
    }
}

impl<M: Machine> fmt::Debug for Row<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?} + {} -> {:?}", M::NAME, self.from, self.event, self.to)
    }
}
