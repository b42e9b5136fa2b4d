//! One message, from bytes to a report: charset → well-formedness → envelope → schema → rules.

use super::body::Body;
use super::charset;
use super::checker::Checker;
use super::encrypted_fields;
use super::excerpt;
use super::input_issue::internal;
use super::issue::Issue;
use super::placed::{Placed, placed};
use super::report::Report;
use sac_diagnostic::{Locator, Place, findings, kept};
use sac_schema::Validated;
use sac_soap::{Expected, Kind, Meta};
use sac_xml::{Document, Element, ErrorKind, Event, Limits, Reader};

/// Judges one message.
pub(super) fn check(checker: &Checker, file: &str, body: &Body<'_>) -> Report {
    let mut report = Report::new(file, body.bytes.len());
    let limits = limits(checker);
    match sac_xml::decode(body.bytes, body.charset.as_deref()) {
        Ok(document) => {
            let document = document.from_line(body.first_line);
            report.charset = Some(document.charset());
            report.issues = charset::doubts(&document, body.bytes, limits);
            let (kind, found) = Pass { checker, document: &document, body, limits }.judge();
            report.kind = kind;
            let found = charset::blame_marks(&mut report.issues, found, document.text(), |document| {
                let (kind, found) = Pass { checker, document, body, limits }.judge();
                report.kind = kind;
                found
            });
            report.issues.extend(found);
            report.settle(false);
            excerpt::attach(&mut report.issues, document.text());
        }
        Err(error) => {
            let is_text = !matches!(error.kind, ErrorKind::Binary { .. });
            report.issues = vec![charset::explain(*error, body)];
            let media = body.soap_12.as_deref().map(|content_type| sac_soap::media_of_soap_12(content_type).into());
            report.issues.extend(media);
            if is_text {
                excerpt::attach(&mut report.issues, &charset::lossy(body.bytes));
            }
        }
    }
    report
}

/// The endpoint's limits, but for the size, which is the checker's own: Latin-1 may double it
/// when decoded.
fn limits(checker: &Checker) -> Limits {
    Limits { bytes: checker.max_bytes.saturating_mul(2), ..Limits::default() }
}

struct Pass<'p, 'd> {
    checker: &'p Checker,
    document: &'p Document<'d>,
    body: &'p Body<'d>,
    limits: Limits,
}

impl Pass<'_, '_> {
    fn judge(&self) -> (Kind, Vec<Issue>) {
        if self.body.expected == Expected::Any && !self.is_enveloped() {
            return self.bare();
        }
        self.enveloped()
    }

    /// Whether this is an envelope, or meant to be one: a part of it, or one around it.
    fn is_enveloped(&self) -> bool {
        let mut reader = Reader::new(self.document, self.limits);
        if !matches!(reader.read(), Ok(Event::Start)) {
            return false;
        }
        let name = reader.name();
        let is_of_soap = |reader: &Reader<'_>| reader.namespace(reader.name().namespace) == sac_soap::SOAP_11;
        name.local.eq_ignore_ascii_case("Envelope")
            || is_of_soap(&reader)
            || self.checker.contract.interface.kind_of(name.local) == Kind::Unknown
                && matches!(reader.read_markup(), Ok(Event::Start))
                && is_of_soap(&reader)
    }

    /// A request or response without its envelope.
    fn bare(&self) -> (Kind, Vec<Issue>) {
        let empty = sac_soap::empty_optional(self.checker.settings.empty_optional);
        let interface = &self.checker.contract.interface;
        match interface.schema.validate(self.document, self.limits, empty).map_err(findings) {
            Ok(validated) => {
                let kind = interface.kind_of(validated.root().local());
                (kind, self.rules(kind, &validated))
            }
            Err(findings) => {
                let mut reader = Reader::new(self.document, self.limits);
                let read = reader.read().is_ok();
                let kind = if read { interface.kind_of(reader.name().local) } else { Kind::Unknown };
                (kind, findings.into_iter().map(Issue::from).collect())
            }
        }
    }

    /// A whole envelope, as the endpoint reads it, but that replies and faults may be in it too.
    fn enveloped(&self) -> (Kind, Vec<Issue>) {
        let meta = Meta {
            expected: self.body.expected,
            soap_action: self.body.soap_action.as_deref(),
            soap_12: self.body.soap_12.as_deref(),
        };
        let empty = sac_soap::empty_optional(self.checker.settings.empty_optional);
        let reading = sac_soap::read(&self.checker.contract.interface, self.document, meta, self.limits, empty);
        let rules = reading.body.as_ref().map(|body| self.rules(reading.kind, body)).unwrap_or_default();
        let found = reading.found.into_iter().flat_map(|found| found.findings);
        (reading.kind, found.map(Issue::from).chain(rules).collect())
    }

    /// The rules that need no state; replies have none.
    fn rules(&self, kind: Kind, validated: &Validated<'_>) -> Vec<Issue> {
        let Some(operation) = kind.requested().filter(|_| !self.checker.schema_only) else {
            return Vec::new();
        };
        let root = validated.root();
        let request = match (self.checker.contract.read)(operation, root) {
            Ok(request) => request,
            Err(mismatch) => return vec![internal(&mismatch.to_string())],
        };
        let operation = request.content.operation();
        let mut found = encrypted_fields::check(self.checker, operation, &request.head, self.body.expected);
        let content = self.checker.content().check(&request.content);
        found.extend(content.iter().flatten().map(|refusal| placed(&self.checker.catalogue, refusal)));
        found.into_iter().map(|Placed { issue, path }| self.at(below(root, &path), issue)).collect()
    }

    /// The issue at an element, about its value.
    fn at(&self, element: Element<'_, '_>, issue: Issue) -> Issue {
        let is_value = element.children().next().is_none();
        let offset = if is_value { element.content_offset() } else { element.offset() };
        let (line, column) = Locator::new(self.document.text()).locate(offset);
        let place = Place { line, column, offset: self.document.origin(offset), xpath: element.xpath() }.shortened();
        let value = (is_value && issue.value.is_none()).then(|| kept(element.text())).filter(|text| !text.is_empty());
        Issue { place: Some(place), value: issue.value.or(value), ..issue }
    }
}

/// The element at a path of local names, or the last one on the way that is there.
fn below<'t, 'a>(root: Element<'t, 'a>, path: &str) -> Element<'t, 'a> {
    let mut element = root;
    for name in path.split('/') {
        match element.child(name) {
            Some(child) => element = child,
            None => break,
        }
    }
    element
}
