//! Values as they are quoted to people: on one line, with every character named that shows nothing
//! or looks like another one. Findings, receipts and refusals all quote through [`quoted`].

use std::fmt::Write as _;

/// A value on one line, at most so many of its characters.
///
/// What shows nothing is written as its number (`00184[U+00A0]`); line ends and tabs as their
/// signs (`⏎`, `␍`, `⇥`). What looks like an ASCII character and is none keeps its place and is
/// named behind it, a row of them together: `СА[U+0421 U+0410≠CA]P`.
#[must_use]
pub fn quoted(value: &str, most: usize) -> String {
    written(value, most, Context::default())
}

/// The same for a piece of a tag that begins where the value of an attribute is due: there, too, only
/// ASCII's quotation marks count.
#[must_use]
pub fn quoted_in_tag(value: &str, most: usize) -> String {
    written(value, most, Context { is_value_due: true, ..Context::default() })
}

fn written(value: &str, most: usize, mut context: Context) -> String {
    if value.len() <= most && value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return value.to_owned();
    }
    let mut writer = Writer { text: String::with_capacity(value.len().min(4 * most)), row: Vec::new() };
    let mut rest = value.chars();
    for count in 0.. {
        let Some(c) = rest.next() else { break };
        if count == most {
            writer.end_row();
            writer.text.push('…');
            break;
        }
        writer.push(c, kind(c, &context, rest.clone().next()));
        context.pass(c);
    }
    writer.end_row();
    writer.text
}

/// Whether a character shows nothing: a control, or one that only changes how others look.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
        || matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The ASCII character that `c` looks like, wherever it stands. Dashes and quotation marks, which
/// texts have on purpose, are not among them.
#[must_use]
pub fn look_alike(c: char) -> Option<char> {
    let number = u32::from(c);
    let ascii = |number: u32| char::from_u32(number).filter(char::is_ascii);
    match number {
        // Full-width forms.
        0xFF01..=0xFF5E => return ascii(number - 0xFF01 + u32::from(b'!')),
        // Letters and digits of formulas.
        0x1D400..=0x1D6A3 => return LATIN.chars().nth((number - 0x1D400) as usize % LATIN.len()),
        0x1D7CE..=0x1D7FF => return ascii((number - 0x1D7CE) % 10 + u32::from(b'0')),
        _ => {}
    }
    if let Some(zero) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&number)) {
        return ascii(number - zero + u32::from(b'0'));
    }
    ALIKE.iter().find_map(|(ascii, others)| others.contains(c).then_some(*ascii))
}

const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The digit 0 of Arabic, Persian, Devanagari, Bengali and Thai.
const ZEROS: [u32; 5] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50];

/// An ASCII character, and those of other scripts that look like it: Cyrillic, Greek, Roman numerals, signs.
const ALIKE: &[(char, &str)] = &[
    ('A', "\u{410}\u{391}"),
    ('B', "\u{412}\u{392}"),
    ('C', "\u{421}\u{3F9}\u{216D}"),
    ('D', "\u{216E}"),
    ('E', "\u{415}\u{395}"),
    ('H', "\u{41D}\u{397}"),
    ('I', "\u{406}\u{399}\u{4C0}\u{2160}"),
    ('J', "\u{408}\u{37F}"),
    ('K', "\u{41A}\u{39A}\u{212A}"),
    ('L', "\u{216C}"),
    ('M', "\u{41C}\u{39C}\u{216F}"),
    ('N', "\u{39D}"),
    ('O', "\u{41E}\u{39F}"),
    ('P', "\u{420}\u{3A1}"),
    ('Q', "\u{51A}"),
    ('S', "\u{405}"),
    ('T', "\u{422}\u{3A4}"),
    ('V', "\u{474}\u{2164}"),
    ('W', "\u{51C}"),
    ('X', "\u{425}\u{3A7}\u{2169}"),
    ('Y', "\u{423}\u{4AE}\u{3A5}"),
    ('Z', "\u{396}"),
    ('a', "\u{430}\u{3B1}\u{251}"),
    ('c', "\u{441}\u{3F2}\u{217D}"),
    ('d', "\u{501}\u{217E}"),
    ('e', "\u{435}"),
    ('g', "\u{261}"),
    ('h', "\u{4BB}"),
    ('i', "\u{456}\u{3B9}\u{131}\u{2170}"),
    ('j', "\u{458}\u{3F3}\u{237}"),
    ('k', "\u{43A}\u{3BA}"),
    ('l', "\u{4CF}\u{217C}"),
    ('m', "\u{217F}"),
    ('o', "\u{43E}\u{3BF}"),
    ('p', "\u{440}\u{3C1}"),
    ('q', "\u{51B}"),
    ('s', "\u{455}"),
    ('u', "\u{3C5}"),
    ('v', "\u{475}\u{3BD}\u{2174}"),
    ('w', "\u{51D}"),
    ('x', "\u{445}\u{2179}"),
    ('y', "\u{443}\u{3B3}"),
    ('3', "\u{417}"),
    ('-', "\u{2010}\u{2011}\u{2212}\u{2D7}\u{2043}\u{FE58}\u{FE63}"),
    ('/', "\u{2044}\u{2215}"),
    (':', "\u{2236}\u{2D0}\u{FE55}"),
    (';', "\u{37E}"),
    ('.', "\u{2024}"),
    (',', "\u{201A}\u{66B}"),
    ('*', "\u{2217}"),
    ('~', "\u{223C}"),
];

