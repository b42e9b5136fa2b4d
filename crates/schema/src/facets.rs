//! The facets of a restriction.

use std::cmp::Ordering;

use super::decimal::Decimal;
use super::error::SchemaError;
use super::pattern::Pattern;
use super::simple_type::{Bound, Lexical, SimpleType, WhiteSpace};
use super::xsd::Node;

/// Narrows `simple`, a copy of the base, by the facets of one restriction.
pub(super) fn restrict(simple: &mut SimpleType, restriction: &Node<'_>) -> Result<(), SchemaError> {
    let base = simple.clone();
    let mut patterns = Vec::new();
    let mut enumeration: Option<Vec<String>> = None;
    for facet in restriction.components()? {
        facet.only_attributes(&["value", "fixed=false", "id"])?;
        let value = facet.required("value")?;
        if !applies(facet.kind(), simple.lexical) {
            return Err(facet.unsupported());
        }
        match facet.kind() {
            "pattern" => patterns.push((facet.line(), value)),
            "whiteSpace" => simple.white_space = white_space(simple.white_space, value, &facet)?,
            "enumeration" => enumeration.get_or_insert_default().push(listed(&base, value, &facet)?),
            "length" => {
                let length = count(value, &facet)?;
                simple.min_length = simple.min_length.max(length);
                simple.max_length = simple.max_length.min(length);
            }
            "minLength" => simple.min_length = simple.min_length.max(count(value, &facet)?),
            "maxLength" => simple.max_length = simple.max_length.min(count(value, &facet)?),
            "minInclusive" | "minExclusive" => narrow(simple, Ordering::Greater, value, &facet)?,
            "maxInclusive" | "maxExclusive" => narrow(simple, Ordering::Less, value, &facet)?,
            "totalDigits" => fewer(&mut simple.numbers.total_digits, value, &facet)?,
            "fractionDigits" => fewer(&mut simple.numbers.fraction_digits, value, &facet)?,
            _ => return Err(facet.unsupported()),
        }
    }
    not_empty(simple, restriction)?;
    if let Some(&(line, _)) = patterns.last() {
        let alternatives: Vec<&str> = patterns.iter().map(|(_, pattern)| *pattern).collect();
        let compiled = Pattern::compile(&alternatives).map_err(|why| SchemaError::Invalid {
            line,
            what: format!("the pattern {}: {why}", alternatives.join("|")),
        })?;
        simple.patterns.push(compiled);
    }
    if enumeration.is_some() {
        simple.enumeration = enumeration;
    }
    Ok(())
}

/// Whether a facet narrows types of this form, as far as that is supported (Part 2 §4.1.5). There
/// is no order of dates yet, nor a comparison of octets.
fn applies(facet: &str, lexical: Lexical) -> bool {
    let is_text =
        matches!(lexical, Lexical::String | Lexical::Language | Lexical::NmToken | Lexical::Name | Lexical::NcName);
    let is_number = matches!(lexical, Lexical::Decimal | Lexical::Integer);
    match facet {
        "pattern" | "whiteSpace" => true,
        "enumeration" => is_text || is_number,
        "length" | "minLength" | "maxLength" => is_text || lexical == Lexical::Base64,
        _ => is_number,
    }
}

/// A value of an enumeration, which must be one of the base type.
fn listed(base: &SimpleType, value: &str, facet: &Node<'_>) -> Result<String, SchemaError> {
    if base.check(value).is_some() {
        let what = format!("{} of {value:?} is no value of the base type", facet.kind());
        return Err(SchemaError::Invalid { line: facet.line(), what });
    }
    Ok(base.normalise(value).into_owned())
}

/// Sets the bound of which the numbers of the type lie on this side, unless the base type has a
/// tighter one.
fn narrow(simple: &mut SimpleType, side: Ordering, value: &str, facet: &Node<'_>) -> Result<(), SchemaError> {
    let bound = if side == Ordering::Greater { &mut simple.numbers.least } else { &mut simple.numbers.most };
    let value = value.trim();
    let number = match simple.lexical {
        Lexical::Integer => Decimal::parse_integer(value),
        _ => Decimal::parse(value),
    };
    let number = number.ok_or_else(|| not_a_number(value, facet))?;
    let is_inclusive = facet.kind().ends_with("Inclusive");
    let inherited = bound.as_ref().and_then(|bound| Some((Decimal::parse(&bound.value)?, bound.is_inclusive)));
    let is_tighter = inherited.is_none_or(|(inherited, includes)| {
        let order = number.cmp(&inherited);
        order == side || (order == Ordering::Equal && includes && !is_inclusive)
    });
    if is_tighter {
        *bound = Some(Bound { value: value.to_owned(), is_inclusive });
    }
    Ok(())
}

/// Sets a number of digits, unless the base type has a smaller one.
fn fewer(digits: &mut Option<usize>, value: &str, facet: &Node<'_>) -> Result<(), SchemaError> {
    let most = count(value, facet)?;
    *digits = Some(digits.map_or(most, |inherited| inherited.min(most)));
    Ok(())
}

/// Refuses bounds that leave no value.
fn not_empty(simple: &SimpleType, restriction: &Node<'_>) -> Result<(), SchemaError> {
    let invalid = |what| Err(SchemaError::Invalid { line: restriction.line(), what });
    if simple.min_length > simple.max_length {
        let unit = if simple.lexical == Lexical::Base64 { "octets" } else { "characters" };
        return invalid(format!(
            "no value has {} or more and {} or fewer {unit}",
            simple.min_length, simple.max_length
        ));
    }
    if let (Some(least), Some(most)) = (&simple.numbers.least, &simple.numbers.most) {
        let order = Decimal::parse(&least.value).cmp(&Decimal::parse(&most.value));
        let both_inclusive = least.is_inclusive && most.is_inclusive;
        if order == Ordering::Greater || (order == Ordering::Equal && !both_inclusive) {
            return invalid(format!("no value is between {} and {}", least.value, most.value));
        }
    }
    Ok(())
}

fn count(value: &str, facet: &Node<'_>) -> Result<usize, SchemaError> {
    value.trim().parse().map_err(|_| not_a_number(value, facet))
}

fn not_a_number(value: &str, facet: &Node<'_>) -> SchemaError {
    SchemaError::Invalid { line: facet.line(), what: format!("{} of {value:?} is not a number", facet.kind()) }
}

fn white_space(inherited: WhiteSpace, value: &str, facet: &Node<'_>) -> Result<WhiteSpace, SchemaError> {
    let given = match value {
        "preserve" => WhiteSpace::Preserve,
        "replace" => WhiteSpace::Replace,
        "collapse" => WhiteSpace::Collapse,
        _ => return Err(facet.unsupported()),
    };
    if given < inherited {
        let what = format!("whiteSpace {value} is looser than that of the base type");
        return Err(SchemaError::Invalid { line: facet.line(), what });
    }
    Ok(given)
}
