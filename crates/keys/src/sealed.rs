//! The encrypted fields (contract §7): RSA, PKCS#1 v1.5, base64, in one line.
//!
//! A caller who can find out *why* a field could not be decrypted can decrypt other callers' fields, query by
//! query (Bleichenbacher). So each field, whatever is wrong with it, costs exactly one RSA operation and
//! has one failure. Padding is checked within OpenSSL with *implicit rejection*: where it is bad,
//! out come pseudo-random bytes, the same for the same field, which then fail like any wrong value.
//! An OpenSSL that does not do so (before 3.2) is refused at start.

use std::{fmt, num::NonZero, sync::Arc, thread::available_parallelism};

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use openssl::{
    bn::BigNum,
    encrypt::{Decrypter, Encrypter},
    error::ErrorStack,
    pkey::{PKey, PKeyRef, Private, Public},
    rsa::Padding,
    x509::X509,
};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use tokio::{sync::Semaphore, task::spawn_blocking};
use zeroize::Zeroizing;

use sac_domain::words::{Language, Words};

use crate::Keys;

/// Why nothing can be sealed or opened at all; never why one field could not.
#[derive(Debug, Error)]
pub enum UnsealerError {
    /// The linked OpenSSL says when padding is bad, which amounts to giving the key away.
    #[error(
        "the linked OpenSSL ({version}) reports bad PKCS#1 v1.5 padding instead of hiding it: link version 3.2 or later"
    )]
    NoImplicitRejection {
        /// What it calls itself.
        version: &'static str,
    },
    /// The library refuses what it has not been known to refuse.
    #[error("the encryption key does not work: {0}")]
    Library(#[from] ErrorStack),
}

/// What came out of an encrypted field: a text, or nothing.
#[derive(Clone)]
pub struct Opened(Option<SecretString>);

impl Opened {
    /// The text, if the field could be opened. Whatever is made of `None` must look, from
    /// outside, like a text that is wrong.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_ref().map(ExposeSecret::expose_secret)
    }

    /// The text as a secret, where the field holds one.
    #[must_use]
    pub fn secret(&self) -> Option<&SecretString> {
        self.0.as_ref()
    }
}

/// Shows nothing.
impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(..)")
    }
}

/// Opens encrypted fields. Clones share the key and the bound on parallel work.
#[derive(Clone)]
pub struct Unsealer {
    key: Arc<Key>,
    places: Arc<Semaphore>,
}

impl fmt::Debug for Unsealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unsealer(..)")
    }
}

impl Unsealer {
    /// Opens with the installation's key, on as many threads at a time as there are cores.
    ///
    /// # Errors
    /// An OpenSSL without implicit rejection, or a key that does not work.
    pub fn new(keys: &Keys) -> Result<Self, UnsealerError> {
        Self::of_key(keys.encryption_key())
    }

    /// Opens with this key, on as many threads at a time as there are cores.
    ///
    /// # Errors
    /// An OpenSSL without implicit rejection, or a key that does not work.
    pub fn of_key(key: &PKeyRef<Private>) -> Result<Self, UnsealerError> {
        let key = Arc::new(Key::new(key)?);
        let cores = available_parallelism().map_or(1, NonZero::get);
        Ok(Self { key, places: Arc::new(Semaphore::new(cores)) })
    }

    /// Opens with the private key in a PEM text.
    ///
    /// # Errors
    /// An OpenSSL without implicit rejection, or a text with no key that works.
    pub fn of_pem(pem: &[u8]) -> Result<Self, UnsealerError> {
        Self::of_key(&*PKey::private_key_from_pem(pem)?)
    }

    /// Opens the fields of one message, in their order, on a blocking thread: some 0.12 ms of CPU
    /// each, whatever they hold. Gives as many results as there are fields.
    pub async fn unseal_all(&self, fields: Vec<String>) -> Vec<Opened> {
        let count = fields.len();
        let place = Arc::clone(&self.places).acquire_owned().await;
        let key = Arc::clone(&self.key);
        let work = spawn_blocking(move || {
            let _place = place;
            fields.iter().map(|field| key.open(field)).collect()
        });
        // Only a runtime that shuts down, or a bug, loses the work: then nothing was opened.
        work.await.unwrap_or_else(|_| vec![Opened(None); count])
    }

    /// Opens one field, on this thread.
    #[must_use]
    pub fn unseal(&self, field: &str) -> Opened {
        self.key.open(field)
    }
}

