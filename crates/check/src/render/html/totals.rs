//! What the page begins with: how it ended, in figures, and which findings are the most frequent.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::markup::escape;
use super::super::words;
use super::both::{both, text, word};
use crate::{Summary, Verdict};

/// The outcome as a sentence, the figures, and the bar below them.
pub(super) fn totals(page: &mut String, summary: &Summary) {
    let Summary { messages, conformant, not_conformant, unchecked, errors, warnings, verdict, .. } = summary;
    let _ = writeln!(page, "<section class=\"totals {}\">\n<h2>{}</h2>\n<dl>", verdict.name(), outcome(summary));
    let figures = [
        ("", messages, "messaggi", "messages"),
        (Verdict::Conformant.name(), conformant, "conformi", "conformant"),
        (Verdict::NotConformant.name(), not_conformant, "non conformi", "not conformant"),
        (Verdict::Unchecked.name(), unchecked, "non controllati", "not checked"),
        ("", errors, "errori", "errors"),
        ("", warnings, "avvisi", "warnings"),
    ];
    for (group, figure, it, en) in figures {
        let name = both(it, en);
        let _ = if group.is_empty() || *figure == 0 {
            writeln!(page, "<div><dt>{name}</dt><dd>{figure}</dd></div>")
        } else {
            writeln!(page, "<div class=\"{group}\"><dt><a href=\"#{group}\">{name}</a></dt><dd>{figure}</dd></div>")
        };
    }
    page.push_str("</dl>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (group, part, ..) in &figures[1..4] {
        if **part > 0 {
            let _ = write!(page, "<span class=\"{group}\" style=\"flex-grow:{part}\"></span>");
        }
    }
    page.push_str("</div>\n</section>\n");
}

fn outcome(summary: &Summary) -> String {
    let all = summary.messages;
    match (summary.verdict, summary.not_conformant, summary.unchecked) {
        (Verdict::Conformant, ..) if all == 1 => both("Il messaggio è conforme.", "The message conforms."),
        (Verdict::Conformant, ..) => both("Tutti i messaggi sono conformi.", "All messages conform."),
        (Verdict::NotConformant, ..) if all == 1 => {
            both("Il messaggio non è conforme.", "The message does not conform.")
        }
        (Verdict::NotConformant, 1, _) => {
            both(&format!("1 messaggio su {all} non è conforme."), &format!("1 message of {all} does not conform."))
        }
        (Verdict::NotConformant, some, _) => both(
            &format!("{some} messaggi su {all} non sono conformi."),
            &format!("{some} messages of {all} do not conform."),
        ),
        (Verdict::Unchecked, ..) if all == 1 => {
            both("Il messaggio non si è potuto controllare.", "The message could not be checked.")
        }
        (Verdict::Unchecked, _, 1) => both(
            &format!("1 messaggio su {all} non si è potuto controllare: l'esito non è definitivo."),
            &format!("1 message of {all} could not be checked: the outcome is not final."),
        ),
        (Verdict::Unchecked, _, some) => both(
            &format!("{some} messaggi su {all} non si sono potuti controllare: l'esito non è definitivo."),
            &format!("{some} messages of {all} could not be checked: the outcome is not final."),
        ),
    }
}

/// The findings by frequency; those of the codes in `shown` lead to the first of them.
pub(super) fn frequent(page: &mut String, summary: &Summary, shown: &BTreeSet<&str>) {
    let codes = summary.by_frequency();
    if codes.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<section>\n<h2>{}</h2>\n<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
        both("Segnalazioni più frequenti", "Most frequent findings"),
        both("segnalazione e rimedio", "finding and cure"),
        both("volte", "times"),
        both("messaggi", "messages"),
    );
    for (code, times, messages) in codes {
        let severity = summary.severity(code);
        let name = escape(code.as_str());
        let name = if shown.contains(code.as_str()) { format!("<a href=\"#{name}\">{name}</a>") } else { name };
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\"><span class=\"chip {severity}\">{}</span> <code>{name}</code>\
             <p>{}</p><p class=\"soft\">{}</p></th>\
             <td>{times}</td><td>{messages}</td></tr>",
            word(|language| words::severity(severity, language)),
            text(&code.title()),
            text(&code.cure()),
            severity = severity.name(),
        );
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}
