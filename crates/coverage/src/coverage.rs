//! Folds exchanges into what a client has exercised and what never.
//!
//! The memory is bounded: one counter for each thing that can be exercised, and the newest requests for what
//! [`survival`](crate::survival) watches. The exchanges must come in their order, the oldest first.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use sac_certificates::rule::Catalogue;
use sac_contracts::certificati_medici::CONTRACT;
use sac_domain::operation::Operation;

use crate::chart::Chart;
use crate::fields::Fields;
use crate::observed::{Observed, Outcome};
use crate::report::{Count, ElementReport, LengthReport, OperationReport, Report, RuleReport, Summary, ValueReport};
use crate::survival::Watch;

static CHART: LazyLock<Chart> = LazyLock::new(|| Chart::of(&CONTRACT.interface));

/// Ways to carry a request that the service takes.
const TRANSPORT: &[(&str, &[&str])] = &[
    ("http", &["HTTP/1.0", "HTTP/1.1", "HTTP/2"]),
    ("tls", &["TLS 1.2", "TLS 1.3"]),
    ("login", &["password", "certificate"]),
    ("soap-action", &["quoted", "unquoted", "empty", "absent"]),
    ("body", &["plain", "chunked", "gzip"]),
];
const CHARSETS: [sac_xml::Charset; 2] = [sac_xml::Charset::Utf8, sac_xml::Charset::Latin1];
/// Callers that are listed by name.
const CALLERS: usize = 1_000;

/// What has been exercised so far.
#[derive(Debug)]
pub struct Coverage {
    exchanges: u64,
    read: u64,
    first: Option<u64>,
    last: Option<u64>,
    callers: BTreeMap<String, u64>,
    outcomes: HashMap<(Operation, Outcome), Tally>,
    /// For each operation and element: present, absent, values, bounds.
    elements: Vec<Vec<Seen>>,
    charsets: [Tally; CHARSETS.len()],
    transport: Vec<Vec<Tally>>,
    rules: BTreeMap<&'static str, Tally>,
    watch: Watch,
}

/// How often, and in which exchange first.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    times: u64,
    first: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    present: Tally,
    absent: Tally,
    values: Vec<Tally>,
    bounds: Vec<Tally>,
}

impl Tally {
    fn add(&mut self, exchange: u64) {
        self.times += 1;
        self.first.get_or_insert(exchange);
    }

    fn count(self) -> Count {
        Count { times: self.times, first: self.first }
    }
}

impl Default for Coverage {
    fn default() -> Self {
        let seen = |element: &crate::chart::Element| Seen {
            values: vec![Tally::default(); element.values.len()],
            bounds: vec![Tally::default(); element.bounds.len()],
            ..Seen::default()
        };
        Self {
            exchanges: 0,
            read: 0,
            first: None,
            last: None,
            callers: BTreeMap::new(),
            outcomes: HashMap::new(),
            elements: CHART.operations.iter().map(|it| it.elements.iter().map(seen).collect()).collect(),
            charsets: Default::default(),
            transport: TRANSPORT.iter().map(|(_, ways)| vec![Tally::default(); ways.len()]).collect(),
            rules: BTreeMap::new(),
            watch: Watch::default(),
        }
    }
}

impl Coverage {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next exchange.
    pub fn add(&mut self, exchange: &Observed) {
        let number = exchange.number;
        self.exchanges += 1;
        self.first.get_or_insert(number);
        self.last = Some(number);
        if let Some(caller) = &exchange.caller
            && (self.callers.len() < CALLERS || self.callers.contains_key(caller))
        {
            *self.callers.entry(caller.clone()).or_default() += 1;
        }
        for rule in exchange.rules.iter().filter_map(|rule| sac_certificates::rule::Rule::from_name(rule)) {
            self.rules.entry(rule.name()).or_default().add(number);
        }
        let charset = exchange.charset.as_deref().filter(|_| exchange.request.is_some());
        for (known, tally) in CHARSETS.iter().zip(&mut self.charsets) {
            if charset == Some(known.name()) {
                tally.add(number);
            }
        }
        for ((kind, ways), tallies) in TRANSPORT.iter().zip(&mut self.transport) {
            let found = exchange.transport.iter().filter(|(known, _)| known == kind);
            for at in found.filter_map(|(_, way)| ways.iter().position(|known| known == way)) {
                tallies[at].add(number);
            }
        }
        if let Some(operation) = exchange.operation {
            self.outcomes.entry((operation, exchange.outcome)).or_default().add(number);
            if let Some(request) = &exchange.request {
                self.elements(operation, request, number);
            }
        }
        self.watch.add(exchange);
    }

