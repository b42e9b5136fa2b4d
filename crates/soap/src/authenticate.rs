//! Who calls (rules §1.2, §5): Basic where it is sent, else the client certificate.

use hyper::StatusCode;
use hyper::header::{HeaderValue, WWW_AUTHENTICATE};
use sac_http::basic::{self, Authorization};
use sac_http::{ClientCertificate, RequestHead, Response, Subject};
use sac_people::credentials::{Authenticated, Credentials, Denied};
use sac_store::StoreError;

/// Why a caller is not authenticated.
#[derive(Debug)]
pub(super) enum Refused {
    /// There are no credentials: the caller is to be asked for them (rules §1.2).
    NoCredentials,
    /// The credentials are wrong, or the user is blocked; the answer does not say which.
    WrongCredentials,
    /// The gateway failed.
    Failed(StoreError),
}

/// Whether the request has no credentials.
pub(super) fn has_no_credentials(head: &RequestHead) -> bool {
    let no_certificate = matches!(head.client_certificate, ClientCertificate::None);
    no_certificate && matches!(basic::read(&head.headers), Authorization::Absent | Authorization::OtherScheme)
}

/// Authenticates the caller. Of a password and a certificate the password counts, as it was put
/// into the request on purpose.
pub(super) async fn caller(head: &RequestHead, credentials: &Credentials) -> Result<Authenticated, Refused> {
    let verdict = match (basic::read(&head.headers), &head.client_certificate) {
        (Authorization::Basic(given), _) => credentials.verify(&given.user, &given.password).await,
        (Authorization::Malformed, _) => return Err(Refused::WrongCredentials),
        (_, ClientCertificate::Trusted(subject)) => by_certificate(credentials, subject).await,
        (_, ClientCertificate::Rejected(rejection)) => {
            tracing::info!(reason = rejection.reason(), "client certificate rejected");
            return Err(Refused::WrongCredentials);
        }
        (_, ClientCertificate::None) => return Err(Refused::NoCredentials),
    };
    verdict.map_err(|denied| match denied {
        Denied::Store(error) => Refused::Failed(error),
        denied => {
            tracing::info!(reason = %denied, "caller denied");
            Refused::WrongCredentials
        }
    })
}

/// Asks for credentials.
pub(super) fn challenge(realm: &str) -> Response {
    let sentence = Response::sentence(
        StatusCode::UNAUTHORIZED,
        "Servono le credenziali: HTTP Basic con utente e password, oppure un certificato client.",
        "Credentials are needed: HTTP Basic with user and password, or a client certificate.",
    );
    let realm: String = realm.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    let challenge = HeaderValue::from_bytes(format!("Basic realm=\"{realm}\"").as_bytes());
    sentence.with_header(WWW_AUTHENTICATE, challenge.unwrap_or(HeaderValue::from_static("Basic realm=\"SAC\"")))
}

async fn by_certificate(credentials: &Credentials, subject: &Subject) -> Result<Authenticated, Denied> {
    let kind = subject.units.first().map(String::as_str);
    credentials.by_certificate(subject.codice_fiscale(), kind).await
}
