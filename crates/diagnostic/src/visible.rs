//! Text and bytes as they are shown to people, so that nothing in them stays unseen.

use std::fmt::Write as _;

/// The value on one line, with invisible characters named, at most so many characters.
pub(super) fn shorten(value: &str, most: usize) -> String {
    if value.len() <= most && value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return value.to_owned();
    }
    let mut short = String::with_capacity(value.len().min(4 * most));
    for (count, character) in value.chars().enumerate() {
        if count == most {
            short.push('…');
            break;
        }
        match character {
            '\n' => short.push('⏎'),
            '\r' => short.push('␍'),
            '\t' => short.push('⇥'),
            c if is_invisible(c) || (c.is_whitespace() && c != ' ') => {
                let _ = write!(short, "[U+{:04X}]", u32::from(c));
            }
            c => short.push(c),
        }
    }
    short
}

/// Whether a character shows nothing: a control, or one that only changes how others look.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Bytes in hexadecimal, eight at most.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = bytes.iter().take(MOST).map(|byte| format!("0x{byte:02X}")).collect();
    if bytes.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}
