//! Text that stands for itself in XML and HTML, in content and in quoted attributes alike.

use std::fmt;

use sac_domain::visible::is_invisible;

/// The text on one line, escaped, with control characters made visible.
#[must_use]
pub fn escape(text: &str) -> String {
    escape_lines(&visible(text))
}

/// The same for text of several lines that holds no other control characters.
#[must_use]
pub fn escape_lines(text: &str) -> String {
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

/// The text with what would move a cursor, or be invisible, made visible: one character for one.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
            '\u{7F}' => '␡',
            c if is_invisible(c) => '�',
            c => c,
        })
        .collect()
}

/// The escaper of all that a template fills in.
#[derive(Clone, Copy, Debug)]
pub struct Markup;

impl askama::filters::Escaper for Markup {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        out.write_str(&escape(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stands_for_itself_and_what_shows_nothing_is_shown() {
        for (text, expected) in [
            ("<a b='c' d=\"e\">&amp;", "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;"),
            ("a\tb\nc\0\u{7F}", "a b␊c␀␡"),
            ("\u{200B}\u{FEFF}\u{FFFE}", "���"),
            ("Niccolò", "Niccolò"),
        ] {
            assert_eq!(escape(text), expected);
        }
        assert_eq!(escape_lines("a<\nb\u{1}"), "a&lt;\nb\u{FFFD}");
    }
}
