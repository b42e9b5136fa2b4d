//! Which name was probably meant by one that does not exist.

use crate::words::Text;

/// How like a name must be to what was written, from 0 to 1, to be suggested.
const LEAST: f64 = 0.5;
/// How much less like it than the best name a further suggestion may be.
const BEHIND: f64 = 0.15;
/// How many names are suggested at most.
const MOST: usize = 3;
/// From so many characters on, a part of a name counts as all of it.
const PART: usize = 3;

/// The names most like `written`, the best one first and three at most; none where no name is
/// like it. Upper and lower case count as one, and so do hyphens and underscores.
///
/// For names that were typed, among some hundreds: it compares them all.
pub fn closest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let written = folded(written.trim());
    let likeness = |name: &str| {
        let name = folded(name);
        let is_part = written.chars().count() >= PART && name.contains(&written);
        if is_part { 1.0 } else { strsim::normalized_damerau_levenshtein(&name, &written) }
    };
    let mut like: Vec<_> = names.into_iter().map(|name| (likeness(name), name)).collect();
    like.sort_by(|one, other| other.0.total_cmp(&one.0));
    let best = like.first().map_or(0.0, |(best, _)| *best);
    let is_suggested = |(likeness, _): &(f64, &str)| *likeness >= LEAST.max(best - BEHIND);
    like.into_iter().filter(is_suggested).take(MOST).map(|(_, name)| name).collect()
}

/// What is said of the name that was probably meant, behind the sentence that another one does not exist.
#[must_use]
pub fn meant(name: Option<&str>) -> Text {
    name.map_or_else(Text::default, |name| {
        Text::new(format!("; forse si intendeva `{name}`?"), format!("; did you mean `{name}`?"))
    })
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_was_meant_comes_first_and_strangers_not_at_all() {
        let names = ["max_body_bytes", "duplicates", "prognosi-tre-mesi", "SAC-XSD-ORDER", "SAC-XSD-PATTERN"];
        let cases: &[(&str, &[&str])] = &[
            ("duplicate", &["duplicates"]),
            ("max-body", &["max_body_bytes"]),
            ("tre-mesi", &["prognosi-tre-mesi"]),
            ("sac-xsd-ordr", &["SAC-XSD-ORDER"]),
            ("SAC-XSD", &["SAC-XSD-ORDER", "SAC-XSD-PATTERN"]),
            ("xyzzy", &[]),
            ("", &[]),
        ];
        for (written, expected) in cases {
            assert_eq!(closest(written, names), *expected, "{written}");
        }
    }
}
