//! Where a check's reports go, and in which form.

use std::ffi::OsString;
use std::io::{BufWriter, IsTerminal as _, Write, stdout};
use std::path::Path;

use clap::ValueEnum;

use sac_gateway::check::Circumstances;
use sac_gateway::check::render::{Html, Json, Junit, Renderer, Sarif, Text};
use sac_gateway::diagnostic::Language;

use super::destination::Destination;
use crate::cli::failure::{Doing, Failure};

/// The form of the reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people: the line, a caret below the place, the remedy
    #[default]
    Text,
    /// For programs (docs/check-json.md)
    Json,
    /// For Jenkins, GitLab and the like
    Junit,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// A page to hand on, in both languages
    Html,
}

/// When the text has colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(in crate::cli) enum Colours {
    /// On a terminal
    #[default]
    Auto,
    /// Also in files and pipes
    Always,
    /// Never
    Never,
}

/// Where reports go, and what is told of their form.
pub(super) struct Output<'a> {
    pub(super) path: Option<&'a Path>,
    pub(super) language: Language,
    pub(super) stream: bool,
    pub(super) verbose: bool,
    pub(super) colours: Colours,
    pub(super) circumstances: Circumstances,
}

impl Output<'_> {
    /// What puts the reports into words, and the file that takes them.
    pub(super) fn open(&self, format: Format) -> Result<(Box<dyn Renderer>, Option<Destination>), Failure> {
        let Some(path) = self.path else { return Ok((self.renderer(format, stdout()), None)) };
        let (destination, file) = Destination::open(path).map_err(Failure::file(Doing::Write, path))?;
        Ok((self.renderer(format, file), Some(destination)))
    }

    fn renderer(&self, format: Format, out: impl Write + 'static) -> Box<dyn Renderer> {
        let out = BufWriter::new(out);
        let circumstances = self.circumstances.clone();
        match format {
            Format::Text => Box::new(Text::new(out, self.language, self.has_colours(), self.verbose)),
            Format::Json => Box::new(Json::new(out, self.language, circumstances, self.stream)),
            Format::Junit => Box::new(Junit::new(out, self.language, circumstances)),
            Format::Sarif => Box::new(Sarif::new(out, self.language, circumstances)),
            Format::Html => Box::new(Html::new(out, self.language, circumstances)),
        }
    }

    fn has_colours(&self) -> bool {
        self.colours.on(self.path.is_none() && stdout().is_terminal(), |name| std::env::var_os(name))
    }
}

impl Colours {
    fn on(self, is_terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
        // <https://no-color.org>: set to anything but the empty string, it means no.
        let is_refused = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => is_terminal && !is_refused && !is_dumb(variable("TERM")),
        }
    }
}

/// A terminal that only prints: it knows no colours and takes nothing back.
pub(super) fn is_dumb(term: Option<OsString>) -> bool {
    term.is_some_and(|term| term == "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_that_have_them() {
        let cases = [
            (Colours::Auto, true, [None, Some("xterm")], true),
            (Colours::Auto, true, [None, None], true),
            (Colours::Auto, true, [Some(""), None], true),
            (Colours::Auto, true, [Some("1"), None], false),
            (Colours::Auto, true, [None, Some("dumb")], false),
            (Colours::Auto, false, [None, Some("xterm")], false),
            (Colours::Always, false, [Some("1"), Some("dumb")], true),
            (Colours::Never, true, [None, None], false),
        ];
        for (colours, is_terminal, [no_color, term], expected) in cases {
            let variable = |name: &str| if name == "TERM" { term } else { no_color }.map(OsString::from);
            assert_eq!(colours.on(is_terminal, variable), expected, "{colours:?} {no_color:?} {term:?}");
        }
    }
}
