//! The head of a message, whose two sensitive fields are encrypted (contract §7).

use std::iter;

use sac_certificates::request::{Head, Redattore, Request, Unreadable};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::user::{User, UserKind};
use sac_keys::sealed::{Opened, Unsealer};
use sac_people::credentials::{Credentials, PincodeProof};

/// What every message begins with: who writes, and about whom.
pub struct EncryptedHead {
    /// `medico` or `operatore`; empty where the optional `operatore` is missing.
    pub redattore: Redattore,
    /// The pincode, encrypted; given by doctors.
    pub pincode: Option<String>,
    /// The worker's codice fiscale, encrypted.
    pub lavoratore: String,
}

/// What to do about fields that are still in clear, in Italian and in English.
pub const HOW_TO_ENCRYPT: (&str, &str) = (
    "Cifrare i campi prima dell'invio con il certificato SanitelCF.cer, o lasciarlo fare a sac send.",
    "Encrypt the fields before sending with the certificate SanitelCF.cer, or let sac send do it.",
);

/// The request with its head decrypted, as sent by `user`.
///
/// Both fields are decrypted in one step, and a doctor's pincode is always compared. Neither
/// depends on the other's result, so that the time of the answer does not show which of the two
/// is wrong (contract §7).
pub async fn decrypt(
    request: Request<EncryptedHead>,
    user: &User,
    unsealer: &Unsealer,
    credentials: &Credentials,
) -> Request<Head> {
    let Request { head: EncryptedHead { redattore, pincode, lavoratore }, content } = request;
    let not_compared = if pincode.is_some() { PincodeProof::NotCompared } else { PincodeProof::Absent };
    // Only doctors have a pincode to compare with (contract §6.4).
    let to_compare = pincode.filter(|_| matches!(user.kind, UserKind::Medico { .. }));
    let compare = to_compare.is_some();

    let opened = unsealer.unseal_all(iter::once(lavoratore).chain(to_compare).collect()).await;
    let mut opened = opened.iter();
    let codice_fiscale = opened.next().and_then(Opened::as_str).and_then(|text| CodiceFiscale::parse(text).ok());
    let plain_pincode = opened.next().and_then(Opened::secret);
    let pincode = if compare { credentials.verify_pincode(user, plain_pincode) } else { not_compared };
    Request { head: Head { redattore, pincode, lavoratore: codice_fiscale.ok_or(Unreadable) }, content }
}
