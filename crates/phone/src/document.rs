//! A document of the dialogue, in VoiceXML 2.1.

use std::fmt::Write as _;

use crate::format::Format;
use crate::state::State;

/// How the call stands after a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It goes on.
    Continue,
    /// Something was accepted.
    Accepted,
    /// Something was refused, or not wanted after all.
    Refused,
    /// It is over.
    Ended,
}

/// What is said, and what may be keyed then.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Where the call stands now.
    pub(crate) state: State,
    /// How it went.
    pub(crate) outcome: Outcome,
    /// The number that was assigned.
    pub(crate) number: Option<u32>,
    /// The rules that were broken.
    pub(crate) rules: Vec<String>,
    /// The numbers of these refusals.
    pub(crate) codes: Vec<String>,
    /// What is spoken.
    pub(crate) prompt: String,
    /// What may be keyed.
    pub(crate) format: Format,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }
}

impl Document {
    /// The document of this call with this number, whose answer goes to `next`.
    pub(crate) fn render(&self, call: &str, seq: u32, next: &str) -> String {
        let Self { state, outcome, number, rules, prompt, format, .. } = self;
        let (state, next, prompt) = (state.name(), escaped(next), escaped(prompt));
        let mut meta = format!(
            " <meta name=\"sac-state\" content=\"{state}\"/><meta name=\"sac-outcome\" content=\"{}\"/>",
            outcome.name()
        );
        if let Some(number) = number {
            let _ = write!(meta, "<meta name=\"sac-number\" content=\"{number:09}\"/>");
        }
        if !rules.is_empty() {
            let _ = write!(meta, "<meta name=\"sac-rules\" content=\"{}\"/>", escaped(&rules.join(" ")));
        }
        let submit = |names: &str| format!("<submit next=\"{next}\" method=\"post\" namelist=\"{names}\"/>");
        let event = |name: &str| format!("<assign name=\"event\" expr=\"'{name}'\"/>{}", submit("call seq event"));
        let body = if self.state.is_end() {
            format!("<block><prompt>{prompt}</prompt><disconnect/></block>")
        } else {
            let grammar = format.grammar();
            format!(
                "<field name=\"input\"><grammar mode=\"dtmf\" version=\"1.0\" root=\"r\" \
                 xmlns=\"http://www.w3.org/2001/06/grammar\"><rule id=\"r\">{grammar}</rule></grammar>\n   \
                 <prompt bargein=\"true\">{prompt}</prompt>\n   <noinput>{}</noinput>\n   <nomatch>{}</nomatch>\n   \
                 <filled>{}</filled></field>",
                event("noinput"),
                event("nomatch"),
                submit("call seq event input")
            )
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <vxml version=\"2.1\" xmlns=\"http://www.w3.org/2001/vxml\" xml:lang=\"it-IT\">\n{meta}\n \
             <var name=\"call\" expr=\"'{call}'\"/><var name=\"seq\" expr=\"'{seq}'\"/>\
             <var name=\"event\" expr=\"'input'\"/>\n \
             <property name=\"inputmodes\" value=\"dtmf\"/><property name=\"timeout\" value=\"8s\"/>\
             <property name=\"interdigittimeout\" value=\"4s\"/><property name=\"termchar\" value=\"#\"/>\n \
             <catch event=\"connection.disconnect.hangup\">{}</catch>\n <form id=\"{state}\">\n  {body}</form></vxml>\n",
            event("hangup")
        )
    }
}

/// Text as it may stand in an element and in an attribute. What XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let document = Document {
            state: State::Menu,
            outcome: Outcome::Refused,
            number: None,
            rules: vec!["a\"b".to_owned(), "c".to_owned()],
            codes: Vec::new(),
            prompt: "</prompt><exit/>&amp;\u{0}\"'".to_owned(),
            format: Format::Choice("0"),
        };
        let text = document.render("00", 1, "/phone/next");
        assert!(text.contains("&lt;/prompt&gt;&lt;exit/&gt;&amp;amp;&quot;'</prompt>"), "{text}");
        assert!(text.contains("content=\"a&quot;b c\""), "{text}");
    }
}
