//! A document of the telephone (VoiceXML 2.1), as a voice platform reads it.

use sac_xml::{Element, decode};

use super::scan::read_tree;

/// A document of a call: what is said, and where the answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceDocument {
    /// Where the call stands: the meta `sac-state`.
    pub state: String,
    /// How the call stands: `continue`, `accepted`, `refused` or `ended`.
    pub outcome: String,
    /// The number that was assigned.
    pub number: Option<String>,
    /// The rules that were broken.
    pub rules: Vec<String>,
    /// The name of the call.
    pub call: String,
    /// The number of the document, from 1.
    pub seq: String,
    /// What is said.
    pub prompt: String,
    /// The path that an answer is posted to.
    pub next: String,
    /// Whether the call is over with it.
    pub is_last: bool,
}

/// What is no such document, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no document of the telephone: {0}")]
pub struct NoVoiceDocument(pub String);

impl VoiceDocument {
    /// Reads a document.
    ///
    /// # Errors
    /// What is missing.
    pub fn read(bytes: &[u8]) -> Result<Self, NoVoiceDocument> {
        let unread = |error: &dyn std::fmt::Display| NoVoiceDocument(error.to_string());
        let document = decode(bytes, None).map_err(|error| unread(&error))?;
        let tree = read_tree(&document).map_err(|error| unread(&error))?;
        let root = tree.root().ok_or_else(|| NoVoiceDocument("it is empty".to_owned()))?;
        let missing = |what: &str| NoVoiceDocument(format!("{what} is missing"));
        let meta =
            |name: &str| named(&root, "meta", name).and_then(|meta| meta.attribute("content")).map(str::to_owned);
        let var = |name: &str| {
            let expr = named(&root, "var", name)?.attribute("expr")?;
            Some(expr.trim_matches('\'').to_owned())
        };
        let form = root.child("form").ok_or_else(|| missing("the form"))?;
        let (part, is_last) = match (form.child("field"), form.child("block")) {
            (Some(field), _) => (field, false),
            (None, Some(block)) => (block, true),
            (None, None) => return Err(missing("what is said")),
        };
        let submit = root.child("catch").and_then(|catch| catch.child("submit"));
        Ok(Self {
            state: meta("sac-state").ok_or_else(|| missing("sac-state"))?,
            outcome: meta("sac-outcome").ok_or_else(|| missing("sac-outcome"))?,
            number: meta("sac-number"),
            rules: meta("sac-rules")
                .map(|rules| rules.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
            call: var("call").ok_or_else(|| missing("call"))?,
            seq: var("seq").ok_or_else(|| missing("seq"))?,
            prompt: part.text_of("prompt").ok_or_else(|| missing("the prompt"))?.to_owned(),
            next: submit
                .and_then(|submit| submit.attribute("next"))
                .ok_or_else(|| missing("where the answer goes"))?
                .to_owned(),
            is_last,
        })
    }

    /// The body of an answer to it: `input`, `noinput`, `nomatch` or `hangup`, and what was keyed.
    #[must_use]
    pub fn answer(&self, event: &str, keyed: &str) -> String {
        let Self { call, seq, .. } = self;
        let keyed: String = keyed
            .bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect();
        format!("call={call}&seq={seq}&event={event}&input={keyed}")
    }
}

/// The first child of this name whose attribute `name` is `wanted`.
fn named<'t, 'a>(root: &Element<'t, 'a>, local: &str, wanted: &str) -> Option<Element<'t, 'a>> {
    root.children().find(|child| child.local() == local && child.attribute("name") == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "<vxml version=\"2.1\" xmlns=\"http://www.w3.org/2001/vxml\" xml:lang=\"it-IT\">\
        <meta name=\"sac-state\" content=\"OK\"/><meta name=\"sac-outcome\" content=\"accepted\"/>\
        <meta name=\"sac-number\" content=\"422971635\"/>\
        <var name=\"call\" expr=\"'0f'\"/><var name=\"seq\" expr=\"'3'\"/>\
        <catch event=\"x\"><assign name=\"event\" expr=\"'hangup'\"/><submit next=\"/phone/next\"/></catch>\
        <form id=\"OK\"><field name=\"input\"><prompt>D'Amico &amp; figli</prompt></field></form></vxml>";

    #[test]
    fn a_document_is_read_and_answered() {
        let document = VoiceDocument::read(DOCUMENT.as_bytes()).unwrap();
        assert_eq!((document.state.as_str(), document.number.as_deref()), ("OK", Some("422971635")));
        assert_eq!((document.prompt.as_str(), document.next.as_str()), ("D'Amico & figli", "/phone/next"));
        assert!(!document.is_last && document.rules.is_empty());
        assert_eq!(document.answer("input", "487*1"), "call=0f&seq=3&event=input&input=487%2A1");
    }

    #[test]
    fn what_is_missing_is_named() {
        for part in ["sac-state", "sac-outcome", "name=\"call\"", "name=\"seq\"", "<prompt>", "<submit"] {
            let other =
                part.replace("sac-", "x-").replace("name=", "id=").replace("prompt", "audio").replace("submit", "x");
            let bad = DOCUMENT
                .replacen(part, &other, 1)
                .replace("</prompt>", if other == "<audio>" { "</audio>" } else { "</prompt>" });
            assert!(VoiceDocument::read(bad.as_bytes()).is_err(), "{part}");
        }
        assert!(VoiceDocument::read(b"").is_err() && VoiceDocument::read(b"<vxml/>").is_err());
    }
}
