//! The tables of each application, step by step.
//!
//! Each application numbers its own migrations, and the table `migration` lists those that a
//! database has been through. Databases made before there were applications have no such
//! table: in them `user_version` is 1 and stands for the first migration of each of the four
//! applications that existed then.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::open_error::OpenError;

/// Every step, in the order in which a new database goes through them. A step, once released,
/// never changes; an application's next step has its next number.
const MIGRATIONS: [Migration; 14] = [
    Migration { application: "numbering", number: 1, sql: include_str!("migrations/numbering_0001.sql") },
    Migration { application: "certificates", number: 1, sql: include_str!("migrations/certificates_0001.sql") },
    Migration { application: "people", number: 1, sql: include_str!("migrations/people_0001.sql") },
    Migration { application: "journal", number: 1, sql: include_str!("migrations/journal_0001.sql") },
    Migration { application: "certificates", number: 2, sql: include_str!("migrations/certificates_0002.sql") },
    Migration { application: "journal", number: 2, sql: include_str!("migrations/journal_0002.sql") },
    Migration { application: "people", number: 2, sql: include_str!("migrations/people_0002.sql") },
    Migration { application: "health", number: 1, sql: include_str!("migrations/health_0001.sql") },
    Migration { application: "people", number: 3, sql: include_str!("migrations/people_0003.sql") },
    Migration { application: "certificates", number: 3, sql: include_str!("migrations/certificates_0003.sql") },
    Migration { application: "outbox", number: 1, sql: include_str!("migrations/outbox_0001.sql") },
    Migration { application: "certificates", number: 4, sql: include_str!("migrations/certificates_0004.sql") },
    Migration { application: "outbox", number: 2, sql: include_str!("migrations/outbox_0002.sql") },
    Migration { application: "pin", number: 1, sql: include_str!("migrations/pin_0001.sql") },
];

/// Whose tables a database with `user_version` 1 has.
const APPLICATIONS_OF_VERSION_1: [&str; 4] = ["numbering", "certificates", "people", "journal"];

/// `user_version` of a database that lists its migrations.
const LISTED: u32 = 2;

/// Marks a database as ours (`application_id`): `SACg` in ASCII.
const APPLICATION_ID: i32 = 0x5341_4367;

const MIGRATION_TABLE: &str = "CREATE TABLE migration (
    application TEXT NOT NULL,
    number      INTEGER NOT NULL,
    PRIMARY KEY (application, number)
) STRICT, WITHOUT ROWID";

/// One step of one application.
struct Migration {
    application: &'static str,
    number: u32,
    sql: &'static str,
}

/// Refuses a database that is some other program's.
pub(super) fn check_owner(connection: &Connection) -> Result<(), OpenError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let empty: bool = connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    if application == APPLICATION_ID || (empty && application == 0) { Ok(()) } else { Err(OpenError::Foreign) }
}

/// Brings the tables up to date: takes the steps that the database has not been through, in
/// one transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    take_steps(connection, &MIGRATIONS)
}

