//! To which employers a document goes.

use std::cmp::Reverse;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params};

use super::convert::{millis, unreadable};
use super::transaction::Transaction;
use crate::certificates::{Address, Addressed, AddressedTo, Addressees, DocumentKind};
use crate::error::Failure;
use sac_domain::employer::Destinatario;

/// Settles it.
pub(crate) fn put(t: &mut Transaction<'_>, address: &Address) -> Result<(), Failure> {
    let Address { number, kind, worker, received, to } = address;
    let (kind, received) = (kind.as_str(), millis(*received));
    match to {
        Addressees::These(employers) => {
            let sql = "INSERT OR IGNORE INTO addressee (number, employer, codice_sede, kind, worker, received)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let mut statement = t.connection.prepare_cached(sql)?;
            for Destinatario { employer, codice_sede } in employers {
                statement.execute(params![number, employer.as_str(), codice_sede, kind, worker, received])?;
            }
        }
        Addressees::SameAs(old) => {
            let sql = "INSERT INTO addressee (number, employer, codice_sede, kind, worker, received)
                       SELECT ?1, employer, codice_sede, kind, worker, ?3 FROM addressee WHERE number = ?2 ORDER BY nr";
            t.connection.prepare_cached(sql)?.execute(params![number, old, received])?;
        }
    }
    Ok(())
}

/// What a document's state is.
const STATE: &str = "CASE a.kind
         WHEN 'ricovero' THEN (SELECT CASE WHEN annullamento IS NOT NULL THEN 'annullato'
                 WHEN dimissione IS NOT NULL THEN 'dimesso' ELSE 'aperto' END FROM admission WHERE pucir = a.number)
         ELSE (SELECT CASE WHEN annullamento IS NOT NULL THEN 'annullato'
                 WHEN rettificato_da IS NOT NULL THEN 'rettificato' ELSE 'attivo' END
             FROM certificate WHERE puc = a.number) END";

/// The documents, newest first, and how many there are in all. Only what is asked for is in the statements: without
/// a state they are answered from an index.
pub(crate) fn list(c: &Connection, which: &AddressedTo) -> rusqlite::Result<(u64, Vec<Addressed>)> {
    let mut asked: Vec<(&str, &str, ToSqlOutput<'_>)> = Vec::new();
    asked.extend(which.from.map(|from| ("a.received >= :from", ":from", millis(from).into())));
    asked.extend(which.until.map(|until| ("a.received < :until", ":until", millis(until).into())));
    asked.extend(which.worker.as_deref().map(|worker| ("a.worker = :worker", ":worker", worker.into())));
    asked.extend(which.number.map(|number| ("a.number = :number", ":number", number.into())));
    asked.extend(which.kind.map(|kind| ("a.kind = :kind", ":kind", kind.as_str().into())));
    let state = format!("{STATE} = :state");
    let mut total = 0;
    let mut found = Vec::new();
    for (employer, sede) in &which.employers {
        let mut conditions: Vec<&str> = asked.iter().map(|(condition, ..)| *condition).collect();
        let mut values: Vec<(&str, ToSqlOutput<'_>)> =
            asked.iter().map(|(_, name, value)| (*name, value.clone())).collect();
        conditions.push("a.employer = :employer");
        values.push((":employer", employer.as_str().into()));
        if let Some(sede) = sede {
            conditions.push("a.codice_sede = :sede");
            values.push((":sede", sede.as_str().into()));
        }
        if let Some(wanted) = which.state {
            conditions.push(&state);
            values.push((":state", wanted.into()));
        }
        let conditions = conditions.join(" AND ");
        let count = count(c, &conditions, &values)?;
        total += count;
        if count > 0 {
            values.push((":limit", which.offset.saturating_add(which.limit).into()));
            found.extend(first(c, &conditions, &values)?);
        }
    }
    found.sort_by_key(|(received, nr, _)| Reverse((*received, *nr)));
    let page = found.into_iter().skip(which.offset as usize).take(which.limit as usize);
    Ok((total, page.map(|(.., one)| one).collect()))
}

type Values<'a> = [(&'a str, ToSqlOutput<'a>)];

fn count(c: &Connection, conditions: &str, values: &Values<'_>) -> rusqlite::Result<u64> {
    let sql = format!("SELECT count(*) FROM addressee AS a WHERE {conditions}");
    let count: i64 = c.prepare_cached(&sql)?.query_row(&*named(values), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The newest of one employer, each with what it is sorted by.
fn first(c: &Connection, conditions: &str, values: &Values<'_>) -> rusqlite::Result<Vec<(i64, i64, Addressed)>> {
    let sql = format!(
        "SELECT a.*, {STATE} AS state FROM
             (SELECT a.* FROM addressee AS a WHERE {conditions}
              ORDER BY a.received DESC, a.nr DESC LIMIT :limit) AS a
         ORDER BY a.received DESC, a.nr DESC"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map(&*named(values), |row| {
        let one = Addressed {
            number: row.get("number")?,
            kind: DocumentKind::parse(row.get_ref("kind")?.as_str()?).ok_or_else(|| unreadable("kind"))?,
            employer: row.get("employer")?,
            codice_sede: row.get("codice_sede")?,
            state: row.get("state")?,
        };
        Ok((row.get("received")?, row.get("nr")?, one))
    })?;
    rows.collect()
}

fn named<'a>(values: &'a Values<'_>) -> Vec<(&'a str, &'a dyn ToSql)> {
    values.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect()
}
