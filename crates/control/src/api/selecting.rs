//! Which exchanges are meant: what the filters of a list and the `match` of an expectation have in common.

use sac_world::journal::{Channel, Ending};

use crate::problem::{Kind, Problem};
use crate::query::of_parameter;
use crate::words;
use sac_domain::words::Text;

/// A member with a value that it cannot have.
pub(super) struct BadMember {
    /// The member.
    pub name: &'static str,
    /// What is wrong with its value.
    pub detail: Text,
}

/// A struct with the common members and further ones, and its method `selection`.
///
/// A macro, because serde neither refuses unknown members of a struct with a flattened part nor reads a query's numbers
/// beside one. `since` brings its attribute, as the documents of a query and of a body describe an instant differently.
macro_rules! selecting {
    ($(#[$head:meta])* $vis:vis struct $name:ident { #[$since:meta] since, $($further:tt)* }) => {
        $(#[$head])*
        $vis struct $name {
            /// The operation or action.
            operation: Option<String>,
            /// The user's name.
            caller: Option<String>,
            /// The worker's codice fiscale.
            worker: Option<String>,
            /// A number that the request names or that was assigned.
            puc: Option<String>,
            /// `accepted`, `refused`, `fault` or `dropped`.
            outcome: Option<String>,
            /// The name of a rule that was broken.
            rule: Option<String>,
            /// The code of a finding, or the number of a refusal.
            code: Option<String>,
            /// The rule of the fault plan that was applied.
            fault: Option<String>,
            /// Received then or later, by the world's clock (RFC 3339).
            #[$since]
            since: Option<sac_domain::instant::Instant>,
            /// `soap`, `web`, `azienda`, `cittadino` or `phone`.
            channel: Option<String>,
            $($further)*
        }

        impl $name {
            /// Takes the common members out.
            fn selection(&mut self) -> Result<sac_world::journal::Selection, $crate::api::selecting::BadMember> {
                let channel = $crate::api::selecting::channel(self.channel.take())?;
                Ok(sac_world::journal::Selection {
                    operation: self.operation.take(),
                    caller: self.caller.take(),
                    worker: self.worker.take().map(|worker| worker.trim().to_ascii_uppercase()),
                    puc: self.puc.take(),
                    outcome: $crate::api::selecting::outcome(self.outcome.take())?,
                    rule: self.rule.take(),
                    code: self.code.take(),
                    fault: self.fault.take(),
                    since: self.since.take().map(|since| since.0),
                    channel,
                })
            }
        }
    };
}

pub(super) use selecting;

/// The channel of this name.
pub(super) fn channel(name: Option<String>) -> Result<Option<Channel>, BadMember> {
    let Some(name) = name else { return Ok(None) };
    let unknown = || BadMember::new("channel", &name, &Channel::ALL.map(Channel::name));
    Channel::from_name(&name).map(Some).ok_or_else(unknown)
}

/// The outcome, if it is one.
pub(super) fn outcome(name: Option<String>) -> Result<Option<String>, BadMember> {
    match name {
        Some(name) if !Ending::NAMES.contains(&name.as_str()) => Err(BadMember::new("outcome", &name, &Ending::NAMES)),
        name => Ok(name),
    }
}

impl BadMember {
    /// The refusal of a query with it.
    pub(super) fn in_query(self) -> Problem {
        let Self { name, detail } = self;
        Problem::new(Kind::BadQuery, of_parameter(name, &detail))
    }

    fn new(name: &'static str, value: &str, known: &[&str]) -> Self {
        Self { name, detail: words::unknown(words::VALUE, value, known) }
    }
}
