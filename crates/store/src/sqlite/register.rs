//! Employers, their users, employments, and what goes with users and workers.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::convert::{from_json, json};
use super::people;
use super::transaction::Transaction;
use crate::error::Failure;
use crate::register::WorkerFile;
use sac_domain::attestato::NomeMedico;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::{Recapiti, UserProfile, WorkerProfile};
use sac_domain::employer::{Employer, EmployerUser, Employment};
use sac_domain::user::User;

/// What of a user's profile is only shown.
#[derive(Serialize, Deserialize)]
struct Shown {
    nome: Option<NomeMedico>,
}

pub(crate) fn put_user_profile(t: &mut Transaction<'_>, name: &str, profile: &UserProfile) -> Result<(), Failure> {
    let UserProfile { nome, codice_telefonico, pin_hash, seed_pin } = profile;
    let sql = "INSERT OR REPLACE INTO user_profile (name, codice_telefonico, pin_hash, seed_pin, contenuto)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let contenuto = json(&Shown { nome: nome.clone() })?;
    t.connection.prepare_cached(sql)?.execute(params![name, codice_telefonico, pin_hash, seed_pin, contenuto])?;
    Ok(())
}

pub(crate) fn put_worker_profile(
    t: &mut Transaction<'_>,
    code: &CodiceFiscale,
    profile: &WorkerProfile,
) -> Result<(), Failure> {
    let WorkerProfile { recapiti, pin_hash, seed_pin } = profile;
    let sql = "INSERT OR REPLACE INTO worker_profile (codice_fiscale, pin_hash, seed_pin, contenuto)
               VALUES (?1, ?2, ?3, ?4)";
    t.connection.prepare_cached(sql)?.execute(params![code.as_str(), pin_hash, seed_pin, json(recapiti)?])?;
    Ok(())
}

/// Keeps the PIN as it is.
pub(crate) fn put_recapiti(t: &mut Transaction<'_>, code: &CodiceFiscale, recapiti: &Recapiti) -> Result<(), Failure> {
    let sql = "INSERT INTO worker_profile (codice_fiscale, seed_pin, contenuto) VALUES (?1, 0, ?2)
               ON CONFLICT (codice_fiscale) DO UPDATE SET contenuto = excluded.contenuto";
    t.connection.prepare_cached(sql)?.execute(params![code.as_str(), json(recapiti)?])?;
    Ok(())
}

pub(crate) fn put_employer(t: &mut Transaction<'_>, employer: &Employer) -> Result<(), Failure> {
    let sql = "INSERT OR REPLACE INTO employer (codice_fiscale, contenuto) VALUES (?1, ?2)";
    t.connection.prepare_cached(sql)?.execute(params![employer.codice_fiscale.as_str(), json(employer)?])?;
    Ok(())
}

pub(crate) fn put_employer_user(t: &mut Transaction<'_>, user: &EmployerUser) -> Result<(), Failure> {
    let EmployerUser { name, password_hash, employers, seed_password } = user;
    let sql = "INSERT OR REPLACE INTO employer_user (name, password_hash, seed_password, contenuto)
               VALUES (?1, ?2, ?3, ?4)";
    t.connection.prepare_cached(sql)?.execute(params![name, password_hash, seed_password, json(employers)?])?;
    Ok(())
}

