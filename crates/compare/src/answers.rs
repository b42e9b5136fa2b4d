//! What differs between two answers to the same request. Numbers of documents and times are not
//! compared: each SAC gives its own.

use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, StatusCode};
use sac_client::{Answer, Errore, Field, HttpReply, UnreadableAnswer};
use sac_exchanges::HttpMessage;
use sac_exchanges::mask::MASKED;
use serde::Serialize;

use crate::numbers::{ELEMENTS, Numbers};

/// Fields that hold when something was received.
const TIMES: [&str; 2] = ["dataRicezione", "dataInserimento"];

/// One thing in which two answers differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is about: `status`, `outcome`, `rules`, `text`, `fault`, `codes`, `receipt`, or `field PATH`.
    pub what: String,
    /// What the first one says.
    pub first: String,
    /// What the second one says.
    pub second: String,
}

impl Difference {
    fn new(what: impl Into<String>, first: impl Into<String>, second: impl Into<String>) -> Self {
        Self { what: what.into(), first: first.into(), second: second.into() }
    }
}

/// Reads an answer.
pub(crate) fn answer_of(message: &HttpMessage) -> Result<Answer, UnreadableAnswer> {
    let status = message.status().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or_default();
    let mut headers = HeaderMap::new();
    for (name, value) in &message.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    Answer::read(&HttpReply { status, headers, body: message.body.clone().into() })
}

/// What differs between two answers.
pub(crate) fn compare(first: &Answer, second: &Answer, numbers: &Numbers) -> Vec<Difference> {
    match (first, second) {
        (Answer::Accepted { receipt: one, fields: ones }, Answer::Accepted { receipt: other, fields: others }) => {
            if one != other {
                return vec![Difference::new("receipt", one, other)];
            }
            of_fields(ones, others, numbers)
        }
        (Answer::Refused(ones), Answer::Refused(others)) => of_refusals(ones, others, numbers),
        (
            Answer::Fault { code: one, text: first, findings: ones, .. },
            Answer::Fault { code: other, text: second, findings: others, .. },
        ) => {
            let codes = |findings: &[sac_client::Reported]| {
                findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>().join(", ")
            };
            let mut found = Vec::new();
            if one != other {
                found.push(Difference::new("fault", one, other));
            }
            // Another SAC has no findings, and other sentences.
            if !ones.is_empty() && !others.is_empty() && codes(ones) != codes(others) {
                found.push(Difference::new("codes", codes(ones), codes(others)));
            } else if ones.is_empty()
                && others.is_empty()
                && *first != MASKED
                && plain(first, numbers) != plain(second, numbers)
            {
                found.push(Difference::new("text", first, second));
            }
            found
        }
        (Answer::Status { status: one, .. }, Answer::Status { status: other, .. }) if one == other => Vec::new(),
        (Answer::Status { status: one, .. }, Answer::Status { status: other, .. }) => {
            vec![Difference::new("status", one.as_str(), other.as_str())]
        }
        _ => vec![Difference::new("outcome", in_words(first), in_words(second))],
    }
}

/// An answer in a few words, without what is personal.
pub(crate) fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Accepted { .. } => "accepted".to_owned(),
        Answer::Refused(errors) => format!("refused {}", numbers_of(errors)),
        Answer::Fault { code, .. } => format!("fault {code}"),
        Answer::Status { status, .. } => format!("HTTP {}", status.as_str()),
    }
}

/// The numbers of these errors, in their order.
pub(crate) fn numbers_of(errors: &[Errore]) -> String {
    errors.iter().map(|error| error.tipo.as_str()).collect::<Vec<_>>().join(", ")
}

fn of_refusals(ones: &[Errore], others: &[Errore], numbers: &Numbers) -> Vec<Difference> {
    if numbers_of(ones) != numbers_of(others) {
        return vec![Difference::new("rules", with_texts(ones), with_texts(others))];
    }
    let pairs = ones.iter().zip(others);
    let texts = pairs.filter(|(one, other)| {
        let is_masked = one.descrizione == MASKED;
        !is_masked && plain(&one.descrizione, numbers) != plain(&other.descrizione, numbers)
            || one.sezione != MASKED && one.sezione != other.sezione
    });
    let text = |error: &Errore| format!("{} {}: {}", error.tipo, error.sezione, error.descrizione);
    texts.map(|(one, other)| Difference::new("text", text(one), text(other))).collect()
}

