//! The `Authorization: Basic` header (RFC 7617), read but not verified.

use std::fmt;

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use encoding_rs::mem::decode_latin1;
use hyper::{HeaderMap, header::AUTHORIZATION};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// What a request says about its sender.
#[derive(Debug)]
pub enum Authorization {
    /// No `Authorization` header: to be challenged.
    Absent,
    /// Another scheme than Basic (`Bearer`, `Negotiate`, …): to be challenged.
    OtherScheme,
    /// Basic, but not readable: several headers, bad base64, no colon, control characters.
    Malformed,
    /// A user and a password.
    Basic(Credentials),
}

/// A user's name and password as the client sent them.
#[derive(Clone)]
pub struct Credentials {
    /// The text before the first colon.
    pub user: String,
    /// The text after it.
    pub password: SecretString,
}

/// Shows nothing.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

/// Clients pad or do not pad.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Reads the credentials: UTF-8, or else Latin-1, which older stacks send.
#[must_use]
pub fn read(headers: &HeaderMap) -> Authorization {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Authorization::Absent,
        (Some(one), None) => one.as_bytes(),
        (Some(_), Some(_)) => return Authorization::Malformed,
    };
    let (scheme, rest) =
        value.iter().position(|byte| *byte == b' ').map_or((value, &[][..]), |space| value.split_at(space));
    if !scheme.eq_ignore_ascii_case(b"basic") {
        return Authorization::OtherScheme;
    }
    credentials(rest.trim_ascii()).map_or(Authorization::Malformed, Authorization::Basic)
}

fn credentials(token: &[u8]) -> Option<Credentials> {
    let bytes = Zeroizing::new(BASE64.decode(token).ok()?);
    let text = Zeroizing::new(match std::str::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => decode_latin1(&bytes).into_owned(),
    });
    if text.chars().any(|c| c.is_ascii_control()) {
        return None;
    }
    let (user, password) = text.split_once(':')?;
    Some(Credentials { user: user.to_owned(), password: SecretString::from(password) })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD as ENCODER;
    use hyper::header::HeaderValue;
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    use super::*;

    fn header(value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        headers
    }

    fn basic(user: &str, password: &str) -> Authorization {
        Authorization::Basic(Credentials { user: user.to_owned(), password: SecretString::from(password) })
    }

    fn is_same(one: &Authorization, other: &Authorization) -> bool {
        match (one, other) {
            (Authorization::Basic(one), Authorization::Basic(other)) => {
                one.user == other.user && one.password.expose_secret() == other.password.expose_secret()
            }
            _ => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }

    #[test]
    fn absent_foreign_malformed_and_good_headers_are_told_apart() {
        let cases: &[(&[u8], Authorization)] = &[
            (b"Basic cHJvdmE6cHJvdmE=", basic("prova", "prova")),
            (b"basic cHJvdmE6cHJvdmE", basic("prova", "prova")),
            (b"BASIC   cHJvdmE6cHJvdmE=  ", basic("prova", "prova")),
            (b"Basic cHJvdmE6YTpi", basic("prova", "a:b")),
            (b"Basic Og==", basic("", "")),
            // "prova:perch\xe9" in Latin-1, then in UTF-8.
            (b"Basic cHJvdmE6cGVyY2jp", basic("prova", "perché")),
            (b"Basic cHJvdmE6cGVyY2jDqQ==", basic("prova", "perché")),
            (b"Basic", Authorization::Malformed),
            (b"Basic ", Authorization::Malformed),
            (b"Basic cHJvdmE=", Authorization::Malformed),
            (b"Basic !!!!", Authorization::Malformed),
            (b"Basic YTpiCg==", Authorization::Malformed),
            (b"Basic \xff\xfe", Authorization::Malformed),
            (b"Bearer cHJvdmE6cHJvdmE=", Authorization::OtherScheme),
            (b"Basicx cHJvdmE6cHJvdmE=", Authorization::OtherScheme),
            (b"", Authorization::OtherScheme),
        ];
        for (value, expected) in cases {
            assert!(is_same(&read(&header(value)), expected), "{}", String::from_utf8_lossy(value));
        }
        assert!(matches!(read(&HeaderMap::new()), Authorization::Absent));
    }

    #[test]
    fn two_headers_are_malformed() {
        let mut headers = header(b"Basic cHJvdmE6cHJvdmE=");
        headers.append(AUTHORIZATION, HeaderValue::from_static("Basic YTpi"));
        assert!(matches!(read(&headers), Authorization::Malformed));
    }

    #[test]
    fn debug_shows_neither_user_nor_password() {
        assert_eq!(format!("{:?}", basic("prova", "segreta")), "Basic(Credentials(..))");
    }

    proptest! {
        #[test]
        fn what_a_client_encodes_is_read(user in "[^:\\p{Cc}]*", password in "\\PC*") {
            let token = ENCODER.encode(format!("{user}:{password}"));
            let value = format!("Basic {token}");
            prop_assert!(is_same(&read(&header(value.as_bytes())), &basic(&user, &password)));
        }

        #[test]
        fn no_header_value_breaks_the_reader(value in prop::collection::vec(0x20_u8..0xff, 0..80)) {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                let mut headers = HeaderMap::new();
                headers.insert(AUTHORIZATION, value);
                let _ = read(&headers);
            }
        }
    }
}