pub(crate) fn put_employment(t: &mut Transaction<'_>, employment: &Employment) -> Result<(), Failure> {
    let Employment { worker, employer, dal, .. } = employment;
    let sql = "INSERT OR REPLACE INTO employment (worker, employer, dal, contenuto) VALUES (?1, ?2, ?3, ?4)";
    let row = params![worker.as_str(), employer.as_str(), dal.to_string(), json(employment)?];
    t.connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Removes an employer, and the employments there. Documents that it has stay on record.
pub(crate) fn remove_employer(t: &mut Transaction<'_>, code: &CodiceFiscale) -> Result<bool, Failure> {
    t.connection.prepare_cached("DELETE FROM employment WHERE employer = ?1")?.execute([code.as_str()])?;
    Ok(t.connection.prepare_cached("DELETE FROM employer WHERE codice_fiscale = ?1")?.execute([code.as_str()])? > 0)
}

pub(crate) fn remove_employer_user(t: &mut Transaction<'_>, name: &str) -> Result<bool, Failure> {
    Ok(t.connection.prepare_cached("DELETE FROM employer_user WHERE name = ?1")?.execute([name])? > 0)
}

pub(crate) fn remove_employment(
    t: &mut Transaction<'_>,
    (worker, employer, dal): &(CodiceFiscale, CodiceFiscale, chrono::NaiveDate),
) -> Result<bool, Failure> {
    let sql = "DELETE FROM employment WHERE worker = ?1 AND employer = ?2 AND dal = ?3";
    let row = params![worker.as_str(), employer.as_str(), dal.to_string()];
    Ok(t.connection.prepare_cached(sql)?.execute(row)? > 0)
}

pub(crate) fn user_profile(c: &Connection, name: &str) -> rusqlite::Result<Option<UserProfile>> {
    c.prepare_cached("SELECT * FROM user_profile WHERE name = ?1")?.query_row([name], read_user_profile).optional()
}

/// The user of this telephone code, and what is kept of the PIN.
pub(crate) fn user_by_telephone(c: &Connection, code: &str) -> rusqlite::Result<Option<(User, Option<[u8; 32]>)>> {
    let sql = "SELECT name, pin_hash FROM user_profile WHERE codice_telefonico = ?1";
    let found: Option<(String, Option<[u8; 32]>)> =
        c.prepare_cached(sql)?.query_row([code], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((name, pin_hash)) = found else { return Ok(None) };
    Ok(people::user(c, &name)?.map(|user| (user, pin_hash)))
}

pub(crate) fn user_profiles(c: &Connection) -> rusqlite::Result<Vec<(String, UserProfile)>> {
    let mut statement = c.prepare_cached("SELECT * FROM user_profile ORDER BY name")?;
    statement.query_map([], |row| Ok((row.get("name")?, read_user_profile(row)?)))?.collect()
}

/// The printed name of whoever has this code, where one of the users of that code has one.
pub(crate) fn printed_name(c: &Connection, code: &str) -> rusqlite::Result<Option<NomeMedico>> {
    let sql = "SELECT user_profile.contenuto FROM users JOIN user_profile USING (name)
               WHERE users.codice_fiscale = ?1 ORDER BY name";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([code], |row| from_json::<Shown>(row, "contenuto"))?;
    for row in rows {
        if let Some(nome) = row?.nome {
            return Ok(Some(nome));
        }
    }
    Ok(None)
}

pub(crate) fn worker_profile(c: &Connection, code: &str) -> rusqlite::Result<Option<WorkerProfile>> {
    let mut statement = c.prepare_cached("SELECT * FROM worker_profile WHERE codice_fiscale = ?1")?;
    statement.query_row([code], read_worker_profile).optional()
}

/// What is known of a worker, read in the transaction.
pub(crate) fn worker_file(t: &Transaction<'_>, code: &str) -> rusqlite::Result<WorkerFile> {
    let c = t.connection;
    let is_on_record = c.prepare_cached("SELECT 1 FROM worker WHERE codice_fiscale = ?1")?.exists([code])?;
    let mut statement = c.prepare_cached("SELECT contenuto FROM worker_profile WHERE codice_fiscale = ?1")?;
    let recapiti: Option<Recapiti> = statement.query_row([code], |row| from_json(row, "contenuto")).optional()?;
    let mut statement = c.prepare_cached(
        "SELECT employment.contenuto, employer.contenuto ->> 'codice_sede' AS sede
         FROM employment LEFT JOIN employer ON employer.codice_fiscale = employment.employer
         WHERE worker = ?1 ORDER BY employer, dal",
    )?;
    let employments = statement.query_map([code], |row| {
        let mut employment: Employment = from_json(row, "contenuto")?;
        if employment.codice_sede.is_none() {
            employment.codice_sede = row.get("sede")?;
        }
        Ok(employment)
    })?;
    let employments = employments.collect::<Result<_, _>>()?;
    Ok(WorkerFile { is_on_record, recapiti: recapiti.unwrap_or_default(), employments })
}

pub(crate) fn worker_profiles(c: &Connection) -> rusqlite::Result<Vec<(String, WorkerProfile)>> {
    let mut statement = c.prepare_cached("SELECT * FROM worker_profile ORDER BY codice_fiscale")?;
    statement.query_map([], |row| Ok((row.get("codice_fiscale")?, read_worker_profile(row)?)))?.collect()
}

pub(crate) fn employer(c: &Connection, code: &str) -> rusqlite::Result<Option<Employer>> {
    let mut statement = c.prepare_cached("SELECT contenuto FROM employer WHERE codice_fiscale = ?1")?;
    statement.query_row([code], |row| from_json(row, "contenuto")).optional()
}

pub(crate) fn employers(c: &Connection) -> rusqlite::Result<Vec<Employer>> {
    let mut statement = c.prepare_cached("SELECT contenuto FROM employer ORDER BY codice_fiscale")?;
    statement.query_map([], |row| from_json(row, "contenuto"))?.collect()
}

pub(crate) fn employer_user(c: &Connection, name: &str) -> rusqlite::Result<Option<EmployerUser>> {
    let mut statement = c.prepare_cached("SELECT * FROM employer_user WHERE name = ?1")?;
    statement.query_row([name], read_employer_user).optional()
}

pub(crate) fn employer_users(c: &Connection) -> rusqlite::Result<Vec<EmployerUser>> {
    let mut statement = c.prepare_cached("SELECT * FROM employer_user ORDER BY name")?;
    statement.query_map([], read_employer_user)?.collect()
}

/// Every employment, or those of one worker.
pub(crate) fn employments(c: &Connection, worker: Option<&str>) -> rusqlite::Result<Vec<Employment>> {
    let sql = if worker.is_some() {
        "SELECT contenuto FROM employment WHERE worker = ?1 ORDER BY worker, employer, dal"
    } else {
        "SELECT contenuto FROM employment WHERE ?1 IS NULL ORDER BY worker, employer, dal"
    };
    let mut statement = c.prepare_cached(sql)?;
    statement.query_map([worker], |row| from_json(row, "contenuto"))?.collect()
}

/// Somebody who still has a secret of the seed, by name or code.
pub(crate) fn seed_secret(c: &Connection) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT name FROM users WHERE seed_password
               UNION ALL SELECT name FROM employer_user WHERE seed_password
               UNION ALL SELECT name FROM user_profile WHERE seed_pin
               UNION ALL SELECT codice_fiscale FROM worker_profile WHERE seed_pin
               UNION ALL SELECT codice_fiscale FROM pin_subject WHERE seed_secret
               LIMIT 1";
    c.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()
}

fn read_user_profile(row: &Row<'_>) -> rusqlite::Result<UserProfile> {
    Ok(UserProfile {
        nome: from_json::<Shown>(row, "contenuto")?.nome,
        codice_telefonico: row.get("codice_telefonico")?,
        pin_hash: row.get("pin_hash")?,
        seed_pin: row.get("seed_pin")?,
    })
}

fn read_worker_profile(row: &Row<'_>) -> rusqlite::Result<WorkerProfile> {
    Ok(WorkerProfile {
        recapiti: from_json(row, "contenuto")?,
        pin_hash: row.get("pin_hash")?,
        seed_pin: row.get("seed_pin")?,
    })
}

fn read_employer_user(row: &Row<'_>) -> rusqlite::Result<EmployerUser> {
    Ok(EmployerUser {
        name: row.get("name")?,
        password_hash: row.get("password_hash")?,
        employers: from_json(row, "contenuto")?,
        seed_password: row.get("seed_password")?,
    })
}