fn take_steps(connection: &mut Connection, steps: &[Migration]) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    prepare_list(&transaction)?;
    refuse_newer(&transaction, steps)?;
    for Migration { application, number, sql } in steps {
        let listed = "SELECT EXISTS (SELECT 1 FROM migration WHERE application = ?1 AND number = ?2)";
        if !transaction.query_row(listed, params![application, number], |row| row.get(0))? {
            transaction.execute_batch(sql)?;
            add_to_list(&transaction, application, *number)?;
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Makes sure that there is a list, and that it has what an unlisted database went through.
fn prepare_list(transaction: &Transaction<'_>) -> Result<(), OpenError> {
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == LISTED {
        return Ok(());
    }
    if version > LISTED {
        return Err(OpenError::Newer { tables: "tables".to_owned(), found: version, known: LISTED });
    }
    transaction.execute_batch(MIGRATION_TABLE)?;
    if version == 1 {
        for application in APPLICATIONS_OF_VERSION_1 {
            add_to_list(transaction, application, 1)?;
        }
    }
    transaction.pragma_update(None, "user_version", LISTED)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// Refuses a database that has been through a step unknown to this release.
fn refuse_newer(transaction: &Transaction<'_>, steps: &[Migration]) -> Result<(), OpenError> {
    let mut latest = transaction.prepare("SELECT application, max(number) FROM migration GROUP BY application")?;
    let mut rows = latest.query([])?;
    while let Some(row) = rows.next()? {
        let (application, found): (String, u32) = (row.get(0)?, row.get(1)?);
        let numbers = steps.iter().filter(|step| step.application == application).map(|step| step.number);
        let known = numbers.max().unwrap_or(0);
        if found > known {
            return Err(OpenError::Newer { tables: format!("tables of {application}"), found, known });
        }
    }
    Ok(())
}

fn add_to_list(transaction: &Transaction<'_>, application: &str, number: u32) -> rusqlite::Result<()> {
    transaction
        .execute("INSERT INTO migration (application, number) VALUES (?1, ?2)", params![application, number])
        .map(drop)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The tables that releases made before there were applications.
    const VERSION_1: &str = include_str!("migrations/version_1.sql");

    fn version_1() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(VERSION_1).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection
    }

    /// The text by which each table and index was made, by name.
    fn schema(connection: &Connection) -> BTreeMap<String, String> {
        let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    fn listed(connection: &Connection) -> Vec<String> {
        let mut statement = connection.prepare("SELECT application || ' ' || number FROM migration").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn an_application_numbers_its_steps_from_one_without_a_gap() {
        let mut last: BTreeMap<&str, u32> = BTreeMap::new();
        for step in &MIGRATIONS {
            let last = last.entry(step.application).or_default();
            assert_eq!(step.number, *last + 1, "{}", step.application);
            *last = step.number;
        }
    }

    #[test]
    fn a_database_from_before_the_applications_gets_the_tables_of_a_new_one() {
        let mut old = version_1();
        let mut new = Connection::open_in_memory().unwrap();
        for connection in [&mut old, &mut new] {
            check_owner(connection).unwrap();
            migrate(connection).unwrap();
        }
        assert_eq!(schema(&old), schema(&new));
        assert_eq!(listed(&old), listed(&new));
    }

    #[test]
    fn a_further_application_is_one_more_step_and_an_older_release_refuses_its_database() {
        let mut steps: Vec<Migration> = MIGRATIONS.into();
        steps.push(Migration { application: "later", number: 1, sql: "CREATE TABLE later (nr INTEGER PRIMARY KEY)" });
        steps.push(Migration { application: "people", number: 4, sql: "ALTER TABLE worker ADD COLUMN since TEXT" });
        let mut connection = version_1();
        migrate(&mut connection).unwrap();
        for _ in 0..2 {
            take_steps(&mut connection, &steps).unwrap();
            let all = [
                "certificates 1",
                "certificates 2",
                "certificates 3",
                "certificates 4",
                "health 1",
                "journal 1",
                "journal 2",
                "later 1",
                "numbering 1",
                "outbox 1",
                "outbox 2",
                "people 1",
                "people 2",
                "people 3",
                "people 4",
                "pin 1",
            ];
            assert_eq!(listed(&connection), all);
        }
        assert!(schema(&connection).contains_key("later"));
        let error = migrate(&mut connection).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database is of a newer release (tables of later version 1; this release knows 0)"
        );
    }

    #[test]
    fn a_database_without_a_register_keeps_its_people_and_gets_the_tables() {
        let mut connection = Connection::open_in_memory().unwrap();
        let is_older = |step: &Migration| {
            !matches!((step.application, step.number), ("people" | "certificates", 3..) | ("outbox", 2..))
        };
        let older: Vec<Migration> = MIGRATIONS.into_iter().filter(is_older).collect();
        take_steps(&mut connection, &older).unwrap();
        let user = "INSERT INTO users VALUES ('a', 'ente', NULL, NULL, NULL, 0, 1, '{}')";
        connection.execute_batch(user).unwrap();
        migrate(&mut connection).unwrap();
        let users: u32 = connection.query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
        assert_eq!(users, 1);
        let mut new = Connection::open_in_memory().unwrap();
        migrate(&mut new).unwrap();
        assert_eq!(schema(&connection), schema(&new));
    }

    #[test]
    fn a_step_that_fails_leaves_the_database_as_it_was() {
        let mut connection = version_1();
        let before = schema(&connection);
        let mut steps: Vec<Migration> = MIGRATIONS.into();
        steps.push(Migration { application: "people", number: 4, sql: "ALTER TABLE nothing ADD COLUMN since TEXT" });
        let error = take_steps(&mut connection, &steps).unwrap_err();
        assert!(matches!(error, OpenError::Engine(_)), "{error}");
        assert_eq!(schema(&connection), before);
    }
}