/// Dashes that texts have on purpose, and dates and numbers by mistake.
const DASHES: &str = "\u{2012}\u{2013}\u{2014}\u{2015}";

/// Quotation marks that texts have on purpose, and attributes by mistake, where only ASCII's count.
const QUOTES: &[(char, &str)] = &[
    ('"', "\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{2EE}"),
    ('\'', "\u{2018}\u{2019}\u{201B}\u{2032}\u{2BC}\u{2B9}"),
];

/// How a character is shown.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    /// By a sign of its own.
    Sign(char),
    /// By its number alone.
    Number,
    /// With its number and the character that it looks like.
    Alike(char),
}

fn kind(c: char, context: &Context, next: Option<char>) -> Kind {
    match c {
        ' '..='~' => Kind::Plain,
        '\n' => Kind::Sign('⏎'),
        '\r' => Kind::Sign('␍'),
        '\t' => Kind::Sign('⇥'),
        c if is_invisible(c) || is_combining(c) || c.is_whitespace() => Kind::Number,
        c if DASHES.contains(c) && context.is_dash_doubtful(next) => Kind::Alike('-'),
        c => match quote(c).filter(|_| context.is_quote_doubtful()).or_else(|| look_alike(c)) {
            Some(ascii) => Kind::Alike(ascii),
            None => Kind::Plain,
        },
    }
}

