//! A message cut into tags and texts, for the eye only: whatever bytes a client has sent can be shown, well-formed or not.

/// A tag, or what stands between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// Where it begins, from 1.
    pub(super) line: u32,
    /// In characters, from 1.
    pub(super) column: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    /// `<a/>`.
    Empty,
    Text,
    /// A declaration, a comment, an instruction.
    Other,
}

impl<'t> Token<'t> {
    /// The name of a tag without its prefix.
    pub(super) fn name(&self) -> &'t str {
        let name = self.text.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.kind == Kind::Text && self.text.trim().is_empty()
    }
}

/// The tokens of a message; together they are all of it.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut line, mut column) = (text, 1, 1);
    while !rest.is_empty() {
        let (kind, length) = first(rest);
        let (token, after) = rest.split_at(length);
        found.push(Token { kind, text: token, line, column });
        for c in token.chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        rest = after;
    }
    found
}

/// The path of each element that begins, without prefixes, by its token.
pub(super) fn paths(tokens: &[Token<'_>]) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open | Kind::Empty => {
                open.push(token.name());
                paths.push((at, open.join("/")));
                if token.kind == Kind::Empty {
                    open.pop();
                }
            }
            Kind::Close => {
                open.pop();
            }
            Kind::Text | Kind::Other => {}
        }
    }
    paths
}

/// What the text begins with, and how long that is.
fn first(text: &str) -> (Kind, usize) {
    let through = |end: &str| text.find(end).map(|at| at + end.len());
    if !text.starts_with('<') {
        return (Kind::Text, text.find('<').unwrap_or(text.len()));
    }
    let (kind, end) = if text.starts_with("<!--") {
        (Kind::Other, through("-->"))
    } else if text.starts_with("<![CDATA[") {
        (Kind::Text, through("]]>"))
    } else if text.starts_with("<?") {
        (Kind::Other, through("?>"))
    } else if text.starts_with("<!") {
        (Kind::Other, through(">"))
    } else if text.starts_with("</") {
        (Kind::Close, through(">"))
    } else {
        let end = end_of_tag(text);
        let is_empty = end.is_some_and(|end| text[..end].ends_with("/>"));
        (if is_empty { Kind::Empty } else { Kind::Open }, end)
    };
    // What never ends is text up to the next tag.
    let next = || 1 + text[1..].find('<').unwrap_or(text.len() - 1);
    end.map_or_else(|| (Kind::Text, next()), |end| (kind, end))
}

/// Behind the `>` that stands in no value of an attribute.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_texts_and_their_places_are_found() {
        let text = "<?xml version=\"1.0\"?>\n<a:b c='>'><d/>è<!-- <x> --></a:b>";
        let found: Vec<_> =
            tokens(text).iter().map(|token| (token.kind, token.text, token.line, token.column)).collect();
        assert_eq!(
            found,
            [
                (Kind::Other, "<?xml version=\"1.0\"?>", 1, 1),
                (Kind::Text, "\n", 1, 22),
                (Kind::Open, "<a:b c='>'>", 2, 1),
                (Kind::Empty, "<d/>", 2, 12),
                (Kind::Text, "è", 2, 16),
                (Kind::Other, "<!-- <x> -->", 2, 17),
                (Kind::Close, "</a:b>", 2, 29),
            ]
        );
        let paths: Vec<_> = paths(&tokens(text)).into_iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["b", "b/d"]);
    }

    proptest! {
        #[test]
        fn together_they_are_the_text(text in "[<>/!?'\"a \\n\\-\\[\\]è]{0,60}") {
            let whole: String = tokens(&text).iter().map(|token| token.text).collect();
            prop_assert_eq!(whole, text.clone());
            paths(&tokens(&text));
        }
    }
}
