//! Reading CSV, as spreadsheets write it.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use sac_domain::words::Text;

use super::record::{Field, Record, Records, What};

/// The rows of the file.
pub(super) fn records(text: &str) -> Records {
    let mut found = Records::default();
    let text = text.trim_start_matches('\u{feff}');
    let heads = text.split(['\r', '\n']).next().unwrap_or_default();
    // An Italian spreadsheet sets semicolons, for the comma is its decimal point.
    let delimiter = if heads.contains(';') { b';' } else { b',' };
    let mut rows = ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(text.as_bytes());
    let heads = match rows.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => {
            found.complain(line(text, error.position()), message(&error));
            return found;
        }
    };
    for (index, head) in heads.iter().enumerate().filter(|(_, head)| !head.is_empty()) {
        if heads.iter().take(index).any(|earlier| earlier == head) {
            let message =
                Text::new(format!("la colonna {head} c'è due volte"), format!("the column {head} is there twice"));
            found.complain(1, message);
        }
    }
    let what = if heads.iter().any(|head| head == "kind") { What::User } else { What::Worker };
    for row in rows.records() {
        match row {
            Ok(row) => found.records.push(record(what, &heads, &row, line(text, row.position()))),
            Err(error) => found.complain(line(text, error.position()), message(&error)),
        }
    }
    found
}

fn record(what: What, heads: &StringRecord, row: &StringRecord, line: usize) -> Record {
    let cells = heads.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
    let fields: BTreeMap<_, _> =
        cells.map(|(head, cell)| (head.to_owned(), Field { line, text: cell.into() })).collect();
    Record { what, line, fields }
}

/// The line where a row begins, counted in the text: the library's own count goes wrong where lines
/// end as on Windows.
fn line(text: &str, position: Option<&csv::Position>) -> usize {
    let offset = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0).min(text.len());
    let ends = text.bytes().skip(offset).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let before = text.as_bytes().get(..offset + ends).unwrap_or_default();
    // A line ends with LF, with CR and LF, or, from old programs, with CR alone.
    let pairs = before.windows(2).filter(|pair| pair == b"\r\n").count();
    1 + before.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count() - pairs
}

fn message(error: &csv::Error) -> Text {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Text::new(
            format!("{len} celle, ma {expected_len} intestazioni di colonna"),
            format!("{len} cells, but {expected_len} column heads"),
        ),
        _ => Text::new("la riga non si può leggere", "the row cannot be read"),
    }
}
