//! The five prints.

use std::fmt;
use std::str::FromStr;

use sac_domain::words::{Language, Words};

/// Which print (decree, annexes A to E).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A certificate, for the worker.
    A,
    /// Its attestato, for the employer.
    B,
    /// A certificate written at discharge, for the worker.
    C,
    /// Its attestato, for the employer.
    D,
    /// A notice of admission.
    E,
}

/// A text that names no print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the prints are A (certificate), B (its attestato), C (certificate at discharge), D (its attestato), E (admission)"
)]
pub struct NotAKind;

impl Words for NotAKind {
    fn words(&self, language: Language) -> String {
        match language {
            Language::It => "le stampe sono A (certificato), B (il suo attestato), C (certificato alla dimissione), \
                             D (il suo attestato), E (ricovero)"
                .to_owned(),
            Language::En => self.to_string(),
        }
    }
}

impl Kind {
    /// All five.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::E];

    /// Its letter, as attachments have it.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
            Self::E => 'E',
        }
    }

    /// Its letter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, NotAKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NotAKind)
    }
}
