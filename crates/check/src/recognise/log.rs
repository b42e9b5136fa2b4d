//! A log, or another text, with envelopes in it.

use super::other::{MOST, Other};
use sac_diagnostic::Text;

/// So much has to stand before the first envelope: less is a mistake in the message itself.
const LEAST: usize = 8;
/// A `<` that was written as text.
const ESCAPED: &str = "&lt;";
/// The longest name of an envelope's tag that is looked for.
const LONGEST_TAG: usize = 64;

pub(super) fn recognise(text: &str) -> Option<Other> {
    let start = text.trim_start();
    let is_escaped = start.starts_with(ESCAPED);
    let before = start.find('<').unwrap_or(start.len()).min(start.find(ESCAPED).unwrap_or(start.len()));
    let lead = start.get(..before).unwrap_or_default();
    if !is_escaped && lead.chars().filter(char::is_ascii_graphic).count() < LEAST {
        return None;
    }
    let mut parts = envelopes(text);
    if parts.is_empty() && text.contains(ESCAPED) {
        let unescaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        parts = envelopes(&unescaped);
    }
    (!parts.is_empty()).then(|| {
        Other::record(
            Text::new(
                "un testo, per esempio un log, con buste SOAP dentro",
                "a text, a log for example, with SOAP envelopes in it",
            ),
            Text::new(
                "Le buste sono controllate una per una, come sono scritte nel testo; il resto è tralasciato.",
                "The envelopes are checked one by one, as they are written in the text; the rest is passed over.",
            ),
            parts,
        )
    })
}

/// The envelopes of a text, each from its start tag to its end tag.
fn envelopes(text: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() <= MOST {
        let Some((start, name)) = next_start(text, at) else { break };
        let closing = format!("</{name}>");
        let Some(end) = text.get(start..).and_then(|rest| rest.find(&closing)) else { break };
        let end = start + end + closing.len();
        found.extend(text.get(start..end).map(|envelope| envelope.as_bytes().to_vec()));
        at = end;
    }
    found
}

/// Where the next start tag of an envelope is, and its name.
fn next_start(text: &str, from: usize) -> Option<(usize, &str)> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find('<')?;
        let rest = text.get(start + 1..)?;
        let end = rest.find(|c: char| c == '>' || c == '/' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| name.len() <= LONGEST_TAG);
        if let Some(name) = name.filter(|name| name.rsplit(':').next() == Some("Envelope")) {
            return Some((start, name));
        }
        at = start + 1;
    }
}
