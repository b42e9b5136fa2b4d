//! A message as it is shown: its head, and its body line by line, pretty or raw, with what was found in place.

use std::fmt::Write as _;

use sac_diagnostic::is_invisible;

use super::marks::Mark;
use super::opened::{Content, Opened, encrypted};
use super::tokens::{Kind, Token, tokens};

/// Bytes of a body that are shown; the rest is downloaded.
const SHOWN: usize = 256 << 10;
/// The deepest indentation that has a style.
const DEEPEST: usize = 12;
/// Characters of an encrypted text that are shown where it is pretty.
const START: usize = 16;

/// A line of a body.
#[derive(Default)]
pub(super) struct Line {
    pub(super) number: u32,
    /// No line before it has its number.
    pub(super) is_first: bool,
    pub(super) depth: usize,
    pub(super) pieces: Vec<Piece>,
    pub(super) marks: Vec<Mark>,
}

/// A part of a line.
pub(super) struct Piece {
    /// The style.
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) is_marked: bool,
    /// What an encrypted text holds, once it is opened.
    pub(super) opened: Option<Content>,
    /// How long an encrypted text is that is not shown whole.
    pub(super) length: Option<usize>,
}

/// The text of a body, in the charset that was agreed, as far as it is shown.
pub(super) fn text(body: &[u8], charset: Option<&str>) -> (String, bool) {
    let shown = body.get(..SHOWN).unwrap_or(body);
    let is_latin = charset.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("iso-8859-1") || name == "latin1"
    });
    let text = if is_latin {
        shown.iter().copied().map(char::from).collect()
    } else {
        String::from_utf8_lossy(shown).trim_start_matches('\u{FEFF}').to_owned()
    };
    (text, shown.len() < body.len())
}

/// The lines of a head.
pub(super) fn head(head: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(head).lines().map(visible).collect()
}

/// The lines of a body.
pub(super) fn lines(text: &str, marks: &[Mark], opened: &Opened, is_raw: bool) -> Vec<Line> {
    let tokens = tokens(text);
    let sealed = encrypted(&tokens);
    let lines = Lines { tokens: &tokens, marks, opened, sealed: &sealed };
    let mut lines = if is_raw { lines.raw() } else { lines.pretty() };
    let mut highest = 0;
    for line in &mut lines {
        line.is_first = line.number > highest;
        highest = highest.max(line.number);
    }
    lines
}

struct Lines<'a> {
    tokens: &'a [Token<'a>],
    marks: &'a [Mark],
    opened: &'a Opened,
    sealed: &'a [usize],
}

