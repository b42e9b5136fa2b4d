//! What a client does when something goes wrong: does it send again, how often and how soon; does it make a
//! second document; does it correct all errors of a refusal at once?
//!
//! All of it is seen from what the client sends next. An exchange went wrong when no whole answer left (`dropped`),
//! or when the fault plan put another in its place. The client sends *again* when a request comes that is the same
//! but for the values of encrypted fields, from the same caller about the same worker.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::observed::{Observed, Outcome};
use crate::recent::Recent;

/// Requests that are remembered, so that the same one is known when it comes again.
const MOST: usize = 10_000;
/// What went wrong last is listed one by one, up to so many.
const LISTED: usize = 100;

/// What a client did when something went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Survival {
    /// By what went wrong.
    pub kinds: Vec<Kind>,
    /// The last of them, one by one, the newest last.
    pub last: Vec<Incident>,
    /// Requests that made a second document although the first had been acknowledged.
    pub needless_duplicates: u64,
    /// What became of refusals with more than one `errore`.
    pub several_errors: SeveralErrors,
}

/// One way in which exchanges went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Kind {
    /// What the fault plan did, such as `no-reply`; `dropped` where nobody knows.
    pub kind: String,
    /// How often it happened to this client.
    pub suffered: u64,
    /// After how many of them the client sent again.
    pub resent: u64,
    /// How often it sent again, all in all.
    pub resends: u64,
    /// After how many of them it got an answer in the end.
    pub recovered: u64,
    /// After how many of them there were two documents for one request.
    pub duplicates: u64,
    /// The shortest time until it sent again, in milliseconds by the world's clock.
    pub soonest_ms: Option<i64>,
    /// The longest.
    pub latest_ms: Option<i64>,
}

/// An exchange that went wrong, and what followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Incident {
    /// The exchange.
    pub exchange: u64,
    /// What the fault plan did.
    pub kind: String,
    /// The operation.
    pub operation: &'static str,
    /// The exchanges in which the client sent again.
    pub resends: Vec<u64>,
    /// How long it took until the first of them, in milliseconds by the world's clock.
    pub after_ms: Option<i64>,
    /// Whether it got an answer in the end.
    pub recovered: bool,
    /// Whether there are two documents for one request.
    pub duplicate: bool,
}

/// What became of refusals with more than one `errore`, by what the client sent next for the same worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeveralErrors {
    /// How many such refusals there were.
    pub refusals: u64,
    /// All errors were corrected in one go: the client reads beyond the first.
    pub all_corrected: u64,
    /// The first was corrected, and others were met again.
    pub only_first_corrected: u64,
    /// The first was met again.
    pub first_met_again: u64,
}

/// Watches a client.
#[derive(Debug)]
pub(crate) struct Watch {
    kinds: BTreeMap<String, Kind>,
    last: std::collections::VecDeque<Incident>,
    open: Recent<u64, Open>,
    /// Requests that were acknowledged with a number, and under which.
    acknowledged: Recent<u64, String>,
    /// The same the other way round.
    documents: Recent<String, u64>,
    refused: Recent<u64, Vec<String>>,
    needless_duplicates: u64,
    several_errors: SeveralErrors,
}

#[derive(Debug)]
struct Open {
    incident: Incident,
    received: Option<chrono::DateTime<chrono::Utc>>,
    /// The number that was assigned though the answer was lost.
    given: Option<String>,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            kinds: BTreeMap::new(),
            last: std::collections::VecDeque::new(),
            open: Recent::new(MOST),
            acknowledged: Recent::new(MOST),
            documents: Recent::new(MOST),
            refused: Recent::new(MOST),
            needless_duplicates: 0,
            several_errors: SeveralErrors::default(),
        }
    }
}

/// What went wrong in an exchange, if anything did: the answer was not sent whole, or is not the service's own.
#[must_use]
pub fn went_wrong(exchange: &Observed) -> Option<&str> {
    const OTHER_ANSWERS: [&str; 5] = ["status", "fault", "refuse", "inps-unavailable", "http-error-page"];
    match exchange.fault_kind.as_deref() {
        Some(kind) if exchange.outcome == Outcome::Dropped || OTHER_ANSWERS.contains(&kind) => Some(kind),
        None if exchange.outcome == Outcome::Dropped => Some("dropped"),
        _ => None,
    }
}

