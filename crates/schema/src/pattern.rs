//! The pattern facet: regular expressions of XML Schema (Part 2, appendix F) as dense
//! automata that match whole values.

use std::fmt;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

/// The patterns of one derivation step, of which one must match.
#[derive(Clone)]
pub(super) struct Pattern {
    source: String,
    automaton: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Pattern {
    /// Compiles the alternatives of one step.
    ///
    /// # Errors
    /// Says what in a pattern is wrong or not supported.
    pub(super) fn compile(alternatives: &[&str]) -> Result<Self, String> {
        let translated = alternatives.iter().map(|one| translate(one)).collect::<Result<Vec<_>, _>>()?;
        let whole = format!("(?:{})", translated.join("|"));
        let automaton = dense::Builder::new()
            .configure(dense::Config::new().start_kind(StartKind::Anchored).match_kind(MatchKind::All).minimize(true))
            .thompson(thompson::Config::new().shrink(false))
            .build(&whole)
            .map_err(|error| error.to_string())?;
        let start =
            automaton.start_state(&start::Config::new().anchored(Anchored::Yes)).map_err(|error| error.to_string())?;
        Ok(Self { source: alternatives.join("|"), automaton, start })
    }

    /// As written in the schema.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole of `value` matches.
    pub(super) fn matches(&self, value: &str) -> bool {
        let mut state = self.start;
        for &byte in value.as_bytes() {
            state = self.automaton.next_state(state, byte);
            if self.automaton.is_dead_state(state) {
                return false;
            }
        }
        self.automaton.is_match_state(self.automaton.next_eoi_state(state))
    }
}

/// Patterns with the same source are the same.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// Rewrites a pattern of XML Schema for the regex library: what is special only here is
/// spelled out, and what is special only there is escaped.
fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut chars = pattern.chars().peekable();
    // Depth of nested character classes.
    let mut class = 0_u32;
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push_str(&escape(&mut chars, class > 0)?),
            '[' if class == 0 => {
                class = 1;
                out.push('[');
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                if chars.peek() == Some(&']') {
                    return Err("an empty character class".to_owned());
                }
            }
            '[' => return Err("“[” inside a character class must be escaped".to_owned()),
            ']' if class > 0 => {
                class -= 1;
                out.push(']');
            }
            '-' if class > 0 && chars.peek() == Some(&'[') => {
                chars.next();
                class += 1;
                out.push_str("--[");
                if chars.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
            }
            '&' | '~' | '-' if class > 0 && chars.peek() == Some(&c) => {
                return Err(format!("“{c}{c}” inside a character class"));
            }
            '.' if class == 0 => out.push_str(r"[^\n\r]"),
            '^' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '(' if chars.peek() == Some(&'?') => {
                return Err("“(?” is not part of XML Schema".to_owned());
            }
            '(' if class == 0 => out.push_str("(?:"),
            '*' | '+' | '?' | '}' if class == 0 && matches!(chars.peek(), Some('?' | '+')) => {
                return Err("lazy or possessive quantifiers are not part of XML Schema".to_owned());
            }
            c => out.push(c),
        }
    }
    if class > 0 {
        return Err("a character class that is not closed".to_owned());
    }
    Ok(out)
}

fn escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, in_class: bool) -> Result<String, String> {
    let Some(c) = chars.next() else {
        return Err("a backslash at the end".to_owned());
    };
    Ok(match c {
        'n' | 'r' | 't' | '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' => {
            format!("\\{c}")
        }
        'd' => r"\p{Nd}".to_owned(),
        'D' => r"\P{Nd}".to_owned(),
        's' if in_class => r" \t\n\r".to_owned(),
        's' => r"[ \t\n\r]".to_owned(),
        'S' if !in_class => r"[^ \t\n\r]".to_owned(),
        'w' => r"[^\p{P}\p{Z}\p{C}]".to_owned(),
        'W' => r"[\p{P}\p{Z}\p{C}]".to_owned(),
        'p' | 'P' => {
            let rest: String = chars.by_ref().take_while(|&c| c != '}').collect();
            let name = rest.strip_prefix('{').unwrap_or_default();
            // Block names begin with “Is”; the general categories are the same on both sides.
            if name.is_empty() || name.len() > 2 || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                return Err(format!("the property “\\{c}{rest}}}” is not supported"));
            }
            format!("\\{c}{{{name}}}")
        }
        c => return Err(format!("the escape “\\{c}” is not supported")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_values_match() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("[0-9]{3}", &["120"], &["12", "1200", "12a", "120\n", "\n120", "", "１２０"]),
            ("M|F", &["M", "F"], &["MF", "m", "", "M ", "MM"]),
            ("true|false", &["true", "false"], &["tru", "True", "truefalse"]),
            ("[a-zA-Z ']*", &["", "D'Amico", "De Re"], &["Rè", "a-b", "a\n"]),
            ("a|ab", &["a", "ab"], &["abb", "aab"]),
            ("ab?|c", &["a", "ab", "c"], &["abc", "ac"]),
            (
                "(E?[V0-9][0-9]{1,2})|(E?[V0-9][0-9]{1,2}[.][0-9]{0,2})",
                &["487", "487.1", "V70", "E812", "E81", "487.", "12.34"],
                &["E", "E8", "487.123", "A12", "4871", "487,1", " 487"],
            ),
            ("^a$", &["^a$"], &["a"]),
            ("a.b", &["axb", "aèb"], &["a\nb", "ab"]),
            (r"\d\s\S", &["1 x", "٣\tx"], &["a x"]),
            (r"[\d\s]+", &["1 2"], &["a"]),
            ("[a-z-[aeiou]]+", &["xyz"], &["xay", ""]),
            (r"\p{Lu}\P{L}", &["A1", "È."], &["a1", "AB"]),
            (r"\(\.\)", &["(.)"], &["."]),
            ("", &[""], &["a"]),
        ];
        for (pattern, yes, no) in cases {
            let compiled = Pattern::compile(&[pattern]).unwrap_or_else(|why| panic!("{pattern}: {why}"));
            for value in *yes {
                assert!(compiled.matches(value), "{pattern} {value:?}");
            }
            for value in *no {
                assert!(!compiled.matches(value), "{pattern} {value:?}");
            }
        }
    }

    #[test]
    fn one_of_several_patterns_suffices() {
        let either = Pattern::compile(&["[0-9]{2}", "[a-z]{3}"]).unwrap();
        assert!(either.matches("12") && either.matches("abc"));
        assert!(!either.matches("12abc") && !either.matches("1"));
        assert_eq!(either.source(), "[0-9]{2}|[a-z]{3}");
    }

    #[test]
    fn what_is_not_supported_is_said() {
        for pattern in [r"\i\c*", r"\p{IsGreek}", "(?i)a", "a{2}?", "a*+", "[a", r"\b", "a\\", "[]", "(a", "[a[b]]"] {
            assert!(Pattern::compile(&[pattern]).is_err(), "{pattern}");
        }
    }
}
