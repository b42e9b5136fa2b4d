//! Tables for people to read.

use std::io::{self, Write, stdout};

use serde::Serialize;

use super::failure::Failure;

/// How a list is printed.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    /// Prints what there is, as JSON or as a table.
    pub(super) fn print<T: Serialize, const N: usize>(
        &self,
        all: &[T],
        heads: [&str; N],
        row: impl Fn(&T) -> [String; N],
    ) -> Result<(), Failure> {
        let mut out = stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut out, all).map_err(io::Error::from)?;
            return Ok(writeln!(out)?);
        }
        Ok(print(&mut out, heads, all.iter().map(row))?)
    }
}

/// Prints rows below their heads, each column as wide as it needs; the last is not padded.
pub(super) fn print<const N: usize>(
    out: &mut (impl Write + ?Sized),
    heads: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> io::Result<()> {
    let rows: Vec<[String; N]> = std::iter::once(heads.map(str::to_owned)).chain(rows).collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut out = Vec::new();
        print(&mut out, ["a", "long head", "c"], [["è un", "b", "tail"].map(str::to_owned)]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a     long head  c\nè un  b          tail\n");
    }
}
