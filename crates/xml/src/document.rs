//! A message as characters, and the charset that they were sent in.

use std::borrow::Cow;

use super::place::Locator;

/// A charset in which the service reads and answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// ISO-8859-1, the true one, not windows-1252.
    Latin1,
}

impl Charset {
    /// The name registered for it, as `Content-Type` and the XML declaration carry it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "ISO-8859-1",
        }
    }
}

/// A message as characters, with the bytes that each was decoded from.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    text: Cow<'a, str>,
    charset: Charset,
    bom: usize,
    first_line: u32,
}

impl<'a> Document<'a> {
    /// A document made of characters that are decoded already, as if they had been sent as UTF-8.
    #[must_use]
    pub fn from_text(text: &'a str) -> Self {
        Self::new(Cow::Borrowed(text), Charset::Utf8, 0)
    }

    /// A document whose characters were sent in `charset`, behind a byte order mark of `bom` bytes.
    pub(super) fn new(text: Cow<'a, str>, charset: Charset, bom: usize) -> Self {
        Self { text, charset, bom, first_line: 1 }
    }

    /// The characters, without the byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The charset in which they were sent, and in which the answer is written.
    #[must_use]
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// The same, as part of a file in which its first line has this number. Only the words of
    /// findings count so; their places count from the start of the message.
    #[must_use]
    pub fn from_line(self, first_line: u32) -> Self {
        Self { first_line, ..self }
    }

    /// The number of the line on which the character at `offset` in the text stands.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let (line, _) = Locator::new(&self.text).locate(offset);
        line.saturating_add(self.first_line.saturating_sub(1))
    }

    /// The offset in the received bytes of the character at `offset` in the text.
    #[must_use]
    pub fn origin(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        match self.charset {
            Charset::Utf8 => self.bom + offset,
            Charset::Latin1 => {
                self.bom + self.text.as_bytes().iter().take(offset).filter(|&&byte| byte & 0xC0 != 0x80).count()
            }
        }
    }
}
