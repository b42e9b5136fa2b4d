//! The tables of messages and flows.

use chrono::{DateTime, TimeZone, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::convert::{from_json, instant, json, millis, unreadable};
use super::transaction::Transaction;
use crate::certificates::DocumentKind;
use crate::error::Failure;
use crate::outbox::{FlowEntry, Messages, NoteForFlow};
use sac_domain::delivery::{Message, MessageBody, MessageKind, MessageState, NewMessage};
use sac_domain::employer::Employer;

pub(crate) fn put(t: &mut Transaction<'_>, message: &NewMessage) -> Result<i64, Failure> {
    let body = MessageBody {
        from: message.from.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        attachments: message.attachments.clone(),
        ..MessageBody::default()
    };
    let sql = "INSERT INTO outbox
                   (kind, event, document, number, worker, recipient, state, created, due, contenuto)
               VALUES (:kind, :event, :document, :number, :worker, :to, 'queued', :created, :created, :contenuto)";
    t.connection.prepare_cached(sql)?.execute(named_params! {
        ":kind": message.kind.as_str(),
        ":event": message.event,
        ":document": message.document,
        ":number": message.number,
        ":worker": message.worker,
        ":to": message.to,
        ":created": millis(message.created),
        ":contenuto": json(&body)?,
    })?;
    let nr = t.connection.last_insert_rowid();
    let sql = "INSERT INTO outbox_file (item, name, media, bytes) VALUES (?1, ?2, ?3, ?4)";
    for (name, media, bytes) in &message.files {
        t.connection.prepare_cached(sql)?.execute(params![nr, name, media, bytes])?;
    }
    Ok(nr)
}

pub(crate) fn keep(t: &mut Transaction<'_>, message: &Message) -> Result<(), Failure> {
    let sql = "UPDATE outbox SET state = ?2, due = ?3, contenuto = ?4 WHERE nr = ?1";
    let due = message.due.map(millis);
    let row = params![message.nr, message.state.as_str(), due, json(&message.body)?];
    t.connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Cancels what has not left yet of this kind for a worker.
pub(crate) fn cancel(t: &mut Transaction<'_>, worker: &str, kind: MessageKind) -> Result<(), Failure> {
    let sql = "UPDATE outbox SET state = 'cancelled', due = NULL WHERE worker = ?1 AND kind = ?2 AND state = 'queued'";
    t.connection.prepare_cached(sql)?.execute(params![worker, kind.as_str()])?;
    Ok(())
}

pub(crate) fn forget(t: &mut Transaction<'_>) -> Result<(), Failure> {
    Ok(t.connection.execute_batch("DELETE FROM outbox; DELETE FROM outbox_file")?)
}

pub(crate) fn note_for_flow(t: &mut Transaction<'_>, note: &NoteForFlow) -> Result<(), Failure> {
    let NoteForFlow { number, kind, cancelled, at } = note;
    let sql = "SELECT employer.contenuto FROM addressee
               JOIN employer ON employer.codice_fiscale = addressee.employer WHERE addressee.number = ?1 ORDER BY nr";
    let employers: Vec<Employer> = t
        .connection
        .prepare_cached(sql)?
        .query_map([number], |row| from_json(row, "contenuto"))?
        .collect::<Result<_, _>>()?;
    let sql = "INSERT INTO flow (employer, number, kind, what, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let what = if *cancelled { "cancelled" } else { "accepted" };
    for employer in employers.iter().filter(|employer| employer.pec.is_some()) {
        let row = params![employer.codice_fiscale.as_str(), number, kind.as_str(), what, millis(*at)];
        t.connection.prepare_cached(sql)?.execute(row)?;
    }
    Ok(())
}

pub(crate) fn end_flow(t: &mut Transaction<'_>, employer: &str, until: i64) -> Result<(), Failure> {
    let sql = "DELETE FROM flow WHERE employer = ?1 AND nr <= ?2";
    t.connection.prepare_cached(sql)?.execute(params![employer, until])?;
    Ok(())
}

pub(crate) fn list(c: &Connection, which: &Messages) -> rusqlite::Result<Vec<Message>> {
    let Messages { kind, to, event, document, state, since, after, limit } = which;
    let mut statement = c.prepare_cached(
        "SELECT * FROM outbox
         WHERE (:kind IS NULL OR kind = :kind) AND (:to IS NULL OR recipient = :to)
             AND (:event IS NULL OR event = :event) AND (:document IS NULL OR document = :document)
             AND (:state IS NULL OR state = :state) AND (:since IS NULL OR created >= :since)
             AND (:after IS NULL OR nr < :after)
         ORDER BY nr DESC LIMIT :limit",
    )?;
    let parameters = named_params! {
        ":kind": kind.map(MessageKind::as_str), ":to": to, ":event": event, ":document": document,
        ":state": state.map(MessageState::as_str), ":since": since.map(millis), ":after": after, ":limit": limit,
    };
    let mut found: Vec<Message> = statement.query_map(parameters, read)?.collect::<Result<_, _>>()?;
    found.iter_mut().try_for_each(|message| add_exchange(c, message))?;
    Ok(found)
}

pub(crate) fn find(c: &Connection, nr: i64) -> rusqlite::Result<Option<Message>> {
    let found = c.prepare_cached("SELECT * FROM outbox WHERE nr = ?1")?.query_row([nr], read).optional()?;
    let Some(mut message) = found else { return Ok(None) };
    add_exchange(c, &mut message)?;
    Ok(Some(message))
}

/// The last message of this kind to a worker.
pub(crate) fn last_to(c: &Connection, worker: &str, kind: MessageKind) -> rusqlite::Result<Option<Message>> {
    let sql = "SELECT * FROM outbox WHERE worker = ?1 AND kind = ?2 ORDER BY nr DESC LIMIT 1";
    c.prepare_cached(sql)?.query_row(params![worker, kind.as_str()], read).optional()
}

pub(crate) fn file(c: &Connection, nr: i64, name: &str) -> rusqlite::Result<Option<(String, Vec<u8>)>> {
    let mut statement = c.prepare_cached("SELECT media, bytes FROM outbox_file WHERE item = ?1 AND name = ?2")?;
    statement.query_row(params![nr, name], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

pub(crate) fn next_due(c: &Connection) -> rusqlite::Result<Option<DateTime<Utc>>> {
    earliest(c, "SELECT min(due) FROM outbox WHERE due IS NOT NULL")
}

pub(crate) fn due(
    c: &Connection,
    until: DateTime<Utc>,
    limit: u32,
    without: &[String],
) -> rusqlite::Result<Vec<Message>> {
    let sql = "SELECT * FROM outbox WHERE due IS NOT NULL AND due <= ?1
                   AND recipient NOT IN (SELECT value FROM json_each(?3))
               ORDER BY due, nr LIMIT ?2";
    let without = serde_json::to_string(without).unwrap_or_else(|_| "[]".to_owned());
    c.prepare_cached(sql)?.query_map(params![millis(until), limit, without], read)?.collect()
}

pub(crate) fn oldest_for_flow(c: &Connection) -> rusqlite::Result<Option<DateTime<Utc>>> {
    earliest(c, "SELECT min(at) FROM flow")
}

pub(crate) fn flow_employers(c: &Connection, until: DateTime<Utc>) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT DISTINCT employer FROM flow WHERE at <= ?1 ORDER BY employer";
    c.prepare_cached(sql)?.query_map([millis(until)], |row| row.get(0))?.collect()
}

pub(crate) fn flow_entries(c: &Connection, employer: &str, until: DateTime<Utc>) -> rusqlite::Result<Vec<FlowEntry>> {
    let sql = "SELECT * FROM flow WHERE employer = ?1 AND at <= ?2 ORDER BY nr";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map(params![employer, millis(until)], |row| {
        Ok(FlowEntry {
            nr: row.get("nr")?,
            number: row.get("number")?,
            kind: DocumentKind::parse(row.get_ref("kind")?.as_str()?).ok_or_else(|| unreadable("kind"))?,
            cancelled: row.get_ref("what")?.as_str()? == "cancelled",
            at: instant(row, "at")?,
        })
    })?;
    rows.collect()
}

fn earliest(c: &Connection, sql: &str) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let found: Option<i64> = c.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    found.map(|at| Utc.timestamp_millis_opt(at).single().ok_or_else(|| unreadable("due"))).transpose()
}

/// Adds the exchange that assigned the number, where the journal still has it.
fn add_exchange(c: &Connection, message: &mut Message) -> rusqlite::Result<()> {
    let sql = "SELECT journal.id FROM outbox JOIN journal ON journal.number = outbox.number
               WHERE outbox.nr = ?1 ORDER BY journal.nr LIMIT 1";
    let found: Option<i64> = c.prepare_cached(sql)?.query_row([message.nr], |row| row.get(0)).optional()?;
    message.exchange = found.map(i64::cast_unsigned);
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Message> {
    let due: Option<i64> = row.get("due")?;
    Ok(Message {
        nr: row.get("nr")?,
        kind: MessageKind::parse(row.get_ref("kind")?.as_str()?).ok_or_else(|| unreadable("kind"))?,
        event: row.get("event")?,
        document: row.get("document")?,
        worker: row.get("worker")?,
        to: row.get("recipient")?,
        state: MessageState::parse(row.get_ref("state")?.as_str()?).ok_or_else(|| unreadable("state"))?,
        created: instant(row, "created")?,
        due: due.and_then(|at| Utc.timestamp_millis_opt(at).single()),
        exchange: None,
        body: from_json(row, "contenuto")?,
    })
}
