//! The journal's table.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, named_params};

use super::convert::{from_json, instant, json, millis, unreadable};
use super::transaction::Transaction;
use crate::error::Failure;
use sac_domain::exchange::{Ending, Entry, How};

/// Adds an exchange.
pub(crate) fn add(transaction: &mut Transaction<'_>, entry: &Entry) -> Result<(), Failure> {
    let (ending, detail) = match &entry.ending {
        Ending::Accepted => ("accepted", None),
        Ending::Refused { rules } => ("refused", Some(json(rules)?)),
        Ending::Fault { code } => ("fault", Some(code.clone())),
    };
    let mut statement = transaction.connection.prepare_cached(
        "INSERT INTO journal
             (id, received, operation, user, kind, how, peer, ending, detail, number, micros, bytes_in, bytes_out)
         VALUES (:id, :received, :operation, :user, :kind, :how, :peer, :ending, :detail, :number, :micros, :bytes_in, :bytes_out)",
    )?;
    statement.execute(named_params! {
        ":id": entry.id.cast_signed(),
        ":received": millis(entry.received),
        ":operation": entry.operation,
        ":user": entry.user,
        ":kind": entry.kind,
        ":how": entry.how.map(How::name),
        ":peer": entry.peer.map(|peer| peer.to_string()),
        ":ending": ending,
        ":detail": detail,
        ":number": entry.number,
        ":micros": i64::try_from(entry.duration.as_micros()).unwrap_or(i64::MAX),
        ":bytes_in": entry.bytes_in.cast_signed(),
        ":bytes_out": entry.bytes_out.cast_signed(),
    })?;
    Ok(())
}

/// Forgets entries received before `before`, and all but the newest `keep`.
pub(crate) fn prune(transaction: &mut Transaction<'_>, before: DateTime<Utc>, keep: u32) -> Result<(), Failure> {
    let connection = transaction.connection;
    connection.prepare_cached("DELETE FROM journal WHERE received < ?1")?.execute([millis(before)])?;
    connection.prepare_cached("DELETE FROM journal WHERE nr <= (SELECT max(nr) FROM journal) - ?1")?.execute([keep])?;
    Ok(())
}

/// The newest `most` entries, newest first.
pub(crate) fn latest(connection: &Connection, most: u32) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached("SELECT * FROM journal ORDER BY nr DESC LIMIT ?1")?;
    statement.query_map([most], read)?.collect()
}

/// How many entries there are.
pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let count: i64 = connection.prepare_cached("SELECT count(*) FROM journal")?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let ending = match row.get_ref("ending")?.as_str()? {
        "accepted" => Ending::Accepted,
        "refused" => Ending::Refused { rules: from_json(row, "detail")? },
        "fault" => Ending::Fault { code: row.get("detail")? },
        _ => return Err(unreadable("ending")),
    };
    let how: Option<String> = row.get("how")?;
    let peer: Option<String> = row.get("peer")?;
    let micros: i64 = row.get("micros")?;
    Ok(Entry {
        id: row.get::<_, i64>("id")?.cast_unsigned(),
        received: instant(row, "received")?,
        operation: row.get("operation")?,
        user: row.get("user")?,
        kind: row.get("kind")?,
        how: how.map(|name| How::from_name(&name).ok_or_else(|| unreadable("how"))).transpose()?,
        peer: peer.map(|text| text.parse().map_err(|_| unreadable("peer"))).transpose()?,
        ending,
        number: row.get("number")?,
        duration: Duration::from_micros(micros.unsigned_abs()),
        bytes_in: row.get::<_, i64>("bytes_in")?.cast_unsigned(),
        bytes_out: row.get::<_, i64>("bytes_out")?.cast_unsigned(),
    })
}
