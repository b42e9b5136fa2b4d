//! The suspicious places of a text, one after the other and none of them kept.

use std::ops::Range;

use super::code_page::CodePage;
use super::entities;

/// A byte order mark inside a text: as it is, as a single-byte charset reads its bytes, and as
/// references write it.
pub(super) const MARKS: [&str; 5] = ["\u{FEFF}", "ï»¿", "&#65279;", "&#xFEFF;", "&#xfeff;"];
/// How many characters that were read twice make one place at most.
const LONGEST: usize = 32;

/// What may be suspicious about legal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A byte order mark that is not at the start.
    Mark,
    /// The sign for a character that some program could not read.
    Lost,
    /// UTF-8 that was read in a single-byte charset.
    Twice(CodePage),
    /// A control character where Windows-1252 has a sign.
    Control,
    /// A reference whose `&` was escaped, so that it reads as its own text.
    Escaped,
}

/// A place where the text is legal and yet suspicious.
pub(super) struct Odd {
    pub(super) oddity: Oddity,
    /// In the text.
    pub(super) range: Range<usize>,
    /// What was probably meant, where that can be said.
    pub(super) meant: Option<String>,
}

/// The suspicious places of `text`, in order.
pub(super) fn places(text: &str) -> impl Iterator<Item = Odd> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(next) = text.get(at..).and_then(|rest| rest.find(|c: char| !c.is_ascii() || c == '&')) {
            let start = at + next;
            let (found, length) = odd_start(text, start);
            at = start + length;
            if let Some((oddity, meant)) = found {
                return Some(Odd { oddity, range: start..at, meant });
            }
        }
        None
    })
}

/// What is suspicious at `start`, with what was meant, if anything, and how long it is, or else the
/// character there.
fn odd_start(text: &str, start: usize) -> (Option<(Oddity, Option<String>)>, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let Some(first) = rest.chars().next() else { return (None, rest.len().max(1)) };
    if first == '&' {
        return match entities::reference(rest) {
            Some((length, c)) => (Some((Oddity::Escaped, Some(unescaped(rest, length, c)))), length),
            None => (None, 1),
        };
    }
    for page in CodePage::ALL.into_iter().filter(|page| page.may_lead(first)) {
        let run = run_read_twice(text, start, page);
        if run.length > 0 {
            let oddity = match run.first {
                '\u{FEFF}' => Some(Oddity::Mark),
                '\u{FFFD}' => Some(Oddity::Lost),
                _ => run.certain.then_some(Oddity::Twice(page)),
            };
            if oddity.is_some() || page == CodePage::Western {
                return (oddity.map(|oddity| (oddity, Some(run.meant))), run.length);
            }
        }
    }
    if let Some((length, meant)) = damaged(text, start) {
        return (Some((Oddity::Twice(CodePage::Western), Some(meant.to_owned()))), length);
    }
    let oddity = match first {
        '\u{FEFF}' => Some(Oddity::Mark),
        '\u{FFFD}' => Some(Oddity::Lost),
        '\u{80}'..='\u{9F}' => Some(Oddity::Control),
        _ => None,
    };
    (oddity.map(|oddity| (oddity, None)), first.len_utf8())
}

/// What a reference stands for that was escaped as often as it was.
fn unescaped(text: &str, length: usize, c: char) -> String {
    // Escaped three times, an ampersand is again the beginning of a reference.
    match text.get(length..).filter(|_| c == '&').map(|rest| format!("&{rest}")) {
        Some(inner) => entities::reference(&inner).map_or(c, |(_, inner)| inner).to_string(),
        None => c.to_string(),
    }
}

/// Text that was read twice and then lost its last character: `cittÃ` was `cittÃ\u{A0}`, of which
/// the no-break space became a blank, and a `”` lost the byte that Windows-1252 does not have.
fn damaged(text: &str, start: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(start..)?;
    if let Some(after) = rest.strip_prefix("â€") {
        let is_whole = after.chars().next().is_some_and(|c| CodePage::Western.byte(c).is_some_and(|byte| byte >= 0x80));
        return (!is_whole).then_some(("â€".len(), "”"));
    }
    let after = rest.strip_prefix('Ã')?;
    let before = text.get(..start)?.chars().next_back()?;
    let ends_word = after.chars().next().is_none_or(|c| c.is_ascii_whitespace() || c.is_ascii_punctuation());
    (before.is_ascii_lowercase() && ends_word).then_some(('Ã'.len_utf8(), "à"))
}

