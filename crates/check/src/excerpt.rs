//! The lines of a message around a place, fit to be shown.

use super::issue::{Excerpt, Issue};
use sac_report::visible;

/// How many characters of a line are shown before and after a place.
const BEFORE: usize = 60;
const AFTER: usize = 60;
/// How many characters of a place are marked at most.
const MARKED: usize = 60;

/// Gives each issue that has a place the lines around it. `text` is the whole message as the
/// places count it.
pub(super) fn attach(issues: &mut [Issue], text: &str) {
    let mut lines = Lines::new(text);
    for issue in issues {
        let Some(place) = &issue.place else { continue };
        let (line, column) = (place.line as usize, place.column as usize);
        let Some(content) = lines.get(line) else { continue };
        issue.excerpt = Some(Excerpt {
            above: line.checked_sub(1).and_then(|above| lines.get(above)).map(|line| shown(line, BEFORE + AFTER)),
            below: lines.get(line + 1).map(|line| shown(line, BEFORE + AFTER)),
            ..cut(content, column.saturating_sub(1), issue.length)
        });
    }
}

/// One line cut at the characters to be marked.
fn cut(line: &str, column: usize, length: Option<usize>) -> Excerpt {
    let start = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let (before, rest) = line.split_at(start);
    let end = match length {
        Some(length) => rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at),
        None if rest.starts_with('<') => rest.find('>').map_or(rest.len(), |end| end + 1),
        None => rest.find(['<', '>']).unwrap_or(rest.len()),
    };
    let (marked, after) = rest.split_at(end);
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let kept: String = before.chars().skip(skipped).collect();
    let lead = if skipped > 0 { "…" } else { "" };
    Excerpt {
        before: format!("{lead}{}", visible(&kept)),
        marked: shown(marked, MARKED),
        after: shown(after, AFTER),
        ..Excerpt::default()
    }
}

fn shown(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    visible(&short)
}

/// The lines of a text, found once each, in rising order.
struct Lines<'a> {
    rest: &'a str,
    found: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text, found: Vec::new() }
    }

    /// Line `number`, from 1, without its end.
    fn get(&mut self, number: usize) -> Option<&'a str> {
        let index = number.checked_sub(1)?;
        while self.found.len() <= index {
            if self.rest.is_empty() && !self.found.is_empty() {
                return None;
            }
            let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
            let (line, rest) = self.rest.split_at(end);
            self.rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or_default();
            self.found.push(line);
        }
        self.found.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_xml_ends_them() {
        let mut lines = Lines::new("a\r\nb\rc\nd");
        let found: Vec<_> = [4, 1, 2, 3, 5, 0].into_iter().map(|number| lines.get(number)).collect();
        assert_eq!(found, [Some("d"), Some("a"), Some("b"), Some("c"), None, None]);
        assert_eq!(Lines::new("").get(1), Some(""));
    }

    #[test]
    fn a_place_is_marked_to_the_end_of_its_tag_or_value() {
        let cases = [
            ("  <cap>0184</cap>", 7, None, ("  <cap>", "0184", "</cap>")),
            ("  <cap>0184</cap>", 2, None, ("  ", "<cap>", "0184</cap>")),
            ("abc", 3, None, ("abc", "", "")),
            ("perchè sì", 5, Some(1), ("perch", "è", " sì")),
            ("a\u{1b}[31mb", 0, Some(1), ("", "a", "␛[31mb")),
        ];
        for (line, column, length, (before, marked, after)) in cases {
            let excerpt = cut(line, column, length);
            assert_eq!((&*excerpt.before, &*excerpt.marked, &*excerpt.after), (before, marked, after));
        }
        let long = cut(&"x".repeat(1000), 500, Some(300));
        assert!(long.before.starts_with('…') && long.marked.ends_with('…') && long.after.ends_with('…'));
    }
}
