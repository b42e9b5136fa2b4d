//! People who come one at a time, under the rules of a seed file.

use std::collections::BTreeMap;

use sac_people::seed::{Known, Seed, SeedError};
use sac_world::World;
use secrecy::SecretString;

use crate::problem::{Kind, Problem};
use sac_domain::words::{Language, Text, said};

/// The members that are given.
pub(super) fn given<const N: usize>(members: [(&str, Option<String>); N]) -> BTreeMap<String, SecretString> {
    members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))).collect()
}

/// Puts the people into the world, or says which member is wrong.
pub(super) async fn plant(world: &World, seed: Result<Seed, SeedError>) -> Result<(), Problem> {
    let planted = async { seed?.plant(world.ledger(), world.hasher(), Known::Replaced).await };
    match planted.await {
        Ok(_) => Ok(()),
        Err(SeedError::Store(error)) => Err(error.into()),
        Err(SeedError::Wrong { problems, .. }) => {
            let joined =
                |language| problems.iter().map(|problem| problem.message.get(language)).collect::<Vec<_>>().join("; ");
            let detail = Text::new(joined(Language::It), joined(Language::En));
            // Each message begins with the member's name in backticks.
            let member = detail.en.split('`').nth(1).unwrap_or_default().to_owned();
            Err(Problem::bad_value(format!("/{member}"), detail))
        }
        Err(error) => Err(Problem::new(Kind::Internal, Text::of(&error))),
    }
}

/// A member that is in the path too must be the same.
pub(super) fn same_as_in_path(member: &str, in_path: &str, given: Option<&String>) -> Result<(), Problem> {
    match given {
        Some(given) if given != in_path => {
            let detail = Text::new(format!("nel percorso è `{in_path}`"), format!("it is `{in_path}` in the path"));
            Err(Problem::bad_value(format!("/{member}"), detail))
        }
        _ => Ok(()),
    }
}

/// It was there a moment ago.
pub(super) fn vanished() -> Problem {
    Problem::new(
        Kind::Conflict,
        said("nel frattempo qualcun altro lo ha tolto", "somebody else has removed it meanwhile"),
    )
}

/// The same of secrets.
pub(super) fn secret<const N: usize>(
    members: [(&str, Option<SecretString>); N],
) -> impl Iterator<Item = (String, SecretString)> {
    members.into_iter().filter_map(|(name, secret)| Some((name.to_owned(), secret?)))
}
