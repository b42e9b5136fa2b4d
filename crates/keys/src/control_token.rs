//! The token by which callers of the control listener are known.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{
    error::{KeysError, crypto},
    files::{self, Reader},
};

/// The file in the data directory.
const FILE: &str = "control.token";
/// The fewest letters of a token that somebody else has put into the file.
const SHORTEST: usize = 16;

/// The token, and the file that it is kept in.
pub struct ControlToken {
    /// The file, readable by its owner only.
    pub path: PathBuf,
    /// 32 random bytes as hexadecimal digits.
    pub text: Zeroizing<String>,
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
                return Ok(Self { path, text: Zeroizing::new(text.to_owned()) });
            }
            return Err(KeysError::Damaged {
                path,
                fault: "holds no token of 16 visible ASCII characters or more",
                cure: "Remove it: a new one is made at the next start",
            });
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(crypto("random numbers"))?;
        let text = bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        files::write(&path, format!("{text}\n").as_bytes(), Reader::Owner)?;
        Ok(Self { path, text: Zeroizing::new(text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_made_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = ControlToken::open(folder.path()).unwrap();
        assert_eq!(first.text.len(), 64);
        assert_eq!(ControlToken::open(folder.path()).unwrap().text, first.text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&first.path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&first.path, "short\n").unwrap();
        assert!(matches!(ControlToken::open(folder.path()), Err(KeysError::Damaged { .. })));
    }
}
