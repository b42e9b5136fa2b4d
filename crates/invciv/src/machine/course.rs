//! A record's way through its table.

use std::fmt;

use super::row::{Machine, Row, Target};

/// Where a record stands. It is made by an event that begins a record and moves by events that have a
/// row; no other way leads to a state, but for [`recorded`](Self::recorded), which takes what a
/// store has kept.
pub struct Course<M: Machine> {
    state: M::State,
}

/// What an event does: the row, and where the record stands afterwards.
pub struct Step<M: Machine> {
    /// The row that applied.
    pub row: &'static Row<M>,
    /// Where the record stands; none if it was erased.
    pub course: Option<Course<M>>,
}

/// An event that has no row in this state. Nothing changes.
pub struct NotAllowed<M: Machine> {
    /// The state; none before there is a record.
    pub state: Option<M::State>,
    /// The event.
    pub event: M::Event,
    /// What could have happened instead.
    pub allowed: Vec<M::Event>,
}

impl<M: Machine> Course<M> {
    /// Makes a record.
    ///
    /// # Errors
    /// The event does not begin a record.
    pub fn begin(event: M::Event) -> Result<Step<M>, NotAllowed<M>> {
        step(None, event)
    }

    /// A record as it was kept.
    #[must_use]
    pub fn recorded(state: M::State) -> Self {
        Self { state }
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> M::State {
        self.state
    }

    /// What the event does to it. The record itself is not changed: who keeps it keeps the result.
    ///
    /// # Errors
    /// The event has no row in this state.
    pub fn after(&self, event: M::Event) -> Result<Step<M>, NotAllowed<M>> {
        step(Some(self.state), event)
    }

    /// What can happen in this state.
    #[must_use]
    pub fn allowed(&self) -> Vec<M::Event> {
        allowed::<M>(Some(self.state))
    }

    /// Whether nothing leads to another state any more.
    #[must_use]
    pub fn is_final(&self) -> bool {
        M::ROWS.iter().all(|row| row.to == Target::Same || !row.from.contains(&self.state))
    }
}

fn step<M: Machine>(state: Option<M::State>, event: M::Event) -> Result<Step<M>, NotAllowed<M>> {
    let Some(row) = M::ROWS.iter().find(|row| row.applies(state, event)) else {
        return Err(NotAllowed { state, event, allowed: allowed::<M>(state) });
    };
    let next = match row.to {
        Target::State(next) => Some(next),
        Target::Same => state,
        Target::Gone => None,
    };
    Ok(Step { row, course: next.map(|state| Course { state }) })
}

fn allowed<M: Machine>(state: Option<M::State>) -> Vec<M::Event> {
    M::EVENTS.iter().copied().filter(|event| M::ROWS.iter().any(|row| row.applies(state, *event))).collect()
}

impl<M: Machine> Clone for Course<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Machine> Copy for Course<M> {}

impl<M: Machine> PartialEq for Course<M> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<M: Machine> Eq for Course<M> {}

impl<M: Machine> fmt::Debug for Course<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", M::NAME, self.state)
    }
}

impl<M: Machine> fmt::Debug for Step<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} by {:?}", self.course, self.row)
    }
}

impl<M: Machine> fmt::Display for NotAllowed<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state {
            Some(state) => write!(f, "{} «{state}» does not take «{}»", M::NAME, self.event),
            None => write!(f, "{} does not begin with «{}»", M::NAME, self.event),
        }
    }
}

impl<M: Machine> fmt::Debug for NotAllowed<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<M: Machine> std::error::Error for NotAllowed<M> {}
