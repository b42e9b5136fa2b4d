//! The manual's example of a code: `docs/diagnostics.md`, which a test keeps up to date, is
//! part of the program.

use sac_gateway::diagnostic::{Code, Text};

const MANUAL: &str = include_str!("../../../docs/diagnostics.md");

/// A place in a message, and what is said of it.
pub(super) struct Example {
    /// The line and the carets below it; nothing where a line shows nothing.
    pub(super) excerpt: Vec<&'static str>,
    pub(super) message: Text,
}

impl Example {
    /// The example of `code`, if the manual has one.
    pub(super) fn of(code: Code) -> Option<Self> {
        let (_, chapter) = MANUAL.split_once(&format!("\n### {code}\n"))?;
        let chapter = chapter.split("\n### ").next()?;
        let excerpt = chapter.split_once("```text\n").and_then(|(_, rest)| rest.split_once("\n```"));
        let mut quoted = chapter.lines().filter_map(|line| line.strip_prefix("> "));
        let en = quoted.next()?.trim_end();
        let it = quoted.next()?.trim_matches('*');
        let plain = |text: &str| text.replace("&lt;", "<");
        Some(Self {
            excerpt: excerpt.map(|(lines, _)| lines.lines().collect()).unwrap_or_default(),
            message: Text::new(plain(it), plain(en)),
        })
    }
}
