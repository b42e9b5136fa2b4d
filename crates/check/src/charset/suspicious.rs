//! The odd places of a text, one after the other and none of them kept.

use std::ops::Range;

/// A byte order mark inside a text: as it is, and as a single-byte charset reads its bytes.
pub(super) const MARKS: [&str; 2] = ["\u{FEFF}", "ï»¿"];
/// What ISO-8859-1's control characters 0x80–0x9F are in Windows-1252; NUL where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];
/// How many characters that were read twice make one place at most.
const LONGEST: usize = 32;

/// What may be odd about legal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A byte order mark that is not at the start.
    Mark,
    /// The sign for a character that somebody could not read.
    Lost,
    /// UTF-8 that was read as a single-byte charset.
    Twice,
    /// A control character where Windows-1252 has a sign.
    Control,
}

/// A place where the text is legal and yet odd.
pub(super) struct Odd {
    pub(super) oddity: Oddity,
    /// In the text.
    pub(super) range: Range<usize>,
}

/// The odd places of `text`, in order.
pub(super) fn places(text: &str) -> impl Iterator<Item = Odd> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(next) = text.get(at..).and_then(|rest| rest.find(|c: char| !c.is_ascii())) {
            let start = at + next;
            let (oddity, length) = odd_start(text, start);
            at = start + length;
            if let Some(oddity) = oddity {
                return Some(Odd { oddity, range: start..at });
            }
        }
        None
    })
}

/// What was meant by text that is UTF-8 read in a single-byte charset.
pub(super) fn read_once(text: &str) -> String {
    let mut rest = text;
    std::iter::from_fn(|| {
        let (size, c) = read_twice(rest)?;
        rest = rest.get(size..)?;
        Some(c)
    })
    .collect()
}

/// What Windows-1252 has in the place of a control character, if anything.
pub(super) fn in_windows_1252(control: char) -> Option<char> {
    let index = u32::from(control).checked_sub(0x80)?;
    WINDOWS_1252.get(usize::try_from(index).ok()?).copied().filter(|c| *c != '\0')
}

/// What is odd at `start`, if anything, and how long it is, or else the character there.
fn odd_start(text: &str, start: usize) -> (Option<Oddity>, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let Some(first) = rest.chars().next() else { return (None, rest.len().max(1)) };
    let run = run_read_twice(text, start);
    if run.length > 0 {
        let oddity = match run.first {
            '\u{FEFF}' => Some(Oddity::Mark),
            '\u{FFFD}' => Some(Oddity::Lost),
            _ => run.certain.then_some(Oddity::Twice),
        };
        return (oddity, run.length);
    }
    let oddity = match first {
        '\u{FEFF}' => Some(Oddity::Mark),
        '\u{FFFD}' => Some(Oddity::Lost),
        '\u{80}'..='\u{9F}' => Some(Oddity::Control),
        _ => None,
    };
    (oddity, first.len_utf8())
}

/// Characters in a row that were read twice.
struct Run {
    length: usize,
    /// What the first one was.
    first: char,
    /// Nobody writes this on purpose.
    certain: bool,
}

fn run_read_twice(text: &str, start: usize) -> Run {
    let mut run = Run { length: 0, first: '\0', certain: false };
    let mut last = '\0';
    for _ in 0..LONGEST {
        let rest = text.get(start + run.length..).unwrap_or_default();
        let Some((size, c)) = read_twice(rest) else { break };
        let is_mark = |c| matches!(c, '\u{FEFF}' | '\u{FFFD}');
        if run.length == 0 {
            run.first = c;
        } else if (is_mark(c) || is_mark(run.first)) && c != run.first {
            break;
        }
        run.length += size;
        let is_pair = c.len_utf8() == 2;
        run.certain |= !is_pair || !rest.chars().nth(1).is_some_and(is_punctuation);
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
fn read_twice(text: &str) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let mut size = 0;
    for (count, c) in text.chars().take(4).enumerate() {
        let byte = single_byte(c)?;
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

/// The byte that reads as `c` in ISO-8859-1, or else in Windows-1252.
fn single_byte(c: char) -> Option<u8> {
    match c {
        '\0'..='ÿ' => u8::try_from(c).ok(),
        'Œ'..='™' => {
            let index = WINDOWS_1252.iter().position(|other| *other == c)?;
            u8::try_from(0x80 + index).ok()
        }
        _ => None,
    }
}
