//! The language that a request asks for.

use hyper::HeaderMap;
use hyper::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, HeaderValue, VARY};

use sac_domain::words::Language;

/// The language of a program's answer: the one that it asks for, else English.
pub(crate) fn of_call(headers: &HeaderMap) -> Language {
    of_header(headers).unwrap_or(Language::En)
}

/// The language that `Accept-Language` weighs most, of the two.
pub(crate) fn of_header(headers: &HeaderMap) -> Option<Language> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let weighed = header.split(',').filter_map(|one| {
        let (range, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        let code = range.trim().split('-').next()?;
        Language::of_code(code).filter(|_| weight > 0.0).map(|language| (language, weight))
    });
    // Of several of the same weight the first.
    weighed.reduce(|best, one| if one.1 > best.1 { one } else { best }).map(|(language, _)| language)
}

/// Says which language an answer is in, and that another may be had.
pub(crate) fn say_which(headers: &mut HeaderMap, language: Language) {
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_asked_for_most_is_taken_and_english_without_one() {
        for (accepted, expected) in [
            ("it-IT,it;q=0.9,en;q=0.8", Some(Language::It)),
            ("en;q=0.5, it;q=0.9", Some(Language::It)),
            ("en, it", Some(Language::En)),
            ("it;q=0, de", None),
            ("de, fr", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, accepted.parse().unwrap());
            assert_eq!(of_header(&headers), expected, "{accepted:?}");
            assert_eq!(of_call(&headers), expected.unwrap_or(Language::En));
        }
        assert_eq!(of_call(&HeaderMap::new()), Language::En);
    }
}
