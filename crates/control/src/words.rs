//! What serde says of a value, read again: which name is wrong, and which names there are.

use sac_domain::likeness::closest;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A member that is not known, and what to say of it.
    Unknown { name: String, detail: String },
    /// A member that is not there.
    Missing { name: String, detail: String },
    /// Anything else.
    Value { detail: String },
}

/// Reads serde's sentence.
pub(crate) fn fault(sentence: &str) -> Fault {
    let sentence = without_position(sentence);
    let quoted: Vec<&str> = sentence.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((name, known)) if sentence.starts_with("unknown field") => {
            Fault::Unknown { name: (*name).to_owned(), detail: unknown("member", name, known) }
        }
        Some((name, known)) if sentence.starts_with("unknown variant") => {
            Fault::Value { detail: unknown("value", name, known) }
        }
        Some((name, _)) if sentence.starts_with("missing field") => {
            Fault::Missing { name: (*name).to_owned(), detail: format!("the member `{name}` is missing") }
        }
        _ => Fault::Value { detail: sentence.to_owned() },
    }
}

/// What to say of a name that does not exist among these.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let like = closest(name, known.iter().copied());
    let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match like.first() {
        Some(nearest) => format!("there is no {what} `{name}`; did you mean `{nearest}`? There are {list}"),
        None if known.is_empty() => format!("there is no {what} `{name}`, nor any other here"),
        None => format!("there is no {what} `{name}`; there are {list}"),
    }
}

/// The sentence without the line and column that `serde_json` appends.
fn without_position(sentence: &str) -> &str {
    match sentence.rfind(" at line ") {
        Some(at) if sentence[at..].contains(" column ") => &sentence[..at],
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_its_nearest_are_found() {
        let cases = [
            (
                "unknown field `nme`, expected one of `name`, `seed`, `now` at line 1 column 6",
                "nme",
                "did you mean `name`?",
            ),
            ("unknown field `x`, expected `seed`", "x", "there are `seed`"),
            ("unknown field `x`, there are no fields", "x", "nor any other"),
        ];
        for (sentence, wrong, part) in cases {
            let Fault::Unknown { name, detail } = fault(sentence) else { panic!("{sentence}") };
            assert_eq!(name, wrong);
            assert!(detail.contains(part), "{detail}");
        }
        assert!(matches!(fault("missing field `by`"), Fault::Missing { name, .. } if name == "by"));
        let wrong = Fault::Value { detail: "invalid type: integer `1`, expected a string".to_owned() };
        assert_eq!(fault("invalid type: integer `1`, expected a string at line 2 column 9"), wrong);
    }
}
