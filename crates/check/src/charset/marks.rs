//! A byte order mark where a document cannot have one.

use super::suspicious::MARKS;
use crate::issue::{Issue, IssueCode, Severity};
use sac_diagnostic::{Code, Place, Text};
use sac_xml::Document;

/// The errors of `found` that a byte order mark inside the text brings about become one, on the
/// mark. `check` gives what is found without the marks.
pub(crate) fn blame_marks(
    doubts: &mut [Issue],
    found: Vec<Issue>,
    text: &str,
    check: impl FnOnce(&Document<'_>) -> Vec<Issue>,
) -> Vec<Issue> {
    let is_error = |issue: &Issue| issue.severity == Severity::Error;
    let mark = doubts.iter_mut().find(|issue| issue.code == IssueCode::Code(Code::CHARSET_STRAY_BOM));
    let Some(mark) = mark.filter(|_| found.iter().any(is_error)) else { return found };
    let text = MARKS.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""));
    let remaining = check(&Document::from_text(&text));
    let at = |issue: &Issue| issue.place.as_ref().map(|place| place.xpath.clone());
    let remains = |issue: &Issue| remaining.iter().any(|other| other.code == issue.code && at(other) == at(issue));
    let (kept, blamed): (Vec<_>, Vec<_>) = found.into_iter().partition(|issue| !is_error(issue) || remains(issue));
    if let Some(first) = blamed.first() {
        let code = first.code.as_str();
        let is_later = |place: &&Place| mark.place.as_ref().is_none_or(|own| own.offset < place.offset);
        if let Some(place) = first.place.as_ref().filter(is_later) {
            mark.place = Some(place.clone());
            mark.length = Some(1);
        }
        mark.severity = Severity::Error;
        mark.message = mark
            .clone()
            .because(&Text::new(
                format!("Per questo il messaggio è rifiutato ({code})."),
                format!("That is why the message is refused ({code})."),
            ))
            .message;
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::{Checker, Severity};

    /// What is found in a message, errors with an exclamation mark.
    fn found(message: &str) -> Vec<String> {
        let reports = Checker::new("2026-03-02".parse().unwrap()).check_bytes("a.xml", message.as_bytes());
        let shown = |issue: &crate::Issue| {
            let mark = if issue.severity == Severity::Error { "!" } else { "" };
            let offset = issue.place.as_ref().map_or(0, |place| place.offset);
            format!("{}{mark}@{offset}", issue.code.as_str())
        };
        reports.iter().flat_map(|report| &report.issues).map(shown).collect()
    }

    #[test]
    fn one_fault_is_one_finding_wherever_the_mark_stands() {
        let declaration = "<?xml version=\"1.0\"?>";
        let good = format!("{declaration}{}", include_str!("../../../../fixtures/ok/InviaMalattia/cinque-giorni.xml"));
        let at = |place: &str| good.find(place).unwrap();
        for (place, error) in [
            (0, true),
            (declaration.len(), true),
            (at("<medico>"), true),
            (good.len(), true),
            (at("00184<"), true),
            (at("Via Nazionale"), false),
        ] {
            let (before, after) = good.split_at(place);
            let message = format!("{}{before}\u{FEFF}{after}", if place == 0 { "\u{FEFF}" } else { "" });
            let mut told = found(&message);
            told.retain(|told| !told.starts_with("SAC-CHECK-CLEAR") && !told.starts_with("SAC-CHARSET-BOM"));
            let offset = if place == 0 { 3 } else { place };
            let mark = if error { "!" } else { "" };
            assert_eq!(told, [format!("SAC-CHARSET-STRAY-BOM{mark}@{offset}")], "{place}");
        }
        let both = good.replace("<medico>", "\u{FEFF}<medico>").replace("00184<", "184<");
        let told = found(&both);
        assert!(told.iter().any(|told| told.starts_with("SAC-CHARSET-STRAY-BOM!")), "{told:?}");
        assert!(told.iter().any(|told| told.starts_with("SAC-XSD-PATTERN!")), "{told:?}");
        let later =
            good.replace("Via Nazionale", "Via \u{FEFF}Nazionale").replace("</malattia>", "\u{FEFF}</malattia>");
        let told = found(&later);
        assert!(told.contains(&format!("SAC-CHARSET-STRAY-BOM!@{}", later.find("\u{FEFF}</").unwrap())), "{told:?}");
    }
}
