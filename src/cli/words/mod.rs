//! The two languages of the command line. Help is declared in English beside each flag and in
//! Italian in `help.it.toml`; every other text stands in both languages where it is used.

mod choice;
mod help;
pub(super) mod table;
mod usage;
pub(super) mod values;

pub(super) use choice::choose;
pub(super) use help::{built, described};
pub(super) use usage::in_words;

/// A text with what it holds, in the language: `say!(language, it: "utente {name}", en: "user {name}")`.
/// Arguments by name may follow, as in `format!`; what is given must occur in both languages.
macro_rules! say {
    ($language:expr, it: $it:literal, en: $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        match $language {
            sac_gateway::diagnostic::Language::It => format!($it $(, $name = $value)*),
            sac_gateway::diagnostic::Language::En => format!($en $(, $name = $value)*),
        }
    };
}
pub(super) use say;