/// What came out of a field, for those who hold the key and check messages of their own. The
/// service never looks at it: why a field is wrong is not for its callers to know.
pub struct Inspection {
    /// The bytes, where the field has the length of the key.
    pub bytes: Option<Zeroizing<Vec<u8>>>,
    /// It was encrypted with OAEP in place of PKCS#1 v1.5.
    pub is_oaep: bool,
}

impl Unsealer {
    /// Opens one field, on this thread, and keeps what it holds as bytes.
    #[must_use]
    pub fn inspect(&self, field: &str) -> Inspection {
        let ciphertext = decode_field(field).filter(|bytes| self.key.is_ciphertext(bytes));
        let decrypt = |padding| ciphertext.as_ref().and_then(|bytes| self.key.decrypt_as(bytes, padding).ok());
        Inspection { bytes: decrypt(Padding::PKCS1), is_oaep: decrypt(Padding::PKCS1_OAEP).is_some() }
    }
}

/// The private key, with a ciphertext of the right form to be worked on in a malformed one's place.
struct Key {
    private: PKey<Private>,
    modulus: Vec<u8>,
    stand_in: Vec<u8>,
}

impl Key {
    fn new(private: &PKeyRef<Private>) -> Result<Self, UnsealerError> {
        let rsa = private.rsa()?;
        let size = private.size();
        let modulus = rsa.n().to_vec_padded(i32::try_from(size).unwrap_or(i32::MAX))?;
        let public = PKey::public_key_from_der(&private.public_key_to_der()?)?;
        let stand_in = encrypt(&public, b"stand-in")?;
        let key = Self { private: private.to_owned(), modulus, stand_in };
        key.prove_implicit_rejection(&public)?;
        Ok(key)
    }

    /// base64 with or without padding, ASCII white space ignored (assumed: the contract says one
    /// line, but common encoders break theirs).
    fn open(&self, field: &str) -> Opened {
        let decoded = decode_field(field).filter(|bytes| self.is_ciphertext(bytes));
        let well_formed = decoded.is_some();
        let ciphertext = decoded.as_deref().unwrap_or(&self.stand_in);
        let plain = self.decrypt(ciphertext).ok();
        let text = plain.and_then(|bytes| std::str::from_utf8(&bytes).ok().map(SecretString::from));
        Opened(text.filter(|_| well_formed))
    }

    /// As long as the modulus and below it: what the library would refuse without an operation.
    fn is_ciphertext(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.modulus.len() && *bytes < *self.modulus
    }

    fn decrypt(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        self.decrypt_as(ciphertext, Padding::PKCS1)
    }

    fn decrypt_as(&self, ciphertext: &[u8], padding: Padding) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        let mut decrypter = Decrypter::new(&self.private)?;
        decrypter.set_rsa_padding(padding)?;
        let mut plain = Zeroizing::new(vec![0; decrypter.decrypt_len(ciphertext)?]);
        let length = decrypter.decrypt(ciphertext, &mut plain)?;
        plain.truncate(length);
        Ok(plain)
    }

    /// Badly padded blocks must yield bytes, and the same bytes each time.
    fn prove_implicit_rejection(&self, public: &PKeyRef<Public>) -> Result<(), UnsealerError> {
        for block in badly_padded(self.modulus.len()) {
            let ciphertext = encrypt_raw(public, &block)?;
            match (self.decrypt(&ciphertext), self.decrypt(&ciphertext)) {
                (Ok(first), Ok(second)) if *first == *second => (),
                _ => {
                    return Err(UnsealerError::NoImplicitRejection { version: openssl::version::version() });
                }
            }
        }
        Ok(())
    }
}

/// Blocks that PKCS#1 v1.5 forbids: another type, no type, a padding too short, one without end.
fn badly_padded(size: usize) -> [Vec<u8>; 4] {
    let block = |start: &[u8], end: &[u8]| {
        let mut block = vec![0x55; size];
        block[..start.len()].copy_from_slice(start);
        block[size - end.len()..].copy_from_slice(end);
        block
    };
    [block(&[0, 1], b"\0abc"), block(&[0, 0x55], b"\0abc"), block(&[0, 2, 1, 0], b"abc"), block(&[0, 2], b"")]
}

