//! Which characters may stand where (XML 1.0, fifth edition, §2.2–2.3).

/// May begin a name. The colon is treated apart.
pub(super) const NAME_START: u8 = 1;
/// May go on in a name.
pub(super) const NAME: u8 = 2;
/// White space.
pub(super) const SPACE: u8 = 4;
/// Needs no attention in character data.
pub(super) const TEXT: u8 = 8;
/// Needs no attention in an attribute value.
pub(super) const VALUE: u8 = 16;

/// The classes of each byte. Bytes of 0x80 and more count as name characters here and are
/// looked at again as characters; 0xEF begins the two noncharacters that XML forbids.
static CLASSES: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "the loop ends with the table")]
const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let c = byte as u8;
        let mut class = 0;
        if c.is_ascii_alphabetic() || c == b'_' || c >= 0x80 {
            class |= NAME_START | NAME;
        }
        if c.is_ascii_digit() || c == b'-' || c == b'.' {
            class |= NAME;
        }
        if matches!(c, b' ' | b'\t' | b'\n' | b'\r') {
            class |= SPACE;
        }
        let legal = c >= 0x20 && c != 0xEF;
        if (legal || matches!(c, b'\t' | b'\n')) && !matches!(c, b'<' | b'&' | b']') {
            class |= TEXT;
        }
        if legal && !matches!(c, b'<' | b'&' | b'"' | b'\'') {
            class |= VALUE;
        }
        table[byte] = class;
        byte += 1;
    }
    table
}

/// Whether the byte is in one of the classes.
#[expect(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
pub(super) fn is(byte: u8, class: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

/// White space of XML: blank, tab, CR, LF.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| is(byte, SPACE))
}

/// The production `Char`.
#[must_use]
pub fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// The production `NameStartChar` without the colon.
pub(super) fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// The production `NameChar` without the colon.
pub(super) fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether `name` is an `NCName`: a name without a colon.
pub fn is_ncname(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// Whether `name` is a `Name`, colons allowed.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == ':' || is_name_start(c)) && is_nmtoken(name)
}

/// Whether `token` is an `Nmtoken`: name characters only, at least one.
#[must_use]
pub fn is_nmtoken(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| c == ':' || is_name_char(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_productions_on_ascii() {
        for byte in 0..=0x7F_u8 {
            let c = char::from(byte);
            assert_eq!(is(byte, NAME_START), is_name_start(c), "{c:?}");
            assert_eq!(is(byte, NAME), is_name_char(c), "{c:?}");
            assert!(!is(byte, TEXT) || is_char(c), "{c:?}");
            assert!(!is(byte, VALUE) || is_char(c), "{c:?}");
        }
    }

    #[test]
    fn noncharacters_and_controls_are_no_chars() {
        for c in ['\0', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert!(!is_char(c), "{c:?}");
        }
        for c in ['\u{7F}', '\u{85}', '\u{FFFD}', '\u{1FFFE}'] {
            assert!(is_char(c), "{c:?}");
        }
    }
}