impl Watch {
    /// The next exchange of the client.
    pub(crate) fn add(&mut self, exchange: &Observed) {
        self.errors(exchange);
        let (Some(fingerprint), Some(operation)) = (exchange.fingerprint(), exchange.operation) else { return };
        let mut open = self.open.take(&fingerprint);
        if let Some(open) = &mut open {
            self.resent(open, exchange);
        } else if self.acknowledged.get(&fingerprint).is_some()
            && exchange.outcome == Outcome::Accepted
            && exchange.given.is_some()
        {
            self.needless_duplicates += 1;
        }
        match went_wrong(exchange) {
            Some(kind) if open.is_none() => {
                let kind = kind.to_owned();
                self.kind(&kind).suffered += 1;
                let incident = Incident {
                    exchange: exchange.number,
                    kind,
                    operation: operation.name(),
                    resends: Vec::new(),
                    after_ms: None,
                    recovered: false,
                    duplicate: false,
                };
                self.list(incident.clone());
                open = Some(Open { incident, received: exchange.received, given: exchange.given.clone() });
            }
            Some(kind) => {
                let kind = kind.to_owned();
                self.kind(&kind).suffered += 1;
            }
            None => {}
        }
        if let Some(open) = open.filter(|open| !open.incident.recovered) {
            self.open.put(fingerprint, open);
        }
        if exchange.outcome == Outcome::Accepted {
            self.acknowledge(exchange, fingerprint, operation.name().starts_with("Annulla"));
        }
    }

    pub(crate) fn report(&self) -> Survival {
        Survival {
            kinds: self.kinds.values().cloned().collect(),
            last: self.last.iter().cloned().collect(),
            needless_duplicates: self.needless_duplicates,
            several_errors: self.several_errors,
        }
    }

    /// The request of an open incident came again.
    fn resent(&mut self, open: &mut Open, exchange: &Observed) {
        let incident = &mut open.incident;
        let is_first = incident.resends.is_empty();
        if is_first {
            let after = open.received.zip(exchange.received).map(|(then, now)| (now - then).num_milliseconds());
            incident.after_ms = after;
        }
        if incident.resends.len() < LISTED {
            incident.resends.push(exchange.number);
        }
        let is_wrong_again = went_wrong(exchange).is_some();
        incident.recovered = !is_wrong_again && matches!(exchange.outcome, Outcome::Accepted | Outcome::Refused);
        let second = exchange.given.as_ref().filter(|_| exchange.outcome == Outcome::Accepted || is_wrong_again);
        let has_second = matches!((&open.given, second), (Some(first), Some(second)) if first != second);
        let is_new_duplicate = has_second && !incident.duplicate;
        incident.duplicate |= has_second;
        if open.given.is_none() {
            open.given.clone_from(&exchange.given);
        }
        let incident = incident.clone();
        let kind = self.kind(&incident.kind);
        kind.resends += 1;
        kind.resent += u64::from(is_first);
        kind.recovered += u64::from(incident.recovered);
        kind.duplicates += u64::from(is_new_duplicate);
        if let Some(after) = incident.after_ms.filter(|_| is_first) {
            kind.soonest_ms = Some(kind.soonest_ms.map_or(after, |known| known.min(after)));
            kind.latest_ms = Some(kind.latest_ms.map_or(after, |known| known.max(after)));
        }
        if let Some(listed) = self.last.iter_mut().rev().find(|listed| listed.exchange == incident.exchange) {
            *listed = incident;
        }
    }

    /// A document that was cancelled may be sent again.
    fn acknowledge(&mut self, exchange: &Observed, fingerprint: u64, is_cancellation: bool) {
        if is_cancellation {
            let sent = exchange.named().and_then(|number| self.documents.take(&number.to_owned()));
            if let Some(sent) = sent {
                self.acknowledged.take(&sent);
            }
        } else if let Some(number) = &exchange.given {
            self.acknowledged.put(fingerprint, number.clone());
            self.documents.put(number.clone(), fingerprint);
        }
    }

    /// What became of a refusal with several errors.
    fn errors(&mut self, exchange: &Observed) {
        let Some(thread) = exchange.thread() else { return };
        if went_wrong(exchange).is_some() || exchange.outcome == Outcome::Fault {
            return;
        }
        if let Some(before) = self.refused.take(&thread) {
            let seen = &mut self.several_errors;
            let mut met = exchange.rules.clone();
            let mut again = before.iter().map(|rule| {
                let at = met.iter().position(|known| known == rule);
                at.map(|at| met.remove(at)).is_some()
            });
            let first = again.next().unwrap_or_default();
            let others = again.any(|again| again);
            match (first, others) {
                (true, _) => seen.first_met_again += 1,
                (false, true) => seen.only_first_corrected += 1,
                (false, false) => seen.all_corrected += 1,
            }
        }
        if exchange.rules.len() > 1 {
            self.several_errors.refusals += 1;
            self.refused.put(thread, exchange.rules.clone());
        }
    }

    fn kind(&mut self, kind: &str) -> &mut Kind {
        let known = self.kinds.entry(kind.to_owned()).or_default();
        if known.kind.is_empty() {
            kind.clone_into(&mut known.kind);
        }
        known
    }