/// Characters in a row that were read twice.
struct Run {
    length: usize,
    /// What the first one was.
    first: char,
    /// Texts do not have this on purpose.
    certain: bool,
    /// What they were.
    meant: String,
}

fn run_read_twice(text: &str, start: usize, page: CodePage) -> Run {
    let mut run = Run { length: 0, first: '\0', certain: false, meant: String::new() };
    let mut last = '\0';
    for _ in 0..LONGEST {
        let rest = text.get(start + run.length..).unwrap_or_default();
        let Some((size, c)) = read_twice(rest, page) else { break };
        let is_mark = |c| matches!(c, '\u{FEFF}' | '\u{FFFD}');
        if run.length == 0 {
            run.first = c;
        } else if (is_mark(c) || is_mark(run.first)) && c != run.first {
            break;
        }
        run.length += size;
        run.meant.push(c);
        let is_pair = c.len_utf8() == 2;
        run.certain |= !is_pair || !rest.chars().nth(1).is_some_and(is_punctuation);
        // No text has the frames that the consoles' code pages drew boxes with.
        run.certain |= page != CodePage::Western;
        last = c;
    }
    if run.length > 0 && !run.certain {
        let before = text.get(..start).and_then(|before| before.chars().next_back()).unwrap_or(' ');
        let after = text.get(start + run.length..).and_then(|after| after.chars().next()).unwrap_or(' ');
        run.certain = belongs_behind(run.first, before) || belongs_before(last, after);
    }
    run
}

/// What may stand behind a letter of its own accord: `«Ã»` is no û.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{A0}' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '“' | '”' | '„' | '–' | '—' | '…')
}

/// Whether a letter, or else a sign, may follow `before` in one word.
fn belongs_behind(c: char, before: char) -> bool {
    match c {
        _ if c.is_lowercase() => before.is_ascii_lowercase(),
        _ if c.is_uppercase() => before.is_ascii_uppercase(),
        _ => before.is_ascii_alphanumeric(),
    }
}

/// Whether it may stand before `after` in one word.
fn belongs_before(c: char, after: char) -> bool {
    match c {
        _ if c.is_lowercase() => after.is_ascii_lowercase(),
        _ => after.is_ascii_alphanumeric(),
    }
}

/// The character at the start of `text` that was UTF-8 before it was read in a single-byte
/// charset, and how many bytes it takes now. Only letters and signs that Italian texts, and
/// names from abroad, have count.
fn read_twice(text: &str, page: CodePage) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let mut size = 0;
    for (count, c) in text.chars().take(4).enumerate() {
        let byte = page.byte(c)?;
        let fits = if count == 0 { matches!(byte, 0xC2..=0xF4) } else { byte & 0xC0 == 0x80 };
        if !fits {
            return None;
        }
        *bytes.get_mut(count)? = byte;
        size += c.len_utf8();
        if let Some(read) = std::str::from_utf8(bytes.get(..=count)?).ok().and_then(|read| read.chars().next()) {
            return is_likely(read).then_some((size, read));
        }
    }
    None
}

/// Whether Italian texts, and names from abroad, have this character.
pub(super) fn is_likely(c: char) -> bool {
    const FURTHER: &str = "ăąćčďđęěğıłńňőœřśşšťţůűźżž";
    match c {
        '\u{A0}'..='ÿ' | '\u{2010}'..='›' | 'Ÿ' | 'ș' | 'Ș' | 'ț' | 'Ț' | '€' | '™' | '\u{FEFF}' | '\u{FFFD}' => {
            true
        }
        '\u{100}'..='\u{17F}' => c.to_lowercase().all(|c| FURTHER.contains(c)) || c == 'İ',
        _ => false,
    }
}
