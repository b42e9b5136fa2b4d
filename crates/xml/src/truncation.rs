//! A text that ends too early: inside a piece of markup, or before its elements are closed.

use super::error::{ErrorKind, Markup, OpenElement};
use super::reader::{Failure, Reader};

impl Reader<'_> {
    /// The text ended inside the markup that begins at `at`.
    #[cold]
    #[inline(never)]
    pub(super) fn cut_short(&self, at: usize, markup: Markup) -> Failure {
        let opening = self.glimpse(at).trim_end().to_owned();
        Failure::new(ErrorKind::CutShort { markup, opening }, at)
    }

    /// The text ended before the innermost open element.
    #[cold]
    #[inline(never)]
    pub(super) fn unclosed(&self) -> Failure {
        Failure::new(ErrorKind::Unclosed { open: self.innermost() }, self.text.len())
    }

    /// An end tag, at the present position, that is not of the innermost open element.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong_end_tag(&self) -> Failure {
        if !self.rest(self.at).contains(&b'>') {
            return self.cut_short(self.at, Markup::EndTag);
        }
        let found = self.snippet(self.at);
        Failure::new(ErrorKind::EndTag { found, open: self.innermost() }, self.at)
    }

    fn innermost(&self) -> OpenElement {
        let (name, start) = self.open.last().map_or(("", 0), |open| (open.qualified, open.start));
        OpenElement { name: name.to_owned(), line: self.document.line(start) }
    }
}