impl Lines<'_> {
    /// Each line of the text as it is.
    fn raw(&self) -> Vec<Line> {
        let mut lines = vec![Line { number: 1, ..Line::default() }];
        for (at, token) in self.tokens.iter().enumerate() {
            for (count, part) in token.text.split('\n').enumerate() {
                if count > 0 {
                    let number = lines.last().map_or(1, |line| line.number + 1);
                    lines.push(Line { number, ..Line::default() });
                }
                let Some(line) = lines.last_mut() else { continue };
                let part = part.strip_suffix('\r').unwrap_or(part);
                if !part.is_empty() {
                    line.pieces.extend(self.pieces(at, part, true));
                }
                if count == 0 {
                    line.marks.extend(self.marks_of(at));
                }
            }
        }
        lines
    }

    /// An element with a text is one line, other tags have a line each, indented.
    fn pretty(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut depth, mut at) = (0_usize, 0);
        while let Some(token) = self.tokens.get(at) {
            let is_close = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Close);
            let is_text = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Text);
            let taken = match token.kind {
                Kind::Open if is_close(at + 1) => 2,
                Kind::Open if is_text(at + 1) && is_close(at + 2) => 3,
                _ => 1,
            };
            if token.kind == Kind::Close {
                depth = depth.saturating_sub(1);
            }
            if taken > 1 || !token.is_blank() {
                lines.extend(self.line(at, taken, depth));
            }
            if token.kind == Kind::Open && taken == 1 {
                depth += 1;
            }
            at += taken;
        }
        lines
    }

    /// The line of some tokens; a text that has several lines keeps them.
    fn line(&self, at: usize, count: usize, depth: usize) -> Vec<Line> {
        let depth = depth.min(DEEPEST);
        let number = self.tokens.get(at).map_or(1, |token| {
            let blank = token.text.len() - token.text.trim_start().len();
            token.line + u32::try_from(token.text[..blank].matches('\n').count()).unwrap_or_default()
        });
        let mut lines = vec![Line { number, depth, ..Line::default() }];
        for at in at..at + count {
            let Some(token) = self.tokens.get(at) else { continue };
            let text = if token.kind == Kind::Text { token.text.trim() } else { token.text };
            for (nth, part) in text.lines().enumerate() {
                if nth > 0 {
                    let number = lines.last().map_or(1, |line| line.number + 1);
                    lines.push(Line { number, depth, ..Line::default() });
                }
                if let Some(line) = lines.last_mut() {
                    line.pieces.extend(self.pieces(at, part, false));
                }
            }
            if let Some(line) = lines.last_mut() {
                line.marks.extend(self.marks_of(at));
            }
        }
        lines
    }

    fn marks_of(&self, at: usize) -> impl Iterator<Item = Mark> {
        self.marks.iter().filter(move |mark| mark.token == at).cloned()
    }

    /// A part of a token. Of a tag the attributes are told from the name.
    fn pieces(&self, at: usize, part: &str, is_raw: bool) -> Vec<Piece> {
        let Some(token) = self.tokens.get(at) else { return Vec::new() };
        // Who marks an element means its text too.
        let is_before_marked = token.kind == Kind::Text && at > 0 && self.marks.iter().any(|mark| mark.token == at - 1);
        let is_marked = is_before_marked || self.marks.iter().any(|mark| mark.token == at);
        let piece = |class, text: &str| Piece { class, text: visible(text), is_marked, opened: None, length: None };
        match token.kind {
            Kind::Text if self.sealed.contains(&at) => {
                let length = part.chars().count();
                let is_cut = !is_raw && length > START;
                let start: String = part.chars().take(if is_cut { START } else { length }).collect();
                let opened = self.opened.get(&at).map(|content| match content {
                    Content::Text(text) => Content::Text(visible(text)),
                    Content::Closed => Content::Closed,
                });
                vec![Piece { opened, length: is_cut.then_some(length), ..piece("sealed", &start) }]
            }
            Kind::Text => vec![piece("text", part)],
            Kind::Other => vec![piece("other", part)],
            Kind::Open | Kind::Empty | Kind::Close => {
                let begins = part.starts_with('<');
                let name = if begins { part.find(char::is_whitespace).unwrap_or(part.len()) } else { 0 };
                let (name, rest) = part.split_at(name);
                let end = rest.rfind("/>").or_else(|| rest.rfind('>')).unwrap_or(rest.len());
                let (attributes, end) = rest.split_at(end);
                let pieces = [("tag", name), ("attribute", attributes), ("tag", end)];
                pieces
                    .into_iter()
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(class, text)| piece(class, text))
                    .collect()
            }
        }
    }
}

/// The text with characters that show nothing, or turn others round, as their numbers.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push_str("    "),
            c if is_invisible(c) => {
                let _ = write!(shown, "[U+{:04X}]", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, is_raw: bool) -> Vec<String> {
        let lines = lines(text, &[], &Opened::default(), is_raw);
        let text = |line: &Line| line.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        lines.iter().map(|line| format!("{}{}{}", line.number, " ".repeat(line.depth + 1), text(line))).collect()
    }

    #[test]
    fn a_message_is_laid_out_or_left_as_it_is() {
        let message = "<a><b x=\"1\">\n<c>uno</c>\r\n<d></d><e/></b></a>";
        let pretty = ["1 <a>", "1  <b x=\"1\">", "2   <c>uno</c>", "3   <d></d>", "3   <e/>", "3  </b>", "3 </a>"];
        assert_eq!(shown(message, false), pretty);
        let raw = ["1 <a><b x=\"1\">", "2 <c>uno</c>", "3 <d></d><e/></b></a>"];
        assert_eq!(shown(message, true), raw);
        assert_eq!(shown("no\nmarkup \u{202E}", false), ["1 no", "2 markup [U+202E]"]);
    }

    #[test]
    fn what_was_found_stands_at_its_line() {
        let mark = Mark { token: 2, code: "C".to_owned(), text: "wrong".to_owned(), is_italian: false };
        for is_raw in [true, false] {
            let lines = lines("<a>\n<b>uno</b></a>", std::slice::from_ref(&mark), &Opened::default(), is_raw);
            let marked: Vec<_> = lines.iter().filter(|line| !line.marks.is_empty()).collect();
            assert_eq!((marked.len(), marked[0].number), (1, 2));
            let texts: Vec<_> = marked[0].pieces.iter().filter(|piece| piece.is_marked).map(|it| &*it.text).collect();
            assert_eq!(texts, ["<b>", "uno"]);
        }
    }

    proptest! {
        #[test]
        fn whatever_was_sent_can_be_shown(text in "[<>/a\"=\\n è\u{0}]{0,60}", is_raw in proptest::bool::ANY) {
            shown(&text, is_raw);
        }
    }
}
