//! Character and entity references (XML 1.0 §4.1), and the values that hold them.

use std::borrow::Cow;

use super::chars::{self, is_char};
use super::reader::{Reader, Result};
use crate::diagnostic::{Code, Text};

impl<'a> Reader<'a> {
    /// Character data from the present position up to the next markup. It is borrowed unless
    /// it holds a reference or a CR.
    pub(super) fn character_data(&mut self) -> Result<Cow<'a, str>> {
        let start = self.at;
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
                        return Err(self.fail(Code::XML_CDATA, at, |finding| finding.found("]]>")));
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
                None => return Err(self.unclosed()),
                Some(&byte) if byte == quote => break,
                Some(b'"' | b'\'') => at += 1,
                Some(b'<') => {
                    return Err(self.malformed_tag(at, Text::same("&lt;")));
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
    fn reference(&mut self, at: usize) -> Result<(char, usize)> {
        let rest = self.text.get(at + 1..).unwrap_or_default();
        // The longest reference that can be right, with some leading zeros, is far shorter.
        let body = rest.char_indices().take(40).find(|&(_, c)| c == ';').and_then(|(end, _)| rest.get(..end));
        let character = body.and_then(|body| match body {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => numeric(body),
        });
        if let (Some(body), Some(character)) = (body, character) {
            return Ok((character, at + 1 + body.len() + 1));
        }
        let shown = body.map_or_else(|| self.snippet(at), |body| format!("&{body};"));
        let allowed = Text::same("&lt; &gt; &amp; &quot; &apos; &#n; &#xn;");
        Err(self.fail(Code::XML_REFERENCE, at, |finding| finding.found(&shown).allowed(allowed)))
    }

    /// Checks the character at `at`, which needs a closer look, and gives the offset behind it.
    pub(super) fn legal_char(&mut self, at: usize) -> Result<usize> {
        match self.text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(character) if is_char(character) => Ok(at + character.len_utf8()),
            Some(character) => {
                let shown = format!("U+{:04X}", u32::from(character));
                Err(self.fail(Code::XML_CHARACTER, at, |finding| finding.found(&shown)))
            }
            None => Err(self.unclosed()),
        }
    }
}

fn numeric(body: &str) -> Option<char> {
    let digits = body.strip_prefix('#')?;
    let value = match digits.strip_prefix('x') {
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
        None if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    char::from_u32(value).filter(|&character| is_char(character))
}
