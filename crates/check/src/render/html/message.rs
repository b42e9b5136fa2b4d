//! One message of the page, with its findings and their marked places.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::markup::escape;
use super::super::words;
use super::both::{both, counted, text, word};
use crate::{Excerpt, Issue, Kind, Report, Severity};

/// Adds a message. The first finding of each code gets the code for an anchor, and is noted in
/// `codes`.
pub(super) fn message(page: &mut String, report: &Report, unfolded: bool, codes: &mut BTreeSet<&'static str>) {
    let open = if unfolded { " open" } else { "" };
    let _ = writeln!(
        page,
        "<details class=\"message\"{open}>\n<summary><h3>{}</h3> {}</summary>",
        name(report),
        facts(report)
    );
    for issue in &report.issues {
        finding(page, issue, codes.insert(issue.code.as_str()));
    }
    page.push_str("</details>\n");
}

/// The name of a message's file, its folder less loud.
pub(super) fn name(report: &Report) -> String {
    let title = report.title();
    let (folder, file) = title.split_at(title.rfind(['/', '\\']).map_or(0, |end| end + 1));
    let folder = if folder.is_empty() { String::new() } else { format!("<small>{}</small>", escape(folder)) };
    format!("<code>{folder}{}</code>", escape(file))
}

fn facts(report: &Report) -> String {
    let mut facts = String::new();
    let counts = [
        (Severity::Unchecked, ["non controllato", "non controllati"], ["not checked", "not checked"]),
        (Severity::Error, ["errore", "errori"], ["error", "errors"]),
        (Severity::Warning, ["avviso", "avvisi"], ["warning", "warnings"]),
    ];
    for (severity, it, en) in counts {
        let count = report.count(severity);
        if count > 0 {
            let _ = write!(facts, "<span class=\"chip {}\">{}</span> ", severity.name(), counted(count, it, en));
        }
    }
    let mut details = Vec::new();
    if report.kind != Kind::Unknown {
        details.push(escape(report.kind.name()));
    }
    details.extend(report.charset.map(|charset| charset.name().to_owned()));
    if report.bytes > 0 {
        details.push(counted(report.bytes, ["byte", "byte"], ["byte", "bytes"]));
    }
    if report.unpacked {
        details.push(both("righe del corpo decodificato", "lines of the unpacked body"));
    }
    let _ = write!(facts, "<small>{}</small>", details.join(" · "));
    facts
}

fn finding(page: &mut String, issue: &Issue, is_first: bool) {
    let severity = issue.severity;
    let code = escape(issue.code.as_str());
    let anchor = if is_first { format!(" id=\"{code}\"") } else { String::new() };
    let _ = writeln!(
        page,
        "<article{anchor}>\n<h4><span class=\"chip {}\">{}</span> <code>{code}</code></h4>\n<p>{}</p>",
        severity.name(),
        word(|language| words::severity(severity, language)),
        text(&issue.message),
    );
    if let (Some(excerpt), Some(place)) = (&issue.excerpt, &issue.place) {
        marked(page, excerpt, place.line, severity);
    }
    page.push_str("<dl>\n");
    let mut fact = |it: &str, en: &str, content: &str| {
        if !content.is_empty() {
            let _ = writeln!(page, "<dt>{}</dt><dd>{content}</dd>", both(it, en));
        }
    };
    fact("rimedio", "cure", &text(&issue.hint));
    // Most sentences name what they found and what was allowed.
    let is_told = |words: &str| issue.message.it.contains(words);
    if let Some(allowed) = issue.allowed.as_ref().filter(|allowed| !is_told(&allowed.it)) {
        fact("ammesso", "allowed", &text(allowed));
    }
    if let Some(value) = issue.value.as_deref().filter(|value| !is_told(value)) {
        fact("valore", "value", &format!("<code>{}</code>", escape(value)));
    }
    for reading in &issue.readings {
        let (charset, text) = (reading.charset, escape(&reading.text));
        fact(&format!("in {charset}"), &format!("as {charset}"), &format!("«{text}»"));
    }
    if let Some(place) = &issue.place {
        let (line, column, offset) = (place.line, place.column, place.offset);
        let it = format!("riga {line}, colonna {column}, byte {offset}");
        let en = format!("line {line}, column {column}, byte {offset}");
        let path =
            if place.xpath.is_empty() { String::new() } else { format!("<br><code>{}</code>", escape(&place.xpath)) };
        fact("dove", "where", &format!("{}{path}", both(&it, &en)));
    }
    let (provenance, _) = issue.code.authority();
    let authority = word(|language| words::provenance(provenance, language));
    fact("fonte", "source", &format!("{authority}, {}", text(&issue.code.source())));
    page.push_str("</dl>\n</article>\n");
}

fn marked(page: &mut String, excerpt: &Excerpt, line: u32, severity: Severity) {
    let mark = if excerpt.marked.is_empty() { "▸" } else { &excerpt.marked };
    let marked = format!(
        "{}<mark class=\"{}\">{}</mark>{}",
        escape(&excerpt.before),
        severity.name(),
        escape(mark),
        escape(&excerpt.after)
    );
    let above = excerpt.above.as_deref().map(|above| (line.saturating_sub(1), escape(above)));
    let below = excerpt.below.as_deref().map(|below| (line.saturating_add(1), escape(below)));
    page.push_str("<pre>");
    for (number, content) in above.into_iter().chain([(line, marked)]).chain(below) {
        let _ = writeln!(page, "<i>{number}</i><span>{content}</span>");
    }
    page.push_str("</pre>\n");
}
