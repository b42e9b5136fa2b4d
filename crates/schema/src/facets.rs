//! The facets of a restriction.

use super::error::SchemaError;
use super::pattern::Pattern;
use super::simple_type::{Lexical, SimpleType, WhiteSpace};
use super::xsd::Node;

/// Narrows `simple`, a copy of the base, by the facets of one restriction.
pub(super) fn restrict(simple: &mut SimpleType, restriction: &Node<'_>) -> Result<(), SchemaError> {
    let mut patterns = Vec::new();
    let mut pattern_line = restriction.line();
    let mut enumeration: Option<Vec<String>> = None;
    for facet in restriction.components()? {
        facet.only_attributes(&["value", "fixed=false", "id"])?;
        let value = facet.required("value")?;
        let measurable = simple.lexical != Lexical::DateTime;
        match facet.kind() {
            "pattern" => {
                patterns.push(value.to_owned());
                pattern_line = facet.line();
            }
            "whiteSpace" => simple.white_space = white_space(simple.white_space, value, &facet)?,
            "enumeration" if measurable => {
                enumeration.get_or_insert_default().push(value.to_owned());
            }
            "length" if measurable => {
                let length = number(value, &facet)?;
                simple.min_length = simple.min_length.max(length);
                simple.max_length = simple.max_length.min(length);
            }
            "minLength" if measurable => {
                simple.min_length = simple.min_length.max(number(value, &facet)?);
            }
            "maxLength" if measurable => {
                simple.max_length = simple.max_length.min(number(value, &facet)?);
            }
            _ => return Err(facet.unsupported()),
        }
    }
    if simple.min_length > simple.max_length {
        let what = format!("no value has {} or more and {} or fewer characters", simple.min_length, simple.max_length);
        return Err(SchemaError::Invalid { line: restriction.line(), what });
    }
    if !patterns.is_empty() {
        let alternatives: Vec<&str> = patterns.iter().map(String::as_str).collect();
        let compiled = Pattern::compile(&alternatives).map_err(|why| SchemaError::Invalid {
            line: pattern_line,
            what: format!("the pattern {}: {why}", alternatives.join("|")),
        })?;
        simple.patterns.push(compiled);
    }
    if let Some(mut allowed) = enumeration {
        if let Some(inherited) = &simple.enumeration {
            allowed.retain(|value| inherited.contains(value));
        }
        simple.enumeration = Some(allowed);
    }
    Ok(())
}

fn number(value: &str, facet: &Node<'_>) -> Result<usize, SchemaError> {
    value.trim().parse().map_err(|_| SchemaError::Invalid {
        line: facet.line(),
        what: format!("{} of {value:?} is not a number", facet.kind()),
    })
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
