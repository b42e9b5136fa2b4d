//! `xs:base64Binary` (XML Schema Part 2, second edition, §3.2.16).

/// What no character of base64 stands for.
const NONE: u8 = 0xFF;

/// The six bits of each character.
static BITS: [u8; 256] = bits();

#[expect(clippy::indexing_slicing, reason = "the loop ends with the table")]
const fn bits() -> [u8; 256] {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NONE; 256];
    let mut index = 0;
    while index < ALPHABET.len() {
        #[expect(clippy::cast_possible_truncation, reason = "below 64")]
        let bits = index as u8;
        table[ALPHABET[index] as usize] = bits;
        index += 1;
    }
    table
}

/// How many octets a value stands for; none when it is not base64. White space may stand between
/// any two characters. The bits of the last character that belong to no octet must be zero, so
/// that each value is written in one way only.
pub(super) fn octets(value: &str) -> Option<usize> {
    let mut characters = 0_usize;
    let mut padding = 0_usize;
    let mut last = 0;
    for &byte in value.as_bytes() {
        match (BITS.get(usize::from(byte)).copied().unwrap_or(NONE), byte) {
            (NONE, b' ' | b'\t' | b'\n' | b'\r') => {}
            (NONE, b'=') => padding += 1,
            (bits, _) if bits != NONE && padding == 0 => {
                last = bits;
                characters += 1;
            }
            _ => return None,
        }
    }
    let unused = match (characters % 4, padding) {
        (0, 0) => 0,
        (2, 2) => 0b1111,
        (3, 1) => 0b11,
        _ => return None,
    };
    (last & unused == 0).then_some(characters / 4 * 3 + (characters % 4).saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_counted() {
        for (value, expected) in [
            ("", 0),
            ("QQ==", 1),
            ("QUI=", 2),
            ("QUJD", 3),
            ("QUJDRA==", 4),
            ("Q U\nJ\tD\r\n", 3),
            ("QQ = =", 1),
            ("++//", 3),
        ] {
            assert_eq!(octets(value), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        for value in [
            "Q",
            "QQ",
            "QQ=",
            "QQ===",
            "=",
            "====",
            "QUJDR",
            "QUJD=",
            "QR==",
            "QUJ=",
            "QQ==QUJD",
            "Q=Q=",
            "QU_D",
            "QU-D",
            "QUJè",
            "QUJD\u{A0}",
        ] {
            assert_eq!(octets(value), None, "{value}");
        }
    }
}
