//! One page to hand to whoever has to mend the messages: self-contained, in both languages,
//! without a script, a font or an image from elsewhere.

mod both;
mod message;
mod totals;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::NaiveDate;

use self::both::{both, counted};
use super::Renderer;
use super::words::pick;
use crate::{Report, Summary, Verdict};
use sac_diagnostic::Language;

const STYLE: &str = include_str!("report.css");
/// Bytes of a group's messages, and of its list of names, after which no more are shown: more
/// than a person reads, and less than a browser minds.
const ROOM: usize = 4 << 20;
/// Messages of a group that are shown unfolded.
const UNFOLDED: usize = 10;

/// Writes reports as a page.
pub struct Html<W> {
    out: W,
    language: Language,
    today: NaiveDate,
    /// The messages by verdict, held back until the totals are known.
    groups: [Group; 3],
    /// The codes to which an anchor leads.
    codes: BTreeSet<&'static str>,
}

/// The messages of one verdict.
#[derive(Default)]
struct Group {
    /// Those with findings, and how many they are.
    messages: String,
    shown: usize,
    /// The names of those without, and how many they are.
    names: String,
    named: usize,
}

impl<W: Write> Html<W> {
    /// A renderer to `out`; the page begins in `language` and says that dates were judged as
    /// of `today`.
    pub fn new(out: W, language: Language, today: NaiveDate) -> Self {
        Self { out, language, today, groups: Default::default(), codes: BTreeSet::new() }
    }
}

impl<W: Write> Renderer for Html<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        let group = &mut self.groups[report.verdict as usize];
        if report.issues.is_empty() {
            if group.names.len() < ROOM {
                let _ = writeln!(group.names, "<li>{}</li>", message::name(report));
                group.named += 1;
            }
        } else if group.messages.len() < ROOM {
            let unfolded = report.verdict != Verdict::Conformant && group.shown < UNFOLDED;
            message::message(&mut group.messages, report, unfolded, &mut self.codes);
            group.shown += 1;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let mut page = String::new();
        self.head(&mut page);
        totals::totals(&mut page, summary);
        if self.groups.iter().any(|group| group.shown > 0) {
            let _ = writeln!(
                page,
                "<p class=\"note\">{}</p>",
                both(
                    "Questa pagina cita i messaggi, e può quindi contenere dati personali e sanitari: va custodita e trasmessa con la stessa cura.",
                    "This page quotes the messages, and may therefore hold personal and health data: keep it and pass it on with the same care.",
                )
            );
        }
        totals::frequent(&mut page, summary, &self.codes);
        self.out.write_all(page.as_bytes())?;
        let [conformant, not_conformant, unchecked] = &self.groups;
        let headings = [
            (unchecked, Verdict::Unchecked, summary.unchecked, "Messaggi non controllati", "Messages not checked"),
            (
                not_conformant,
                Verdict::NotConformant,
                summary.not_conformant,
                "Messaggi non conformi",
                "Messages that do not conform",
            ),
            (conformant, Verdict::Conformant, summary.conformant, "Messaggi conformi", "Messages that conform"),
        ];
        for (group, verdict, total, it, en) in headings {
            if total > 0 {
                writeln!(self.out, "<section id=\"{}\">\n<h2>{} ({total})</h2>", verdict.name(), both(it, en))?;
                group.write(&mut self.out, total)?;
                writeln!(self.out, "</section>")?;
            }
        }
        self.out.write_all(foot().as_bytes())?;
        self.out.flush()
    }
}

impl Group {
    fn write(&self, out: &mut impl Write, total: usize) -> io::Result<()> {
        out.write_all(self.messages.as_bytes())?;
        if self.named > 0 {
            let heading = counted(
                self.named,
                ["messaggio senza segnalazioni", "messaggi senza segnalazioni"],
                ["message without findings", "messages without findings"],
            );
            writeln!(out, "<details>\n<summary>{heading}</summary>\n<ul>\n{}</ul>\n</details>", self.names)?;
        }
        let unshown = total.saturating_sub(self.shown + self.named);
        if unshown > 0 {
            let more = counted(
                unshown,
                ["altro messaggio non è mostrato", "altri messaggi non sono mostrati"],
                ["more message is not shown", "more messages are not shown"],
            );
            let where_else = both(
                "qui, per non appesantire la pagina; i totali li comprendono, e <code>--format json</code> li dà tutti.",
                "here, lest the page grow too heavy; the totals include them, and <code>--format json</code> gives them all.",
            );
            writeln!(out, "<p class=\"soft\">{more} {where_else}</p>")?;
        }
        Ok(())
    }
}

impl<W> Html<W> {
    fn head(&self, page: &mut String) {
        let (lang, it, en) = match self.language {
            Language::It => ("it", " checked", ""),
            Language::En => ("en", "", " checked"),
        };
        let today = self.today;
        let _ = write!(
            page,
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"generator\" content=\"sac check {version}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<div>\n<h1>{heading}</h1>\n<p>{lede}</p>\n</div>\n\
             <fieldset>\n<legend><span lang=\"it\">Lingua</span><span lang=\"en\">Language</span></legend>\n\
             <label lang=\"it\"><input type=\"radio\" name=\"language\" id=\"it\"{it}>Italiano</label>\n\
             <label lang=\"en\"><input type=\"radio\" name=\"language\" id=\"en\"{en}>English</label>\n</fieldset>\n</header>\n<main>\n",
            version = env!("CARGO_PKG_VERSION"),
            title = pick(self.language, "Controllo dei messaggi SAC", "Check of SAC messages"),
            heading = both("Controllo dei messaggi SAC", "Check of SAC messages"),
            lede = both(
                &format!(
                    "Che cosa il Sistema di Accoglienza Centrale rifiuterebbe di questi messaggi, e come rimediare. Le date sono giudicate al <time datetime=\"{today}\">{}</time>.",
                    today.format("%d/%m/%Y")
                ),
                &format!(
                    "What the <i lang=\"it\">Sistema di Accoglienza Centrale</i> would refuse in these messages, and how to mend it. Dates are judged as of <time>{today}</time>."
                ),
            ),
        );
    }
}

fn foot() -> String {
    format!(
        "</main>\n<footer>\n<p>{}</p>\n<p>{}</p>\n<p>sac check {}</p>\n</footer>\n</body>\n</html>\n",
        both(
            "Ogni segnalazione dice da dove viene la richiesta: <b>specifica</b> (decreto, schema pubblicato, risposte ufficiali), <b>osservato</b> (servizi e programmi reali), <b>ipotesi</b> (nessuna fonte nota).",
            "Each finding says where the demand comes from: <b>specification</b> (decree, published schema, official answers), <b>observed</b> (real services and programs), <b>assumed</b> (no known source).",
        ),
        both(
            "Il controllo non sa ciò che sa solo il servizio: chi è registrato, quali certificati esistono.",
            "The check does not know what only the service knows: who is registered, which certificates exist.",
        ),
        env!("CARGO_PKG_VERSION"),
    )
}
