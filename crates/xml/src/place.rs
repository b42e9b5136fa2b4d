//! Where in a message something is.

/// How many characters of a step of a path are kept.
const STEP: usize = 200;

/// A position in a message, in the bytes as they were received and in the tree that they encode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset in the bytes as received, from 0, in whichever charset they were.
    pub offset: usize,
    /// Absolute `XPath` in the message's own prefixes, with a position where siblings repeat:
    /// `/soapenv:Envelope/soapenv:Body/cert:invioMalattiaRequest/medico`. Empty before the root.
    pub xpath: String,
}

impl Place {
    /// The place with the names in its path shortened to 200 characters, since a message may have
    /// names of megabytes.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        if self.xpath.len() > STEP && self.xpath.split('/').any(|step| step.len() > STEP) {
            self.xpath = self.xpath.split('/').map(short_step).collect::<Vec<_>>().join("/");
        }
        self
    }
}

/// The step with its name cut; its position stays.
fn short_step(step: &str) -> String {
    let (name, position) = step.split_at(step.find('[').unwrap_or(step.len()));
    match name.char_indices().nth(STEP) {
        Some((end, _)) => format!("{}…{position}", name.get(..end).unwrap_or_default()),
        None => step.to_owned(),
    }
}

/// Turns offsets in a text into lines and columns. It reads the text only once when the offsets
/// are given in rising order.
#[derive(Clone, Debug)]
pub struct Locator<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'a> Locator<'a> {
    /// A locator at the start of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, offset: 0, line: 1, column: 1 }
    }

    /// Line and column (from 1, the column in characters) of the byte at `offset`. A line ends
    /// with LF, CR LF or a lone CR, as XML 1.0 §2.11 reads them.
    pub fn locate(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let bytes = self.text.as_bytes();
        let end = offset.min(bytes.len());
        let mut line_start = self.offset;
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes.get(self.offset..end).unwrap_or_default()) {
            let at = self.offset + at;
            let ends_line = bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
            if ends_line {
                self.line = self.line.saturating_add(1);
                self.column = 1;
                line_start = at + 1;
            }
        }
        let characters = bytes.get(line_start..end).unwrap_or_default().iter().filter(|&&byte| byte & 0xC0 != 0x80);
        self.column = self.column.saturating_add(u32::try_from(characters.count()).unwrap_or(u32::MAX));
        self.offset = end.max(self.offset);
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_steps_of_a_path_are_cut_and_keep_their_position() {
        let long = "è".repeat(201);
        let cases = [
            ("", String::new()),
            ("/a/b[2]/c", "/a/b[2]/c".to_owned()),
            (&format!("/a/{long}[3]/c"), format!("/a/{}…[3]/c", &long[..400])),
            (&format!("/{}/c", &long[..400]), format!("/{}/c", &long[..400])),
        ];
        for (xpath, expected) in cases {
            let place = Place { xpath: xpath.to_owned(), ..Place::default() };
            assert_eq!(place.shortened().xpath, expected);
        }
    }

    #[test]
    fn lines_and_columns_count_characters_and_all_line_ends() {
        let text = "aè€\nb\r\nc\rd";
        let mut locator = Locator::new(text);
        let expected = [(0, (1, 1)), (1, (1, 2)), (3, (1, 3)), (6, (1, 4)), (7, (2, 1)), (10, (3, 1)), (12, (4, 1))];
        for (offset, at) in expected {
            assert_eq!(locator.locate(offset), at, "{offset}");
        }
        for (offset, at) in expected.into_iter().rev() {
            assert_eq!(locator.locate(offset), at, "backwards {offset}");
        }
        assert_eq!(locator.locate(1000), (4, 2));
    }
}
