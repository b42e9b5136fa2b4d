//! The language of a page: the one chosen, else the first that the browser asks for.

use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use hyper::HeaderMap;
use hyper::header::SET_COOKIE;

use sac_domain::words::Language;

use super::cookie::cookie;
use crate::accept_language;

/// The cookie with the language chosen. It is no secret, and the same for all gateways of a host.
const COOKIE: &str = "sac-language";

/// The language of a page, for its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lang(pub(crate) Language);

impl Lang {
    /// The language of a request's answer.
    pub(crate) fn of_request(headers: &HeaderMap) -> Self {
        let chosen = cookie(headers, COOKIE).and_then(Language::of_code);
        Self(chosen.unwrap_or_else(|| accept_language::of_call(headers)))
    }

    /// The words in this language.
    pub(crate) fn of<'a>(self, it: &'a str, en: &'a str) -> &'a str {
        self.0.pick(it, en)
    }

    pub(crate) fn code(self) -> &'static str {
        self.0.code()
    }

    pub(crate) fn is_it(self) -> bool {
        self.0 == Language::It
    }
}

/// Keeps the language chosen and goes back to the page `to`.
pub(super) async fn choose(Path(code): Path<String>, RawQuery(query): RawQuery) -> Response {
    let Some(language) = Language::of_code(&code) else { return Redirect::to("/").into_response() };
    let pairs = query.as_deref().unwrap_or_default();
    let to = form_urlencoded::parse(pairs.as_bytes()).find(|(name, _)| name == "to").map(|(_, to)| to.into_owned());
    // A path of this listener, and no address of another.
    let to = to.filter(|to| is_path(to)).unwrap_or_else(|| "/".to_owned());
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Strict", language.code());
    ([(SET_COOKIE, cookie)], Redirect::to(&to)).into_response()
}

fn is_path(to: &str) -> bool {
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_plain && to.starts_with('/') && !to.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_chosen_else_the_one_asked_for_most() {
        for (accepted, chosen, expected) in [
            (None, None, Language::En),
            (Some("it-IT,it;q=0.9,en;q=0.8"), None, Language::It),
            (Some("en;q=0.5, it;q=0.9"), None, Language::It),
            (Some("en, it"), None, Language::En),
            (Some("it;q=0, de"), None, Language::En),
            (Some("de, fr"), None, Language::En),
            (Some("it"), Some("sac-language=en"), Language::En),
            (Some("it"), Some("sac-language=xx"), Language::It),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(accepted) = accepted {
                headers.insert(hyper::header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
            }
            if let Some(chosen) = chosen {
                headers.insert(hyper::header::COOKIE, chosen.parse().unwrap());
            }
            assert_eq!(Lang::of_request(&headers).0, expected, "{accepted:?} {chosen:?}");
        }
    }

    #[test]
    fn no_other_site_is_gone_to() {
        for (to, expected) in [
            ("/worlds?a=b", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/a\r\nb", false),
            ("", false),
        ] {
            assert_eq!(is_path(to), expected, "{to}");
        }
    }
}
