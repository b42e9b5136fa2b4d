//! Who calls (rules §1.2, §5): Basic where it is sent, else the client certificate.

use sac_http::basic::{self, Authorization};
use sac_http::{ClientCertificate, RequestHead, Subject};
use sac_people::credentials::{Authenticated, Credentials, Denied};
use sac_store::StoreError;

/// Why a caller does not come in.
#[derive(Debug)]
pub(super) enum Refused {
    /// Nothing was brought that could be judged: to be challenged (rules §1.2).
    NoCredentials,
    /// What was brought is wrong, or its owner is blocked; which of them is not told.
    WrongCredentials,
    /// The gateway could not judge.
    Failed(StoreError),
}

/// Whether the request brings nothing that could be judged.
pub(super) fn brings_nothing(head: &RequestHead) -> bool {
    let no_certificate = matches!(head.client_certificate, ClientCertificate::None);
    no_certificate && matches!(basic::read(&head.headers), Authorization::Absent | Authorization::OtherScheme)
}

/// Judges what the request brings. Of a password and a certificate the password counts, as
/// it was put into the request on purpose.
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

async fn by_certificate(credentials: &Credentials, subject: &Subject) -> Result<Authenticated, Denied> {
    let kind = subject.units.first().map(String::as_str);
    credentials.by_certificate(subject.codice_fiscale(), kind).await
}
