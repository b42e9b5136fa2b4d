//! What stands where the declared charset has no character.

use super::readings::{around, in_single_bytes};
use super::sequence::{Kind, Sequence};
use super::suspicious;
use crate::issue::{Issue, Reading};
use sac_diagnostic::{Finding, Text, hex};
use sac_report::visible;

/// The finding on the first bad byte, at `offset`, with all bytes that belong to it, what they
/// are, and what they would read as.
pub(super) fn explain(finding: Finding, bytes: &[u8], offset: usize) -> Issue {
    let rest = bytes.get(offset..).unwrap_or_default();
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(first) = text.get(offset..).and_then(|rest| rest.chars().next())
    {
        let whole = rest.get(..first.len_utf8()).unwrap_or_default();
        return of_utf8(finding.found(&hex(whole)), around(bytes, offset));
    }
    let sequence = Sequence::at(rest);
    let whole = rest.get(..sequence.length).unwrap_or(rest);
    let mut issue = Issue::from(finding.found(&hex(whole)));
    issue.length = Some(String::from_utf8_lossy(whole).chars().count());
    if let Some(words) = sequence.words() {
        issue = issue.because(&words);
    }
    if let Some(remedy) = sequence.remedy() {
        issue.hint = remedy;
    }
    if sequence.kind == Kind::Foreign {
        issue.readings = in_single_bytes(around(bytes, offset));
        issue = match utf8_elsewhere(bytes, offset, sequence.length) {
            Some(elsewhere) => mixed(issue, bytes, offset, elsewhere),
            None => issue,
        };
    }
    issue
}

/// Declared as US-ASCII, and UTF-8 in truth.
fn of_utf8(finding: Finding, around: &[u8]) -> Issue {
    let mut issue = Issue::from(finding);
    issue.length = Some(1);
    issue.readings = vec![in_utf8(around)];
    issue.hint = Text::new(
        "Dichiarare UTF-8: il messaggio lo è già, mentre US-ASCII non ha lettere accentate.",
        "Declare UTF-8: the message is that already, whereas US-ASCII has no accented letters.",
    );
    issue
}

/// A text partly in UTF-8 and partly not.
fn mixed(issue: Issue, bytes: &[u8], offset: usize, elsewhere: usize) -> Issue {
    let there = in_utf8(around(bytes, elsewhere)).text;
    let mut issue = issue.because(&Text::new(
        format!("Altrove il testo è invece in UTF-8 («{there}»): il messaggio mescola due codifiche."),
        format!("Elsewhere the text is UTF-8 all the same (“{there}”): the message mixes two charsets."),
    ));
    issue.readings.push(in_utf8(around(bytes, offset)));
    issue.hint = Text::new(
        "Scrivere tutto il messaggio in una sola codifica: ciò che viene da un'altra fonte va prima convertito.",
        "Write the whole message in one charset: convert what comes from elsewhere first.",
    );
    issue
}

/// Where else the first character of several bytes in UTF-8 is, if it is one that texts have;
/// none in what is hardly text at all.
fn utf8_elsewhere(bytes: &[u8], offset: usize, length: usize) -> Option<usize> {
    let first = |start: usize, part: &[u8]| {
        let mut at = start;
        part.utf8_chunks().find_map(|chunk| {
            let mut accents = chunk.valid().char_indices().filter(|(_, c)| !c.is_ascii() && *c != '\u{FEFF}');
            let found = accents.next().map(|(index, c)| (at + index, c));
            at += chunk.valid().len() + chunk.invalid().len();
            found
        })
    };
    let (before, behind) = (bytes.get(..offset)?, bytes.get(offset + length..)?);
    let (at, c) = first(0, before).or_else(|| first(offset + length, behind))?;
    let is_text = suspicious::is_likely(c) && !around(bytes, at).iter().any(u8::is_ascii_control);
    is_text.then_some(at)
}

fn in_utf8(bytes: &[u8]) -> Reading {
    Reading { charset: "UTF-8", text: visible(&String::from_utf8_lossy(bytes)) }
}
