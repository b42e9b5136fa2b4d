//! Files that are written whole or not at all; private ones are readable by their owner only.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::error::KeysError;

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Its owner only (0600).
    Owner,
    /// Everyone (0644).
    Everyone,
}

/// Makes the folder, and those above it, for its owner only (0700). One that is there stays as it
/// is: it may be anything.
pub(super) fn make_folder(path: &Path) -> Result<(), KeysError> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(at("create", path))
}

/// Keeps other processes from the folder's keys while it is held.
pub(super) fn lock(folder: &Path) -> Result<File, KeysError> {
    let path = folder.join(".keys.lock");
    let file = open(&path, OpenOptions::new().write(true).create(true).truncate(false), Reader::Owner)
        .map_err(at("open", &path))?;
    file.lock().map_err(at("lock", &path))?;
    Ok(file)
}

/// The file's content, or `None` where there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, KeysError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at("read", path)(error)),
    }
}

/// The same for a file with a private key, which is made unreadable for others if it was not.
pub(super) fn read_private(path: &Path) -> Result<Option<Vec<u8>>, KeysError> {
    let content = read(path)?;
    #[cfg(unix)]
    if content.is_some() {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(at("read", path))?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(at("protect", path))?;
        }
    }
    Ok(content)
}

/// Puts `content` in the file's place: after a power cut there is either the old file or the new.
pub(super) fn write(path: &Path, content: &[u8], reader: Reader) -> Result<(), KeysError> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let temporary = Path::new(&temporary);
    let written = (|| {
        // A rest of an interrupted write may be there, with other permissions.
        match fs::remove_file(temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => (),
        }
        let mut file = open(temporary, OpenOptions::new().write(true).create_new(true), reader)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(temporary, path)?;
        sync_folder(path)
    })();
    written.map_err(at("write", path))
}

fn open(path: &Path, options: &mut OpenOptions, reader: Reader) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, if reader == Reader::Owner { 0o600 } else { 0o644 });
    #[cfg(not(unix))]
    let _ = reader;
    options.open(path)
}

/// A rename is on the disk when the folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> KeysError {
    move |source| KeysError::File { action, path: path.to_owned(), source }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_and_private_files_are_for_their_owner_only() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        make_folder(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        let file = folder.join("x.key");
        write(&file, b"1", Reader::Owner).unwrap();
        assert_eq!(mode(&file), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(read_private(&file).unwrap().unwrap(), b"1");
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn writing_replaces_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.pem");
        fs::write(folder.path().join("x.pem.new"), b"rest").unwrap();
        for content in [b"one", b"two"] {
            write(&file, content, Reader::Everyone).unwrap();
            assert_eq!(read(&file).unwrap().unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(read(&folder.path().join("none")).unwrap(), None);
    }
}
