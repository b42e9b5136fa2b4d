//! Reading the embedded tables.

use super::place::{ESTERO, Kind, Place};

const COMUNI: &str = include_str!("../../../../data/comuni.tsv");
const BIRTHPLACES: &str = include_str!("../../../../data/luoghi_nascita.tsv");

/// All places of both tables, comuni of today first.
pub(super) fn read() -> Vec<Place> {
    let comuni = rows(COMUNI).filter_map(comune);
    comuni.chain(rows(BIRTHPLACES).filter_map(birthplace)).collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn comune(row: &'static str) -> Option<Place> {
    let mut cells = row.split('\t');
    Some(Place {
        kind: Kind::Comune,
        code: cells.next()?,
        provinces: cells.next()?,
        caps: cells.next()?,
        name: cells.next()?,
        other_names: cells.collect(),
    })
}

fn birthplace(row: &'static str) -> Option<Place> {
    let mut cells = row.split('\t');
    let (code, provinces, name) = (cells.next()?, cells.next()?, cells.next()?);
    let kind = if provinces == ESTERO { Kind::Stato } else { Kind::Soppresso };
    Some(Place { kind, code, name, provinces, caps: "", other_names: Vec::new() })
}
