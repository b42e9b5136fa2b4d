//! The tables and the types that are made from them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;

use super::agenda::{Appuntamento, Calendario};
use super::certificate::Certificato;
use super::commission::{Commissione, Seduta};
use super::domanda::{Domanda, EventoDomanda, StatoDomanda, Trasmissione};
use super::grant::{Concessione, Ricorso};
use super::letter::Spedizione;
use super::verbale::{Estrazione, Validazione, Verbale, Voto};
use super::visit::Visita;
use super::{Course, MACHINES, Machine, Target};

/// Calls a generic function for each machine.
macro_rules! for_each_machine {
    ($function:ident) => {
        $function::<Certificato>();
        $function::<Domanda>();
        $function::<Trasmissione>();
        $function::<Appuntamento>();
        $function::<Calendario>();
        $function::<Seduta>();
        $function::<Commissione>();
        $function::<Visita>();
        $function::<Verbale>();
        $function::<Voto>();
        $function::<Validazione>();
        $function::<Estrazione>();
        $function::<Concessione>();
        $function::<Ricorso>();
        $function::<Spedizione>();
    };
}

#[test]
fn types_and_tables_agree_on_every_state_and_event() {
    fn check<M: Machine>() {
        let view = MACHINES.iter().map(|view| view()).find(|view| view.name == M::NAME).unwrap();
        assert_eq!(view.states, M::STATES.iter().map(|state| M::state_name(*state)).collect::<Vec<_>>());
        let befores = std::iter::once(None).chain(M::STATES.iter().copied().map(Some));
        for before in befores {
            for event in M::EVENTS {
                let word = before.map(M::state_name);
                let rows: Vec<_> = view
                    .rows
                    .iter()
                    .filter(|row| row.from.contains(&word) && row.event == M::event_name(*event))
                    .collect();
                assert!(rows.len() <= 1, "{}: {word:?} + {event} stands twice", M::NAME);
                let after = match before {
                    None => Course::<M>::begin(*event),
                    Some(state) => Course::<M>::recorded(state).after(*event),
                };
                match (rows.first(), after) {
                    (None, Err(refused)) => assert!(!refused.allowed.contains(event)),
                    (Some(row), Ok(step)) => {
                        let expected = match row.to {
                            Target::State(state) => Some(state),
                            Target::Same => word,
                            Target::Gone => None,
                        };
                        assert_eq!(step.course.map(|course| M::state_name(course.state())), expected);
                    }
                    (row, after) => panic!("{}: {row:?} against {after:?}", M::NAME),
                }
            }
        }
    }
    for_each_machine!(check);
    assert_eq!(MACHINES.len(), 15);
}

#[test]
fn every_state_is_reached_and_every_event_has_a_row() {
    fn check<M: Machine>() {
        let mut reached: HashSet<M::State> = HashSet::new();
        loop {
            let next: Vec<M::State> = M::ROWS
                .iter()
                .filter(|row| row.begins || row.from.iter().any(|state| reached.contains(state)))
                .filter_map(|row| if let Target::State(state) = row.to { Some(state) } else { None })
                .filter(|state| !reached.contains(state))
                .collect();
            if next.is_empty() {
                break;
            }
            reached.extend(next);
        }
        for state in M::STATES {
            assert!(reached.contains(state), "{}: {state} is never reached", M::NAME);
        }
        for event in M::EVENTS {
            assert!(M::ROWS.iter().any(|row| row.event == *event), "{}: {event} has no row", M::NAME);
        }
    }
    for_each_machine!(check);
}

#[test]
fn each_row_says_where_it_comes_from() {
    for view in MACHINES {
        let view = view();
        let names: BTreeSet<_> = view.states.iter().collect();
        assert_eq!(names.len(), view.states.len(), "{}: two states of one name", view.name);
        for row in &view.rows {
            assert!(row.provenance.starts_with(['S', 'O', 'A']), "{}: {row:?}", view.name);
            assert!(!row.who.is_empty() && !row.from.is_empty(), "{}: {row:?}", view.name);
        }
    }
}

#[test]
fn nothing_leads_out_of_the_final_states() {
    fn finals<M: Machine>() -> Vec<&'static str> {
        let is_final = |state: &&M::State| Course::<M>::recorded(**state).is_final();
        M::STATES.iter().filter(is_final).map(|state| M::state_name(*state)).collect()
    }
    let expected = "chiusa liquidata rigettata trasmessa-ente rinunciata ritirata respinta esclusa";
    assert_eq!(finals::<Domanda>(), expected.split(' ').collect::<Vec<_>>());
    assert_eq!(finals::<Concessione>(), ["rigettata", "liquidata", "trasmessa"]);
    assert_eq!(finals::<Verbale>(), ["sostituito", "rettificato"]);
    assert_eq!(finals::<Appuntamento>(), ["svolto", "da-continuare", "giustificato", "annullato"]);
}

#[test]
fn a_refused_event_names_what_is_allowed() {
    let refused = Course::<Domanda>::recorded(StatoDomanda::InAgenda).after(EventoDomanda::Valida).unwrap_err();
    let allowed: Vec<&str> = refused.allowed.iter().map(|event| event.as_str()).collect();
    assert_eq!(allowed, ["data-scelta", "trattenuta-scaduta", "ritiro", "revisione-esclusa"]);
}

#[test]
fn the_life_of_an_undisputed_domanda_is_in_the_table() {
    use EventoDomanda as E;
    let mut course = Course::<Domanda>::begin(E::Accetta).unwrap().course.unwrap();
    let mut letters = Vec::new();
    for event in
        [E::Trattiene, E::ScadeTrattenuta, E::RegistraVerbale, E::Unanimita, E::Valida, E::ApreConcessione, E::Liquida]
    {
        let step = course.after(event).unwrap();
        letters.extend(step.row.sends.iter().map(|notice| notice.as_str()));
        course = step.course.unwrap();
    }
    assert_eq!(course.state(), StatoDomanda::Liquidata);
    assert_eq!(letters, ["invito", "verbale", "richiesta-dati", "provvedimento"]);
}

proptest! {
    /// Whatever events come, the pair (state before, state after) is one that a row holds.
    #[test]
    fn random_walks_never_leave_the_table(choices in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
        fn walk<M: Machine>(choices: &[prop::sample::Index]) {
            let mut pairs: BTreeMap<Option<&str>, BTreeSet<Option<&str>>> = BTreeMap::new();
            for row in M::ROWS {
                let befores = row.begins.then_some(None).into_iter().chain(row.from.iter().map(|s| Some(M::state_name(*s))));
                for before in befores {
                    let after = match row.to {
                        Target::State(state) => Some(M::state_name(state)),
                        Target::Same => before,
                        Target::Gone => None,
                    };
                    pairs.entry(before).or_default().insert(after);
                }
            }
            let mut course: Option<Course<M>> = None;
            for choice in choices {
                let event = *choice.get(M::EVENTS);
                let before = course.map(|course| M::state_name(course.state()));
                let result = course.map_or_else(|| Course::begin(event), |course| course.after(event));
                if let Ok(step) = result {
                    course = step.course;
                    let after = course.map(|course| M::state_name(course.state()));
                    assert!(pairs[&before].contains(&after), "{}: {before:?} to {after:?}", M::NAME);
                }
            }
        }
        walk::<Certificato>(&choices);
        walk::<Domanda>(&choices);
        walk::<Appuntamento>(&choices);
        walk::<Verbale>(&choices);
        walk::<Validazione>(&choices);
        walk::<Concessione>(&choices);
        walk::<Spedizione>(&choices);
    }
}
