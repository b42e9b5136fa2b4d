//! To which employers a document goes.

use rusqlite::{Connection, named_params, params};

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

/// The documents, newest first, and how many there are in all.
pub(crate) fn list(c: &Connection, which: &AddressedTo) -> rusqlite::Result<(u64, Vec<Addressed>)> {
    const FROM: &str = "FROM json_each(:employers) AS seen
         JOIN addressee AS a ON a.employer = seen.value ->> 0
             AND (seen.value ->> 1 IS NULL OR a.codice_sede = seen.value ->> 1)
         LEFT JOIN certificate AS c ON a.kind <> 'ricovero' AND c.puc = a.number
         LEFT JOIN admission AS r ON a.kind = 'ricovero' AND r.pucir = a.number
         WHERE (:from IS NULL OR a.received >= :from) AND (:until IS NULL OR a.received < :until)
             AND (:worker IS NULL OR a.worker = :worker) AND (:number IS NULL OR a.number = :number)
             AND (:kind IS NULL OR a.kind = :kind) AND (:state IS NULL OR :state = ";
    const STATE: &str = "CASE
             WHEN c.annullamento IS NOT NULL OR r.annullamento IS NOT NULL THEN 'annullato'
             WHEN c.rettificato_da IS NOT NULL THEN 'rettificato'
             WHEN r.dimissione IS NOT NULL THEN 'dimesso'
             WHEN a.kind = 'ricovero' THEN 'aperto' ELSE 'attivo' END";
    let employers: Vec<(&str, Option<&str>)> =
        which.employers.iter().map(|(code, sede)| (code.as_str(), sede.as_deref())).collect();
    let employers = serde_json::to_string(&employers).map_err(|_| unreadable("employers"))?;
    let (from, until) = (which.from.map(millis), which.until.map(millis));
    let kind = which.kind.map(DocumentKind::as_str);
    let sql = format!("SELECT count(*) {FROM} {STATE})");
    let count: i64 = c.prepare_cached(&sql)?.query_row(
        named_params! {
            ":employers": employers, ":from": from, ":until": until, ":worker": which.worker,
            ":number": which.number, ":kind": kind, ":state": which.state,
        },
        |row| row.get(0),
    )?;
    let sql = format!(
        "SELECT a.*, {STATE} AS state {FROM} {STATE}) ORDER BY a.received DESC, a.nr DESC LIMIT :limit OFFSET :offset"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":employers": employers, ":from": from, ":until": until, ":worker": which.worker,
            ":number": which.number, ":kind": kind, ":state": which.state,
            ":limit": which.limit, ":offset": which.offset,
        },
        |row| {
            Ok(Addressed {
                number: row.get("number")?,
                kind: DocumentKind::parse(row.get_ref("kind")?.as_str()?).ok_or_else(|| unreadable("kind"))?,
                employer: row.get("employer")?,
                codice_sede: row.get("codice_sede")?,
                state: row.get("state")?,
            })
        },
    )?;
    Ok((count.unsigned_abs(), rows.collect::<Result<_, _>>()?))
}
