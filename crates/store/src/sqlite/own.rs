//! The documents of a worker.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};

use super::convert::{instant, millis, unreadable};
use crate::certificates::{DocumentKind, OwnDocument, OwnDocuments};

/// A table with documents of workers.
struct Table {
    name: &'static str,
    columns: &'static str,
}

const CERTIFICATE: Table = Table {
    name: "certificate",
    columns: "puc AS number, ricevuto, data_inizio AS first, data_fine AS last,
        CASE WHEN pucir IS NULL THEN 'attestato' ELSE 'dimissione' END AS kind,
        CASE WHEN annullamento IS NOT NULL THEN 'annullato'
             WHEN rettificato_da IS NOT NULL THEN 'rettificato' ELSE 'attivo' END AS state",
};
const ADMISSION: Table = Table {
    name: "admission",
    columns: "pucir AS number, ricevuto, data_ricovero AS first, NULL AS last, 'ricovero' AS kind,
        CASE WHEN annullamento IS NOT NULL THEN 'annullato'
             WHEN dimissione IS NOT NULL THEN 'dimesso' ELSE 'aperto' END AS state",
};

/// The documents, newest first, and how many there are in all.
pub(crate) fn list(c: &Connection, which: &OwnDocuments) -> rusqlite::Result<(u64, Vec<OwnDocument>)> {
    let mut total = 0;
    let mut found = Vec::new();
    for (Table { name, columns }, conditions) in [certificates(which), admissions(which)].into_iter().flatten() {
        let conditions = format!(
            "lavoratore = :worker AND (:from IS NULL OR ricevuto >= :from) AND (:until IS NULL OR ricevuto < :until)
             {conditions}"
        );
        let worker = which.worker.as_str();
        let (from, until) = (which.from.map(millis), which.until.map(millis));
        let sql = format!("SELECT count(*) FROM {name} WHERE {conditions}");
        let count: i64 = c
            .prepare_cached(&sql)?
            .query_row(named_params! { ":worker": worker, ":from": from, ":until": until }, |row| row.get(0))?;
        total += count.unsigned_abs();
        let sql =
            format!("SELECT {columns} FROM {name} WHERE {conditions} ORDER BY ricevuto DESC, nr DESC LIMIT :limit");
        let limit = which.offset.saturating_add(which.limit);
        let mut statement = c.prepare_cached(&sql)?;
        let parameters = named_params! { ":worker": worker, ":from": from, ":until": until, ":limit": limit };
        for row in statement.query_map(parameters, read)? {
            found.push(row?);
        }
    }
    // Each of the two is in order; on a tie certificates come first, for they follow an admission.
    found.sort_by_key(|one| Reverse(one.received));
    let page = found.into_iter().skip(which.offset as usize).take(which.limit as usize);
    Ok((total, page.collect()))
}

/// What is asked of certificates; nothing where none can be meant.
fn certificates(which: &OwnDocuments) -> Option<(Table, String)> {
    let kind = match which.kind {
        None => "",
        Some(DocumentKind::Attestato) => " AND pucir IS NULL",
        Some(DocumentKind::Dimissione) => " AND pucir IS NOT NULL",
        Some(DocumentKind::Ricovero) => return None,
    };
    let state = match which.state {
        None => "",
        Some("attivo") => " AND annullamento IS NULL AND rettificato_da IS NULL",
        Some("rettificato") => " AND rettificato_da IS NOT NULL",
        Some("annullato") => " AND annullamento IS NOT NULL",
        Some(_) => return None,
    };
    Some((CERTIFICATE, format!("{kind}{state}")))
}

/// The same of admissions.
fn admissions(which: &OwnDocuments) -> Option<(Table, String)> {
    if which.kind.is_some_and(|kind| kind != DocumentKind::Ricovero) {
        return None;
    }
    let state = match which.state {
        None => "",
        Some("aperto") => " AND annullamento IS NULL AND dimissione IS NULL",
        Some("dimesso") => " AND dimissione IS NOT NULL",
        Some("annullato") => " AND annullamento IS NOT NULL",
        Some(_) => return None,
    };
    Some((ADMISSION, state.to_owned()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<OwnDocument> {
    let day = |column: &'static str| -> rusqlite::Result<Option<NaiveDate>> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
    };
    let state = row.get_ref("state")?.as_str()?;
    let states = ["attivo", "rettificato", "annullato", "aperto", "dimesso"];
    Ok(OwnDocument {
        number: row.get("number")?,
        kind: DocumentKind::parse(row.get_ref("kind")?.as_str()?).ok_or_else(|| unreadable("kind"))?,
        received: instant(row, "ricevuto")?,
        from: day("first")?.ok_or_else(|| unreadable("first"))?,
        until: day("last")?,
        state: states.into_iter().find(|known| *known == state).ok_or_else(|| unreadable("state"))?,
    })
}
