//! The TLS handshake, and why it fails, in words.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use rustls::{AlertDescription, Error, InvalidMessage, PeerIncompatible, server::Acceptor};
use tokio::{io::AsyncWriteExt, time::timeout};
use tokio_rustls::{LazyConfigAcceptor, server::TlsStream};

use super::{
    fault,
    refused::Words,
    socket::Socket,
    tls::Tls,
    wire_fault::{Handshake, Hello},
};

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum Failed {
    /// The client has gone without a byte, as a monitor does that only looks whether the port is open.
    Silent,
    /// The client speaks plain HTTP, and was answered so.
    PlainHttp,
    /// The server's own decision.
    Alerted,
    /// The time is up.
    TooSlow,
    /// What TLS or the system says.
    Stream(io::Error),
}

impl Failed {
    /// Whether the client was sent something that it shall be able to read: the connection has to be
    /// closed in order then.
    pub(super) fn closes_in_order(&self) -> bool {
        matches!(self, Self::PlainHttp | Self::Alerted)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

/// The handshake, within its time.
pub(super) async fn handshake(
    socket: Socket,
    tls: &Tls,
    peer: SocketAddr,
    within: Duration,
) -> Result<TlsStream<Socket>, Failed> {
    timeout(within, shake(socket, tls, peer)).await.unwrap_or(Err(Failed::TooSlow))
}

async fn shake(mut socket: Socket, tls: &Tls, peer: SocketAddr) -> Result<TlsStream<Socket>, Failed> {
    // A TLS record begins with a byte below 32, a plain HTTP request with a capital letter.
    match socket.first_byte().await? {
        None => return Err(Failed::Silent),
        Some(byte) if byte.is_ascii_uppercase() => {
            socket.write_all(PLAIN_HTTP).await?;
            return Err(Failed::PlainHttp);
        }
        Some(_) => (),
    }
    let mut start = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
    let hello = start.client_hello();
    match tls.decide(&Hello { peer, server_name: hello.server_name() }) {
        Handshake::Continue => Ok(start.into_stream(Arc::clone(&tls.config)).await?),
        Handshake::Alert => {
            fault::alert(&mut start.io).await;
            Err(Failed::Alerted)
        }
    }
}

const PLAIN_HTTP: &[u8] = "HTTP/1.1 400 Bad Request\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Connection: close\r\n\r\n\
    Questa porta parla HTTPS: l'indirizzo deve cominciare con https://.\n\
    This port speaks HTTPS: the address must begin with https://.\n"
    .as_bytes();

const GIVE_CA_IT: &str =
    "va dato al client ca.pem (è nella cartella dei dati, e si scarica dal servizio accanto al WSDL)";
const GIVE_CA_EN: &str =
    "give the client ca.pem (it is in the data directory, and the service offers it beside the WSDL)";

/// Why, and what to do, for people.
pub(super) fn words(failed: &Failed) -> Words {
    let (it, en) = match failed {
        Failed::Silent => (
            "il client si è collegato e ha chiuso senza iniziare l'handshake TLS".to_owned(),
            "the client connected and closed without beginning a TLS handshake".to_owned(),
        ),
        Failed::PlainHttp => (
            "il client parla HTTP in chiaro: l'indirizzo deve cominciare con https://".to_owned(),
            "the client speaks plain HTTP: the address must begin with https://".to_owned(),
        ),
        Failed::Alerted => (
            "l'handshake TLS è stato rifiutato di proposito (guasto simulato)".to_owned(),
            "the TLS handshake was refused on purpose (simulated fault)".to_owned(),
        ),
        Failed::TooSlow => (
            "l'handshake TLS non è finito nel tempo ammesso".to_owned(),
            "the TLS handshake did not end within the time allowed".to_owned(),
        ),
        Failed::Stream(error) => of_stream(error),
    };
    Words { it, en }
}

fn of_stream(error: &io::Error) -> (String, String) {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match tls {
        Some(error) => of_tls(error),
        None => (
            format!("il client ha chiuso durante l'handshake TLS; se non si fida della CA del gateway, {GIVE_CA_IT}"),
            format!(
                "the client closed the connection during the TLS handshake; if it does not trust the gateway's CA, {GIVE_CA_EN}"
            ),
        ),
    }
}

fn of_tls(error: &Error) -> (String, String) {
    match error {
        Error::AlertReceived(alert) => of_alert(*alert),
        Error::PeerIncompatible(why) => of_incompatible(why),
        Error::NoApplicationProtocol => (
            "il client chiede per ALPN un protocollo diverso da http/1.1 e h2".to_owned(),
            "the client asks by ALPN for another protocol than http/1.1 and h2".to_owned(),
        ),
        Error::InvalidMessage(InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion) => {
            ("ciò che il client ha inviato non è TLS".to_owned(), "what the client sent is not TLS".to_owned())
        }
        other => (format!("handshake TLS non riuscito: {other}"), format!("the TLS handshake failed: {other}")),
    }
}

fn of_alert(alert: AlertDescription) -> (String, String) {
    use AlertDescription as A;
    match alert {
        A::UnknownCA | A::CertificateUnknown | A::BadCertificate | A::UnsupportedCertificate => (
            format!(
                "il client non si fida della CA del gateway, o chiama il gateway con un nome che il certificato non ha: {GIVE_CA_IT}"
            ),
            format!(
                "the client does not trust the gateway's CA, or calls the gateway by a name that its certificate does not have: {GIVE_CA_EN}"
            ),
        ),
        A::CertificateExpired => (
            "per il client il certificato del gateway è scaduto: controllare l'orologio delle due macchine".to_owned(),
            "to the client the gateway's certificate has expired: look at the clocks of both machines".to_owned(),
        ),
        A::ProtocolVersion => of_version(),
        A::HandshakeFailure | A::InsufficientSecurity => of_ciphers(),
        A::UserCanceled | A::CloseNotify => {
            ("il client ha interrotto l'handshake TLS".to_owned(), "the client broke off the TLS handshake".to_owned())
        }
        other => {
            let number = other.to_array()[0];
            (
                format!("il client ha interrotto l'handshake TLS con l'alert {number}"),
                format!("the client broke off the TLS handshake with alert {number}"),
            )
        }
    }
}

fn of_incompatible(why: &PeerIncompatible) -> (String, String) {
    use PeerIncompatible as P;
    match why {
        P::Tls12NotOffered
        | P::Tls12NotOfferedOrEnabled
        | P::SupportedVersionsExtensionRequired
        | P::ServerDoesNotSupportTls12Or13
        | P::ServerTlsVersionIsDisabledByOurConfig => of_version(),
        P::NoCipherSuitesInCommon
        | P::NoKxGroupsInCommon
        | P::NoSignatureSchemesInCommon
        | P::NoEcPointFormatsInCommon
        | P::NamedGroupsExtensionRequired
        | P::EcPointsExtensionRequired
        | P::SignatureAlgorithmsExtensionRequired
        | P::NoCertificateRequestSignatureSchemesInCommon => of_ciphers(),
        other => (
            format!("il client e il gateway non hanno un modo comune per l'handshake TLS ({other:?})"),
            format!("client and gateway have no way of the TLS handshake in common ({other:?})"),
        ),
    }
}

fn of_version() -> (String, String) {
    (
        "il client offre soltanto versioni vecchie di TLS: ci vuole TLS 1.2 o 1.3".to_owned(),
        "the client offers only old versions of TLS: TLS 1.2 or 1.3 is needed".to_owned(),
    )
}

fn of_ciphers() -> (String, String) {
    (
        "il client e il gateway non hanno in comune cifratura, curva o firma per TLS: il gateway vuole ECDHE con AES-GCM \
         o ChaCha20, come TLS 1.2 e 1.3 raccomandano"
            .to_owned(),
        "client and gateway have no TLS cipher suite, curve or signature in common: the gateway wants ECDHE with AES-GCM \
         or ChaCha20, as TLS 1.2 and 1.3 recommend"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_shows_a_name_of_the_library_where_the_cause_is_known() {
        use AlertDescription as A;
        let errors = [
            (Error::AlertReceived(A::UnknownCA), "ca.pem"),
            (Error::AlertReceived(A::CertificateUnknown), "ca.pem"),
            (Error::AlertReceived(A::CertificateExpired), "expired"),
            (Error::AlertReceived(A::ProtocolVersion), "TLS 1.2 or 1.3"),
            (Error::AlertReceived(A::AccessDenied), "alert 49"),
            (Error::PeerIncompatible(PeerIncompatible::Tls12NotOffered), "TLS 1.2 or 1.3"),
            (Error::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon), "cipher suite"),
            (Error::InvalidMessage(InvalidMessage::InvalidContentType), "not TLS"),
        ];
        for (error, expected) in errors {
            let words = words(&Failed::Stream(io::Error::other(error)));
            assert!(words.en.contains(expected), "{words:?}");
            assert!(!words.en.contains("UnknownCA") && !words.it.is_empty(), "{words:?}");
        }
        let closed = words(&Failed::Stream(io::ErrorKind::UnexpectedEof.into()));
        assert!(closed.it.contains("ca.pem"), "{closed:?}");
    }
}
