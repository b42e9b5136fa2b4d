//! The hardened pull reader: one pass over the text, no recursion, borrowed values.

use std::borrow::Cow;

use super::chars;
use super::document::Document;
use super::error::{ErrorKind, ParseError};
use super::limits::Limits;
use super::names::{NO_NAMESPACE, NamespaceId, Scope};
use super::place::{Locator, Place};

/// What the reader's functions return.
pub(super) type Result<T> = std::result::Result<T, Failure>;

/// The error that ends the reading, with an offset in the text whose place is not worked out yet.
#[derive(Clone, Debug)]
pub(super) struct Failure(Box<(ErrorKind, usize)>);

impl Failure {
    pub(super) fn new(kind: ErrorKind, offset: usize) -> Self {
        Self(Box::new((kind, offset)))
    }

    pub(super) fn kind(&self) -> &ErrorKind {
        &self.0.0
    }
}

/// What [`Reader::read`] finds next. Comments and processing instructions are checked and
/// skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A start tag, or the first half of an empty-element tag; look at [`Reader::name`],
    /// [`Reader::attributes`] and [`Reader::offset`].
    Start,
    /// The end of the element most recently opened and not yet closed.
    End,
    /// Character data inside the root element, references resolved, CDATA sections included.
    /// One value may come in several pieces.
    Text(Cow<'a, str>),
    /// The end of the document: it is well-formed.
    Finish,
}

/// A name with its namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// As written, with the prefix.
    pub qualified: &'a str,
    /// The part behind the colon, or all of it.
    pub local: &'a str,
    /// The namespace; [`Reader::namespace`] gives its URI.
    pub namespace: NamespaceId,
}

impl<'a> Name<'a> {
    /// The prefix, or the empty string.
    #[must_use]
    pub fn prefix(&self) -> &'a str {
        self.qualified.split_once(':').map_or("", |(prefix, _)| prefix)
    }
}

/// An attribute that is not a namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name; one without a prefix is in no namespace.
    pub name: Name<'a>,
    /// Its normalised value.
    pub value: Cow<'a, str>,
    /// Where its name begins, in the text.
    pub offset: usize,
}

/// A pull reader over a document.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) limits: Limits,
    pub(super) open: Vec<Open<'a>>,
    pub(super) scope: Scope<'a>,
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) name: Name<'a>,
    pub(super) offset: usize,
    /// Where the last text begins.
    pub(super) text_start: usize,
    /// The tag being read, for the path of an error in it.
    pub(super) tag: Option<&'a str>,
    /// The start tag just given was an empty-element tag: its end comes next.
    pub(super) empty: bool,
    pub(super) elements: usize,
    /// How many declarations were in scope before the tag being read.
    pub(super) tag_scope: usize,
    /// The error that ended the reading.
    failure: Option<Box<ParseError>>,
}

