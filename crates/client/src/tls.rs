//! Why there is no TLS, or an exchange broke off, in words.

use std::error::Error;
use std::io;

use chrono::DateTime;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::{AlertDescription, CertificateError, InvalidMessage, PeerIncompatible};
use sac_domain::words::Text;

/// What `error`, or the first of its causes that is known, says.
pub(super) fn broken(error: &(dyn Error + 'static)) -> Text {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return failed(error);
        }
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            if error.is_incomplete_message() {
                return Text::new(
                    "la connessione è stata chiusa prima della fine della risposta",
                    "the connection was closed before the end of the reply",
                );
            }
            if error.is_parse() {
                return Text::new("ciò che è arrivato non è HTTP/1.1", "what came is not HTTP/1.1");
            }
        }
        cause = error.source();
    }
    Text::new("la connessione si è interrotta", "the connection broke off")
}

/// What TLS or the system says.
pub(super) fn failed(error: &io::Error) -> Text {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(error) => of_tls(error),
        None if error.kind() == io::ErrorKind::UnexpectedEof => {
            Text::new("il server ha chiuso la connessione", "the server closed the connection")
        }
        None => Text::of(error),
    }
}

fn of_tls(error: &rustls::Error) -> Text {
    use rustls::Error as E;
    match error {
        E::InvalidCertificate(error) => of_certificate(error),
        E::AlertReceived(alert) => of_alert(*alert),
        E::InvalidMessage(InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion) => Text::new(
            "il server non parla TLS: forse l'indirizzo deve cominciare con http://",
            "the server does not speak TLS: perhaps the address must begin with http://",
        ),
        E::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => of_version(),
        E::PeerIncompatible(_) => of_ciphers(),
        _ => Text::new("l'handshake TLS non è riuscito", "the TLS handshake failed"),
    }
}

fn of_certificate(error: &CertificateError) -> Text {
    use CertificateError as C;
    match error {
        C::Expired => Text::new("il certificato del server è scaduto", "the server's certificate has expired"),
        C::ExpiredContext { time, not_after } => {
            let (now, end) = (shown(*time), shown(*not_after));
            Text::new(
                format!("il certificato del server è scaduto il {end} (per questa macchina adesso è il {now})"),
                format!("the server's certificate expired on {end} (to this machine it is {now} now)"),
            )
        }
        C::NotValidYet => {
            Text::new("il certificato del server non è ancora valido", "the server's certificate is not valid yet")
        }
        C::NotValidYetContext { time, not_before } => {
            let (now, start) = (shown(*time), shown(*not_before));
            Text::new(
                format!("il certificato del server è valido solo dal {start} (per questa macchina adesso è il {now})"),
                format!("the server's certificate is valid from {start} only (to this machine it is {now} now)"),
            )
        }
        C::NotValidForName => Text::new(
            "il certificato del server non ha il nome con cui lo si chiama",
            "the server's certificate does not have the name that it is called by",
        ),
        C::NotValidForNameContext { expected, presented } => {
            let called = match expected {
                ServerName::DnsName(name) => name.as_ref().to_owned(),
                ServerName::IpAddress(address) => std::net::IpAddr::from(*address).to_string(),
                _ => String::new(),
            };
            let names: Vec<&str> = presented.iter().map(|name| plain(name)).collect();
            let names = names.join(", ");
            Text::new(
                format!("il certificato del server non ha il nome {called}, ma: {names}"),
                format!("the server's certificate does not have the name {called}, but: {names}"),
            )
        }
        C::Revoked => Text::new("il certificato del server è revocato", "the server's certificate is revoked"),
        C::UnknownIssuer => Text::new(
            "il certificato del server non è di una CA fidata",
            "the server's certificate is of no trusted CA",
        ),
        C::BadEncoding => {
            Text::new("il certificato del server non si può leggere", "the server's certificate cannot be read")
        }
        C::BadSignature => Text::new(
            "la firma del certificato del server è errata",
            "the signature of the server's certificate is wrong",
        ),
        C::InvalidPurpose | C::InvalidPurposeContext { .. } => Text::new(
            "il certificato del server non è fatto per un server",
            "the server's certificate is not made for a server",
        ),
        _ => Text::new("il certificato del server non è accettabile", "the server's certificate cannot be accepted"),
    }
}

