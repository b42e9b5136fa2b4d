//! People who come one at a time, under the rules of a seed file.

use std::collections::BTreeMap;

use sac_people::seed::{Known, Seed, SeedError};
use sac_world::World;
use secrecy::SecretString;

use crate::problem::{Kind, Problem};

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
            let messages: Vec<&str> = problems.iter().map(|problem| problem.message.en.as_str()).collect();
            // Each message begins with the member's name in backticks.
            let member = messages.first().and_then(|message| message.split('`').nth(1)).unwrap_or_default();
            Err(Problem::bad_value(format!("/{member}"), messages.join("; ")))
        }
        Err(error) => Err(Problem::new(Kind::Internal, error.to_string())),
    }
}

/// A member that is in the path too must be the same.
pub(super) fn same_as_in_path(member: &str, in_path: &str, given: Option<&String>) -> Result<(), Problem> {
    match given {
        Some(given) if given != in_path => {
            Err(Problem::bad_value(format!("/{member}"), format!("it is `{in_path}` in the path")))
        }
        _ => Ok(()),
    }
}

/// It was there a moment ago.
pub(super) fn vanished() -> Problem {
    Problem::new(Kind::Conflict, "somebody else has removed it meanwhile")
}

/// The same of secrets.
pub(super) fn secret<const N: usize>(
    members: [(&str, Option<SecretString>); N],
) -> impl Iterator<Item = (String, SecretString)> {
    members.into_iter().filter_map(|(name, secret)| Some((name.to_owned(), secret?)))
}
