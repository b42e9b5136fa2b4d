//! One page to hand to whoever has to mend the messages: self-contained, in both languages,
//! without a script, a font or an image from elsewhere.

use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::NaiveDate;

use super::Renderer;
use super::markup::escape;
use super::words::{self, pick};
use crate::check::{Excerpt, Issue, Report, Severity, Summary, Verdict};
use crate::diagnostic::{Language, Text};

const STYLE: &str = include_str!("report.css");
/// Messages with findings that are shown one by one.
const SHOWN: usize = 500;
/// Messages that are shown unfolded.
const UNFOLDED: usize = 10;
/// Conformant messages whose names are listed.
const NAMED: usize = 2000;

/// Writes reports as a page.
pub struct Html<W> {
    out: W,
    language: Language,
    today: NaiveDate,
    /// The messages with findings, by verdict, held back until the totals are known.
    messages: [String; 3],
    shown: usize,
    unfolded: usize,
    unshown: usize,
    conformant: String,
    named: usize,
}

impl<W: Write> Html<W> {
    /// A renderer to `out`; the page begins in `language` and says that dates were judged as
    /// of `today`.
    pub fn new(out: W, language: Language, today: NaiveDate) -> Self {
        Self {
            out,
            language,
            today,
            messages: Default::default(),
            shown: 0,
            unfolded: 0,
            unshown: 0,
            conformant: String::new(),
            named: 0,
        }
    }
}

impl<W: Write> Renderer for Html<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        if report.verdict == Verdict::Conformant {
            self.named += 1;
            if self.named <= NAMED {
                let kind = escape(report.kind.name());
                let _ = writeln!(
                    self.conformant,
                    "<li><code>{}</code> <small>{kind}</small></li>",
                    escape(&report.title())
                );
            }
        }
        if report.issues.is_empty() {
            return Ok(());
        }
        if self.shown == SHOWN {
            self.unshown += 1;
            return Ok(());
        }
        self.shown += 1;
        let unfold = report.verdict != Verdict::Conformant && self.unfolded < UNFOLDED;
        self.unfolded += usize::from(unfold);
        let [conformant, not_conformant, unchecked] = &mut self.messages;
        let page = match report.verdict {
            Verdict::Conformant => conformant,
            Verdict::NotConformant => not_conformant,
            Verdict::Unchecked => unchecked,
        };
        write_message(page, report, unfold);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let page = self.page(summary);
        self.out.write_all(page.as_bytes())?;
        self.out.flush()
    }
}

impl<W> Html<W> {
    fn page(&self, summary: &Summary) -> String {
        let mut page = String::new();
        let (lang, it, en) = match self.language {
            Language::It => ("it", " checked", ""),
            Language::En => ("en", "", " checked"),
        };
        let title = pick(self.language, "Controllo dei messaggi SAC", "Check of SAC messages");
        let _ = write!(
            page,
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"generator\" content=\"sac check {version}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{heading}</h1>\n<fieldset class=\"languages\">\
             <label><input type=\"radio\" name=\"language\" id=\"it\"{it}> Italiano</label>\
             <label><input type=\"radio\" name=\"language\" id=\"en\"{en}> English</label></fieldset>\n</header>\n<main>\n",
            version = env!("CARGO_PKG_VERSION"),
            heading = both("Controllo dei messaggi SAC", "Check of SAC messages"),
        );
        totals(&mut page, summary);
        frequent(&mut page, summary);
        self.details(&mut page);
        let _ = write!(
            page,
            "</main>\n<footer>\n<p>{}</p>\n<p>{}</p>\n<p>sac check {}</p>\n</footer>\n</body>\n</html>\n",
            both(
                "Ogni segnalazione dice da dove viene la richiesta: <b>specifica</b> (decreto, schema pubblicato, risposte ufficiali), <b>osservato</b> (servizi e programmi reali), <b>ipotesi</b> (nessuna fonte nota).",
                "Each finding says where the demand comes from: <b>specification</b> (decree, published schema, official answers), <b>observed</b> (real services and programs), <b>assumed</b> (no known source).",
            ),
            both(
                &format!(
                    "Le date sono giudicate al {}. Il controllo non sa ciò che sa solo il servizio: chi è registrato, quali certificati esistono.",
                    self.today.format("%d/%m/%Y")
                ),
                &format!(
                    "Dates are judged as of {}. The check does not know what only the service knows: who is registered, which certificates exist.",
                    self.today
                ),
            ),
            env!("CARGO_PKG_VERSION"),
        );
        page
    }