fn of_alert(alert: AlertDescription) -> Text {
    use AlertDescription as A;
    match alert {
        A::CertificateRequired | A::AccessDenied => {
            Text::new("il server vuole un certificato client", "the server wants a client certificate")
        }
        A::UnknownCA | A::CertificateUnknown | A::BadCertificate | A::UnsupportedCertificate => Text::new(
            "il server non accetta il certificato client: non è di una CA di cui si fida",
            "the server does not accept the client certificate: it is of no CA that it trusts",
        ),
        A::CertificateExpired | A::CertificateRevoked => Text::new(
            "per il server il certificato client è scaduto o revocato",
            "to the server the client certificate has expired or is revoked",
        ),
        A::ProtocolVersion => of_version(),
        A::HandshakeFailure | A::InsufficientSecurity => of_ciphers(),
        A::UnrecognisedName => Text::new("il server non conosce questo nome", "the server does not know this name"),
        other => {
            let number = other.to_array()[0];
            Text::new(
                format!("il server ha interrotto l'handshake TLS con l'alert {number}"),
                format!("the server broke off the TLS handshake with alert {number}"),
            )
        }
    }
}

fn of_version() -> Text {
    Text::new(
        "il server offre soltanto versioni vecchie di TLS: ci vuole TLS 1.2 o 1.3",
        "the server offers only old versions of TLS: TLS 1.2 or 1.3 is needed",
    )
}

fn of_ciphers() -> Text {
    Text::new(
        "client e server non hanno in comune cifratura, curva o firma per TLS",
        "client and server have no TLS cipher suite, curve or signature in common",
    )
}

/// The library writes `DnsName("a.example")` and `IpAddress(10.0.0.1)`.
fn plain(name: &str) -> &str {
    let inner = name.split_once('(').map_or(name, |(_, inner)| inner);
    inner.trim_end_matches(')').trim_matches('"')
}

/// A date and time as a person reads it.
fn shown(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let time = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC);
    time.format("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn certificates_are_told_with_dates_and_names_and_not_as_the_library_writes_them() {
        use CertificateError as C;
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let name = ServerName::try_from("localhost").unwrap();
        let presented = vec!["DnsName(\"sac.example\")".to_owned(), "IpAddress(192.0.2.1)".to_owned()];
        for (error, it, en) in [
            (
                C::ExpiredContext { time: at(1_800_000_000), not_after: at(1_609_459_200) },
                "è scaduto il 2021-01-01 00:00 UTC",
                "expired on 2021-01-01 00:00 UTC",
            ),
            (
                C::NotValidYetContext { time: at(0), not_before: at(1_609_459_200) },
                "solo dal 2021-01-01",
                "valid from 2021-01-01",
            ),
            (
                C::NotValidForNameContext { expected: name, presented },
                "non ha il nome localhost, ma: sac.example, 192.0.2.1",
                "does not have the name localhost, but: sac.example, 192.0.2.1",
            ),
            (C::Revoked, "revocato", "revoked"),
            (C::UnknownRevocationStatus, "non è accettabile", "cannot be accepted"),
        ] {
            let text = failed(&io::Error::other(rustls::Error::InvalidCertificate(error)));
            assert!(text.it.contains(it) && text.en.contains(en), "{text:?}");
            assert!(!text.en.contains("UNIX") && !text.en.contains("Context"), "{text:?}");
        }
    }

    #[test]
    fn alerts_and_what_is_no_tls_have_words() {
        for alert in 0..=255 {
            let text = of_alert(AlertDescription::from(alert));
            assert!(!text.it.is_empty() && !text.en.contains('('), "{text:?}");
        }
        let not_tls = rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType);
        assert!(failed(&io::Error::other(not_tls)).it.contains("non parla TLS"));
    }
}
