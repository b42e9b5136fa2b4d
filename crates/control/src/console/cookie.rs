//! Cookies.

use hyper::HeaderMap;
use hyper::header::COOKIE;

/// The name of the cookie of a visit to the listener on this port: browsers keep cookies by host alone, and several
/// gateways may run on one.
pub(crate) fn cookie_name(port: u16) -> String {
    format!("sac-console-{port}")
}

/// The cookie of this name.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|one| one.trim().split_once('='));
    cookies.find(|(found, _)| *found == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; sac-console-80=x=y".parse().unwrap());
        headers.append(COOKIE, "b=2".parse().unwrap());
        assert_eq!(cookie(&headers, &cookie_name(80)), Some("x=y"));
        assert_eq!((cookie(&headers, "b"), cookie(&headers, "c")), (Some("2"), None));
    }
}