fn with_texts(errors: &[Errore]) -> String {
    errors.iter().map(|error| format!("{} {}", error.tipo, error.descrizione)).collect::<Vec<_>>().join("; ")
}

/// A sentence with the numbers of documents mapped, and of those that are not known nothing but that they are there.
fn plain(text: &str, numbers: &Numbers) -> String {
    let mapped = numbers.in_text(text);
    let mut out = String::with_capacity(mapped.len());
    let mut digits = 0;
    for c in mapped.chars() {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        out.push(c);
        if digits == 9 {
            out.truncate(out.len() - 9);
            out.push('#');
        }
    }
    out
}

fn of_fields(ones: &[Field], others: &[Field], numbers: &Numbers) -> Vec<Difference> {
    let mut found = Vec::new();
    for index in 0..ones.len().max(others.len()) {
        let (one, other) = (ones.get(index), others.get(index));
        let path = one.or(other).map(|field| field.path.as_str()).unwrap_or_default();
        if one.map(|field| &field.path) != other.map(|field| &field.path) {
            let name = |field: Option<&Field>| field.map_or("absent", |field| field.path.as_str()).to_owned();
            found.push(Difference::new(format!("field {path}"), name(one), name(other)));
            // From here on each is compared with something else.
            break;
        }
        let (Some(one), Some(other)) = (one, other) else { continue };
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_equal = if ELEMENTS.contains(&name) {
            numbers.second(&one.value).is_none_or(|mapped| mapped == other.value)
        } else {
            TIMES.contains(&name) || one.value == other.value
        };
        if !is_equal {
            found.push(Difference::new(format!("field {path}"), &*one.value, &*other.value));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(tipo: &str, descrizione: &str) -> Answer {
        Answer::Refused(vec![Errore {
            tipo: tipo.to_owned(),
            sezione: "malattia".to_owned(),
            descrizione: descrizione.to_owned(),
        }])
    }

    fn accepted(fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().map(|(path, value)| Field { path: (*path).to_owned(), value: (*value).to_owned() });
        Answer::Accepted { receipt: "ricevutaOkInvioMalattia".to_owned(), fields: fields.collect() }
    }

    fn whats(first: &Answer, second: &Answer, numbers: &Numbers) -> Vec<String> {
        compare(first, second, numbers).into_iter().map(|difference| difference.what).collect()
    }

    #[test]
    fn numbers_and_times_are_mapped_and_all_else_is_compared() {
        let mut numbers = Numbers::default();
        let first = accepted(&[("dataRicezione", "2026-03-02T10:00:00+01:00"), ("idCertificato", "111111111")]);
        let second = accepted(&[("dataRicezione", "2026-04-02T10:00:00+01:00"), ("idCertificato", "222222222")]);
        assert_eq!(whats(&first, &second, &numbers), Vec::<String>::new());
        numbers.learn(&first, &second);
        let third = accepted(&[("dataRicezione", "x"), ("idCertificato", "333333333")]);
        assert_eq!(whats(&first, &third, &numbers), ["field idCertificato"]);
        let shorter = accepted(&[("dataRicezione", "x")]);
        assert_eq!(whats(&first, &shorter, &numbers), ["field idCertificato"]);
        let cases = [
            (refused("112", "A 111111111."), refused("112", "A 222222222."), vec![]),
            (refused("112", "A 111111111."), refused("112", "A 999999999."), vec![]),
            (refused("112", "A."), refused("113", "A."), vec!["rules"]),
            (refused("112", "A."), refused("112", "B."), vec!["text"]),
            (refused("112", MASKED), refused("112", "B."), vec![]),
            (refused("112", "A."), first.clone(), vec!["outcome"]),
        ];
        for (one, other, expected) in cases {
            assert_eq!(whats(&one, &other, &numbers), expected, "{one:?} {other:?}");
        }
    }
}
