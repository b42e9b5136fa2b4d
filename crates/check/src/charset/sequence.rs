//! What bytes are that UTF-8 does not have (RFC 3629 §3).

use sac_diagnostic::Text;
use sac_report::visible;

/// A sequence of bytes that is not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sequence {
    /// How many bytes belong together.
    pub(super) length: usize,
    pub(super) kind: Kind,
}

/// What a sequence is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A byte of another charset.
    Foreign,
    /// A character in more bytes than it takes.
    Overlong(char),
    /// A character as the two surrogates that UTF-16 has for it.
    Pair(char),
    /// One surrogate alone.
    Surrogate(u32),
    /// Further than Unicode goes.
    Beyond,
    /// The beginning of a character of so many bytes.
    Cut(usize),
}

impl Sequence {
    /// What stands at the start of `bytes`, which is not UTF-8.
    pub(super) fn at(bytes: &[u8]) -> Self {
        let foreign = Self { length: 1, kind: Kind::Foreign };
        let Some((&lead, rest)) = bytes.split_first() else { return foreign };
        let wanted = match lead {
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF7 => 4,
            _ => return foreign,
        };
        let tail = rest.iter().take(wanted - 1).take_while(|byte| **byte & 0xC0 == 0x80);
        let length = 1 + tail.clone().count();
        if length < wanted {
            let is_whole = length == 1 && !rest.is_empty();
            let is_cut = !is_whole && !is_letter_and_sign(lead, rest);
            return if is_cut { Self { length, kind: Kind::Cut(wanted) } } else { foreign };
        }
        let head = u32::from(lead) & (0x7F >> wanted);
        let value = tail.fold(head, |value, byte| value << 6 | u32::from(byte & 0x3F));
        let shortest = [0x80, 0x800, 0x1_0000].get(wanted - 2).copied().unwrap_or_default();
        let kind = match char::from_u32(value) {
            Some(c) if value < shortest => Kind::Overlong(c),
            Some(_) => Kind::Foreign,
            None if value > 0x10_FFFF => Kind::Beyond,
            None => match pair(value, bytes.get(3..6)) {
                Some(c) => return Self { length: 6, kind: Kind::Pair(c) },
                None => Kind::Surrogate(value),
            },
        };
        Self { length, kind }
    }

    /// What it is, in a sentence, where it is more than a byte of another charset.
    pub(super) fn words(&self) -> Option<Text> {
        let length = self.length;
        let named = |c: char, [open, close]: [char; 2]| {
            format!("U+{:04X} {open}{}{close}", u32::from(c), visible(&c.to_string()))
        };
        let (it, en) = (['«', '»'], ['“', '”']);
        Some(match self.kind {
            Kind::Foreign => return None,
            Kind::Overlong(c) => Text::new(
                format!("È una forma troppo lunga (overlong) di {}: UTF-8 ammette solo la più breve.", named(c, it)),
                format!("It is an overlong form of {}: UTF-8 has the shortest one only.", named(c, en)),
            ),
            Kind::Pair(c) => Text::new(
                format!("È {} scritto come coppia surrogata, in CESU-8 e non in UTF-8.", named(c, it)),
                format!("It is {} written as a surrogate pair, in CESU-8 and not in UTF-8.", named(c, en)),
            ),
            Kind::Surrogate(half) => Text::new(
                format!("È mezza coppia surrogata (U+{half:04X}), che in UTF-8 non esiste."),
                format!("It is one half of a surrogate pair (U+{half:04X}), which UTF-8 does not have."),
            ),
            Kind::Beyond => Text::new(
                "Starebbe oltre U+10FFFF, dove Unicode finisce.",
                "It would lie beyond U+10FFFF, where Unicode ends.",
            ),
            Kind::Cut(wanted) => Text::new(
                format!("È un carattere UTF-8 troncato: {length} byte su {wanted}."),
                format!("It is a UTF-8 character cut short: {length} of {wanted} bytes."),
            ),
        })
    }

