//! Opening a database: permissions and settings of its file.

use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::migrations::{check_owner, migrate};
use super::open_error::OpenError;

/// How long to wait for another process that writes, such as `sac user add`.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

/// What may be chosen about a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many queries are answered at a time, each on a connection of its own. Connections
    /// are opened when they are first needed.
    pub readers: usize,
    /// How many KiB of the file the writing connection may keep in memory; each reading one
    /// a quarter of it. Only what is used takes memory.
    pub cache: u32,
    /// Pages of 4 KiB beyond which the file must not grow: writing fails then, as it does
    /// on a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    /// For one database among hundreds: at most 4 MiB of cache.
    fn default() -> Self {
        Self { readers: 4, cache: 2 << 10, max_pages: None }
    }
}

impl Options {
    /// For the main database of a program: at most 8 MiB of cache. What is not in it comes from the machine's own
    /// cache of files, so that a journal of a million exchanges takes no more of the process's memory than one of a
    /// thousand.
    #[must_use]
    pub fn large() -> Self {
        Self { cache: 4 << 10, ..Self::default() }
    }
}

/// Opens the file for the one writer, making it where there is none.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Connection, OpenError> {
    if path.exists() {
        make_private(path)?;
    } else {
        create(path)?;
    }
    let mut connection = connect(path)?;
    check_owner(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: each commit waits for the disk. NORMAL would lose acknowledged rows at a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    set_up(&mut connection, options.cache)?;
    if let Some(pages) = options.max_pages {
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(connection)
}

/// A new database in memory. No file is written, not even for a large sort.
pub(super) fn memory() -> Result<Connection, OpenError> {
    let mut connection = Connection::open_in_memory_with_flags(
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    set_up(&mut connection, Options::default().cache)?;
    Ok(connection)
}

/// Opens the file, which the writer has made ready, for queries only.
pub(super) fn reader(path: &Path, options: &Options) -> Result<Connection, OpenError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    set_cache(&connection, options.cache / 4)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// What every connection that writes needs, and the tables.
fn set_up(connection: &mut Connection, cache: u32) -> Result<(), OpenError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is replaced is overwritten: halves of secrets pass through the outbox.
    connection.pragma_update(None, "secure_delete", true)?;
    set_cache(connection, cache)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(connection)
}

/// Negative in SQLite: a size in KiB, not a number of pages.
fn set_cache(connection: &Connection, kib: u32) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -i64::from(kib))
}

/// Makes the file with all its tables, readable by its owner only. It takes its name once it is
/// complete and on disk, unless another process has been faster.
fn create(path: &Path) -> Result<(), OpenError> {
    let folder = folder_of(path);
    let file = NamedTempFile::new_in(folder)?;
    let mut connection = connect(file.path())?;
    // Nothing in the file has been acknowledged yet, so one sync of the whole is enough.
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    migrate(&mut connection)?;
    connection.close().map_err(|(_, error)| error)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => return Err(error.error.into()),
        _ => {}
    }
    sync_folder(folder)?;
    Ok(())
}

/// Keeps others from reading the file. The engine gives its side files (`-wal`, `-shm`) the
/// same permissions.
fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Keeps a power cut from taking a new file's name away.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> (tempfile::TempDir, std::path::PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sac.db");
        (directory, path)
    }

    #[test]
    fn a_new_file_is_private_durable_and_up_to_date() {
        let (_directory, path) = path();
        let connection = writer(&path, &Options::default()).unwrap();
        let pragma = |name: &str| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{value:?}"))
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), r#"Text("wal")"#);
        assert_eq!(pragma("synchronous"), "Integer(2)");
        assert_eq!(pragma("foreign_keys"), "Integer(1)");
        assert_eq!(pragma("user_version"), "Integer(2)");
        #[cfg(unix)]
        for suffix in ["", "-wal", "-shm"] {
            use std::os::unix::fs::PermissionsExt;
            let side = path.with_file_name(format!("sac.db{suffix}"));
            let mode = std::fs::metadata(side).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{suffix}");
        }
    }

    #[test]
    fn a_new_file_leaves_nothing_else_in_its_folder_and_an_empty_one_is_taken() {
        let (directory, path) = path();
        drop(writer(&path, &Options::default()).unwrap());
        let files: Vec<_> = std::fs::read_dir(directory.path()).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files, std::slice::from_ref(&path));
        std::fs::write(&path, "").unwrap();
        drop(writer(&path, &Options::default()).unwrap());
        reader(&path, &Options::default()).unwrap();
    }

    #[test]
    fn of_many_that_make_one_file_at_once_all_open_it() {
        let (directory, path) = path();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| drop(writer(&path, &Options::default()).unwrap()));
            }
        });
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let (_directory, path) = path();
        drop(writer(&path, &Options::default()).unwrap());
        writer(&path, &Options::default()).unwrap();
        reader(&path, &Options::default()).unwrap();
    }

    #[test]
    fn a_newer_releases_file_is_refused() {
        let (_directory, path) = path();
        writer(&path, &Options::default()).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = writer(&path, &Options::default()).unwrap_err();
        assert!(matches!(error, OpenError::Newer { found: 99, .. }), "{error}");
    }

    #[test]
    fn a_file_that_is_no_database_is_refused_and_left_alone() {
        let (_directory, path) = path();
        let text = "certainly no database ".repeat(100);
        std::fs::write(&path, &text).unwrap();
        assert!(matches!(writer(&path, &Options::default()), Err(OpenError::Foreign)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn another_programs_database_is_refused() {
        let (_directory, path) = path();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
        assert!(matches!(writer(&path, &Options::default()), Err(OpenError::Foreign)));
    }

    #[test]
    fn a_directory_that_is_not_there_is_a_file_error() {
        let (directory, _) = path();
        let path = directory.path().join("none").join("sac.db");
        assert!(matches!(writer(&path, &Options::default()), Err(OpenError::File(_))));
    }
}
