//! The secret: how it is written, how a new one is made, and what a user may choose.

use std::fmt;

use sac_settings::PinAlphabet;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// Characters of an initial secret.
pub const INIZIALE: usize = 16;
/// Characters of a half, and of a secret after the change.
pub const META: usize = 8;

/// Nothing that looks like something else.
const READABLE: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A secret in the form in which it is compared: capitals, without blanks and hyphens. It has no printing, and its
/// memory is cleared when it is dropped.
#[derive(Clone)]
pub struct Codice(SecretString);

/// Why a typed secret is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonAmmesso {
    /// Not eight letters and digits, with one of each at least.
    Forma,
    /// One sign repeated.
    Ripetuto,
    /// Part of the codice fiscale.
    CodiceFiscale,
}

impl Codice {
    /// A secret as it was typed.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let plain = text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase());
        // A long text cannot be a secret, and costs no work.
        let plain: Zeroizing<String> = Zeroizing::new(plain.take(64).collect());
        Self(SecretString::from(plain.as_str()))
    }

    /// A new one of so many characters. `random` fills a buffer with random bytes.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn generate<E>(
        characters: usize,
        alphabet: PinAlphabet,
        mut random: impl FnMut(&mut [u8]) -> Result<(), E>,
    ) -> Result<Self, E> {
        let signs: &[u8] = match alphabet {
            PinAlphabet::Readable => READABLE,
            PinAlphabet::Hex => HEX,
        };
        let mut bytes = Zeroizing::new([0_u8; INIZIALE]);
        random(&mut *bytes)?;
        // The length of both alphabets divides 256: every sign is equally likely.
        let sign = |byte: &u8| signs.get(usize::from(*byte) % signs.len()).copied().map_or('A', char::from);
        let text: Zeroizing<String> = Zeroizing::new(bytes.iter().take(characters).map(sign).collect());
        Ok(Self(SecretString::from(text.as_str())))
    }

    /// How many characters it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.expose_secret().len()
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For the hash, the page that shows it once, and the message that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Both halves of an initial secret.
    #[must_use]
    pub fn halves(&self) -> (Self, Self) {
        let text = self.expose();
        let (first, second) = text.split_at_checked(META).unwrap_or((text, ""));
        (Self(first.into()), Self(second.into()))
    }

    /// The same as what is typed as a password.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Whether a user may choose it; halves and former secrets are compared elsewhere.
    ///
    /// # Errors
    /// Why not.
    pub fn may_be_chosen(&self, codice_fiscale: &str) -> Result<(), NonAmmesso> {
        let text = self.expose();
        let is_formed = text.len() == META
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_repeated = text.bytes().all(|byte| Some(byte) == text.bytes().next());
        if is_repeated {
            return Err(NonAmmesso::Ripetuto);
        }
        if !is_formed {
            return Err(NonAmmesso::Forma);
        }
        if codice_fiscale.contains(text) { Err(NonAmmesso::CodiceFiscale) } else { Ok(()) }
    }
}

impl NonAmmesso {
    /// What is said of it.
    #[must_use]
    pub fn motivo(self) -> &'static str {
        match self {
            Self::Forma => "servono 8 lettere e cifre, almeno una lettera e una cifra",
            Self::Ripetuto => "è un solo segno ripetuto",
            Self::CodiceFiscale => "è parte del codice fiscale",
        }
    }
}

impl fmt::Debug for Codice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Codice(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rising() -> impl FnMut(&mut [u8]) -> Result<(), ()> {
        let mut next = 0_u8;
        move |bytes| {
            for byte in bytes {
                *byte = next;
                next = next.wrapping_add(37);
            }
            Ok(())
        }
    }

    #[test]
    fn what_is_typed_is_equal_in_either_case_and_with_blanks_and_hyphens() {
        for typed in ["PROVA234", "prova234", " pro-va 23 4"] {
            assert_eq!(Codice::typed(typed).expose(), "PROVA234");
        }
        assert!(Codice::typed(" - ").is_empty());
        assert_eq!(Codice::typed(&"A".repeat(100_000)).len(), 64);
        assert_eq!(format!("{:?}", Codice::typed("PROVA234")), "Codice(***)");
    }

    #[test]
    fn generated_ones_have_their_length_and_only_signs_of_their_alphabet() {
        let code = Codice::generate(INIZIALE, PinAlphabet::Readable, rising()).unwrap();
        assert_eq!(code.len(), 16);
        assert!(code.expose().bytes().all(|byte| READABLE.contains(&byte)));
        let (one, other) = code.halves();
        assert_eq!((one.len(), other.len()), (8, 8));
        let short = Codice::generate(META, PinAlphabet::Hex, rising()).unwrap();
        assert!(short.len() == 8 && short.expose().bytes().all(|byte| HEX.contains(&byte)));
        assert!(Codice::generate(META, PinAlphabet::Hex, |_| Err("none")).is_err());
    }

    #[test]
    fn a_chosen_one_has_letters_and_digits_and_is_no_part_of_the_codice_fiscale() {
        let code = "PNIMRA70A01H501P";
        for (text, expected) in [
            ("abcd1234", Ok(())),
            ("abcdefgh", Err(NonAmmesso::Forma)),
            ("12345678", Err(NonAmmesso::Forma)),
            ("abc1234", Err(NonAmmesso::Forma)),
            ("abcd12345", Err(NonAmmesso::Forma)),
            ("àbcd1234", Err(NonAmmesso::Forma)),
            ("11111111", Err(NonAmmesso::Ripetuto)),
            ("nimra70a", Err(NonAmmesso::CodiceFiscale)),
        ] {
            assert_eq!(Codice::typed(text).may_be_chosen(code), expected, "{text}");
        }
    }
}