/// An element that was opened and not yet closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open<'a> {
    pub(super) qualified: &'a str,
    pub(super) scope: usize,
    /// Where its start tag begins.
    pub(super) start: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `document`.
    #[must_use]
    pub fn new(document: &'a Document<'_>, limits: Limits) -> Self {
        let text = document.text();
        Self {
            document,
            text,
            bytes: text.as_bytes(),
            at: 0,
            limits,
            open: Vec::with_capacity(16),
            scope: Scope::new(),
            attributes: Vec::new(),
            name: Name { qualified: "", local: "", namespace: NO_NAMESPACE },
            offset: 0,
            text_start: 0,
            tag: None,
            empty: false,
            elements: 0,
            tag_scope: 0,
            failure: None,
        }
    }

    /// Reads the next event.
    ///
    /// # Errors
    /// When the document is not well-formed or reaches a limit; every further call returns the
    /// same error.
    pub fn read(&mut self) -> std::result::Result<Event<'a>, Box<ParseError>> {
        self.read_or_stop(false)
    }

    /// As [`Reader::read`], but skips blanks between two tags: what stands between the
    /// elements of element-only content.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn read_markup(&mut self) -> std::result::Result<Event<'a>, Box<ParseError>> {
        self.read_or_stop(true)
    }

    #[inline]
    fn read_or_stop(&mut self, skip_blanks: bool) -> std::result::Result<Event<'a>, Box<ParseError>> {
        if let Some(error) = &self.failure {
            return Err(error.clone());
        }
        self.advance(skip_blanks).map_err(|failure| Box::new(self.stop(failure)))
    }

    /// Reads the next event, without working out the place of an error.
    #[inline]
    pub(super) fn advance(&mut self, skip_blanks: bool) -> Result<Event<'a>> {
        if self.at == 0 && self.elements == 0 {
            self.prolog()?;
        }
        if self.empty {
            self.empty = false;
            return Ok(self.close());
        }
        loop {
            if skip_blanks {
                let blanks = self.run(self.at, chars::SPACE);
                if self.bytes.get(self.at + blanks) == Some(&b'<') {
                    self.at += blanks;
                }
            }
            match self.bytes.get(self.at) {
                None => return self.finish(),
                Some(b'<') => match self.bytes.get(self.at + 1) {
                    Some(b'/') => return self.end_tag(),
                    Some(b'!') => {
                        if let Some(text) = self.declaration()? {
                            return Ok(Event::Text(text));
                        }
                    }
                    Some(b'?') => self.instruction()?,
                    _ => return self.start_tag(),
                },
                Some(_) if self.open.is_empty() => self.outside()?,
                Some(_) => return self.character_data().map(Event::Text),
            }
        }
    }

    /// Skips the rest of the element whose start tag was just given, its end included.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn skip_element(&mut self) -> std::result::Result<(), Box<ParseError>> {
        let depth = self.depth();
        while self.depth() >= depth {
            self.read()?;
        }
        Ok(())
    }

    /// The name in the last start tag.
    #[must_use]
    pub fn name(&self) -> Name<'a> {
        self.name
    }

    /// The attributes in the last start tag, without namespace declarations.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The value of an attribute in the last start tag, by namespace URI (or "") and local name.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let is_it = |attribute: &&Attribute<'a>| {
            attribute.name.local == local && self.namespace(attribute.name.namespace) == namespace
        };
        self.attributes.iter().find(is_it).map(|attribute| &*attribute.value)
    }

    /// Where the last start tag begins, in the text.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Where the last [`Event::Text`] begins, blanks at its start left out.
    #[must_use]
    pub fn text_offset(&self) -> usize {
        self.text_start + self.run(self.text_start, chars::SPACE)
    }

    /// How far the text has been read.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many elements are open, the one just started included.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The URI of a namespace; empty for none.
    #[must_use]
    pub fn namespace(&self, id: NamespaceId) -> &str {
        self.scope.uri(id)
    }

    /// The namespace that `prefix` is bound to here; the empty prefix asks for the default one.
    #[must_use]
    pub fn resolve(&self, prefix: &str) -> Option<NamespaceId> {
        if prefix.is_empty() { Some(self.scope.default()) } else { self.scope.bound(prefix) }
    }

    /// Whether the last start tag, whose element is still the innermost, declares namespaces.
    #[must_use]
    pub fn declares_namespaces(&self) -> bool {
        self.open.last().is_some_and(|open| self.scope.mark() > open.scope)
    }

    /// The document being read.
    #[must_use]
    pub fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// The limits it is read under.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The place of an offset in the text, its `XPath` that of the innermost open element. It
    /// costs a second reading of the document up to here, so it is for reports only.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let (line, column) = Locator::new(self.text).locate(offset);
        Place { line, column, offset: self.document.origin(offset), xpath: self.xpath() }
    }

    fn start_tag(&mut self) -> Result<Event<'a>> {
        self.read_start_tag()?;
        Ok(Event::Start)
    }

    fn end_tag(&mut self) -> Result<Event<'a>> {
        let start = self.at + 2;
        let Some(expected) = self.open.last().map(|open| open.qualified) else {
            return Err(Failure::new(ErrorKind::OutsideRoot { found: self.snippet(self.at) }, self.at));
        };
        let at = start + expected.len();
        if !self.rest(start).starts_with(expected.as_bytes()) {
            return Err(self.wrong_end_tag());
        }
        let at = at + self.run(at, chars::SPACE);
        match self.bytes.get(at) {
            Some(b'>') => {
                self.at = at + 1;
                Ok(self.close())
            }
            _ => Err(self.wrong_end_tag()),
        }
    }

    fn close(&mut self) -> Event<'a> {
        if let Some(open) = self.open.pop() {
            self.scope.leave(open.scope);
        }
        Event::End
    }

    fn finish(&mut self) -> Result<Event<'a>> {
        if !self.open.is_empty() {
            return Err(self.unclosed());
        }
        if self.elements == 0 {
            return Err(Failure::new(ErrorKind::NoElement, self.at));
        }
        Ok(Event::Finish)
    }

    /// Ends the reading: from now on there is only this error.
    #[cold]
    #[inline(never)]
    fn stop(&mut self, failure: Failure) -> ParseError {
        let (kind, offset) = *failure.0;
        let error = ParseError { kind, place: self.place(offset) };
        self.failure = Some(Box::new(error.clone()));
        error
    }

    /// How many bytes from `at` on are of the class.
    #[inline]
    pub(super) fn run(&self, at: usize, class: u8) -> usize {
        let rest = self.rest(at);
        rest.iter().position(|&byte| !chars::is(byte, class)).unwrap_or(rest.len())
    }

    #[inline]
    pub(super) fn rest(&self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// A piece of the text between two offsets that the scanner stood on.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// A few characters from `at` on, to show what was found.
    pub(super) fn snippet(&self, at: usize) -> String {
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let upto = line.find('>').map_or(line.len(), |end| end + 1);
        line.get(..upto).unwrap_or_default().chars().take(40).collect()
    }

    /// The character at `at` and a few behind it, up to where other markup may begin.
    pub(super) fn glimpse(&self, at: usize) -> String {
        let mut rest = self.text.get(at..).unwrap_or_default().chars();
        let first = rest.next();
        first.into_iter().chain(rest.take_while(|c| !matches!(c, '<' | '>' | '\n' | '\r')).take(15)).collect()
    }
}
