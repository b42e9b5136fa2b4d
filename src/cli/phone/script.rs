//! The lines of a call: what is keyed, and what is expected.

use std::collections::VecDeque;

use sac_gateway::client::VoiceDocument;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What is keyed; nothing is silence.
    Keyed(String),
    /// The caller hangs up.
    HangUp,
    /// What the document before must be.
    Expect(Expected),
    /// It is none of these.
    Unreadable,
    /// There are no more lines.
    End,
}

/// What a document must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// Where it stands, from 1.
    pub(super) line: usize,
    wanted: Wanted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    State(String),
    Words(String),
}

/// The lines of a script.
#[derive(Debug)]
pub(super) struct Script(VecDeque<Step>);

impl Script {
    /// Reads a script; or gives the number of the first line that is none.
    pub(super) fn read(text: &str) -> Result<Self, usize> {
        let mut steps = VecDeque::new();
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.trim();
            if content == "#" || content.starts_with("# ") || content.starts_with("##") {
                continue;
            }
            let wanted = match content.split_once(char::is_whitespace) {
                Some(("expect", state)) => Some(Wanted::State(state.trim().to_owned())),
                Some(("expect-text", words)) => Some(Wanted::Words(words.trim().to_owned())),
                _ => None,
            };
            steps.push_back(match wanted {
                Some(wanted) => Step::Expect(Expected { line, wanted }),
                None => Step::keyed(content).ok_or(line)?,
            });
        }
        Ok(Self(steps))
    }

    pub(super) fn next(&mut self) -> Step {
        self.0.pop_front().unwrap_or(Step::End)
    }
}

impl Step {
    /// What is keyed in a line.
    pub(super) fn keyed(line: &str) -> Option<Self> {
        let keys = line.strip_suffix('#').unwrap_or(line);
        match line {
            "h" => Some(Self::HangUp),
            _ if keys.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*') => Some(Self::Keyed(keys.to_owned())),
            _ => None,
        }
    }
}

impl Expected {
    pub(super) fn fits(&self, document: &VoiceDocument) -> bool {
        match &self.wanted {
            Wanted::State(state) => *state == document.state,
            Wanted::Words(words) => document.prompt.contains(words),
        }
    }

    pub(super) fn what(&self) -> &str {
        match &self.wanted {
            Wanted::State(text) | Wanted::Words(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_answers_comments_and_expectations() {
        let mut script = Script::read("# a call\n1\n0#\n487*1#\n\nexpect MENU\nexpect-text  prema 1\nh\n#").unwrap();
        let keyed = |text: &str| Step::Keyed(text.to_owned());
        for step in [keyed("1"), keyed("0"), keyed("487*1"), keyed("")] {
            assert_eq!(script.next(), step);
        }
        let Step::Expect(state) = script.next() else { panic!() };
        assert_eq!((state.line, state.what()), (6, "MENU"));
        let Step::Expect(words) = script.next() else { panic!() };
        assert_eq!(words.what(), "prema 1");
        assert_eq!((script.next(), script.next()), (Step::HangUp, Step::End));
        for (text, line) in [("1\nx", 2), ("expect", 1), ("1 2", 1), ("hang", 1)] {
            assert_eq!(Script::read(text).unwrap_err(), line, "{text}");
        }
    }
}
