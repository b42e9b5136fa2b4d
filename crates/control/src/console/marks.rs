//! What was found in a request, at the token where it was found.

use super::language::Lang;
use super::tokens::{Kind, Token, paths};
use crate::api::exchange::FindingShown;

/// Something that was found at a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) token: usize,
    /// The code of a finding, or the number of a refusal.
    pub(super) code: String,
    pub(super) text: String,
    /// The language of the text, where it is not the page's.
    pub(super) is_italian: bool,
}

/// The marks of a request: of its findings, and of the refusals in its answer.
pub(super) fn marks(lang: Lang, findings: &[FindingShown], request: &[Token<'_>], response: &[Token<'_>]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = findings.iter().filter_map(|finding| of_finding(lang, finding, request)).collect();
    let places = paths(request);
    for refusal in refusals(response) {
        // `sezioneErrata` is the end of a path; the deepest element that it names is meant.
        let section = refusal.section.trim_matches('/');
        let is_meant = |path: &str| path == section || path.ends_with(&format!("/{section}"));
        if let Some((token, _)) = places.iter().find(|(_, path)| !section.is_empty() && is_meant(path)) {
            marks.push(Mark { token: *token, code: refusal.number, text: refusal.text, is_italian: true });
        }
    }
    marks
}

fn of_finding(lang: Lang, finding: &FindingShown, request: &[Token<'_>]) -> Option<Mark> {
    let place = (finding.line?, finding.column.unwrap_or(1));
    let token = request.iter().rposition(|token| (token.line, token.column) <= place)?;
    let text = lang.of(&finding.message.it, &finding.message.en).to_owned();
    Some(Mark { token, code: finding.code.clone(), text, is_italian: false })
}

#[derive(Default)]
struct Refusal {
    number: String,
    text: String,
    section: String,
}

/// The `errore` elements of an answer.
fn refusals(response: &[Token<'_>]) -> Vec<Refusal> {
    let mut found: Vec<Refusal> = Vec::new();
    for (at, token) in response.iter().enumerate().filter(|(_, token)| token.kind == Kind::Open) {
        let text = || response.get(at + 1).filter(|next| next.kind == Kind::Text).map_or("", |next| next.text.trim());
        match (token.name(), found.last_mut()) {
            ("errore", _) => found.push(Refusal::default()),
            ("tipoErrore", Some(last)) => last.number = plain(text()),
            ("descrizione", Some(last)) => last.text = plain(text()),
            ("sezioneErrata", Some(last)) => last.section = plain(text()),
            _ => {}
        }
    }
    found
}

/// The text without the references of XML.
fn plain(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (reference, plain)| text.replace(reference, plain))
}
