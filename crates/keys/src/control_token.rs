//! The token by which callers of the control listener are known.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

use sac_domain::words::said;

use super::{
    error::{KeysError, crypto},
    files::{self, Reader},
};

/// The file in the data directory.
const FILE: &str = "control.token";
/// The fewest letters of a token that the user has put into the file.
const SHORTEST: usize = 16;

/// The token, and the file that it is kept in.
#[derive(Debug)]
pub struct ControlToken {
    /// The file, readable by its owner only.
    pub path: PathBuf,
    /// 32 random bytes as hexadecimal digits.
    pub text: SecretString,
}

impl ControlToken {
    /// The token of this data directory, made where there is none.
    ///
    /// # Errors
    /// The file cannot be read or written, or holds no token.
    pub fn open(folder: &Path) -> Result<Self, KeysError> {
        files::make_folder(folder)?;
        let _lock = files::lock(folder)?;
        let path = folder.join(FILE);
        if let Some(content) = files::read_private(&path)?.map(Zeroizing::new) {
            let text = std::str::from_utf8(&content).unwrap_or_default().trim();
            if text.len() >= SHORTEST && text.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Ok(Self { path, text: SecretString::from(text) });
            }
            return Err(KeysError::Damaged {
                path,
                fault: said(
                    "non contiene un token di almeno 16 caratteri ASCII visibili",
                    "holds no token of 16 visible ASCII characters or more",
                ),
                remedy: said(
                    "Toglierlo: al prossimo avvio se ne crea uno nuovo",
                    "Remove it: a new one is made at the next start",
                ),
            });
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(crypto("random numbers"))?;
        // Capacity for the line break as well, so that no copy is left behind.
        let mut line = Zeroizing::new(String::with_capacity(2 * bytes.len() + 1));
        for byte in bytes.iter() {
            line.extend([byte >> 4, byte & 0xf].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
        }
        let text = SecretString::from(line.as_str());
        line.push('\n');
        files::write(&path, line.as_bytes(), Reader::Owner)?;
        Ok(Self { path, text })
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_token_is_made_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = ControlToken::open(folder.path()).unwrap();
        let text = first.text.expose_secret();
        assert!(text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit()));
        assert_eq!(ControlToken::open(folder.path()).unwrap().text.expose_secret(), text);
        assert!(!format!("{first:?}").contains(text));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&first.path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&first.path, "short\n").unwrap();
        assert!(matches!(ControlToken::open(folder.path()), Err(KeysError::Damaged { .. })));
    }
}