    fn list(&mut self, incident: Incident) {
        self.last.push_back(incident);
        if self.last.len() > LISTED {
            self.last.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::sample::{observed, request};

    const LOST: &str = "no-reply";

    fn watch(exchanges: impl IntoIterator<Item = Observed>) -> Survival {
        let mut watch = Watch::default();
        for (number, exchange) in (1..).zip(exchanges) {
            watch.add(&Observed { number, ..exchange });
        }
        watch.report()
    }

    fn dropped(given: Option<&str>) -> Observed {
        Observed {
            outcome: Outcome::Dropped,
            fault_kind: Some(LOST.to_owned()),
            given: given.map(str::to_owned),
            ..observed("InviaMalattia")
        }
    }

    fn accepted(given: &str) -> Observed {
        Observed { given: Some(given.to_owned()), ..observed("InviaMalattia") }
    }

    fn refused(rules: &[&str]) -> Observed {
        let rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
        Observed { outcome: Outcome::Refused, rules, ..observed("InviaMalattia") }
    }

    #[test]
    fn who_sends_again_after_a_lost_reply_is_seen_and_a_second_document_too() {
        let cases = [
            // resent, resends, recovered, duplicates
            (vec![dropped(Some("1"))], (0, 0, 0, 0)),
            (vec![dropped(Some("1")), refused(&["certificato-duplicato"])], (1, 1, 1, 0)),
            (vec![dropped(None), accepted("2")], (1, 1, 1, 0)),
            (vec![dropped(Some("1")), accepted("2")], (1, 1, 1, 1)),
            (vec![dropped(None), dropped(None), accepted("2")], (1, 2, 1, 0)),
            (vec![dropped(Some("1")), dropped(Some("2")), accepted("3")], (1, 2, 1, 1)),
        ];
        for (exchanges, expected) in cases {
            let text = format!("{exchanges:?}");
            let count = exchanges.iter().filter(|it| it.outcome == Outcome::Dropped).count();
            let survival = watch(exchanges);
            let [kind] = &survival.kinds[..] else { panic!("{survival:?}") };
            assert_eq!((kind.kind.as_str(), kind.suffered), (LOST, count as u64));
            assert_eq!((kind.resent, kind.resends, kind.recovered, kind.duplicates), expected, "{text}");
            assert_eq!(survival.needless_duplicates, 0, "{text}");
        }
    }

    #[test]
    fn another_request_is_not_the_same_sent_again() {
        let other = Observed { request: Some(request("<malattia><visita>D</visita></malattia>")), ..accepted("2") };
        let another_worker = Observed { worker: Some("SMPNNA88H55F205P".to_owned()), ..accepted("3") };
        let survival = watch([dropped(Some("1")), other, another_worker]);
        assert_eq!((survival.kinds[0].resends, survival.last[0].recovered), (0, false));
    }

    #[test]
    fn how_soon_it_sends_again_is_told_by_the_clock_of_the_world() {
        let later = |seconds| {
            let received = observed("InviaMalattia").received.map(|at| at + chrono::TimeDelta::seconds(seconds));
            Observed { received, ..accepted("1") }
        };
        let survival = watch([dropped(None), later(7)]);
        assert_eq!((survival.last[0].after_ms, survival.last[0].resends.as_slice()), (Some(7_000), &[2][..]));
        assert_eq!((survival.kinds[0].soonest_ms, survival.kinds[0].latest_ms), (Some(7_000), Some(7_000)));
    }

    #[test]
    fn a_second_document_without_need_is_counted_unless_the_first_was_cancelled() {
        assert_eq!(watch([accepted("1"), accepted("2")]).needless_duplicates, 1);
        let cancelled = Observed {
            request: Some(request("<idCertificato>1</idCertificato>")),
            given: Some("9".to_owned()),
            ..observed("AnnullaMalattia")
        };
        assert_eq!(watch([accepted("1"), cancelled, accepted("2")]).needless_duplicates, 0);
        let read_only = || Observed { given: None, ..observed("RicercaMalattia") };
        assert_eq!(watch([read_only(), read_only()]).needless_duplicates, 0);
    }

    #[test]
    fn who_reads_only_the_first_error_meets_the_second_again() {
        let several = || refused(&["rilascio-futuro", "diagnosi-assente"]);
        let cases = [
            (accepted("1"), (1, 0, 0)),
            (refused(&["medico-asl"]), (1, 0, 0)),
            (refused(&["diagnosi-assente"]), (0, 1, 0)),
            (refused(&["rilascio-futuro"]), (0, 0, 1)),
            (several(), (0, 0, 1)),
        ];
        for (next, expected) in cases {
            let text = format!("{:?}", next.rules);
            let seen = watch([several(), next]).several_errors;
            let found = (seen.all_corrected, seen.only_first_corrected, seen.first_met_again);
            assert_eq!(found, expected, "{text}");
        }
        // A lost reply says nothing of what the client read.
        let seen = watch([several(), dropped(None), accepted("1")]).several_errors;
        assert_eq!((seen.refusals, seen.all_corrected), (1, 1));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut watch = Watch::default();
        for number in 0..MOST as u64 + 50 {
            let request = Some(request(&format!("<n>{number}</n>")));
            watch.add(&Observed { number, request, ..dropped(None) });
        }
        let report = watch.report();
        assert_eq!((report.last.len(), report.kinds[0].suffered), (LISTED, MOST as u64 + 50));
    }
}