    fn elements(&mut self, operation: Operation, request: &Fields, number: u64) {
        let charted = CHART.operations.iter().zip(&mut self.elements);
        let Some((charted, seen)) = charted.into_iter().find(|(it, _)| it.operation == operation.name()) else {
            return;
        };
        self.read += 1;
        for (element, seen) in charted.elements.iter().zip(seen) {
            if !request.has(&element.path) {
                if element.parent().is_none_or(|parent| request.has(parent)) {
                    seen.absent.add(number);
                }
                continue;
            }
            seen.present.add(number);
            let Some(text) = request.text(&element.path) else { continue };
            for (_, tally) in element.values.iter().zip(&mut seen.values).filter(|(value, _)| *value == text) {
                tally.add(number);
            }
            for (_, tally) in element.bounds.iter().zip(&mut seen.bounds).filter(|(bound, _)| bound.is_reached_by(text))
            {
                tally.add(number);
            }
        }
    }

    /// What it comes to. `catalogue` has the numbers of the rules.
    #[must_use]
    pub fn report(&self, catalogue: &Catalogue) -> Report {
        let operations = CHART.operations.iter().zip(&self.elements).map(|(charted, seen)| {
            let operation = Operation::from_name(charted.operation);
            let outcome = |outcome| {
                let tally = operation.and_then(|operation| self.outcomes.get(&(operation, outcome)));
                tally.copied().unwrap_or_default().count()
            };
            let elements = || charted.elements.iter().zip(seen);
            OperationReport {
                operation: charted.operation,
                accepted: outcome(Outcome::Accepted),
                refused: outcome(Outcome::Refused),
                fault: outcome(Outcome::Fault),
                dropped: outcome(Outcome::Dropped),
                elements: elements()
                    .filter(|(element, _)| element.is_optional)
                    .map(|(element, seen)| ElementReport {
                        path: element.path.clone(),
                        present: seen.present.count(),
                        absent: seen.absent.count(),
                    })
                    .collect(),
                values: elements()
                    .flat_map(|(element, seen)| {
                        element.values.iter().zip(&seen.values).map(|(value, tally)| ValueReport {
                            path: element.path.clone(),
                            value: value.clone(),
                            sent: tally.count(),
                        })
                    })
                    .collect(),
                lengths: elements()
                    .flat_map(|(element, seen)| {
                        element.bounds.iter().zip(&seen.bounds).map(|(bound, tally)| LengthReport {
                            path: element.path.clone(),
                            end: bound.end,
                            length: bound.length,
                            sent: tally.count(),
                        })
                    })
                    .collect(),
            }
        });
        let rules = catalogue.iter().map(|(rule, entry)| RuleReport {
            rule: rule.name(),
            tipo_errore: entry.tipo_errore.clone(),
            setting: entry.setting_key().map(str::to_owned),
            met: self.rules.get(rule.name()).copied().unwrap_or_default().count(),
        });
        let charsets = CHARSETS.iter().zip(&self.charsets).map(|(known, tally)| (known.name(), tally.count()));
        let transport = TRANSPORT.iter().zip(&self.transport).flat_map(|((kind, ways), tallies)| {
            ways.iter().zip(tallies).map(|(way, tally)| crate::report::WayReport { kind, way, seen: tally.count() })
        });
        let mut report = Report {
            exchanges: self.exchanges,
            read: self.read,
            first: self.first,
            last: self.last,
            callers: self.callers.keys().cloned().collect(),
            summary: Vec::new(),
            operations: operations.collect(),
            charsets: charsets.map(|(charset, seen)| crate::report::CharsetReport { charset, seen }).collect(),
            transport: transport.collect(),
            rules: rules.collect(),
            faults: self.watch.report(),
        };
        report.summary = Summary::of(&report);
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::sample::{observed, request};
    use crate::render::{Format, coverage as shown};
    use sac_diagnostic::Language;

    fn report(exchanges: &[Observed]) -> Report {
        let mut coverage = Coverage::new();
        for exchange in exchanges {
            coverage.add(exchange);
        }
        coverage.report(Catalogue::embedded())
    }

    fn exercised(report: &Report) -> Vec<(&'static str, String, u64)> {
        let items = report.items().into_iter().filter(|item| !item.count.is_never());
        items.map(|item| (item.group, item.name.en, item.count.times)).collect()
    }

    #[test]
    fn nothing_is_exercised_in_an_empty_world() {
        let report = report(&[]);
        assert_eq!(exercised(&report), []);
        assert!(report.summary.iter().all(|group| group.exercised == 0 && group.total > 0), "{:?}", report.summary);
        assert_eq!(report.operations.len(), 10);
    }

    #[test]
    fn what_a_request_holds_is_exercised_and_nothing_else() {
        let fields = request(
            "<medico><pincode>AA</pincode></medico><residenza><via>Po</via><civico>1</civico></residenza>\
             <malattia><visita>D</visita><diagnosi><noteDiagnosi>x</noteDiagnosi></diagnosi></malattia>",
        );
        let exchange = Observed {
            number: 7,
            request: Some(fields),
            transport: vec![("http", "HTTP/1.1".to_owned()), ("tls", "TLS 9".to_owned())],
            ..observed("InviaMalattia")
        };
        let refused = Observed {
            number: 8,
            outcome: Outcome::Refused,
            rules: vec!["medico-asl".to_owned(), "of-another-book".to_owned()],
            request: None,
            ..observed("InviaRicovero")
        };
        let report = report(&[exchange, refused]);
        let found = exercised(&report);
        let of = |group: &str| found.iter().filter(|it| it.0 == group).map(|it| it.1.as_str()).collect::<Vec<_>>();
        assert_eq!(of("outcomes"), ["accepted", "refused"]);
        assert_eq!(of("values"), ["malattia/visita = D"]);
        assert_eq!(of("lengths"), ["residenza/via: 2 characters (min)", "residenza/civico: 1 characters (min)"]);
        assert!(of("elements").contains(&"with medico/pincode"), "{found:?}");
        assert!(of("elements").contains(&"without reperibilita"), "{found:?}");
        // What stands in an element that is absent is neither there nor left out.
        assert!(!of("elements").iter().any(|name| name.contains("reperibilita/")), "{found:?}");
        assert_eq!(
            (of("charsets"), of("transport"), of("rules")),
            (vec!["UTF-8"], vec!["http: HTTP/1.1"], vec!["medico-asl"])
        );
        assert_eq!((report.exchanges, report.read, report.first, report.last), (2, 1, Some(7), Some(8)));
        let met = report.rules.iter().find(|rule| rule.rule == "medico-asl").unwrap();
        assert_eq!((met.tipo_errore.as_str(), met.met.first), ("115", Some(8)));
    }

    #[test]
    fn every_form_holds_what_is_to_be_known() {
        let report = report(&[Observed {
            outcome: Outcome::Dropped,
            fault_kind: Some("<script>".to_owned()),
            ..observed("InviaMalattia")
        }]);
        let html = shown(&report, Format::Html, Language::It);
        assert!(html.contains("<html lang=\"it\">") && html.ends_with("</html>"), "{html}");
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
        assert!(html.contains("lang=\"en\">What this program has exercised"), "{html}");
        let text = shown(&report, Format::Text, Language::En);
        assert!(text.contains("never exercised") && text.contains("sent again after 0"), "{text}");
        assert!(shown(&report, Format::Text, Language::It).contains("mai provati"));
        let junit = shown(&report, Format::Junit, Language::En);
        let mut reader = quick_xml::Reader::from_str(&junit);
        let mut cases = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)
                    if tag.name().as_ref() == "testcase" =>
                {
                    cases += 1;
                }
                _ => {}
            }
        }
        assert_eq!(cases, report.items().len());
    }
}
