//! The rules of an application, by name.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The rules of an application: an enumeration that [`rules!`](crate::rules) makes.
pub trait RuleName: Copy + Ord + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The stages in which its rules are checked.
    type Stage: Copy + Eq + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// All of them, in the order of the book.
    const RULES: &'static [Self];

    /// What a table may write before a name to mean a rule of this book alone.
    const PREFIX: &'static str;

    /// The name in the book, which never changes.
    fn rule_name(self) -> &'static str;

    /// The rule of this name.
    #[must_use]
    fn named(name: &str) -> Option<Self> {
        Self::RULES.iter().copied().find(|rule| rule.rule_name() == name)
    }
}

/// An enumeration `Rule` of the rules of an application, each with its name.
#[macro_export]
macro_rules! rules {
    ($($rule:ident = $name:literal),+ $(,)?) => {
        /// Every reason for which a well-formed, valid and authenticated message is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the catalogue documents each")]
        pub enum Rule { $($rule),+ }

        impl Rule {
            /// All of them, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// The name in the catalogue, which never changes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),+ }
            }

            /// The rule of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$rule),)+ _ => None }
            }
        }

        impl std::fmt::Display for Rule {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
