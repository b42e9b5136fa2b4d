//! Opening the file: permissions, settings, and bringing its tables up to date.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// The steps from an empty file to today's tables. A step, once released, never changes;
/// `user_version` counts how many a file has been through.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_documents_people_journal.sql")];

/// Marks a file as ours (`application_id`): `SACg` in ASCII.
const APPLICATION: i32 = 0x5341_4367;

/// How long to wait for another process that writes, such as `sac user add`.
const PATIENCE: Duration = Duration::from_secs(5);

const STATEMENTS: usize = 64;

/// What may be chosen about a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many queries are answered at a time.
    pub readers: usize,
    /// Pages of 4 KiB beyond which the file must not grow: writing fails then, as it does
    /// on a full disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, max_pages: None }
    }
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be made, or its permissions cannot be set.
    #[error("the database file cannot be made ready")]
    File(#[from] io::Error),
    /// It is some other file, or some other program's database.
    #[error("the file is no database of this program")]
    Foreign,
    /// A later release has changed its tables.
    #[error("the database is of a newer release (tables version {found}; this release knows {known})")]
    Newer {
        /// The version of the file's tables.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// The engine could not do it.
    #[error("the database cannot be opened")]
    Engine(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Engine(error),
        }
    }
}

/// Opens the file for the one writer, making it where there is none.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Connection, OpenError> {
    make_private(path)?;
    let mut connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    check_owner(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: each commit waits for the disk. NORMAL would lose acknowledged rows at a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -64 * 1024)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(&mut connection)?;
    if let Some(pages) = options.max_pages {
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(connection)
}

/// Opens the file, which the writer has made ready, for questions only.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "cache_size", -16 * 1024)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Makes the file, if need be, and keeps others from reading it. The engine gives its side
/// files (`-wal`, `-shm`) the same permissions.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    // A power cut must not take a new file's name away.
    file.sync_all()?;
    if let Some(directory) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

fn check_owner(connection: &Connection) -> Result<(), OpenError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let empty: bool = connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    if application == APPLICATION || (empty && application == 0) { Ok(()) } else { Err(OpenError::Foreign) }
}

/// Takes the steps that the file has not been through, in one transaction.
fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let steps = MIGRATIONS.iter().zip(1_u32..);
    let known = steps.clone().map(|(_, version)| version).max().unwrap_or(0);
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for (sql, version) in steps.filter(|(_, version)| *version > found) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.commit()?;
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
        assert_eq!(pragma("user_version"), format!("Integer({})", MIGRATIONS.len()));
        #[cfg(unix)]
        for suffix in ["", "-wal", "-shm"] {
            use std::os::unix::fs::PermissionsExt;
            let side = path.with_file_name(format!("sac.db{suffix}"));
            let mode = std::fs::metadata(side).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{suffix}");
        }
    }

    #[test]
    fn opening_twice_changes_nothing() {
        let (_directory, path) = path();
        drop(writer(&path, &Options::default()).unwrap());
        writer(&path, &Options::default()).unwrap();
        reader(&path).unwrap();
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
