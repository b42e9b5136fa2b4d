//! A file with requests of an Ordine: one line each, each on its own.

use std::collections::HashSet;

use csv::{ReaderBuilder, StringRecord};

/// Most bytes of a file.
pub const MOST_BYTES: usize = 64 << 10;
/// Most lines of a file, the header left aside.
pub const MOST_LINES: usize = 500;
/// The header.
pub const HEADER: &str =
    "tipo;codice_fiscale;cognome;nome;pec;cellulare;email;documento_tipo;documento_numero;documento_scadenza;profilo";

/// A line as it stands.
#[derive(Clone, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the columns name them")]
pub struct Line {
    pub tipo: String,
    pub codice_fiscale: String,
    pub cognome: String,
    pub nome: String,
    pub pec: String,
    pub cellulare: String,
    pub email: String,
    pub documento_tipo: String,
    pub documento_numero: String,
    pub documento_scadenza: String,
    pub profilo: String,
}

/// What is wrong with a line before its fields are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLine {
    /// The same line, or the same request, stands above.
    Repeated,
    /// A cell that a spreadsheet would take for a formula.
    Formula,
    /// Not as many cells as the header has.
    Cells,
}

/// Why a whole file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    /// It is not UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// Too long.
    #[error("the file has more than {MOST_BYTES} bytes or {MOST_LINES} lines")]
    TooLong,
    /// Its first line is not the header.
    #[error("the first line is not {HEADER}")]
    Header,
}

impl BadFile {
    /// What is said of it.
    #[must_use]
    pub fn italian(self) -> String {
        match self {
            Self::NotUtf8 => "Il file non è UTF-8.".to_owned(),
            Self::TooLong => format!("Il file ha più di {MOST_LINES} righe o di {MOST_BYTES} byte."),
            Self::Header => format!("La prima riga deve essere: {HEADER}"),
        }
    }
}

/// A line with its number in the file, or what is wrong with it.
pub type Numbered = (usize, Result<Line, BadLine>);

/// The lines of a file with their numbers in it.
///
/// # Errors
/// [`BadFile`].
pub fn read(bytes: &[u8]) -> Result<Vec<Numbered>, BadFile> {
    if bytes.len() > MOST_BYTES {
        return Err(BadFile::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadFile::NotUtf8)?.trim_start_matches('\u{feff}');
    if text.lines().next().map(str::trim_end) != Some(HEADER) {
        return Err(BadFile::Header);
    }
    let mut reader = ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(text.as_bytes());
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for (place, record) in reader.records().enumerate() {
        if place >= MOST_LINES {
            return Err(BadFile::TooLong);
        }
        let Ok(record) = record else { return Err(BadFile::NotUtf8) };
        let number = place + 2;
        lines.push((number, line(&record, &mut seen)));
    }
    Ok(lines)
}

fn line(record: &StringRecord, seen: &mut HashSet<(String, String)>) -> Result<Line, BadLine> {
    if record.len() != HEADER.split(';').count() {
        return Err(BadLine::Cells);
    }
    let cell = |place: usize| record.get(place).unwrap_or_default().trim().to_owned();
    if record.iter().any(|cell| is_formula(cell.trim())) {
        return Err(BadLine::Formula);
    }
    let read = Line {
        tipo: cell(0),
        codice_fiscale: cell(1).to_ascii_uppercase(),
        cognome: cell(2),
        nome: cell(3),
        pec: cell(4),
        cellulare: cell(5),
        email: cell(6),
        documento_tipo: cell(7),
        documento_numero: cell(8),
        documento_scadenza: cell(9),
        profilo: cell(10),
    };
    let is_new = seen.insert((read.tipo.clone(), read.codice_fiscale.clone()));
    if is_new { Ok(read) } else { Err(BadLine::Repeated) }
}

/// A cell that a spreadsheet would run; a number with `+39` is none.
fn is_formula(cell: &str) -> bool {
    let number = cell.strip_prefix("+39").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == ' '));
    cell.starts_with(['=', '+', '-', '@']) && !number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(lines: &[&str]) -> Vec<u8> {
        let mut text = format!("{HEADER}\n");
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
        text.into_bytes()
    }

    #[test]
    fn each_line_is_on_its_own() {
        let good = "nuovo;PNIMRA70A01H501P;Pini;Mario;a@pec.example;+39333123456;;CI;AA1;2030-01-01;medico-ctu";
        let lines = read(&file(&[good, good, "nuovo;x", &good.replace("Pini", "=1+1").replace("PNI", "XXX")])).unwrap();
        let results: Vec<_> =
            lines.iter().map(|(number, line)| (*number, line.as_ref().map(|_| ()).map_err(|e| *e))).collect();
        assert_eq!(
            results,
            [(2, Ok(())), (3, Err(BadLine::Repeated)), (4, Err(BadLine::Cells)), (5, Err(BadLine::Formula))]
        );
    }

    #[test]
    fn a_file_that_is_none_is_refused_whole() {
        assert_eq!(read(b"a;b\n").err(), Some(BadFile::Header));
        assert_eq!(read(b"\xff").err(), Some(BadFile::NotUtf8));
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]).err(), Some(BadFile::TooLong));
        assert_eq!(read(&file(&vec!["x"; MOST_LINES + 1])).err(), Some(BadFile::TooLong));
        assert!(read(&file(&[])).unwrap().is_empty());
    }
}