    fn details(&self, page: &mut String) {
        if self.shown > 0 {
            let _ = writeln!(page, "<section>\n<h2>{}</h2>", both("Messaggio per messaggio", "Message by message"));
            self.messages.iter().rev().for_each(|messages| page.push_str(messages));
            if self.unshown > 0 {
                let unshown = self.unshown;
                let _ = writeln!(
                    page,
                    "<p class=\"more\">{}</p>",
                    both(
                        &format!(
                            "Altri {unshown} messaggi con segnalazioni non sono mostrati qui (li dà --format json); i totali li comprendono."
                        ),
                        &format!(
                            "{unshown} more messages with findings are not shown here (--format json gives them); the totals include them."
                        ),
                    )
                );
            }
            page.push_str("</section>\n");
        }
        if self.named > 0 {
            let more = self.named.saturating_sub(NAMED);
            let _ = writeln!(
                page,
                "<section>\n<h2>{}</h2>\n<details class=\"list\"><summary>{}</summary>\n<ul>\n{}</ul>{}</details>\n</section>",
                both("Messaggi conformi", "Conformant messages"),
                self.named,
                self.conformant,
                if more > 0 { format!("<p class=\"more\">+ {more}</p>") } else { String::new() },
            );
        }
    }
}

/// The figures, and the bar below them.
fn totals(page: &mut String, summary: &Summary) {
    let Summary { messages, conformant, not_conformant, unchecked, errors, warnings, verdict, .. } = summary;
    let sentence = match verdict {
        Verdict::Conformant => both("Tutti i messaggi sono conformi.", "All messages conform."),
        Verdict::NotConformant => both("Alcuni messaggi non sono conformi.", "Some messages do not conform."),
        Verdict::Unchecked => both(
            "Non tutto si è potuto controllare: l'esito non è definitivo.",
            "Not everything could be checked: the outcome is not final.",
        ),
    };
    let _ = writeln!(page, "<section class=\"totals {}\">\n<p class=\"verdict\">{sentence}</p>\n<dl>", verdict.name());
    let figures = [
        ("", messages, "messaggi", "messages"),
        ("conformant", conformant, "conformi", "conformant"),
        ("not-conformant", not_conformant, "non conformi", "not conformant"),
        ("unchecked", unchecked, "non controllati", "not checked"),
        ("", errors, "errori", "errors"),
        ("", warnings, "avvisi", "warnings"),
    ];
    for (class, figure, it, en) in figures {
        let class = if *figure == 0 { "" } else { class };
        let _ = writeln!(page, "<div class=\"{class}\"><dt>{}</dt><dd>{figure}</dd></div>", both(it, en));
    }
    page.push_str("</dl>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (class, part) in [("conformant", conformant), ("not-conformant", not_conformant), ("unchecked", unchecked)] {
        if *part > 0 {
            let _ = write!(page, "<span class=\"{class}\" style=\"flex-grow:{part}\"></span>");
        }
    }
    page.push_str("</div>\n</section>\n");
}

