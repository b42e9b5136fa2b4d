//! The exchanges of the journal, for testers: lists by filter, one with its messages.

use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Row};

use super::convert::{millis, unreadable};
use super::journal::{self, CODE, NUMBER, RULE};
use crate::journal::{Page, Selection, Stretch, WithMessages};
use sac_domain::exchange::{Channel, Entry, Exchange, Messages};

/// The selected exchanges, newest first.
pub(crate) fn list(connection: &Connection, selection: &Selection, page: Page) -> rusqlite::Result<Vec<Exchange>> {
    found(connection, &Query::of(selection, page))
}

/// The selected exchanges, oldest first.
pub(crate) fn list_upward(c: &Connection, selection: &Selection, part: Stretch) -> rusqlite::Result<Vec<Exchange>> {
    found(c, &Query::upward(selection, part))
}

fn found(connection: &Connection, query: &Query) -> rusqlite::Result<Vec<Exchange>> {
    let mut statement = connection.prepare_cached(&query.sql)?;
    let mut found: Vec<Exchange> =
        statement.query_map(rusqlite::params_from_iter(&query.values), read)?.collect::<Result<_, _>>()?;
    for exchange in &mut found {
        add_tags(connection, exchange)?;
    }
    Ok(found)
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

const COLUMNS: &str = "j.*, EXISTS (SELECT 1 FROM journal_message AS m WHERE m.nr = j.nr) AS has_messages";

/// The statement of a list. Its text depends only on which filters are given.
struct Query {
    sql: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Query {
    /// Each filter has an index that holds the numbers in order, so that the newest few are found
    /// without looking at the rest.
    fn of(selection: &Selection, page: Page) -> Self {
        let (mut query, nr) = Self::selecting(selection);
        if let Some(after) = page.after {
            query.and(&format!("{nr} < ?"), integer(after));
        }
        query.ordered(nr, "DESC", page.limit)
    }

    fn upward(selection: &Selection, part: Stretch) -> Self {
        let (mut query, nr) = Self::selecting(selection);
        query.and(&format!("{nr} > ?"), integer(part.after));
        query.and(&format!("{nr} <= ?"), integer(part.until));
        query.ordered(nr, "ASC", part.limit)
    }

    fn ordered(mut self, nr: &str, direction: &str, limit: u32) -> Self {
        self.sql = format!("{} ORDER BY {nr} {direction} LIMIT ?", self.sql);
        self.values.push(Box::new(limit));
        self
    }

    /// The conditions, and the column with the number.
    fn selecting(selection: &Selection) -> (Self, &'static str) {
        let mut query = Self { sql: String::new(), values: Vec::new() };
        let tags = [(NUMBER, &selection.puc), (RULE, &selection.rule), (CODE, &selection.code)];
        let mut tags = tags.into_iter().filter_map(|(kind, value)| Some((kind, value.as_ref()?)));
        let nr = if let Some((kind, value)) = tags.next() {
            query.sql = format!(
                "SELECT {COLUMNS} FROM journal_tag AS t CROSS JOIN journal AS j ON j.nr = t.nr WHERE t.kind = '{kind}'"
            );
            query.and("t.value = ?", value.clone());
            "t.nr"
        } else {
            query.sql = format!("SELECT {COLUMNS} FROM journal AS j WHERE TRUE");
            "j.nr"
        };
        for (kind, value) in tags {
            let tagged = format!(
                "EXISTS (SELECT 1 FROM journal_tag AS o WHERE o.kind = '{kind}' AND o.value = ? AND o.nr = j.nr)"
            );
            query.and(&tagged, value.clone());
        }
        for (column, value) in [
            ("j.operation = ?", &selection.operation),
            ("j.user = ?", &selection.caller),
            ("j.worker = ?", &selection.worker),
            ("j.fault = ?", &selection.fault),
            ("j.ending = ?", &selection.outcome),
        ] {
            if let Some(value) = value {
                query.and(column, value.clone());
            }
        }
        if let Some(channel) = selection.channel {
            query.and("j.channel = ?", channel.name());
        }
        if let Some(since) = selection.since {
            // The clock of a world may be moved, so the oldest that fits only bounds the search.
            // `+nr` has it look among those that fit, by their index, and not from the oldest of all on.
            query.and(&format!("{nr} >= (SELECT min(+nr) FROM journal WHERE received >= ?)"), millis(since));
            query.and("+j.received >= ?", millis(since));
        }
        (query, nr)
    }

    fn and(&mut self, condition: &str, value: impl ToSql + 'static) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.push(Box::new(value));
    }
}

fn integer(number: u64) -> i64 {
    number.min(i64::MAX.unsigned_abs()).cast_signed()
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
