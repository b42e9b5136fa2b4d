//! One value against its simple type.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::datetime::is_date_time;
use super::model::{Lexical, Simple, WhiteSpace};
use sac_diagnostic::{Code, Text};
use sac_xml::{is_name, is_ncname, is_nmtoken};

impl Simple {
    /// What of the type `value` breaks first, if anything: the form before the length.
    pub(super) fn check(&self, value: &str) -> Option<Code> {
        let normalised = self.normalise(value);
        let value = &*normalised;
        match self.lexical {
            Lexical::Any => {}
            Lexical::DateTime => {
                if !is_date_time(value) {
                    return Some(Code::XSD_DATETIME);
                }
            }
            named => {
                if !is_of_form(named, value) {
                    return Some(Code::XSD_PATTERN);
                }
            }
        }
        if !self.patterns.iter().all(|pattern| pattern.matches(value)) {
            return Some(Code::XSD_PATTERN);
        }
        if let Some(allowed) = &self.enumeration
            && !allowed.iter().any(|one| one == value)
        {
            return Some(Code::XSD_ENUMERATION);
        }
        let bounded = self.min_length > 0 || self.max_length < usize::MAX;
        (bounded && !self.has_length(value)).then_some(Code::XSD_LENGTH)
    }

    /// What is allowed, in words, with the patterns.
    pub(super) fn allowed(&self) -> Text {
        let mut text = self.words.clone().unwrap_or_else(|| self.described());
        for pattern in &self.patterns {
            let _ = write!(text.it, " — modello {}", pattern.source());
            let _ = write!(text.en, " — pattern {}", pattern.source());
        }
        text
    }

    fn described(&self) -> Text {
        if let Some(allowed) = &self.enumeration {
            return Text::same(allowed.join(", "));
        }
        match (self.lexical, self.min_length, self.max_length) {
            (Lexical::DateTime, ..) => {
                Text::new("AAAA-MM-GGThh:mm:ss, con un fuso facoltativo", "YYYY-MM-DDThh:mm:ss, with an optional zone")
            }
            (Lexical::Language, ..) => Text::same("xs:language"),
            (Lexical::NmToken, ..) => Text::same("xs:NMTOKEN"),
            (Lexical::Name, ..) => Text::same("xs:Name"),
            (Lexical::NcName, ..) => Text::same("xs:NCName"),
            (Lexical::Any, 0, usize::MAX) => Text::new("una stringa", "a string"),
            (Lexical::Any, 0, most) => {
                Text::new(format!("al più {most} caratteri"), format!("at most {most} characters"))
            }
            (Lexical::Any, least, usize::MAX) => {
                Text::new(format!("almeno {least} caratteri"), format!("at least {least} characters"))
            }
            (Lexical::Any, least, most) => {
                Text::new(format!("da {least} a {most} caratteri"), format!("{least} to {most} characters"))
            }
        }
    }

    fn has_length(&self, value: &str) -> bool {
        // In ASCII, the usual case, code points are bytes.
        let length = if value.is_ascii() { value.len() } else { value.chars().count() };
        (self.min_length..=self.max_length).contains(&length)
    }

    fn normalise<'v>(&self, value: &'v str) -> Cow<'v, str> {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        match self.white_space {
            WhiteSpace::Preserve => Cow::Borrowed(value),
            WhiteSpace::Replace if !value.contains(['\t', '\n', '\r']) => Cow::Borrowed(value),
            WhiteSpace::Replace => Cow::Owned(value.replace(['\t', '\n', '\r'], " ")),
            WhiteSpace::Collapse => {
                let trimmed = value.trim_matches(is_space);
                if trimmed.contains(is_space) {
                    Cow::Owned(trimmed.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
                } else {
                    Cow::Borrowed(trimmed)
                }
            }
        }
    }
}

fn is_of_form(lexical: Lexical, value: &str) -> bool {
    match lexical {
        Lexical::Any => true,
        Lexical::DateTime => is_date_time(value),
        Lexical::Language => value.split('-').enumerate().all(|(index, part)| {
            let letters = |byte: u8| byte.is_ascii_alphabetic() || (index > 0 && byte.is_ascii_digit());
            (1..=8).contains(&part.len()) && part.bytes().all(letters)
        }),
        Lexical::NmToken => is_nmtoken(value),
        Lexical::Name => is_name(value),
        Lexical::NcName => is_ncname(value),
    }
}
