//! Reports of a replay.

use std::io::{self, Write};

use sac_diagnostic::Language;
use serde_json::json;

use super::{Outcome, Result};

/// How many exchanges ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Totals {
    pub same: u64,
    pub differ: u64,
    pub not_compared: u64,
    pub undone: u64,
}

impl Totals {
    /// Counts one in.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome.result {
            Result::Same => self.same += 1,
            Result::Differs { .. } => self.differ += 1,
            Result::NotCompared { .. } => self.not_compared += 1,
            Result::Undone { .. } => self.undone += 1,
        }
    }
}

/// One exchange in words; nothing of one that is the same.
///
/// # Errors
/// `out` fails.
pub fn text(out: &mut dyn Write, outcome: &Outcome, language: Language) -> io::Result<()> {
    let say = |it: &'static str, en: &'static str| language.pick(it, en);
    let name = format!("{} {}", outcome.number, outcome.operation.unwrap_or("-"));
    match &outcome.result {
        Result::Same => Ok(()),
        Result::Differs { differences } => {
            writeln!(out, "{name}: {}", say("diverso", "differs"))?;
            for difference in differences {
                writeln!(out, "  {}", difference.what)?;
                writeln!(out, "    {:<9} {}", say("prima", "recorded"), difference.first)?;
                writeln!(out, "    {:<9} {}", say("ora", "now"), difference.second)?;
            }
            Ok(())
        }
        Result::NotCompared { reason } => {
            writeln!(out, "{name}: {}: {}", say("non confrontato", "not compared"), reason.get(language))
        }
        Result::Undone { reason } => {
            writeln!(out, "{name}: {}: {}", say("non è stato possibile", "could not be done"), reason.get(language))
        }
    }
}

/// The last line of the words.
///
/// # Errors
/// `out` fails.
pub fn summary(out: &mut dyn Write, totals: Totals, language: Language) -> io::Result<()> {
    let Totals { same, differ, not_compared, undone } = totals;
    match language {
        Language::It => {
            writeln!(out, "{same} uguali, {differ} diversi, {not_compared} non confrontati, {undone} non possibili")
        }
        Language::En => {
            writeln!(out, "{same} the same, {differ} differ, {not_compared} not compared, {undone} could not be done")
        }
    }
}

/// Everything as JSON.
///
/// # Errors
/// `out` fails.
pub fn json(out: &mut dyn Write, outcomes: &[Outcome], totals: Totals) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &json!({"exchanges": outcomes, "totals": totals}))?;
    writeln!(out)
}

/// Everything as `JUnit` XML.
///
/// # Errors
/// `out` fails.
pub fn junit(out: &mut dyn Write, outcomes: &[Outcome], totals: Totals) -> io::Result<()> {
    let mut writer = sac_xml::Writer::new(sac_xml::Charset::Utf8);
    writer.start("testsuite").attribute("name", "sac replay");
    for (name, count) in [
        ("tests", outcomes.len() as u64),
        ("failures", totals.differ),
        ("errors", totals.undone),
        ("skipped", totals.not_compared),
    ] {
        writer.attribute(name, &count.to_string());
    }
    for outcome in outcomes {
        writer.start("testcase").attribute("classname", outcome.operation.unwrap_or("-"));
        writer.attribute("name", &format!("exchange {}", outcome.number));
        match &outcome.result {
            Result::Same => {}
            Result::Differs { differences } => {
                let lines: Vec<String> = differences
                    .iter()
                    .map(|one| format!("{}: recorded {}; now {}", one.what, one.first, one.second))
                    .collect();
                writer.start("failure").attribute("message", "the answer differs").text(&lines.join("\n")).end();
            }
            Result::NotCompared { reason } => {
                writer.start("skipped").attribute("message", &reason.en).end();
            }
            Result::Undone { reason } => {
                writer.start("error").attribute("message", &reason.en).end();
            }
        }
        writer.end();
    }
    out.write_all(&writer.finish())?;
    writeln!(out)
}
