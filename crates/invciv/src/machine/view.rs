//! The tables without their types: for diagrams, documents and coverage.

use super::actor::Actor;
use super::notice::Notice;
use super::row::{Machine, Target};
use super::{agenda, certificate, commission, domanda, grant, letter, verbale, visit};
use crate::deadline::Deadline;

/// A machine in words.
#[derive(Clone, Debug)]
pub struct MachineView {
    /// The entity's name.
    pub name: &'static str,
    /// Its states.
    pub states: Vec<&'static str>,
    /// Its rows, in the order of the table.
    pub rows: Vec<RowView>,
}

/// A row in words.
#[derive(Clone, Debug)]
pub struct RowView {
    /// The states before; none where the event can begin a record.
    pub from: Vec<Option<&'static str>>,
    /// What happens.
    pub event: &'static str,
    /// Where it leads: a state, the same one, or none where the record is erased.
    pub to: Target<&'static str>,
    /// Who causes it.
    pub who: &'static [Actor],
    /// Its deadlines.
    pub deadlines: &'static [Deadline],
    /// What is sent.
    pub sends: &'static [Notice],
    /// How we know of it.
    pub provenance: &'static str,
}

/// Every machine of the process.
pub const MACHINES: &[fn() -> MachineView] = &[
    view::<certificate::Certificato>,
    view::<domanda::Domanda>,
    view::<domanda::Trasmissione>,
    view::<agenda::Appuntamento>,
    view::<agenda::Calendario>,
    view::<commission::Seduta>,
    view::<commission::Commissione>,
    view::<visit::Visita>,
    view::<verbale::Verbale>,
    view::<verbale::Voto>,
    view::<verbale::Validazione>,
    view::<verbale::Estrazione>,
    view::<grant::Concessione>,
    view::<grant::Ricorso>,
    view::<letter::Spedizione>,
];

fn view<M: Machine>() -> MachineView {
    let row = |row: &super::Row<M>| RowView {
        from: row.begins.then_some(None).into_iter().chain(row.from.iter().map(|s| Some(M::state_name(*s)))).collect(),
        event: M::event_name(row.event),
        to: match row.to {
            Target::State(state) => Target::State(M::state_name(state)),
            Target::Same => Target::Same,
            Target::Gone => Target::Gone,
        },
        who: row.who,
        deadlines: row.deadlines,
        sends: row.sends,
        provenance: row.provenance,
    };
    MachineView {
        name: M::NAME,
        states: M::STATES.iter().map(|state| M::state_name(*state)).collect(),
        rows: M::ROWS.iter().map(row).collect(),
    }
}
