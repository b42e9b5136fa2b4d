//! Files that appear whole under their name, or not at all.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A hidden file beside `target`, to be written and then put in its place. It is removed where
/// it is dropped instead.
pub(super) fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let name = target.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".part");
    // As any file that a program makes, and not for its owner only.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
