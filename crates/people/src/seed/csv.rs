//! Reading CSV, as spreadsheets write it.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::record::{Field, Record, Records, What};

/// The rows of the file.
pub(super) fn records(text: &str) -> Records {
    let mut found = Records::default();
    let text = text.trim_start_matches('\u{feff}');
    let heads = text.lines().next().unwrap_or_default();
    // An Italian spreadsheet sets semicolons, for the comma is its decimal point.
    let delimiter = if heads.contains(';') { b';' } else { b',' };
    let mut rows = ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(text.as_bytes());
    let heads = match rows.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => {
            found.complain(line_of_error(&error), message(&error));
            return found;
        }
    };
    let what = if heads.iter().any(|head| head == "kind") { What::User } else { What::Worker };
    for row in rows.records() {
        match row {
            Ok(row) => found.records.push(record(what, &heads, &row)),
            Err(error) => found.complain(line_of_error(&error), message(&error)),
        }
    }
    found
}

fn record(what: What, heads: &StringRecord, row: &StringRecord) -> Record {
    let line = row.position().map_or(1, line);
    let cells = heads.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
    let fields: BTreeMap<_, _> =
        cells.map(|(head, cell)| (head.to_owned(), Field { line, text: cell.to_owned() })).collect();
    Record { what, line, fields }
}

fn line_of_error(error: &csv::Error) -> usize {
    error.position().map_or(1, line)
}

fn line(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

fn message(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells, but {expected_len} column heads")
        }
        _ => "the row cannot be read".to_owned(),
    }
}
