//! What serde says of a value, read again: which name is wrong, and which names there are; in both languages, and
//! without the names of Rust's types.

use sac_domain::likeness::closest;
use sac_domain::words::{Said, Text, said};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A member that is not known, and what to say of it.
    Unknown { name: String, detail: Text },
    /// A member that is not there.
    Missing { name: String, detail: Text },
    /// Anything else.
    Value { detail: Text },
}

/// What has a name: what is said where there is none of it.
pub(crate) const MEMBER: Said = said("nessun membro", "no member");
/// The same of a query's parameters.
pub(crate) const PARAMETER: Said = said("nessun parametro", "no parameter");
/// The same of a member's values.
pub(crate) const VALUE: Said = said("nessun valore", "no value");

/// Reads serde's sentence on something that has `parts`: members or parameters.
pub(crate) fn fault(sentence: &str, parts: Said) -> Fault {
    let sentence = without_position(sentence);
    let quoted: Vec<&str> = sentence.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((name, known)) if sentence.starts_with("unknown field") => {
            Fault::Unknown { name: (*name).to_owned(), detail: unknown(parts, name, known) }
        }
        Some((name, known)) if sentence.starts_with("unknown variant") => {
            Fault::Value { detail: unknown(VALUE, name, known) }
        }
        Some((name, _)) if sentence.starts_with("missing field") => {
            let part = |text: &'static str| text.rsplit(' ').next().unwrap_or_default();
            let detail = Text::new(
                format!("manca il {} `{name}`", part(parts.it)),
                format!("the {} `{name}` is missing", part(parts.en)),
            );
            Fault::Missing { name: (*name).to_owned(), detail }
        }
        Some((name, _)) if sentence.starts_with("duplicate field") => Fault::Value {
            detail: Text::new(format!("`{name}` è dato due volte"), format!("`{name}` is given twice")),
        },
        _ => Fault::Value { detail: value(sentence) },
    }
}

/// What to say of a name that does not exist among these.
pub(crate) fn unknown(what: Said, name: &str, known: &[&str]) -> Text {
    let like = closest(name, known.iter().copied());
    let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let missing = Text::new(format!("non c'è {} `{name}`", what.it), format!("there is {} `{name}`", what.en));
    missing.followed_by(&match like.first() {
        Some(nearest) => Text::new(
            format!("; forse si intendeva `{nearest}`? Ci sono {list}"),
            format!("; did you mean `{nearest}`? There are {list}"),
        ),
        None if known.is_empty() => Text::new(", né altri", ", nor any other here"),
        None => Text::new(format!("; ci sono {list}"), format!("; there are {list}")),
    })
}

/// What is wrong with a value, and what was expected.
fn value(sentence: &str) -> Text {
    let kinds = ["invalid type: ", "invalid value: ", "invalid length "];
    let rest = kinds.iter().find_map(|kind| sentence.strip_prefix(kind));
    if let Some((found, wanted)) = rest.and_then(|rest| rest.split_once(", expected ")) {
        let (found, wanted) = (found_in_words(found), wanted_in_words(wanted));
        return Text::new(
            format!("qui c'è {}, ed è atteso {}", found.it, wanted.it),
            format!("there is {} here, expected {}", found.en, wanted.en),
        );
    }
    let known = SENTENCES.iter().find(|(serde, _, _)| sentence.starts_with(serde));
    known.map_or_else(
        || Text::new(format!("il valore non è ammesso (dettaglio tecnico: {sentence})"), sentence),
        |(_, it, en)| Text::new(*it, *en),
    )
}

/// What else is said of values: by serde and Rust's own readers, which our words replace, and by our types.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "data did not match any variant",
        "il valore non ha nessuna delle forme ammesse; openapi.json le descrive",
        "the value has none of the forms that it may have; openapi.json describes them",
    ),
    ("invalid digit", "è un numero intero, 0 o più", "it is a whole number, 0 or more"),
    ("cannot parse integer from empty", "è un numero intero, 0 o più", "it is a whole number, 0 or more"),
    ("number too large", "il numero è troppo grande", "the number is too large"),
    ("number too small", "il numero è troppo piccolo", "the number is too small"),
    ("provided string was not", "è true o false", "it is true or false"),
    ("invalid float", "è un numero", "it is a number"),
    (
        "it is an instant with its offset",
        "è un istante con il suo scarto (RFC 3339), come 2026-03-01T00:00:00+01:00",
        "it is an instant with its offset (RFC 3339), such as 2026-03-01T00:00:00+01:00",
    ),
    (
        "it is an instant of the years",
        "è un istante degli anni dal 1900 al 9000",
        "it is an instant of the years 1900 to 9000",
    ),
    (
        "it is a duration",
        "è una durata come 90s, 36h o 2d, o in ISO 8601 come P2D o PT36H",
        "it is a duration such as 90s, 36h or 2d, or in ISO 8601 such as P2D or PT36H",
    ),
    (
        "years and months are of different lengths",
        "anni e mesi non hanno tutti la stessa durata: indicarla in giorni",
        "years and months are of different lengths: say it in days",
    ),
    (
        "it cannot be negative",
        "non può essere negativa: è una durata come 90s, 36h o 2d, o in ISO 8601 come P2D o PT36H",
        "it cannot be negative: it is a duration such as 90s, 36h or 2d, or in ISO 8601 such as P2D or PT36H",
    ),
];

