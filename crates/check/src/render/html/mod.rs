//! One page to hand to the people who have to correct the messages: self-contained, in both
//! languages, without a script, a font or an image from elsewhere.
//!
//! The markup is in `templates/`; all that a template fills in is escaped by [`sac_report::Markup`].

mod bilingual;
mod message;
mod totals;

use std::collections::BTreeSet;
use std::io::{self, Write};

use askama::Template as _;

use self::bilingual::counted;
use self::message::{Message, Name};
use self::totals::{Head, style_of};
use super::Renderer;
use crate::{Circumstances, Report, Setting, Summary, VERSION, Verdict};
use sac_diagnostic::{Language, Text};

/// Bytes of a group's messages, and of its list of names, after which no more are shown: more
/// than a person reads, and less than a browser minds.
const ROOM: usize = 4 << 20;
/// Messages of a group that are shown unfolded.
const UNFOLDED: usize = 10;

/// Writes reports as a page.
pub struct Html<W> {
    out: W,
    language: Language,
    circumstances: Circumstances,
    /// The messages by verdict, held back until the totals are known.
    groups: [Group; 3],
    /// The codes to which an anchor leads.
    codes: BTreeSet<&'static str>,
}

/// The messages of one verdict.
#[derive(Default)]
struct Group {
    /// Those with findings, as markup, and how many they are.
    messages: String,
    shown: usize,
    /// The names of those without, and how many bytes they take.
    names: Vec<Name>,
    bytes_of_names: usize,
}

/// A group of the page.
#[derive(askama::Template)]
#[template(path = "group.html")]
struct Section<'a> {
    verdict: Verdict,
    heading: Text,
    total: usize,
    messages: &'a str,
    names: &'a [Name],
    without_findings: Text,
    unshown: Option<Text>,
}

#[derive(askama::Template)]
#[template(path = "foot.html")]
struct Foot<'a> {
    version: &'static str,
    made: String,
    made_in_italian: String,
    settings: &'a [Setting],
}

impl<W: Write> Html<W> {
    /// A renderer to `out`; the page begins in `language` and says when and how the check was made.
    pub fn new(out: W, language: Language, circumstances: Circumstances) -> Self {
        Self { out, language, circumstances, groups: Default::default(), codes: BTreeSet::new() }
    }
}

/// The content security policy of the page about these messages.
pub(crate) fn policy(summary: &Summary) -> String {
    style_of(summary).policy
}

impl<W: Write> Renderer for Html<W> {
    fn report(&mut self, report: &Report) -> io::Result<()> {
        let group = &mut self.groups[report.verdict as usize];
        if report.issues.is_empty() {
            if group.bytes_of_names < ROOM {
                let name = Name::of(report);
                group.bytes_of_names += name.len();
                group.names.push(name);
            }
        } else if group.messages.len() < ROOM {
            let unfolded = report.verdict != Verdict::Conformant && group.shown < UNFOLDED;
            let message = Message::new(report, unfolded, &mut self.codes);
            message.render_into(&mut group.messages).map_err(io::Error::other)?;
            group.shown += 1;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        Head::new(self.language, self.circumstances.today, summary, &self.codes).write_into(&mut self.out)?;
        let [conformant, not_conformant, unchecked] = &self.groups;
        let sections = [
            unchecked.section(
                Verdict::Unchecked,
                summary.unchecked,
                Text::new("Messaggi non controllati", "Messages not checked"),
            ),
            not_conformant.section(
                Verdict::NotConformant,
                summary.not_conformant,
                Text::new("Messaggi non conformi", "Messages that do not conform"),
            ),
            conformant.section(
                Verdict::Conformant,
                summary.conformant,
                Text::new("Messaggi conformi", "Messages that conform"),
            ),
        ];
        for section in sections.iter().filter(|section| section.total > 0) {
            section.write_into(&mut self.out)?;
        }
        let Circumstances { made, settings, .. } = &self.circumstances;
        let foot = Foot {
            version: VERSION,
            made: self.circumstances.instant(),
            made_in_italian: made.format("%d/%m/%Y, %H:%M:%S UTC").to_string(),
            settings,
        };
        foot.write_into(&mut self.out)?;
        self.out.flush()
    }
}

impl Group {
    fn section(&self, verdict: Verdict, total: usize, heading: Text) -> Section<'_> {
        let unshown = total.saturating_sub(self.shown + self.names.len());
        let without_findings = counted(
            self.names.len(),
            ["messaggio senza segnalazioni", "messaggi senza segnalazioni"],
            ["message without findings", "messages without findings"],
        );
        let unshown = (unshown > 0).then(|| {
            counted(
                unshown,
                ["altro messaggio non è mostrato", "altri messaggi non sono mostrati"],
                ["more message is not shown", "more messages are not shown"],
            )
        });
        Section { verdict, heading, total, messages: &self.messages, names: &self.names, without_findings, unshown }
    }
}
