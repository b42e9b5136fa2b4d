//! The `{word}`s of a text.

use crate::entry::Entry;

/// The `{word}`s that a rule fills in: those of the embedded book.
pub fn words_of<S>(entry: &Entry<S>) -> Vec<String> {
    let mut all: Vec<String> = words(&entry.sezione_errata).chain(words(&entry.text)).map(str::to_owned).collect();
    all.sort();
    all.dedup();
    all
}

pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word)
}

pub fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((word, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(name, _)| *name == word) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
