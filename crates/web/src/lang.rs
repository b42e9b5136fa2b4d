//! The two languages of the pages.

use sac_domain::words::Language;

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lang {
    #[default]
    It,
    En,
}

impl Lang {
    /// The one of the two texts that is in this language.
    pub(crate) fn of<'a>(self, it: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::It => it,
            Self::En => en,
        }
    }

    /// The same for words that are not made here.
    pub(crate) fn language(self) -> Language {
        match self {
            Self::It => Language::It,
            Self::En => Language::En,
        }
    }

    /// As it stands in `lang`.
    pub(crate) fn code(self) -> &'static str {
        self.of("it", "en")
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "it" => Some(Self::It),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}
