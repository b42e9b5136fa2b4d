//! Queries.

use axum::extract::FromRequestParts;
use hyper::Uri;
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{Kind, Problem};
use crate::words::{self, Fault};
use sac_domain::words::{Text, said};

/// The query, read as a value of `T`.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::read(&parts.uri)
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// Reads the query of a target.
    pub(crate) fn read(target: &Uri) -> Result<Self, Problem> {
        let read = axum::extract::Query::<T>::try_from_uri(target);
        read.map(|axum::extract::Query(value)| Self(value)).map_err(|rejection| refused(&rejection.body_text()))
    }

    /// Reads a query that stands alone.
    pub(crate) fn of(query: &str) -> Result<Self, Problem> {
        let target = format!("/?{query}")
            .parse()
            .map_err(|_| Problem::new(Kind::BadQuery, said("è troppo lunga", "it is too long")))?;
        Self::read(&target)
    }
}

/// axum's sentence is a prefix, the parameter's name where it is known, and serde's sentence.
fn refused(text: &str) -> Problem {
    let sentence = text.split_once("query string: ").map_or(text, |(_, sentence)| sentence);
    let (name, sentence) = match sentence.split_once(": ") {
        Some((name, rest)) if !name.contains([' ', '`']) => (Some(name), rest),
        _ => (None, sentence),
    };
    let detail = match words::fault(sentence, words::PARAMETER) {
        Fault::Unknown { detail, .. } | Fault::Missing { detail, .. } => detail,
        Fault::Value { detail } => match name {
            Some(name) => of_parameter(name, &detail),
            None => detail,
        },
    };
    Problem::new(Kind::BadQuery, detail)
}

/// What is wrong with a parameter's value.
pub(crate) fn of_parameter(name: &str, detail: &Text) -> Text {
    Text::same(format!("`{name}`: ")).followed_by(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::words::Language;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read only")]
    struct Filters {
        worker: Option<String>,
        limit: Option<u32>,
    }

    #[test]
    fn the_wrong_parameter_is_named() {
        for (query, part) in [
            ("worke=1", "there is no parameter `worke`; did you mean `worker`?"),
            ("limit=x", "`limit`: it is a whole number"),
            ("limit=1&limit=2", "is given twice"),
        ] {
            let uri: Uri = format!("/x?{query}").parse().unwrap();
            let rejection = axum::extract::Query::<Filters>::try_from_uri(&uri).unwrap_err();
            let problem = refused(&rejection.body_text()).to_json(Language::En);
            assert!(problem.contains(part), "{query}: {problem}");
        }
    }
}
