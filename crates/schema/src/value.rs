//! One value against its simple type.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::base64;
use super::date_time;
use super::decimal::Decimal;
use super::simple_type::{Bound, Lexical, Numbers, SimpleType, WhiteSpace};
use super::violation::{Broken, Unreal};
use sac_xml::{is_name, is_ncname, is_nmtoken};

/// What a value stands for, as far as facets ask for it.
enum Value<'v> {
    Number(Decimal<'v>),
    Octets(usize),
    Other,
}

impl SimpleType {
    /// What of the type `value` breaks first, if anything: the form before the length.
    pub(super) fn check(&self, value: &str) -> Option<Broken> {
        let normalised = self.normalise(value);
        let text = &*normalised;
        let value = match read(self.lexical, text) {
            Ok(value) => value,
            Err(broken) => return Some(broken),
        };
        if !self.patterns.iter().all(|pattern| pattern.matches(text)) {
            return Some(Broken::Pattern);
        }
        if let Some(allowed) = &self.enumeration
            && !allowed.iter().any(|one| self.is_same(one, text))
        {
            return Some(Broken::Enumeration);
        }
        if let Value::Number(number) = value {
            return self.numbers.check(number);
        }
        let is_bounded = self.min_length > 0 || self.max_length < usize::MAX;
        if !is_bounded {
            return None;
        }
        let length = if let Value::Octets(octets) = value { octets } else { characters(text) };
        let fits = (self.min_length..=self.max_length).contains(&length);
        (!fits).then_some(Broken::Length { found: length })
    }

    /// Whether two texts of the right form are the same value.
    pub(super) fn is_same(&self, one: &str, other: &str) -> bool {
        match self.lexical {
            Lexical::Decimal | Lexical::Integer => Decimal::parse(one) == Decimal::parse(other),
            _ => one == other,
        }
    }

    /// The value with its white space as the type wants it.
    pub(super) fn normalise<'v>(&self, value: &'v str) -> Cow<'v, str> {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        match self.white_space {
            WhiteSpace::Preserve => Cow::Borrowed(value),
            WhiteSpace::Replace if !value.contains(['\t', '\n', '\r']) => Cow::Borrowed(value),
            WhiteSpace::Replace => Cow::Owned(value.replace(['\t', '\n', '\r'], " ")),
            // Base64 is read across white space, so megabytes of it need not be copied.
            WhiteSpace::Collapse if self.lexical == Lexical::Base64 && self.patterns.is_empty() => Cow::Borrowed(value),
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

impl Numbers {
    fn check(&self, number: Decimal<'_>) -> Option<Broken> {
        if !is_within(number, self.least.as_ref(), Ordering::Greater)
            || !is_within(number, self.most.as_ref(), Ordering::Less)
        {
            return Some(Broken::Range);
        }
        let (total, fraction) = number.digits();
        if self.total_digits.is_some_and(|most| total > most) {
            return Some(Broken::TotalDigits { found: total });
        }
        let has_too_many = self.fraction_digits.is_some_and(|most| fraction > most);
        has_too_many.then_some(Broken::FractionDigits { found: fraction })
    }
}

/// Whether a number is on the right side of a bound.
fn is_within(number: Decimal<'_>, bound: Option<&Bound>, side: Ordering) -> bool {
    let Some(Bound { value, is_inclusive }) = bound else { return true };
    // The compiler of the schema has read the bound before.
    Decimal::parse(value).is_none_or(|bound| {
        let order = number.cmp(&bound);
        order == side || (*is_inclusive && order == Ordering::Equal)
    })
}

/// In code points, which are bytes in ASCII, the usual case.
fn characters(value: &str) -> usize {
    if value.is_ascii() { value.len() } else { value.chars().count() }
}

/// Reads a normalised value, if it has the form of the built-in type.
fn read(lexical: Lexical, value: &str) -> Result<Value<'_>, Broken> {
    let malformed = Broken::Form { unreal: None };
    let is_well_formed = match lexical {
        Lexical::String => true,
        Lexical::Language => is_language(value),
        Lexical::NmToken => is_nmtoken(value),
        Lexical::Name => is_name(value),
        Lexical::NcName => is_ncname(value),
        Lexical::Boolean => matches!(value, "true" | "false" | "1" | "0"),
        Lexical::Decimal => return Decimal::parse(value).map(Value::Number).ok_or(malformed),
        Lexical::Integer => return Decimal::parse_integer(value).map(Value::Number).ok_or(malformed),
        Lexical::Base64 => return base64::octets(value).map(Value::Octets).ok_or(malformed),
        Lexical::DateTime => return of_calendar(date_time::check_date_time(value)),
        Lexical::Date => return of_calendar(date_time::check_date(value)),
    };
    if is_well_formed { Ok(Value::Other) } else { Err(malformed) }
}

fn of_calendar(checked: Result<(), Option<Unreal>>) -> Result<Value<'static>, Broken> {
    checked.map(|()| Value::Other).map_err(|unreal| Broken::Form { unreal })
}

fn is_language(value: &str) -> bool {
    value.split('-').enumerate().all(|(index, part)| {
        let letters = |byte: u8| byte.is_ascii_alphabetic() || (index > 0 && byte.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(letters)
    })
}
