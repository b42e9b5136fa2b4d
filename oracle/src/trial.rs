//! A long run of cases, and what came of it.

use std::collections::BTreeMap;
use std::fmt;

use crate::case::Case;
use crate::generate;
use crate::known::explanation;
use crate::mutate::{CHANGES, damage_text};
use crate::random::Random;
use crate::validators::{LibXml, findings};

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The seed it follows from.
    pub seed: u64,
    /// Cases validated.
    pub cases: u64,
    /// Cases that libxml2 accepts.
    pub accepted: u64,
    /// Verdicts that differ for a known reason, by that reason.
    pub known: BTreeMap<&'static str, u64>,
    /// Verdicts that differ for no known reason.
    pub disagreements: Vec<Case>,
    /// Messages with one fault that both refuse.
    pub single: u64,
    /// Of those, with other than one finding.
    pub not_one: Vec<Case>,
    /// Of those with one finding, at another line or element.
    pub misplaced: Vec<Case>,
    /// Single-fault cases by the kind of change.
    pub kinds: BTreeMap<&'static str, u64>,
}

/// Validates `cases` messages with both, from number `first` on.
#[must_use]
pub fn run(seed: u64, first: u64, cases: u64) -> Outcome {
    let mut libxml = LibXml::new();
    let mut outcome = Outcome { seed, ..Outcome::default() };
    for number in first..first + cases {
        compare(&mut outcome, &mut libxml, number);
    }
    outcome
}

fn compare(outcome: &mut Outcome, libxml: &mut LibXml, number: u64) {
    let mut random = Random::for_case(outcome.seed, number);
    let mut message = generate::message(&mut random);
    let mut change = "none";
    let mut single = false;
    let mut damaged = None;
    match random.below(20) {
        0 => {}
        1..=4 => {
            change = "text";
            damaged = Some(damage_text(&message.write().text, &mut random));
        }
        5 | 6 => {
            change = "several";
            for _ in 0..2 + random.below(3) {
                let (_, apply) = *random.pick(CHANGES);
                let _ = apply(&mut message, &mut random);
            }
        }
        _ => {
            let (name, apply) = *random.pick(CHANGES);
            if apply(&mut message, &mut random).is_some() {
                change = name;
                single = true;
            }
        }
    }
    let written = message.write();
    let text = damaged.unwrap_or(written.text);
    let objections = libxml.objections(text.as_bytes());
    let found = findings(text.as_bytes());
    outcome.cases += 1;
    outcome.accepted += u64::from(objections.is_empty());

    let right_place = found.first().and_then(|finding| finding.place.as_ref()).is_some_and(|place| {
        let last = place.xpath.rsplit('/').next().unwrap_or_default();
        let local = last.split('[').next().unwrap_or_default().rsplit(':').next().unwrap_or_default();
        written.marks.iter().any(|(first, end, name)| (*first..=*end).contains(&place.line) && name == local)
    });
    let case = || Case {
        number,
        change,
        libxml: objections.clone(),
        ours: found
            .iter()
            .map(|finding| {
                let place = finding.place.clone().unwrap_or_default();
                format!("{} {}:{} {}", finding.code, place.line, place.column, place.xpath)
            })
            .collect(),
        text: text.clone(),
        marks: written.marks.clone(),
    };
    if objections.is_empty() != found.is_empty() {
        let case = case();
        match explanation(&case) {
            Some(known) => *outcome.known.entry(known.name).or_default() += 1,
            None => outcome.disagreements.push(case),
        }
    } else if single && !objections.is_empty() {
        outcome.single += 1;
        *outcome.kinds.entry(change).or_default() += 1;
        if found.len() != 1 {
            outcome.not_one.push(case());
        } else if !right_place {
            outcome.misplaced.push(case());
        }
    }
}

impl Outcome {
    /// Adds the outcome of another part of the same run.
    pub fn add(&mut self, other: Outcome) {
        self.cases += other.cases;
        self.accepted += other.accepted;
        self.single += other.single;
        self.disagreements.extend(other.disagreements);
        self.not_one.extend(other.not_one);
        self.misplaced.extend(other.misplaced);
        for (name, count) in other.known {
            *self.known.entry(name).or_default() += count;
        }
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, cases, accepted, single, .. } = self;
        let (wrong, not_one, misplaced) = (self.disagreements.len(), self.not_one.len(), self.misplaced.len());
        writeln!(f, "seed {seed}: {cases} cases, {accepted} conform, {wrong} verdicts differ")?;
        writeln!(f, "single faults: {single}, {not_one} without exactly one finding, {misplaced} at another place")?;
        writeln!(f, "differences with a known reason: {:?}", self.known)?;
        writeln!(f, "by change: {:?}", self.kinds)
    }
}
