//! The `XPath` of where a reader stands, worked out only when it is reported.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::document::Document;
use super::error::ErrorKind;
use super::limits::Limits;
use super::reader::{Event, Reader};

/// Counts, per level, how often each name has begun under the present parent.
type Counts<'a> = Vec<BTreeMap<&'a str, usize>>;

/// The `XPath` of the element in which `text` breaks off; empty where it is outside the root,
/// or cannot be read so far.
pub(super) fn where_it_breaks_off(text: &str) -> String {
    let document = Document::from_text(text);
    let mut reader = Reader::new(&document, Limits { bytes: usize::MAX, ..Limits::default() });
    loop {
        match reader.advance(false) {
            Ok(Event::Finish) => break,
            Ok(_) => {}
            Err(failure) if matches!(failure.kind(), ErrorKind::Unclosed { .. } | ErrorKind::CutShort { .. }) => break,
            Err(_) => return String::new(),
        }
    }
    // A name that goes on to the end may be a part of one.
    if reader.tag.is_some_and(|tag| reader.offset() + 1 + tag.len() == text.len()) {
        reader.tag = None;
    }
    reader.xpath()
}

impl<'a> Reader<'a> {
    /// The `XPath` of the innermost open element, or of the one whose tag is being read, in the
    /// document's own prefixes. An element with earlier siblings of its name gets its
    /// position; what comes later is not known yet.
    #[must_use]
    pub fn xpath(&self) -> String {
        let counts = self.count_siblings();
        let names = self.open.iter().map(|open| open.qualified).chain(self.tag);
        let mut path = String::new();
        for (level, name) in names.enumerate() {
            path.push('/');
            path.push_str(name);
            let earlier = counts.get(level).and_then(|counts| counts.get(name)).copied().unwrap_or(0);
            let position = if level < self.open.len() { earlier } else { earlier + 1 };
            if position > 1 {
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }

    /// Reads the document again, as far as this reader has opened elements.
    fn count_siblings(&self) -> Counts<'a> {
        let mut counts = Counts::new();
        let mut again = Reader::new(self.document, self.limits);
        let opened = if self.tag.is_some() { self.elements - 1 } else { self.elements };
        while again.elements < opened || again.depth() > self.open.len() {
            match again.advance(false) {
                Ok(Event::Start) => {
                    let level = again.depth() - 1;
                    counts.truncate(level + 1);
                    counts.resize_with(level + 1, BTreeMap::new);
                    if let Some(counts) = counts.get_mut(level) {
                        *counts.entry(again.name().qualified).or_default() += 1;
                    }
                }
                Ok(Event::End) => counts.truncate(again.depth() + 1),
                Ok(Event::Text(_)) => {}
                Ok(Event::Finish) | Err(_) => break,
            }
        }
        counts
    }
}