    /// What to do about it, where that is not to declare another charset.
    pub(super) fn remedy(&self) -> Option<Text> {
        Some(match self.kind {
            Kind::Foreign => return None,
            Kind::Cut(_) => Text::new(
                "Tagliare i testi fra un carattere e l'altro, non fra un byte e l'altro, e inviare il messaggio per intero.",
                "Cut texts between characters, not between bytes, and send the whole message.",
            ),
            Kind::Overlong(_) | Kind::Pair(_) | Kind::Surrogate(_) | Kind::Beyond => Text::new(
                "Scrivere il messaggio con un codificatore che faccia vero UTF-8: CESU-8 e l'UTF-8 «modificato» di Java non lo sono.",
                "Write the message with an encoder that makes true UTF-8: CESU-8 and the “modified UTF-8” of Java are not.",
            ),
        })
    }
}

/// Whether an Italian letter and a sign behind it, in Windows-1252, merely look like the
/// beginning of a character: `à»`.
fn is_letter_and_sign(lead: u8, rest: &[u8]) -> bool {
    let is_sign = |byte| matches!(byte, 0x82 | 0x84 | 0x85 | 0x91..=0x97 | 0xA0 | 0xAB | 0xB0 | 0xBB);
    matches!(lead, 0xC0..=0xFF)
        && rest.first().is_some_and(|byte| is_sign(*byte))
        && "ÀÈÉÌÒÙàèéìòù".contains(char::from(lead))
}

/// The character that a surrogate and the bytes of the next one stand for.
fn pair(high: u32, low: Option<&[u8]>) -> Option<char> {
    let &[0xED, middle @ 0xB0..=0xBF, last @ 0x80..=0xBF] = low? else { return None };
    let low = u32::from(middle & 0x0F) << 6 | u32::from(last & 0x3F);
    let high = high.checked_sub(0xD800).filter(|high| *high < 0x400)?;
    char::from_u32(0x1_0000 + (high << 10 | low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sequence_is_known_for_what_it_is() {
        let cases: &[(&[u8], usize, Kind)] = &[
            (b"\xEC<", 1, Kind::Foreign),
            (b"\xE0 l", 1, Kind::Foreign),
            (b"\x92i", 1, Kind::Foreign),
            (b"\xF9\xBB<", 1, Kind::Foreign),
            (b"\xE8\xBB<", 1, Kind::Foreign),
            (b"\xFF\xFF", 1, Kind::Foreign),
            (b"\xC0\xBC<", 2, Kind::Overlong('<')),
            (b"\xC0\x80", 2, Kind::Overlong('\0')),
            (b"\xE0\x83\xA8", 3, Kind::Overlong('è')),
            (b"\xF0\x82\x82\xAC", 4, Kind::Overlong('€')),
            (b"\xED\xA0\x80<", 3, Kind::Surrogate(0xD800)),
            (b"\xED\xB0\x80\xED\xB0\x80", 3, Kind::Surrogate(0xDC00)),
            (b"\xED\xA0\xBD\xED\xB8\x80<", 6, Kind::Pair('\u{1F600}')),
            (b"\xF4\x90\x80\x80", 4, Kind::Beyond),
            (b"\xF7\xBF\xBF\xBF", 4, Kind::Beyond),
            (b"\xE2\x82<", 2, Kind::Cut(3)),
            (b"\xF0\x9F\x98<", 3, Kind::Cut(4)),
            (b"\xC3", 1, Kind::Cut(2)),
            (b"", 1, Kind::Foreign),
        ];
        for (bytes, length, kind) in cases {
            let found = Sequence::at(bytes);
            assert_eq!((found.length, &found.kind), (*length, kind), "{bytes:X?}");
            assert_eq!(found.words().is_some(), *kind != Kind::Foreign);
        }
    }
}