/// The bytes of an encrypted field: base64, in which blanks and missing padding do no harm.
#[must_use]
pub fn decode_field(field: &str) -> Option<Vec<u8>> {
    let compact: Vec<u8> = field.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(compact).ok()
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a text could not be encrypted.
#[derive(Debug, Error)]
pub enum SealError {
    /// Neither a DER nor a PEM certificate.
    #[error("this is no certificate, neither DER nor PEM")]
    NoCertificate,
    /// A certificate with another kind of key.
    #[error("the certificate holds no RSA key")]
    NoRsaKey,
    /// With the padding the text does not fit.
    #[error("the text is {length} bytes long; the key has room for {room}")]
    TooLong {
        /// The text's length in UTF-8.
        length: usize,
        /// How many bytes fit.
        room: usize,
    },
    /// The library refuses what it has not been known to refuse.
    #[error("cannot encrypt: {0}")]
    Library(#[from] ErrorStack),
}

/// Encrypts fields as a client does, with any SAC's certificate.
#[derive(Clone)]
pub struct Sealer(PKey<Public>);

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer(RSA, {} bits)", self.0.bits())
    }
}

impl Sealer {
    /// Reads a certificate, DER or PEM, with an RSA key of any size.
    ///
    /// # Errors
    /// What is no certificate, or one with another kind of key.
    pub fn new(certificate: &[u8]) -> Result<Self, SealError> {
        let certificate = X509::from_pem(certificate)
            .or_else(|_| X509::from_der(certificate))
            .map_err(|_| SealError::NoCertificate)?;
        let key = certificate.public_key().map_err(|_| SealError::NoRsaKey)?;
        key.rsa().map_err(|_| SealError::NoRsaKey)?;
        Ok(Self(key))
    }

    /// The encrypted text in base64, one line; different each time.
    ///
    /// # Errors
    /// A text that is too long for the key.
    pub fn seal(&self, plain: &str) -> Result<String, SealError> {
        let room = self.0.size().saturating_sub(11);
        if plain.len() > room {
            return Err(SealError::TooLong { length: plain.len(), room });
        }
        Ok(STANDARD.encode(encrypt(&self.0, plain.as_bytes())?))
    }
}

impl Sealer {
    /// The encrypted text with padding from `padding` (zeros are passed over), so that the same comes out for
    /// the same padding. It is as secret as the padding is.
    ///
    /// # Errors
    /// A text for which the key has no room.
    pub fn seal_with(&self, plain: &str, padding: &mut dyn FnMut() -> u8) -> Result<String, SealError> {
        let size = self.0.size();
        let room = size.saturating_sub(11);
        let length = plain.len();
        if length > room {
            return Err(SealError::TooLong { length, room });
        }
        let filling = std::iter::repeat_with(padding).filter(|byte| *byte != 0).take(size - 3 - length);
        let block: Vec<u8> = [0, 2].into_iter().chain(filling).chain([0]).chain(plain.bytes()).collect();
        Ok(STANDARD.encode(encrypt_raw(&self.0, &block)?))
    }
}

fn encrypt(key: &PKeyRef<Public>, plain: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let mut encrypter = Encrypter::new(key)?;
    encrypter.set_rsa_padding(Padding::PKCS1)?;
    let mut sealed = vec![0; encrypter.encrypt_len(plain)?];
    let length = encrypter.encrypt(plain, &mut sealed)?;
    sealed.truncate(length);
    Ok(sealed)
}

fn encrypt_raw(key: &PKeyRef<Public>, block: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let rsa = key.rsa()?;
    let mut power = BigNum::new()?;
    let mut context = openssl::bn::BigNumContext::new()?;
    power.mod_exp(&*BigNum::from_slice(block)?, rsa.e(), rsa.n(), &mut context)?;
    power.to_vec_padded(i32::try_from(key.size()).unwrap_or(i32::MAX))
}

impl Words for UnsealerError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => self.to_string(),
            (Self::NoImplicitRejection { version }, _) => format!(
                "la OpenSSL collegata ({version}) dice quando il padding PKCS#1 v1.5 è errato, invece di nasconderlo: \
                 collegare la versione 3.2 o una più recente"
            ),
            (Self::Library(reason), _) => format!("la chiave di cifratura non funziona (dettaglio tecnico: {reason})"),
        }
    }
}

impl Words for SealError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => self.to_string(),
            (Self::NoCertificate, _) => "non è un certificato, né DER né PEM".to_owned(),
            (Self::NoRsaKey, _) => "il certificato non contiene una chiave RSA".to_owned(),
            (Self::TooLong { length, room }, _) => {
                format!("il testo è lungo {length} byte; nella chiave ne stanno {room}")
            }
            (Self::Library(reason), _) => format!("la cifratura non è riuscita (dettaglio tecnico: {reason})"),
        }
    }
}

#[cfg(test)]
mod tests;
