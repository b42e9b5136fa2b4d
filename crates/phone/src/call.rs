//! One call: its documents, counted from 1, and what was answered last, so that a lost answer can be had again.

use bytes::Bytes;
use secrecy::{ExposeSecret as _, SecretString};

use crate::dialogue::Dialogue;
use crate::event::Event;

/// A call.
pub(crate) struct Call {
    /// 128 random bits in hexadecimal.
    pub(crate) id: String,
    /// The number of the last document.
    pub(crate) seq: u32,
    /// The last document.
    pub(crate) document: Bytes,
    /// What the last document answers: none for the first.
    last: Option<(Event, SecretString)>,
    /// Whether the caller is gone.
    pub(crate) is_hung_up: bool,
    pub(crate) dialogue: Dialogue,
}

/// What a request to go on means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// It answers the last document.
    Next,
    /// It repeats what the last document answered.
    Again,
    /// It answers an older document, or the last one otherwise than before.
    Stale,
    /// The call is over.
    Over,
}

impl Call {
    pub(crate) fn new(id: String, dialogue: Dialogue) -> Self {
        Self { id, seq: 1, document: Bytes::new(), last: None, is_hung_up: false, dialogue }
    }

    /// What an answer to the document of this number means.
    pub(crate) fn asked(&self, seq: u32, event: Event, keyed: &str) -> Asked {
        let is_last = |(was, before): &(Event, SecretString)| *was == event && before.expose_secret() == keyed;
        if self.is_hung_up {
            Asked::Over
        } else if seq.checked_add(1) == Some(self.seq) && self.last.as_ref().is_some_and(is_last) {
            Asked::Again
        } else if self.dialogue.state.is_end() {
            Asked::Over
        } else if seq == self.seq {
            Asked::Next
        } else {
            Asked::Stale
        }
    }

    /// Goes on to the next document, which answers this.
    pub(crate) fn go_on(&mut self, dialogue: Dialogue, event: Event, keyed: &str, document: Bytes) {
        self.seq += 1;
        self.document = document;
        self.last = Some((event, SecretString::from(keyed)));
        self.dialogue = dialogue;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_answer_can_be_repeated() {
        let (dialogue, _) = Dialogue::begin();
        let mut call = Call::new("00".to_owned(), dialogue.clone());
        assert_eq!(call.asked(1, Event::Input, "1"), Asked::Next);
        assert_eq!(call.asked(0, Event::Input, ""), Asked::Stale);
        call.go_on(dialogue, Event::Input, "1", Bytes::new());
        let cases = [
            (1, Event::Input, "1", Asked::Again),
            (1, Event::Input, "2", Asked::Stale),
            (1, Event::NoInput, "1", Asked::Stale),
            (2, Event::Input, "1", Asked::Next),
            (0, Event::Input, "1", Asked::Stale),
            (3, Event::Input, "1", Asked::Stale),
            (u32::MAX, Event::Input, "1", Asked::Stale),
        ];
        for (seq, event, keyed, expected) in cases {
            assert_eq!(call.asked(seq, event, keyed), expected, "{seq} {keyed}");
        }
        call.is_hung_up = true;
        assert_eq!(call.asked(2, Event::Input, "1"), Asked::Over);
    }
}