/// An accent that stands apart from its letter, as in Unicode's form NFD.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
        || matches!(c, '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

fn quote(c: char) -> Option<char> {
    QUOTES.iter().find_map(|(ascii, others)| others.contains(c).then_some(*ascii))
}

/// What stands before a character.
#[derive(Default)]
struct Context {
    last: Option<char>,
    /// The last one that is no blank.
    last_sign: Option<char>,
    /// An attribute's value is to begin.
    is_value_due: bool,
    /// A quotation mark was taken for one of an attribute, and is still to be closed.
    is_quoted: bool,
}

impl Context {
    fn pass(&mut self, c: char) {
        if quote(c).is_some() && self.is_quote_doubtful() {
            self.is_quoted = !self.is_quoted;
        }
        self.last = Some(c);
        if !c.is_whitespace() {
            self.last_sign = Some(c);
        }
    }

    /// A dash in a number, a date or a word, or a minus sign.
    fn is_dash_doubtful(&self, next: Option<char>) -> bool {
        match self.last {
            Some(c) if c.is_ascii_alphanumeric() => true,
            None | Some(' ') => next.is_some_and(|c| c.is_ascii_digit()),
            Some(_) => false,
        }
    }

    /// A quotation mark where an attribute's value begins or ends.
    fn is_quote_doubtful(&self) -> bool {
        self.is_quoted || self.last_sign.map_or(self.is_value_due, |c| c == '=')
    }
}

/// The text so far, and the characters at its end that look like others.
struct Writer {
    text: String,
    row: Vec<(char, char)>,
}

impl Writer {
    fn push(&mut self, c: char, kind: Kind) {
        if let Kind::Alike(ascii) = kind {
            self.text.push(c);
            self.row.push((c, ascii));
            return;
        }
        self.end_row();
        match kind {
            Kind::Plain | Kind::Alike(_) => self.text.push(c),
            Kind::Sign(sign) => self.text.push(sign),
            Kind::Number => {
                let _ = write!(self.text, "[U+{:04X}]", u32::from(c));
            }
        }
    }

    fn end_row(&mut self) {
        if self.row.is_empty() {
            return;
        }
        let numbers: Vec<String> = self.row.iter().map(|(c, _)| format!("U+{:04X}", u32::from(*c))).collect();
        let ascii: String = self.row.drain(..).map(|(_, ascii)| ascii).collect();
        let _ = write!(self.text, "[{}≠{ascii}]", numbers.join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unseen_or_looks_like_another_is_named() {
        let cases = [
            // As it is.
            ("Via Nazionale 12", "Via Nazionale 12"),
            ("Città dell’Aquila – «è»", "Città dell’Aquila – «è»"),
            ("perché… Ã’ Ã–", "perché… Ã’ Ã–"),
            // Unseen.
            ("a\r\n\tb", "a␍⏎⇥b"),
            ("00184\u{A0}", "00184[U+00A0]"),
            ("0\u{2009}0\u{3000}1\u{200B}8\u{FEFF}4\u{AD}", "0[U+2009]0[U+3000]1[U+200B]8[U+FEFF]4[U+00AD]"),
            ("x\u{FE0F}\u{2800}", "x[U+FE0F][U+2800]"),
            ("Universita\u{300}", "Universita[U+0300]"),
            // Like another.
            ("H5\u{41E}1", "H5\u{41E}[U+041E≠O]1"),
            ("\u{421}\u{410}P", "\u{421}\u{410}[U+0421 U+0410≠CA]P"),
            ("ΡΝΙ", "ΡΝΙ[U+03A1 U+039D U+0399≠PNI]"),
            ("١٢", "١٢[U+0661 U+0662≠12]"),
            ("００", "００[U+FF10 U+FF10≠00]"),
            ("2026\u{2013}03\u{2212}02", "2026–[U+2013≠-]03−[U+2212≠-]02"),
            ("\u{2013}5", "–[U+2013≠-]5"),
            ("10\u{2236}00", "10∶[U+2236≠:]00"),
            ("encoding=“UTF-8”", "encoding=“[U+201C≠\"]UTF-8”[U+201D≠\"]"),
            ("version = ‘1.0’ l’altro", "version = ‘[U+2018≠']1.0’[U+2019≠'] l’altro"),
            ("“Nazionale”", "“Nazionale”"),
        ];
        for (value, expected) in cases {
            assert_eq!(quoted(value, 80), expected);
        }
        assert_eq!(quoted_in_tag("“2”>", 80), "“[U+201C≠\"]2”[U+201D≠\"]>");
        assert_eq!(quoted("\u{41E}\u{41E}\u{41E}", 2), "\u{41E}\u{41E}[U+041E U+041E≠OO]…");
    }

    #[test]
    fn no_character_stands_for_two_and_none_for_itself() {
        let mut seen = std::collections::BTreeSet::new();
        for (ascii, others) in ALIKE.iter().chain(QUOTES) {
            assert!(ascii.is_ascii());
            for c in others.chars() {
                assert!(!c.is_ascii() && seen.insert(c), "{c}");
            }
        }
        let alike: Vec<char> = ('\0'..=char::MAX).filter(|c| look_alike(*c).is_some()).collect();
        assert!(alike.iter().all(|c| !c.is_ascii() && !is_invisible(*c) && !c.is_whitespace()));
        assert_eq!(look_alike('ｚ').zip(look_alike('\u{1D7FF}')).zip(look_alike('\u{1D433}')), Some((('z', '9'), 'z')));
    }
}
