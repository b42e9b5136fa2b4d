//! The single-byte charsets in which UTF-8 is read by mistake.

/// A single-byte charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePage {
    /// ISO-8859-1 and, where that has control characters, Windows-1252.
    Western,
    /// The code page of the Windows console in Italy.
    Cp850,
    /// The code page of MS-DOS.
    Cp437,
}

/// What ISO-8859-1's control characters 0x80–0x9F are in Windows-1252; NUL where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Bytes 0x80 to 0xFF.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
                     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

impl CodePage {
    /// All of them, the most frequent first.
    pub(super) const ALL: [Self; 3] = [Self::Western, Self::Cp850, Self::Cp437];

    /// Its name, for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Western => "ISO-8859-1",
            Self::Cp850 => "CP850",
            Self::Cp437 => "CP437",
        }
    }

    /// Whether `c` may be the first byte of a letter or sign in UTF-8 that was read in this code page.
    /// Of the consoles' pages these are pieces of frames, and the letters of signs such as `’`: other
    /// letters stand for themselves.
    pub(super) fn may_lead(self, c: char) -> bool {
        match self {
            Self::Western => matches!(c, 'Â'..='ô'),
            Self::Cp850 => matches!(c, '┬' | '├' | '─' | '┼' | 'Ô' | '´'),
            Self::Cp437 => matches!(c, '┬' | '├' | '─' | '┼' | 'Γ' | '∩'),
        }
    }

    /// The byte that reads as `c`.
    pub(super) fn byte(self, c: char) -> Option<u8> {
        let upper = |table: &str| table.chars().position(|other| other == c).map(|index| 0x80 + index);
        let index = match (self, c) {
            (_, '\0'..='\x7F') | (Self::Western, '\u{80}'..='ÿ') => return u8::try_from(c).ok(),
            (Self::Western, 'Œ'..='™') => 0x80 + WINDOWS_1252.iter().position(|other| *other == c)?,
            (Self::Western, _) => return None,
            (Self::Cp850, _) => upper(CP850)?,
            (Self::Cp437, _) => upper(CP437)?,
        };
        u8::try_from(index).ok()
    }

    /// What a byte from 0x80 on reads as.
    pub(super) fn character(self, byte: u8) -> Option<char> {
        let index = usize::from(byte.checked_sub(0x80)?);
        match self {
            Self::Western => {
                WINDOWS_1252.get(index).copied().map_or(Some(char::from(byte)), |c| (c != '\0').then_some(c))
            }
            Self::Cp850 => CP850.chars().nth(index),
            Self::Cp437 => CP437.chars().nth(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_found_again() {
        for page in CodePage::ALL {
            let found = (0x80..=0xFF_u8).filter_map(|byte| page.character(byte).map(|c| (byte, c)));
            let found: Vec<_> = found.collect();
            assert_eq!(found.len(), if page == CodePage::Western { 123 } else { 128 });
            for (byte, c) in found {
                assert_eq!(page.byte(c), Some(byte), "{page:?} {c}");
            }
        }
    }
}
