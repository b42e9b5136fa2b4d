//! The names of HTML's characters, by which double escaping is recognised.

/// U+00A0 to U+00FF, in their order.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
    Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc \
    euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute \
    thorn yuml";

const FURTHER: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("euro", '€'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("bdquo", '„'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("trade", '™'),
];

/// The longest reference that is looked for, in bytes.
const LONGEST: usize = 12;

/// The reference at the start of `text`, by name or number: how many bytes it is long, and the
/// character. Two numbers of surrogate halves are one reference.
pub(super) fn reference(text: &str) -> Option<(usize, char)> {
    let (length, number) = one(text)?;
    if let Some(c) = char::from_u32(number) {
        return Some((length, c));
    }
    let (further, low) = text.get(length..).and_then(one)?;
    let c = whole(number, low)?;
    Some((length + further, c))
}

/// The character of two surrogate halves.
fn whole(high: u32, low: u32) -> Option<char> {
    let (high, low) = (u16::try_from(high).ok()?, u16::try_from(low).ok()?);
    char::decode_utf16([high, low]).next()?.ok()
}

fn one(text: &str) -> Option<(usize, u32)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let body = text.strip_prefix('&')?.get(..end - 1)?;
    let number = match body.strip_prefix('#') {
        None => u32::from(named(body)?),
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with('+'))?,
            None => number.parse().ok().filter(|_| !number.starts_with('+'))?,
        },
    };
    Some((end + 1, number))
}

fn named(name: &str) -> Option<char> {
    let further = || FURTHER.iter().find(|(other, _)| *other == name).map(|(_, c)| *c);
    let index = LATIN_1.split(' ').position(|other| other == name);
    index.and_then(|index| char::from_u32(0xA0 + u32::try_from(index).ok()?)).or_else(further)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_characters() {
        let cases = [
            ("&agrave; x", Some((8, 'à'))),
            ("&yuml;", Some((6, 'ÿ'))),
            ("&nbsp;", Some((6, '\u{A0}'))),
            ("&apos;", Some((6, '\''))),
            ("&#224;", Some((6, 'à'))),
            ("&#xE0;", Some((6, 'à'))),
            ("&#55357;&#56911;", Some((16, '\u{1F64F}'))),
            ("&#55357;x", None),
            ("&Rossi;", None),
            ("& C.; ", None),
            ("&;", None),
            ("&#;", None),
            ("&#+9;", None),
            ("x", None),
            ("à;", None),
        ];
        for (text, expected) in cases {
            assert_eq!(reference(text), expected, "{text}");
        }
    }
}
