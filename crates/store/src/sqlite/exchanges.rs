//! The exchanges of the journal, for testers: lists by filter, one with its messages.

use rusqlite::{Connection, OptionalExtension, Row};

use super::convert::unreadable;
use super::journal::{self, CODE, COLUMNS, NUMBER};
use super::search::{self, Filter, Plan, Span};
use crate::journal::{Found, Selection, WithMessages};
use sac_domain::exchange::{Channel, Entry, Exchange, Messages};

/// The exchanges of a search, in its order, and how far it came.
pub(crate) fn found(connection: &Connection, selection: &Selection, span: Span, limit: u32) -> rusqlite::Result<Found> {
    let filters = Filter::all(selection);
    let plan = Plan::of(connection, &filters, span, search::MOST)?;
    let query = plan.query(limit);
    let mut statement = connection.prepare_cached(&query.sql)?;
    let mut exchanges: Vec<Exchange> =
        statement.query_map(rusqlite::params_from_iter(&query.values), read)?.collect::<Result<_, _>>()?;
    for exchange in &mut exchanges {
        add_tags(connection, exchange)?;
    }
    Ok(Found { exchanges, reached: plan.reached })
}

/// The exchanges after this number with their messages, the oldest first.
pub(crate) fn forward(connection: &Connection, after: u64, limit: u32) -> rusqlite::Result<Vec<WithMessages>> {
    let sql = format!("SELECT {COLUMNS} FROM journal AS j WHERE nr > ?1 ORDER BY nr LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let after = after.min(i64::MAX.unsigned_abs()).cast_signed();
    let mut page = Vec::new();
    for exchange in statement.query_map((after, limit), read)? {
        let mut exchange = exchange?;
        add_tags(connection, &mut exchange)?;
        let messages = if exchange.has_messages { messages(connection, exchange.entry.id)? } else { None };
        page.push((exchange, messages));
    }
    Ok(page)
}

/// The highest number, 0 where there is none.
pub(crate) fn last(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(nr), 0) FROM journal")?;
    statement.query_row([], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
}

/// The exchange of this number.
pub(crate) fn one(connection: &Connection, number: u64) -> rusqlite::Result<Option<Exchange>> {
    let sql = format!("SELECT {COLUMNS} FROM journal AS j WHERE nr = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query_row([number.cast_signed()], read).optional()?;
    if let Some(exchange) = &mut found {
        add_tags(connection, exchange)?;
    }
    Ok(found)
}

/// The messages of the exchange of this number.
pub(crate) fn messages(connection: &Connection, number: u64) -> rusqlite::Result<Option<Messages<Vec<u8>>>> {
    let mut statement = connection
        .prepare_cached("SELECT request_head, request, response_head, response FROM journal_message WHERE nr = ?1")?;
    let read = |row: &Row<'_>| {
        Ok(Messages {
            request_head: row.get(0)?,
            request: row.get(1)?,
            response_head: row.get(2)?,
            response: row.get(3)?,
        })
    };
    statement.query_row([number.cast_signed()], read).optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Exchange> {
    let channel: String = row.get("channel")?;
    let details: Option<String> = row.get("details")?;
    Ok(Exchange {
        channel: Channel::from_name(&channel).ok_or_else(|| unreadable("channel"))?,
        worker: row.get("worker")?,
        numbers: Vec::new(),
        codes: Vec::new(),
        fault: row.get("fault")?,
        details: details
            .map(|text| serde_json::from_str(&text).map_err(|_| unreadable("details")))
            .transpose()?
            .unwrap_or_default(),
        has_messages: row.get("has_messages")?,
        // In the journals of the first release the two differ.
        entry: Entry { id: row.get::<_, i64>("nr")?.cast_unsigned(), ..journal::read(row)? },
    })
}

fn add_tags(connection: &Connection, exchange: &mut Exchange) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT kind, value FROM journal_tag WHERE nr = ?1")?;
    let mut rows = statement.query([exchange.entry.id.cast_signed()])?;
    while let Some(row) = rows.next()? {
        match row.get_ref(0)?.as_str()? {
            NUMBER => exchange.numbers.push(row.get(1)?),
            CODE => exchange.codes.push(row.get(1)?),
            _ => {}
        }
    }
    Ok(())
}