/// What serde found: the kind of value, and where it is a text, a number or a truth, which.
fn found_in_words(found: &str) -> Text {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    let kind = match kind {
        "string" => said("il testo", "the text"),
        "integer" | "floating" => said("il numero", "the number"),
        "boolean" => said("il valore", "the value"),
        "null" | "unit" | "Option" => return Text::same("null"),
        "map" => return Text::new("un oggetto", "an object"),
        "sequence" => return Text::new("una lista", "a list"),
        _ => return Text::same(found),
    };
    let value = value.trim_start_matches("point ");
    Text::new(format!("{} {value}", kind.it), format!("{} {value}", kind.en))
}

/// What serde wanted: types of Rust, or words of a reader.
fn wanted_in_words(wanted: &str) -> Text {
    let wanted = wanted.trim_end_matches(" in JSON");
    match wanted {
        "u8" => Text::new("un numero intero da 0 a 255", "a whole number from 0 to 255"),
        "u16" => Text::new("un numero intero da 0 a 65535", "a whole number from 0 to 65535"),
        "u32" | "u64" | "usize" => Text::new("un numero intero, 0 o più", "a whole number, 0 or more"),
        "i8" | "i16" | "i32" | "i64" => Text::new("un numero intero", "a whole number"),
        "f32" | "f64" => Text::new("un numero", "a number"),
        "a string" | "str" | "string" | "variant identifier" | "field identifier" => Text::new("un testo", "a text"),
        "a boolean" => Text::new("true o false", "true or false"),
        "a map" => Text::new("un oggetto", "an object"),
        "a sequence" => Text::new("una lista", "a list"),
        _ if ["struct ", "internally tagged enum ", "enum ", "adjacently"]
            .iter()
            .any(|kind| wanted.starts_with(kind)) =>
        {
            Text::new("un oggetto", "an object")
        }
        _ if wanted.starts_with("a nonzero") => Text::new("un numero intero, 1 o più", "a whole number, 1 or more"),
        _ => Text::new("un valore di un'altra forma", "a value of another form"),
    }
}

/// The sentence without the line and column that `serde_json` appends.
fn without_position(sentence: &str) -> &str {
    match sentence.rfind(" at line ") {
        Some(at) if sentence[at..].contains(" column ") => &sentence[..at],
        _ => sentence,
    }
}

/// What is wrong with a text that is no JSON at all, and where.
pub(crate) fn not_json(error: &serde_json::Error) -> Text {
    let sentence = error.to_string();
    let en = without_position(&sentence);
    let (line, column) = (error.line(), error.column());
    let it = JSON.iter().find(|(english, _)| en.starts_with(english)).map_or("il testo non è JSON", |(_, it)| it);
    Text::new(format!("{it}, alla riga {line}, colonna {column}"), format!("{en}, at line {line}, column {column}"))
}