/// The findings by frequency.
fn frequent(page: &mut String, summary: &Summary) {
    let codes = summary.by_frequency();
    let Some(most) = codes.iter().map(|(_, times, _)| *times).max() else { return };
    let _ = writeln!(
        page,
        "<section>\n<h2>{}</h2>\n<table class=\"frequent\">\n<thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>",
        both("Segnalazioni più frequenti", "Most frequent findings"),
        both("codice", "code"),
        both("che cosa", "what"),
        both("volte", "times"),
        both("messaggi", "messages"),
    );
    for (code, times, messages) in codes {
        let percent = 100 * times / most.max(1);
        let title = code.title();
        let cure = code.cure();
        let _ = writeln!(
            page,
            "<tr class=\"{}\"><td><code>{}</code></td><td>{}<br><small>{}</small></td>\
             <td class=\"count\"><span style=\"width:{percent}%\"></span><b>{times}</b></td><td class=\"count\"><b>{messages}</b></td></tr>",
            code.severity().name(),
            escape(code.as_str()),
            in_both(&title),
            in_both(&cure),
        );
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_message(page: &mut String, report: &Report, unfolded: bool) {
    let open = if unfolded { " open" } else { "" };
    let verdict = report.verdict;
    let mut facts = vec![escape(report.kind.name())];
    facts.extend(report.charset.map(|charset| charset.name().to_owned()));
    facts.push(format!("{} byte", report.bytes));
    if report.unpacked {
        facts.push(both("righe del corpo decodificato", "lines of the unpacked body"));
    }
    let _ = writeln!(
        page,
        "<details class=\"message {}\"{open}>\n<summary><span class=\"chip {}\">{}</span> <code>{}</code> <small>{}</small></summary>",
        verdict.name(),
        verdict.name(),
        in_both_words(|language| words::verdict(verdict, language)),
        escape(&report.title()),
        facts.join(" · "),
    );
    for issue in &report.issues {
        write_issue(page, issue);
    }
    page.push_str("</details>\n");
}

fn write_issue(page: &mut String, issue: &Issue) {
    let severity = issue.severity;
    let _ = writeln!(
        page,
        "<article class=\"{}\">\n<h3><span class=\"chip {}\">{}</span> <code>{}</code></h3>\n<p>{}</p>",
        severity.name(),
        severity.name(),
        in_both_words(|language| words::severity(severity, language)),
        escape(issue.code.as_str()),
        in_both(&issue.message),
    );
    if let (Some(excerpt), Some(place)) = (&issue.excerpt, &issue.place) {
        write_excerpt(page, excerpt, place.line, severity);
    }
    page.push_str("<dl>\n");
    let mut fact = |it: &str, en: &str, content: &str| {
        if !content.is_empty() {
            let _ = writeln!(page, "<dt>{}</dt><dd>{content}</dd>", both(it, en));
        }
    };
    fact("rimedio", "cure", &in_both(&issue.hint));
    fact("ammesso", "allowed", &issue.allowed.as_ref().map(in_both).unwrap_or_default());
    let value = issue.value.as_deref().map(|value| format!("<code>{}</code>", escape(value)));
    fact("valore", "value", &value.unwrap_or_default());
    for reading in &issue.readings {
        let name = format!("in {}", reading.charset);
        fact(&name, &format!("as {}", reading.charset), &format!("«{}»", escape(&reading.text)));
    }
    if let Some(place) = &issue.place {
        let (line, column, offset) = (place.line, place.column, place.offset);
        let it = format!("riga {line}, colonna {column}, byte {offset}");
        let en = format!("line {line}, column {column}, byte {offset}");
        let path =
            if place.xpath.is_empty() { String::new() } else { format!("<br><code>{}</code>", escape(&place.xpath)) };
        fact("dove", "where", &format!("{}{path}", both(&it, &en)));
    }
    let (provenance, source) = issue.code.authority();
    let authority = in_both_words(|language| words::provenance(provenance, language));
    fact("fonte", "source", &format!("{authority}, {}", escape(source)));
    page.push_str("</dl>\n</article>\n");
}

fn write_excerpt(page: &mut String, excerpt: &Excerpt, line: u32, severity: Severity) {
    page.push_str("<pre>");
    if let Some(above) = &excerpt.above {
        let _ = writeln!(page, "<i>{:>5}</i> {}", line - 1, escape(above));
    }
    let marked = if excerpt.marked.is_empty() { "▸" } else { &excerpt.marked };
    let _ = writeln!(
        page,
        "<i>{line:>5}</i> {}<mark class=\"{}\">{}</mark>{}",
        escape(&excerpt.before),
        severity.name(),
        escape(marked),
        escape(&excerpt.after)
    );
    if let Some(below) = &excerpt.below {
        let _ = writeln!(page, "<i>{:>5}</i> {}", line + 1, escape(below));
    }
    page.push_str("</pre>\n");
}

/// Markup in both languages, of which the page shows one. What comes from outside has to be
/// escaped already.
fn both(it: &str, en: &str) -> String {
    if it == en {
        return it.to_owned();
    }
    format!("<span lang=\"it\">{it}</span><span lang=\"en\">{en}</span>")
}

/// A text in both languages.
fn in_both(text: &Text) -> String {
    both(&escape(&text.it), &escape(&text.en))
}

fn in_both_words(word: impl Fn(Language) -> &'static str) -> String {
    both(word(Language::It), word(Language::En))
}
