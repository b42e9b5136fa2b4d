//! The journal's tables: what is written, and what the audit reads.

use std::time::Duration;

use rusqlite::{Connection, Row, named_params, params};

use super::convert::{from_json, instant, json, millis, unreadable};
use super::transaction::Transaction;
use crate::error::Failure;
use crate::journal::PruneJournal;
use sac_domain::exchange::{Ending, Entry, Exchange, How, Messages};

/// The kinds of tags.
pub(super) const NUMBER: &str = "number";
pub(super) const RULE: &str = "rule";
pub(super) const CODE: &str = "code";

/// What is read of an exchange `j`.
pub(super) const COLUMNS: &str = "j.*, EXISTS (SELECT 1 FROM journal_message AS m WHERE m.nr = j.nr) AS has_messages";

/// Adds an exchange, in place of one of its number.
pub(crate) fn add(transaction: &mut Transaction<'_>, exchange: &Exchange) -> Result<(), Failure> {
    let Exchange { entry, channel, worker, numbers, codes, fault, details, .. } = exchange;
    let (rules, detail) = match &entry.ending {
        Ending::Accepted | Ending::Dropped => (&[][..], None),
        Ending::Refused { rules } => (&rules[..], Some(json(rules)?)),
        Ending::Fault { code } => (&[][..], Some(code.clone())),
    };
    let mut statement = transaction.connection.prepare_cached(
        "INSERT OR REPLACE INTO journal
             (nr, id, received, operation, user, kind, how, peer, ending, detail, number, micros, bytes_in, bytes_out,
              channel, worker, fault, details)
         VALUES (:id, :id, :received, :operation, :user, :kind, :how, :peer, :ending, :detail, :number, :micros,
              :bytes_in, :bytes_out, :channel, :worker, :fault, :details)",
    )?;
    statement.execute(named_params! {
        ":id": entry.id.cast_signed(),
        ":received": millis(entry.received),
        ":operation": entry.operation,
        ":user": entry.user,
        ":kind": entry.kind,
        ":how": entry.how.map(How::name),
        ":peer": entry.peer.map(|peer| peer.to_string()),
        ":ending": entry.ending.name(),
        ":detail": detail,
        ":number": entry.number,
        ":micros": i64::try_from(entry.duration.as_micros()).unwrap_or(i64::MAX),
        ":bytes_in": entry.bytes_in.cast_signed(),
        ":bytes_out": entry.bytes_out.cast_signed(),
        ":channel": channel.name(),
        ":worker": worker,
        ":fault": fault,
        ":details": json(details)?,
    })?;
    for (kind, values) in [(NUMBER, &numbers[..]), (RULE, rules), (CODE, &codes[..])] {
        for value in values {
            transaction
                .connection
                .prepare_cached("INSERT OR REPLACE INTO journal_tag (kind, value, nr) VALUES (?1, ?2, ?3)")?
                .execute(params![kind, value, entry.id.cast_signed()])?;
        }
    }
    Ok(())
}

/// Adds the messages of an exchange.
pub(crate) fn add_messages<B: AsRef<[u8]>>(
    transaction: &mut Transaction<'_>,
    number: u64,
    messages: &Messages<B>,
) -> Result<(), Failure> {
    let (request, response) = (messages.request.as_ref(), messages.response.as_ref());
    let size = messages.request_head.len() + request.len() + messages.response_head.len() + response.len();
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    transaction
        .connection
        .prepare_cached(
            "INSERT OR REPLACE INTO journal_message (nr, size, request_head, request, response_head, response)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            number.cast_signed(),
            size,
            messages.request_head,
            request,
            messages.response_head,
            response
        ])?;
    Ok(())
}

/// Deletes what is outside the bounds.
pub(crate) fn prune(transaction: &mut Transaction<'_>, prune: PruneJournal) -> Result<(), Failure> {
    let PruneJournal { before, keep, bytes } = prune;
    let connection = transaction.connection;
    connection.prepare_cached("DELETE FROM journal WHERE received < ?1")?.execute([millis(before)])?;
    connection.prepare_cached("DELETE FROM journal WHERE nr <= (SELECT max(nr) FROM journal) - ?1")?.execute([keep])?;
    prune_messages(connection, bytes)
}

/// Forgets the oldest messages until the rest takes no more than `bytes`.
fn prune_messages(connection: &Connection, bytes: u64) -> Result<(), Failure> {
    let total: i64 = connection
        .prepare_cached("SELECT coalesce(sum(size), 0) FROM journal_message INDEXED BY journal_message_size")?
        .query_row([], |row| row.get(0))?;
    let mut excess = total.saturating_sub(i64::try_from(bytes).unwrap_or(i64::MAX));
    if excess <= 0 {
        return Ok(());
    }
    let mut last = None;
    let mut oldest = connection
        .prepare_cached("SELECT nr, size FROM journal_message INDEXED BY journal_message_size ORDER BY nr")?;
    let mut rows = oldest.query([])?;
    while excess > 0
        && let Some(row) = rows.next()?
    {
        last = Some(row.get::<_, i64>(0)?);
        excess -= row.get::<_, i64>(1)?;
    }
    connection.prepare_cached("DELETE FROM journal_message WHERE nr <= ?1")?.execute([last])?;
    Ok(())
}

/// Forgets every exchange.
pub(crate) fn forget(transaction: &mut Transaction<'_>) -> Result<(), Failure> {
    // The children first: the trigger then finds nothing to do.
    transaction
        .connection
        .execute_batch("DELETE FROM journal_message; DELETE FROM journal_tag; DELETE FROM journal;")?;
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

/// The entry of a row.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let ending = match row.get_ref("ending")?.as_str()? {
        "accepted" => Ending::Accepted,
        "refused" => Ending::Refused { rules: from_json(row, "detail")? },
        "fault" => Ending::Fault { code: row.get("detail")? },
        "dropped" => Ending::Dropped,
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
