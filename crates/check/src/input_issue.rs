//! Issues about an input as a whole: what kept it from being read or checked.

use super::issue::Issue;
use sac_diagnostic::{Code, Finding, Text};

/// What the system says of files that cannot be read, and how it is said in Italian.
const SYSTEM: &[(&str, &str)] = &[
    ("No such file or directory", "non esiste"),
    ("Permission denied", "manca il permesso di leggerlo"),
    ("Is a directory", "è una cartella"),
    ("Not a directory", "una parte del percorso non è una cartella"),
    ("Too many levels of symbolic links", "troppi collegamenti simbolici di fila"),
    ("File name too long", "il nome è troppo lungo"),
    ("Input/output error", "errore di lettura del disco"),
    ("not a regular file", "non è un file regolare"),
];

/// A file that cannot be read, for a reason in the system's words.
pub(super) fn unreadable(why: &str) -> Box<Issue> {
    let it = SYSTEM.iter().find(|(en, _)| why.starts_with(en)).map_or(why, |(_, it)| it);
    let issue = Issue::from(Finding::new(Code::CHECK_UNREADABLE).allowed(Text::new(it, why)));
    Box::new(Issue { allowed: None, value: Some(why.to_owned()), ..issue })
}

/// The program failed.
pub(super) fn internal(what: &str) -> Issue {
    Finding::new(Code::CHECK_INTERNAL).found(what).into()
}

/// A message, or file, that is larger than the limit; its size where it is known.
pub(super) fn too_large(size: Option<u64>, max_bytes: usize) -> Issue {
    let found = size.map_or_else(|| format!("> {max_bytes}"), |size| size.to_string());
    Finding::new(Code::LIMIT_BYTES).found(&found).allowed(Text::same(max_bytes.to_string())).into()
}
