//! One gateway for one data directory.
//!
//! Two of them would hand out protocol numbers of one database under different settings, and each
//! would announce itself in the place of the other. Commands such as `sac user add` may work on the
//! directory beside a gateway: they do not take this lock.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

/// The file that is locked. It stays when the gateway stops; what counts is the lock, which the
/// system takes back however the process ends.
const FILE: &str = ".gateway.lock";

/// Keeps other gateways from a data directory as long as it lives.
#[derive(Debug)]
pub(super) struct DirectoryLock {
    _file: File,
}

/// The data directory cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another gateway runs on it.
    #[error(
        "a gateway{} already runs on the data directory {}: use that one, stop it, or give this one a directory \
         (--data-dir) and a port (--listen) of its own",
        .pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), folder.display()
    )]
    Taken {
        /// The data directory.
        folder: PathBuf,
        /// The other gateway's process, where it can be read.
        pid: Option<u32>,
    },
    /// The system refuses the lock.
    #[error("the data directory cannot be locked by {}", path.display())]
    File {
        /// The file to be locked.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl DirectoryLock {
    /// Locks the directory, which must be there, or says who has it.
    pub(super) fn acquire(folder: &Path) -> Result<Self, LockError> {
        let path = folder.join(FILE);
        let refused = |source| LockError::File { path: path.clone(), source };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(refused)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                // Where a lock keeps readers out too (Windows), the number stays unknown.
                let pid = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
                return Err(LockError::Taken { folder: folder.to_owned(), pid });
            }
            Err(TryLockError::Error(source)) => return Err(refused(source)),
        }
        let written =
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(refused)?;
        Ok(Self { _file: file })
    }
}

impl Words for LockError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => chain(self).to_string(),
            (Self::Taken { folder, pid }, _) => {
                let process = pid.map(|pid| format!(" (processo {pid})")).unwrap_or_default();
                format!(
                    "un gateway{process} usa già la cartella dei dati {}: usare quello, fermarlo, o dare a questo una \
                     cartella (--data-dir) e una porta (--listen) sue",
                    folder.display()
                )
            }
            (Self::File { path, source }, _) => {
                format!("la cartella dei dati non si può bloccare con {}: {}", path.display(), source.words(language))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_with_the_first_ones_process_until_it_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "99999999 left by one that was killed").unwrap();
        let first = DirectoryLock::acquire(folder.path()).unwrap();
        for _ in 0..2 {
            let refused = DirectoryLock::acquire(folder.path()).unwrap_err();
            let pid = Some(std::process::id()).filter(|_| cfg!(unix));
            assert!(matches!(&refused, LockError::Taken { pid: found, .. } if *found == pid), "{refused}");
            let text = refused.to_string();
            assert!(text.contains(&folder.path().display().to_string()) && text.contains("--data-dir"), "{text}");
        }
        drop(first);
        DirectoryLock::acquire(folder.path()).unwrap();
    }

    #[test]
    fn a_directory_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = DirectoryLock::acquire(&folder.path().join("none")).unwrap_err();
        assert!(matches!(&error, LockError::File { path, .. } if path.ends_with("none/.gateway.lock")), "{error}");
    }
}
