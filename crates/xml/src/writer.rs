//! Writes XML without indentation, in the charset that the caller reads.

use super::chars::is_char;
use super::document::Charset;

/// A writer of one document.
///
/// In ISO-8859-1 a character that the charset lacks goes out as a numeric reference
/// (rules §1). A character that XML forbids goes out as U+FFFD, so the result is always
/// well-formed; element and attribute names are the caller's and are written as they are.
#[derive(Clone, Debug)]
pub struct Writer {
    out: Vec<u8>,
    charset: Charset,
    /// Where in `out` the names of the open elements stand.
    open: Vec<(usize, usize)>,
    /// The last start tag still lacks its `>`.
    in_tag: bool,
}

impl Writer {
    /// A writer that has written the XML declaration.
    #[must_use]
    pub fn new(charset: Charset) -> Self {
        let mut writer = Self::fragment(charset);
        writer.out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"");
        writer.out.extend_from_slice(charset.name().as_bytes());
        writer.out.extend_from_slice(b"\"?>");
        writer
    }

    /// A writer without an XML declaration.
    #[must_use]
    pub fn fragment(charset: Charset) -> Self {
        Self { out: Vec::with_capacity(1024), charset, open: Vec::with_capacity(8), in_tag: false }
    }

    /// Opens an element.
    pub fn start(&mut self, name: &str) -> &mut Self {
        self.close_tag();
        self.out.push(b'<');
        self.open.push((self.out.len(), name.len()));
        self.out.extend_from_slice(name.as_bytes());
        self.in_tag = true;
        self
    }

    /// Gives the element just opened an attribute, or a namespace declaration.
    pub fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        debug_assert!(self.in_tag, "an attribute belongs into a start tag");
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        self.characters(value, true);
        self.out.push(b'"');
        self
    }

    /// Writes character data.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.close_tag();
        self.characters(text, false);
        self
    }

    /// Closes the innermost open element.
    pub fn end(&mut self) -> &mut Self {
        let Some((start, length)) = self.open.pop() else {
            return self;
        };
        if self.in_tag {
            self.out.extend_from_slice(b"/>");
            self.in_tag = false;
        } else {
            self.out.extend_from_slice(b"</");
            self.out.extend_from_within(start..start + length);
            self.out.push(b'>');
        }
        self
    }

    /// Writes an element that holds a value.
    pub fn element(&mut self, name: &str, value: &str) -> &mut Self {
        self.start(name).text(value).end()
    }

    /// Closes what is open and gives the bytes.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn close_tag(&mut self) {
        if self.in_tag {
            self.out.push(b'>');
            self.in_tag = false;
        }
    }

    fn characters(&mut self, text: &str, in_attribute: bool) {
        for character in text.chars() {
            match character {
                '&' => self.out.extend_from_slice(b"&amp;"),
                '<' => self.out.extend_from_slice(b"&lt;"),
                '>' => self.out.extend_from_slice(b"&gt;"),
                '"' if in_attribute => self.out.extend_from_slice(b"&quot;"),
                '\r' => self.reference('\r'),
                '\n' | '\t' if in_attribute => self.reference(character),
                c if c.is_ascii() && is_char(c) => self.out.push(c as u8),
                c => self.encode(if is_char(c) { c } else { char::REPLACEMENT_CHARACTER }),
            }
        }
    }

    fn encode(&mut self, character: char) {
        match (self.charset, u8::try_from(u32::from(character))) {
            (Charset::Utf8, _) => {
                self.out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            (Charset::Latin1, Ok(byte)) => self.out.push(byte),
            (Charset::Latin1, Err(_)) => self.reference(character),
        }
    }

    fn reference(&mut self, character: char) {
        self.out.extend_from_slice(format!("&#{};", u32::from(character)).as_bytes());
    }
}
