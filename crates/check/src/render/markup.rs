//! What XML and HTML output have in common: escaping.

use std::fmt;

use crate::excerpt::visible;

/// Text that stands for itself in XML and HTML, in content and in quoted attributes alike; on
/// one line, with control characters made visible.
pub(super) fn escape(text: &str) -> String {
    escape_lines(&visible(text))
}

/// The same for text of several lines that holds no other control characters.
pub(super) fn escape_lines(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push('\n'),
            // Neither XML 1.0 nor HTML has these.
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The same for all that a template fills in.
#[derive(Clone, Copy)]
pub(crate) struct Markup;

impl askama::filters::Escaper for Markup {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_str(&escape(text))
    }
}
