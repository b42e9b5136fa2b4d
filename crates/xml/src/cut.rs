//! A text that ends too early: within a piece of markup, or before its elements are closed.

use super::reader::Reader;
use sac_diagnostic::{Code, Finding, Text, kept};

/// Markup that the end of the text may cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Declaration,
    Comment,
    Cdata,
    Instruction,
    StartTag,
    EndTag,
    Reference,
    /// `<!` of which there is too little to know more.
    Unknown,
}

impl Cut {
    /// What would have ended it, and what it is called.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Declaration => ("?>", "la dichiarazione XML", "The XML declaration"),
            Self::Comment => ("-->", "un commento", "The comment"),
            Self::Cdata => ("]]>", "una sezione CDATA", "The CDATA section"),
            Self::Instruction => ("?>", "un'istruzione di elaborazione", "The processing instruction"),
            Self::StartTag => (">", "un marcatore", "The tag"),
            Self::EndTag => (">", "un marcatore di fine", "The end tag"),
            Self::Reference => (";", "un riferimento", "The reference"),
            Self::Unknown => (">", "un marcatore", "The markup"),
        }
    }
}

impl Reader<'_> {
    /// The text ended within the markup that begins at `at`.
    #[cold]
    #[inline(never)]
    pub(super) fn cut_short(&mut self, at: usize, cut: Cut) -> Box<Finding> {
        let (closing, it, en) = cut.words();
        let reason = Text::new(format!("Qui si apre {it}, senza fine."), format!("{en} opened here is never closed."));
        let opening = self.glimpse(at).trim_end().to_owned();
        self.fail(Code::XML_UNCLOSED, at, |finding| finding.about(opening).allowed(Text::same(closing)).because(reason))
    }

    /// The text ended before the innermost open element.
    #[cold]
    #[inline(never)]
    pub(super) fn unclosed(&mut self) -> Box<Finding> {
        let (name, since) = self.innermost();
        self.fail(Code::XML_UNCLOSED, self.text.len(), |finding| {
            finding.about(format!("<{name}>")).allowed(Text::same(format!("</{name}>"))).because(since)
        })
    }

    /// An end tag, at the present position, that is not of the innermost open element.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong_end_tag(&mut self) -> Box<Finding> {
        if !self.rest(self.at).contains(&b'>') {
            return self.cut_short(self.at, Cut::EndTag);
        }
        let (name, since) = self.innermost();
        let shown = self.snippet(self.at);
        self.fail(Code::XML_END_TAG, self.at, |finding| {
            finding.found(&shown).allowed(Text::same(format!("</{name}>"))).because(since)
        })
    }

    /// The innermost open element: its name, and a sentence on the line where it begins.
    fn innermost(&self) -> (String, Text) {
        let (name, start) = self.open.last().map_or(("", 0), |open| (open.qualified, open.start));
        let name = kept(name);
        let line = self.document.line(start);
        let since = Text::new(
            format!("L'elemento <{name}> è stato aperto alla riga {line}."),
            format!("The element <{name}> was opened on line {line}."),
        );
        (name, since)
    }
}
