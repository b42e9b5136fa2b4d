//! The notation in which a table of transitions is written.

/// A state machine as a table. States and events become enumerations, each row a
/// [`Row`](super::Row):
///
/// ```text
/// [states before] Event => State, who, deadlines, sent, "provenance";
/// ```
///
/// `new` among the states before, always the first, stands for a record that the event makes;
/// `=> same` leaves the state as it is, `=> gone` erases the record.
macro_rules! machine {
    (
        $(#[$doc:meta])* $machine:ident = $name:literal;
        states $state:ident { $($case:ident = $case_name:literal),+ $(,)? }
        events $event:ident { $($what:ident = $what_name:literal),+ $(,)? }
        rows { $(
            [$($from:ident),+] $happens:ident => $to:ident,
            [$($who:ident),+], [$($deadline:ident),*], [$($sent:ident),*], $provenance:literal;
        )+ }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $machine;

        sac_domain::code! {
            #[doc = concat!("The states of *", $name, "*.")]
            #[expect(missing_docs, reason = "the table documents each")]
            $state { $($case = $case_name),+ }
        }

        sac_domain::code! {
            #[doc = concat!("What can happen to *", $name, "*.")]
            #[expect(missing_docs, reason = "the table documents each")]
            $event { $($what = $what_name),+ }
        }

        impl $crate::machine::Machine for $machine {
            type State = $state;
            type Event = $event;
            const NAME: &'static str = $name;
            const STATES: &'static [$state] = $state::ALL;
            const EVENTS: &'static [$event] = $event::ALL;
            const ROWS: &'static [$crate::machine::Row<Self>] = &[$(
                $crate::machine::Row {
                    from: $crate::machine::table::befores!($state, $($from),+),
                    begins: $crate::machine::table::begins!($($from),+),
                    event: $event::$happens,
                    to: $crate::machine::table::target!($state, $to),
                    who: &[$($crate::machine::Actor::$who),+],
                    deadlines: &[$($crate::deadline::Deadline::$deadline),*],
                    sends: &[$($crate::machine::Notice::$sent),*],
                    provenance: $provenance,
                }
            ),+];

            fn state_name(state: $state) -> &'static str {
                state.as_str()
            }

            fn event_name(event: $event) -> &'static str {
                event.as_str()
            }
        }
    };
}

macro_rules! befores {
    ($state:ident,new) => {
        &[]
    };
    ($state:ident,new, $($from:ident),+) => {
        &[$($state::$from),+]
    };
    ($state:ident, $($from:ident),+) => {
        &[$($state::$from),+]
    };
}

macro_rules! begins {
    (new $($rest:tt)*) => {
        true
    };
    ($($rest:tt)*) => {
        false
    };
}

macro_rules! target {
    ($state:ident,same) => {
        $crate::machine::Target::Same
    };
    ($state:ident,gone) => {
        $crate::machine::Target::Gone
    };
    ($state:ident, $to:ident) => {
        $crate::machine::Target::State($state::$to)
    };
}

pub(crate) use {befores, begins, machine, target};
