//! The table that says how the list of attestati is written.

use std::sync::LazyLock;

/// The table, as it is published.
const TABLE: &str = include_str!("../../../../data/attestati_layout.tsv");

/// One element of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// `attestato`, `ricovero`, `dimissioni` or `annullamento`.
    pub group: &'static str,
    /// Where it stands below the group.
    pub path: &'static str,
    /// Its type, by the table's name; `group` where it has elements.
    pub kind: &'static str,
    /// Whether it may be absent.
    pub is_optional: bool,
}

/// The rows, in order.
pub static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    let (group, path) = (cells.next().filter(|cell| !cell.starts_with('#'))?, cells.next()?);
    let (kind, occurrence) = (cells.next()?, cells.next()?);
    Some(Row { group, path, kind, is_optional: occurrence == "0..1" })
}

/// The groups, in order.
#[must_use]
pub fn groups() -> Vec<&'static str> {
    let mut groups: Vec<&'static str> = ROWS.iter().map(|row| row.group).collect();
    groups.dedup();
    groups
}
