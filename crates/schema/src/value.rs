//! One value against its simple type.

use std::borrow::Cow;

use super::datetime;
use super::simple_type::{Lexical, SimpleType, WhiteSpace};
use super::violation::Broken;
use sac_xml::{is_name, is_ncname, is_nmtoken};

impl SimpleType {
    /// What of the type `value` breaks first, if anything: the form before the length.
    pub(super) fn check(&self, value: &str) -> Option<Broken> {
        let normalised = self.normalise(value);
        let value = &*normalised;
        if let Err(broken) = check_form(self.lexical, value) {
            return Some(broken);
        }
        if !self.patterns.iter().all(|pattern| pattern.matches(value)) {
            return Some(Broken::Pattern);
        }
        if let Some(allowed) = &self.enumeration
            && !allowed.iter().any(|one| one == value)
        {
            return Some(Broken::Enumeration);
        }
        let bounded = self.min_length > 0 || self.max_length < usize::MAX;
        let length = bounded.then(|| length(value))?;
        let fits = (self.min_length..=self.max_length).contains(&length);
        (!fits).then_some(Broken::Length { found: length })
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

/// In code points, which are bytes in ASCII, the usual case.
fn length(value: &str) -> usize {
    if value.is_ascii() { value.len() } else { value.chars().count() }
}

fn check_form(lexical: Lexical, value: &str) -> Result<(), Broken> {
    let is_well_formed = match lexical {
        Lexical::String => true,
        Lexical::DateTime => return datetime::check(value).map_err(|unreal| Broken::Form { unreal }),
        Lexical::Language => value.split('-').enumerate().all(|(index, part)| {
            let letters = |byte: u8| byte.is_ascii_alphabetic() || (index > 0 && byte.is_ascii_digit());
            (1..=8).contains(&part.len()) && part.bytes().all(letters)
        }),
        Lexical::NmToken => is_nmtoken(value),
        Lexical::Name => is_name(value),
        Lexical::NcName => is_ncname(value),
    };
    if is_well_formed { Ok(()) } else { Err(Broken::Form { unreal: None }) }
}
