//! Passwords and pincodes: given without showing them to others, or made.

use std::io::{self, BufRead as _, IsTerminal as _, stdin};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::failure::{Doing, Failure};
use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::said;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const DIGITS: &[u8] = b"0123456789";
/// Some 92 bits.
const PASSWORD_LENGTH: usize = 16;
/// As long as the PINs of workers.
const PIN_LENGTH: usize = 8;
/// As long as the pincodes that are issued.
const PINCODE_LENGTH: usize = 10;

/// Where a user's password comes from.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct NewPassword {
    /// File with the password on its first line; - asks for it on standard input [default: one is made and printed]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,

    /// No password: only a client certificate opens
    #[arg(long)]
    no_password: bool,
}

/// A secret, and whether its owner has still to be told.
pub(super) enum Secret {
    Given(SecretString),
    Made(SecretString),
}

impl NewPassword {
    /// The password; none where none is wanted.
    pub(super) fn get(&self, language: Language) -> Result<Option<Secret>, Failure> {
        if self.no_password {
            return Ok(None);
        }
        self.password_file.as_deref().map_or_else(made_password, |path| from_file(path, language)).map(Some)
    }
}

impl Secret {
    pub(super) fn text(&self) -> &SecretString {
        match self {
            Self::Given(text) | Self::Made(text) => text,
        }
    }

    /// What has to be shown, this once.
    pub(super) fn to_show(&self) -> Option<&str> {
        match self {
            Self::Given(_) => None,
            Self::Made(text) => Some(text.expose_secret()),
        }
    }
}

/// The first line of a file, or of standard input (`-`); a terminal does not show it.
pub(super) fn from_file(path: &Path, language: Language) -> Result<Secret, Failure> {
    let line = Zeroizing::new(if path != Path::new("-") {
        std::fs::read_to_string(path).map_err(Failure::file(Doing::Read, path))?
    } else if stdin().is_terminal() {
        rpassword::prompt_password(language.pick("Password (non si vede): ", "Password (not shown): "))
            .map_err(Failure::file(Doing::Read, path))?
    } else {
        let mut line = String::new();
        stdin().lock().read_line(&mut line).map_err(Failure::file(Doing::Read, path))?;
        line
    });
    match line.lines().next() {
        Some(secret) if !secret.is_empty() => Ok(Secret::Given(secret.into())),
        _ => Err(Failure::Flags(said(
            "la password è vuota; metterla nella prima riga",
            "the password is empty; put it on the first line",
        ))),
    }
}

pub(super) fn made_password() -> Result<Secret, Failure> {
    made(LETTERS, PASSWORD_LENGTH)
}

/// The PIN of a worker.
pub(super) fn made_pin() -> Result<Secret, Failure> {
    made(LETTERS, PIN_LENGTH)
}

pub(super) fn made_pincode() -> Result<Secret, Failure> {
    made(DIGITS, PINCODE_LENGTH)
}

fn made(alphabet: &[u8], length: usize) -> Result<Secret, Failure> {
    let mut secret = String::with_capacity(length);
    // Of a byte's values only so many count as give every letter the same chance.
    let fair = 256 / alphabet.len() * alphabet.len();
    while secret.len() < length {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(|error| Failure::System(io::Error::other(error)))?;
        let nr = usize::from(byte[0]);
        secret.extend(alphabet.get(nr % alphabet.len()).filter(|_| nr < fair).map(|&letter| char::from(letter)));
    }
    Ok(Secret::Made(secret.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_long_enough_and_never_the_same() {
        let (one, other) = (made_password().unwrap(), made_password().unwrap());
        let (one, other) = (one.text().expose_secret(), other.text().expose_secret());
        assert_eq!(one.len(), PASSWORD_LENGTH);
        assert_ne!(one, other);
        assert!(one.bytes().all(|letter| LETTERS.contains(&letter)));
        let pincode = made_pincode().unwrap();
        let pincode = pincode.text().expose_secret();
        assert!(pincode.len() == PINCODE_LENGTH && pincode.bytes().all(|digit| digit.is_ascii_digit()));
    }

    #[test]
    fn a_file_gives_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        for (content, expected) in
            [("segreta\n", Some("segreta")), ("a b\r\nc", Some("a b")), ("", None), ("\nx", None)]
        {
            std::fs::write(&path, content).unwrap();
            assert_eq!(
                from_file(&path, Language::En).ok().map(|secret| secret.text().expose_secret().to_owned()).as_deref(),
                expected,
                "{content:?}"
            );
        }
        assert!(matches!(from_file(&folder.path().join("none"), Language::En), Err(Failure::File { .. })));
    }
}
