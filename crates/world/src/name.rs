//! Names of worlds.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use sac_domain::words::{Language, Words};

/// The most letters a name has.
const LONGEST: usize = 40;

/// The name of a world: one to forty of `a-z`, `0-9` and `-`, the first no `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorldName(Box<str>);

/// A text that cannot be the name of a world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot be the name of a world: one to forty of a-z, 0-9 and -, the first no -, as in `first-steps`")]
pub struct BadName(String);

impl Words for BadName {
    fn words(&self, language: Language) -> String {
        match language {
            Language::It => format!(
                "`{}` non può essere il nome di un mondo: da uno a quaranta caratteri tra a-z, 0-9 e -, il primo non -, \
                 come in `primi-passi`",
                self.0
            ),
            Language::En => self.to_string(),
        }
    }
}

impl WorldName {
    /// The world that answers at the paths without a name in front, and that always is there.
    pub const DEFAULT: &'static str = "default";

    /// The name of the world that always is there.
    #[must_use]
    pub fn of_default() -> Self {
        Self(Self::DEFAULT.into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the world that always is there.
    #[must_use]
    pub fn is_default(&self) -> bool {
        &*self.0 == Self::DEFAULT
    }
}

impl FromStr for WorldName {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=LONGEST).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(allowed);
        if fits { Ok(Self(text.into())) } else { Err(BadName(text.to_owned())) }
    }
}

/// So that a map of worlds can be asked by text.
impl Borrow<str> for WorldName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_fit_into_a_path() {
        let longest = "x".repeat(40);
        for good in ["default", "0", "a-", "first-steps", &longest] {
            assert_eq!(good.parse::<WorldName>().unwrap().as_str(), good);
        }
        let longer = "x".repeat(41);
        for bad in ["", "-a", "A", "è", "a_b", "a/b", "..", "a b", "a%20", &longer] {
            assert!(bad.parse::<WorldName>().is_err(), "{bad}");
        }
    }
}
