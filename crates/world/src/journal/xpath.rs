//! Elements of a request by the end of their path, such as `malattia/visita`.

use std::fmt;
use std::str::FromStr;

use sac_domain::words::{Language, Words};
use sac_xml::{Event, Limits, Reader};

/// The end of the path of an element: local names, separated by slashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementPath {
    /// From the element upwards.
    steps: Vec<String>,
    /// Begins with a single slash: it is the whole path.
    is_whole: bool,
    text: String,
}

/// A text that is no path of an element.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no path of an element: names of elements with slashes between them, as in `malattia/visita`")]
pub struct BadPath(String);

impl Words for BadPath {
    fn words(&self, language: Language) -> String {
        language.pick(
            format!(
                "`{}` non è il percorso di un elemento: nomi di elementi separati da barre, come in `malattia/visita`",
                self.0
            ),
            self.to_string(),
        )
    }
}

impl FromStr for ElementPath {
    type Err = BadPath;

    fn from_str(text: &str) -> Result<Self, BadPath> {
        let rest = text.trim().trim_end_matches("/text()");
        let is_whole = rest.starts_with('/') && !rest.starts_with("//");
        let local = |step: &str| step.rsplit(':').next().unwrap_or_default().to_owned();
        let steps: Vec<String> = rest.trim_start_matches('/').rsplit('/').map(local).collect();
        let is_name = |step: &String| {
            !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        if steps.iter().all(is_name) {
            Ok(Self { steps, is_whole, text: text.to_owned() })
        } else {
            Err(BadPath(text.to_owned()))
        }
    }
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl ElementPath {
    fn fits(&self, open: &[String]) -> bool {
        let is_long_enough =
            if self.is_whole { open.len() == self.steps.len() } else { open.len() >= self.steps.len() };
        is_long_enough && self.steps.iter().zip(open.iter().rev()).all(|(step, name)| step == name)
    }
}

/// For each path the texts of the elements at it, blanks around them left out. What cannot be read as
/// XML has no elements from there on.
pub(super) fn texts(message: &[u8], charset: Option<&str>, paths: &[&ElementPath]) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new(); paths.len()];
    let Ok(document) = sac_xml::decode(message, charset) else { return found };
    let mut reader = Reader::new(&document, Limits::default());
    let mut open: Vec<String> = Vec::new();
    // The text since the last tag: an element that holds others has no text of its own here.
    let mut text = String::new();
    while let Ok(event) = reader.read() {
        match event {
            Event::Start => {
                open.push(reader.name().local.to_owned());
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::End => {
                for (path, found) in paths.iter().zip(&mut found) {
                    if path.fits(&open) {
                        found.push(text.trim().to_owned());
                    }
                }
                open.pop();
                text.clear();
            }
            Event::Finish => break,
        }
    }
    found
}