/// What `serde_json` says of a text that is no JSON.
const JSON: &[(&str, &str)] = &[
    ("EOF while parsing", "il testo finisce prima del JSON"),
    ("expected value", "qui è atteso un valore"),
    ("expected ident", "qui è atteso true, false o null"),
    ("expected `:`", "qui sono attesi i due punti"),
    ("expected `,` or `}`", "qui è attesa una virgola o la fine dell'oggetto"),
    ("expected `,` or `]`", "qui è attesa una virgola o la fine della lista"),
    ("key must be a string", "il nome di un membro è un testo tra virgolette"),
    ("trailing comma", "qui c'è una virgola di troppo"),
    ("trailing characters", "dopo il JSON c'è dell'altro"),
    ("control character", "un testo non può contenere caratteri di controllo: si scrivono con \\u"),
    ("invalid escape", "qui c'è una sequenza di escape che JSON non conosce"),
    ("invalid number", "qui c'è un numero che JSON non conosce"),
    ("number out of range", "il numero è troppo grande"),
    ("lone leading surrogate", "qui c'è metà di un carattere"),
    ("unexpected end of hex escape", "qui c'è metà di un carattere"),
    ("invalid unicode code point", "qui c'è un carattere che non esiste"),
    ("recursion limit exceeded", "l'annidamento è eccessivo"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::duration::Duration;
    use sac_domain::instant::Instant;
    use serde::Deserialize;

    #[test]
    fn the_name_and_its_nearest_are_found() {
        let cases = [
            (
                "unknown field `nme`, expected one of `name`, `seed`, `now` at line 1 column 6",
                "nme",
                "did you mean `name`?",
                "forse si intendeva `name`?",
            ),
            ("unknown field `x`, expected `seed`", "x", "there are `seed`", "ci sono `seed`"),
            ("unknown field `x`, there are no fields", "x", "nor any other", "né altri"),
        ];
        for (sentence, wrong, en, it) in cases {
            let Fault::Unknown { name, detail } = fault(sentence, MEMBER) else { panic!("{sentence}") };
            assert_eq!(name, wrong);
            assert!(detail.en.contains(en) && detail.it.contains(it), "{detail:?}");
        }
        assert!(matches!(fault("missing field `by`", MEMBER), Fault::Missing { name, .. } if name == "by"));
        let Fault::Missing { detail, .. } = fault("missing field `by`", PARAMETER) else { panic!() };
        assert_eq!(detail, Text::new("manca il parametro `by`", "the parameter `by` is missing"));
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read only")]
    struct Every {
        text: Option<String>,
        small: Option<u8>,
        whole: Option<u32>,
        signed: Option<i64>,
        real: Option<f64>,
        truth: Option<bool>,
        list: Option<Vec<String>>,
        one: Option<std::num::NonZeroUsize>,
        instant: Option<Instant>,
        duration: Option<Duration>,
        inner: Option<Box<Every>>,
        kind: Option<Tagged>,
        either: Option<Either>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "kebab-case")]
    enum Tagged {
        One {},
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "read only")]
    enum Either {
        Number(u8),
        List(Vec<u8>),
    }

    /// Every kind of value that a body can have in the place of another.
    #[test]
    fn whatever_is_wrong_with_a_value_is_said_in_both_languages_without_types_of_rust() {
        let members = [
            "text", "small", "whole", "signed", "real", "truth", "list", "one", "instant", "duration", "inner", "kind",
            "either",
        ];
        let values = [
            "\"x\"",
            "-1",
            "1.5",
            "256",
            "true",
            "{}",
            "[]",
            "[[1]]",
            "{\"kind\":\"two\"}",
            "0",
            "\"\"",
            "\"-1s\"",
            "\"P1Y\"",
            "\"1800-01-01T00:00:00Z\"",
        ];
        let mut seen = 0;
        for member in members {
            for value in values {
                let body = format!("{{\"{member}\":{value}}}");
                let Err(error) = serde_json::from_str::<Every>(&body) else { continue };
                let (Fault::Unknown { detail, .. } | Fault::Missing { detail, .. } | Fault::Value { detail }) =
                    fault(&error.to_string(), MEMBER);
                seen += 1;
                assert_ne!(detail.it, detail.en, "{body}");
                for word in ["u8", "u32", "i64", "f64", "struct", "enum", "variant", "Every", "usize", "invalid"] {
                    assert!(!detail.en.contains(word) && !detail.it.contains(word), "{body}: {detail:?}");
                }
                for word in ["expected", "the ", "there", "it is"] {
                    assert!(!detail.it.contains(word), "{body}: {detail:?}");
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn what_is_no_json_is_said_in_both_languages_with_its_place() {
        for body in [
            "",
            "{",
            "[",
            "\"",
            "x",
            "nul",
            "{1:2}",
            "{\"a\" 1}",
            "{\"a\":1 2}",
            "[1 2]",
            "[1,]",
            "{\"a\":1,}",
            "1 2",
            "\"\u{1}\"",
            "\"\\q\"",
            "1e999",
            "01",
            "-",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
        ] {
            let error = serde_json::from_str::<serde_json::Value>(body).unwrap_err();
            let detail = not_json(&error);
            assert!(!detail.it.starts_with("il testo non è JSON"), "{body}: {error}");
            assert!(detail.it.contains(&format!("alla riga {}", error.line())), "{detail:?}");
        }
        let deep = "[".repeat(1000);
        assert!(not_json(&serde_json::from_str::<serde_json::Value>(&deep).unwrap_err()).it.contains("annidamento"));
    }
}
