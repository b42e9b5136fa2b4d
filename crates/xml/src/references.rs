//! Character and entity references (XML 1.0 §4.1), and the values that hold them.

use std::borrow::Cow;

use super::chars::{self, is_char};
use super::error::{AllowedInTag, ErrorKind, Markup};
use super::reader::{Failure, Reader, Result};

impl<'a> Reader<'a> {
    /// Character data from the present position up to the next markup. It is borrowed unless
    /// it holds a reference or a CR.
    pub(super) fn character_data(&mut self) -> Result<Cow<'a, str>> {
        let start = self.at;
        self.text_start = start;
        let mut owned: Option<String> = None;
        let mut copied = start;
        let mut at = start;
        loop {
            at += self.run(at, chars::TEXT);
            match self.bytes.get(at) {
                None | Some(b'<') => break,
                Some(b'&') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(self.slice(copied, at));
                    let (character, end) = self.reference(at)?;
                    text.push(character);
                    (at, copied) = (end, end);
                }
                Some(b'\r') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(self.slice(copied, at));
                    text.push('\n');
                    at += if self.bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
                    copied = at;
                }
                Some(b']') => {
                    if self.rest(at).starts_with(b"]]>") {
                        return Err(Failure::new(ErrorKind::Cdata { found: "]]>".to_owned() }, at));
                    }
                    at += 1;
                }
                Some(_) => at = self.legal_char(at)?,
            }
        }
        self.at = at;
        Ok(match owned {
            None => Cow::Borrowed(self.slice(start, at)),
            Some(mut text) => {
                text.push_str(self.slice(copied, at));
                Cow::Owned(text)
            }
        })
    }

    /// An attribute value whose opening quote stands at `at`; leaves the position behind the
    /// closing one. White space becomes blanks (XML 1.0 §3.3.3).
    pub(super) fn attribute_value(&mut self, at: usize, quote: u8) -> Result<Cow<'a, str>> {
        let start = at + 1;
        let mut owned: Option<String> = None;
        let mut copied = start;
        let mut at = start;
        loop {
            at += self.run(at, chars::VALUE);
            match self.bytes.get(at) {
                None => return Err(self.cut_short(self.offset, Markup::StartTag)),
                Some(&byte) if byte == quote => break,
                Some(b'"' | b'\'') => at += 1,
                Some(b'<') => {
                    return Err(self.malformed_tag(at, AllowedInTag::LessThanReference));
                }
                Some(b'&') => {
                    let value = owned.get_or_insert_default();
                    value.push_str(self.slice(copied, at));
                    let (character, end) = self.reference(at)?;
                    value.push(character);
                    (at, copied) = (end, end);
                }
                Some(b'\t' | b'\n' | b'\r') => {
                    let value = owned.get_or_insert_default();
                    value.push_str(self.slice(copied, at));
                    value.push(' ');
                    at += if self.rest(at).starts_with(b"\r\n") { 2 } else { 1 };
                    copied = at;
                }
                Some(_) => at = self.legal_char(at)?,
            }
        }
        self.at = at + 1;
        Ok(match owned {
            None => Cow::Borrowed(self.slice(start, at)),
            Some(mut value) => {
                value.push_str(self.slice(copied, at));
                Cow::Owned(value)
            }
        })
    }

    /// The character that the reference at `at` stands for, and the offset behind it.
    fn reference(&self, at: usize) -> Result<(char, usize)> {
        let rest = self.rest(at + 1);
        let length = rest.iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'#').count();
        let end = at + 1 + length;
        if rest.get(length) != Some(&b';') {
            return Err(self.bad_reference(at, end));
        }
        let character = match self.slice(at + 1, end) {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            body => match numeric(body) {
                Numeric::Character(character) => Some(character),
                Numeric::Forbidden => {
                    let found = self.slice(at, end + 1).to_owned();
                    return Err(Failure::new(ErrorKind::Character { found }, at));
                }
                Numeric::Surrogate(high) => return Err(self.surrogate(at, end + 1, high)),
                Numeric::Malformed => None,
            },
        };
        character.map(|character| (character, end + 1)).ok_or_else(|| self.bad_reference(at, end))
    }

    /// A reference to a surrogate from `at` to `end`, and to its other half, where that follows.
    #[cold]
    fn surrogate(&self, at: usize, end: usize, high: u16) -> Failure {
        let low = self.text.get(end..).and_then(|rest| {
            let body = rest.strip_prefix('&')?.split(';').next().filter(|body| body.len() < 10)?;
            match numeric(body) {
                Numeric::Surrogate(low) => Some((low, body.len() + 2)),
                Numeric::Character(_) | Numeric::Forbidden | Numeric::Malformed => None,
            }
        });
        let pair = low.and_then(|(low, length)| {
            let character = char::decode_utf16([high, low]).next()?.ok()?;
            Some((character, end + length))
        });
        let found = self.slice(at, pair.map_or(end, |(_, end)| end)).to_owned();
        Failure::new(ErrorKind::Surrogate { found, character: pair.map(|(character, _)| character) }, at)
    }

    /// The text from `at` to `end` looks like a reference and is none.
    #[cold]
    fn bad_reference(&self, at: usize, end: usize) -> Failure {
        if end == self.text.len() {
            return self.cut_short(at, Markup::Reference);
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let body = rest.char_indices().take(40).find(|&(_, c)| c == ';').and_then(|(end, _)| rest.get(..=end));
        let found = body.map_or_else(|| self.snippet(at), str::to_owned);
        Failure::new(ErrorKind::Reference { found }, at)
    }

    /// Checks the character at `at`, which needs a closer look, and gives the offset behind it.
    pub(super) fn legal_char(&self, at: usize) -> Result<usize> {
        match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(character) if is_char(character) => Ok(at + character.len_utf8()),
            Some(character) => {
                let found = format!("U+{:04X}", u32::from(character));
                Err(Failure::new(ErrorKind::Character { found }, at))
            }
            None => Err(self.cut_short(at, Markup::Unknown)),
        }
    }
}

/// What `#…` or `#x…` stands for.
enum Numeric {
    Character(char),
    /// Half of a character in UTF-16.
    Surrogate(u16),
    /// A number that is no character of XML's.
    Forbidden,
    Malformed,
}

fn numeric(body: &str) -> Numeric {
    let Some(number) = body.strip_prefix('#') else { return Numeric::Malformed };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Numeric::Malformed;
    }
    let number = u32::from_str_radix(digits, radix).ok();
    if let Some(half) = number.filter(|number| (0xD800..0xE000).contains(number)) {
        return u16::try_from(half).map_or(Numeric::Forbidden, Numeric::Surrogate);
    }
    let value = number.and_then(char::from_u32);
    value.filter(|&character| is_char(character)).map_or(Numeric::Forbidden, Numeric::Character)
}
