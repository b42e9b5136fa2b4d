//! One message, from bytes to a report: charset → well-formedness → envelope → schema → rules.

use super::body::Body;
use super::charset;
use super::checker::Checker;
use super::encrypted_fields;
use super::excerpt;
use super::input_issue::internal;
use super::issue::{Issue, IssueCode, Severity, Stage};
use super::known_rules::KnownRules;
use super::not_checked::{NotChecked, Part};
use super::partial_request;
use super::placed::{Placed, placed};
use super::report::Report;
use sac_certificates::rule::Refusal;
use sac_contracts::certificati_medici::Request;
use sac_diagnostic::{Code, Finding, Group, Locator, Place, Text, findings, is_invisible, kept};
use sac_domain::operation::Operation;
use sac_schema::{Examined, Partial, Validated};
use sac_soap::{Expected, Kind, Meta};
use sac_xml::{Document, Element, ErrorKind, Event, Limits, Reader};

/// Checks one message.
pub(super) fn check(checker: &Checker, file: &str, body: &Body<'_>) -> Report {
    let mut report = Report::new(file, body.bytes.len());
    let limits = limits(checker);
    match sac_xml::decode(body.bytes, body.charset.as_deref()) {
        Ok(document) => {
            let document = document.from_line(body.first_line);
            report.charset = Some(document.charset());
            report.issues = charset::doubts(&document, body.bytes, limits);
            let outcome = Pass { checker, document: &document, body, limits }.check();
            (report.kind, report.not_checked) = (outcome.kind, outcome.omitted);
            let found = charset::blame_marks(&mut report.issues, outcome.issues, document.text(), |document| {
                let without_marks = Pass { checker, document, body, limits }.check();
                (report.kind, report.not_checked) = (without_marks.kind, without_marks.omitted);
                without_marks.issues
            });
            report.issues.extend(found);
            report.issues.extend(encoded(&document, limits, &report.issues));
            report.settle(false);
            excerpt::attach(&mut report.issues, document.text());
        }
        Err(error) => {
            let is_text = !matches!(error.kind, ErrorKind::Binary { .. });
            let issue = charset::explain(*error, body);
            report.not_checked = vec![content(&[issue.code.as_str()])];
            report.issues = vec![issue];
            if let Some(outcome) = in_its_own_charset(checker, body, limits) {
                (report.kind, report.not_checked) = (outcome.kind, outcome.omitted);
                report.issues.extend(outcome.issues);
            }
            let media = body.soap_12.as_deref().map(|content_type| sac_soap::media_of_soap_12(content_type).into());
            report.issues.extend(media);
            if is_text {
                excerpt::attach(&mut report.issues, &charset::lossy(body.bytes));
            }
        }
    }
    report
}

/// What is wrong with a message in a charset that the service does not read, once it is read in the
/// one that it is written in; nothing where that is not known.
fn in_its_own_charset(checker: &Checker, body: &Body<'_>, limits: Limits) -> Option<Outcome> {
    let (text, origin) = charset::own_reading(body)?;
    let document = Document::from_text(&text).from_line(body.first_line);
    let mut outcome = Pass { checker, document: &document, body, limits }.check();
    let is_readable = |issue: &Issue| !matches!(issue.code.stage(), Stage::Reading(Group::Xml | Group::Limit));
    // What is no message of the contract in that charset either was perhaps written in another one.
    if outcome.kind == Kind::Unknown || !outcome.issues.iter().all(is_readable) {
        return None;
    }
    for place in outcome.issues.iter_mut().filter_map(|issue| issue.place.as_mut()) {
        place.offset = origin(text.get(..place.offset).unwrap_or(&text));
    }
    Some(outcome)
}

/// The remark that explains the errors of a message in SOAP's own encoding.
fn encoded(document: &Document<'_>, limits: Limits, issues: &[Issue]) -> Option<Issue> {
    const MARKS: [&str; 3] = ["href=\"#", "href='#", "http://schemas.xmlsoap.org/soap/encoding/"];
    let is_wrong = issues.iter().any(|issue| issue.severity == Severity::Error);
    let text = document.text();
    let (at, mark) = MARKS.iter().filter(|_| is_wrong).find_map(|mark| Some((text.find(mark)?, mark)))?;
    let place = charset::place(document, limits, at);
    let mut issue = Issue::from(Finding::new(Code::SOAP_ENCODING).found(mark).at(place));
    issue.length = Some(mark.chars().count());
    Some(issue)
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

/// What came of checking the characters of a message.
struct Outcome {
    kind: Kind,
    issues: Vec<Issue>,
    omitted: Vec<NotChecked>,
}

impl Pass<'_, '_> {
    fn check(&self) -> Outcome {
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
    fn bare(&self) -> Outcome {
        let empty = sac_soap::empty_optional(self.checker.settings.empty_optional);
        let interface = &self.checker.contract.interface;
        let mut reader = Reader::new(self.document, self.limits);
        let read = reader.read().is_ok();
        let kind = if read { interface.kind_of(reader.name().local) } else { Kind::Unknown };
        match interface.schema.examine(self.document, self.limits, empty) {
            Ok(Examined::Valid(validated)) => self.of_content(kind, Vec::new(), Some(&validated), None),
            Ok(Examined::Invalid(partial, error)) => self.of_content(kind, findings(error), None, Some(&partial)),
            Err(error) => self.of_content(kind, vec![error.into()], None, None),
        }
    }

    /// A whole envelope, as the endpoint reads it, but that replies and faults may be in it too, and
    /// that what is wrong with the envelope does not hide what is wrong in it.
    fn enveloped(&self) -> Outcome {
        let meta = Meta {
            expected: self.body.expected,
            soap_action: self.body.soap_action.as_deref(),
            soap_12: self.body.soap_12.as_deref(),
            go_on: true,
        };
        let empty = sac_soap::empty_optional(self.checker.settings.empty_optional);
        let reading = sac_soap::read(&self.checker.contract.interface, self.document, meta, self.limits, empty);
        let found = reading.found.into_iter().flat_map(|found| found.findings).collect();
        self.of_content(reading.kind, found, reading.body.as_ref(), reading.partial.as_ref())
    }

    /// What was found in reading, with what the rules find in the request, where there is one.
    fn of_content(
        &self,
        kind: Kind,
        found: Vec<Finding>,
        valid: Option<&Validated<'_>>,
        partial: Option<&Partial<'_>>,
    ) -> Outcome {
        let mut issues: Vec<Issue> = found.into_iter().map(Issue::from).collect();
        let mut not_checked = Vec::new();
        let reasons = || -> Vec<&str> {
            let mut codes: Vec<&str> = issues.iter().map(|issue| issue.code.as_str()).collect();
            codes.dedup();
            codes
        };
        match (valid, partial, kind.requested()) {
            (None, None, _) if kind == Kind::Fault => {}
            (None, None, _) => not_checked.push(content(&reasons())),
            (None, Some(_), None) if kind == Kind::Unknown => not_checked.push(all_rules(&reasons())),
            (_, _, None) => {}
            (_, _, Some(_)) if self.checker.schema_only => not_checked.push(all_rules(&["--schema-only"])),
            (Some(valid), _, Some(operation)) => {
                let root = valid.root();
                match (self.checker.contract.read)(operation, root) {
                    Ok(request) => issues.extend(self.rules(&request, root, None, &mut not_checked)),
                    Err(mismatch) => issues.push(internal(&mismatch.to_string())),
                }
            }
            (None, Some(partial), Some(operation)) => {
                let known = Operation::from_request_element(operation.request).zip(partial.root());
                if let Some((operation, root)) = known {
                    explain_lengths(&mut issues, operation, root);
                    let request = partial_request::request(operation, partial);
                    issues.extend(self.rules(&request, root, Some(partial), &mut not_checked));
                }
            }
        }
        Outcome { kind, issues, omitted: not_checked }
    }

    /// What the rules that need no state find. Of a message that breaks the schema, those are
    /// applied whose inputs are known all the same.
    fn rules(
        &self,
        request: &Request,
        root: Element<'_, '_>,
        partial: Option<&Partial<'_>>,
        not_checked: &mut Vec<NotChecked>,
    ) -> Vec<Issue> {
        let operation = request.content.operation();
        let encrypted = encrypted_fields::check(self.checker, operation, &request.head, self.body.expected);
        let refusals = self.checker.content().check(&request.content).into_iter().flatten();
        let of_content = |refusal: &Refusal| placed(&self.checker.catalogue, refusal);
        let mut found = encrypted.found;
        match partial {
            None => found.extend(refusals.map(|refusal| of_content(&refusal))),
            Some(partial) => {
                let known = KnownRules::of(self.checker, operation, encrypted.sender, partial);
                not_checked.extend(known.not_applied());
                found.retain(|placed| known.covers(placed.issue.code, &placed.path));
                found.extend(refusals.filter(|refusal| known.allows(refusal)).map(|refusal| of_content(&refusal)));
            }
        }
        found.extend(stray_blanks(root));
        if encrypted.is_closed {
            not_checked.push(NotChecked { part: Part::EncryptedContent, because: vec!["--data-dir".to_owned()] });
        }
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

/// Says of encrypted fields that are too long for the schema which key they were encrypted with.
fn explain_lengths(issues: &mut [Issue], operation: Operation, root: Element<'_, '_>) {
    let pincode = format!("{}/pincode", operation.redattore_element());
    for path in [pincode.as_str(), "lavoratore/codiceFiscale"] {
        let Some(why) = encrypted_fields::of_another_key(below(root, path).text()) else { continue };
        let is_of_it = |issue: &&mut Issue| {
            issue.code == IssueCode::Code(Code::XSD_LENGTH)
                && issue.place.as_ref().is_some_and(|place| place.xpath == below(root, path).xpath())
        };
        for issue in issues.iter_mut().filter(is_of_it) {
            *issue = issue.clone().because(&why);
        }
    }
}

/// Numbers that the schema takes for any text, with blanks or invisible characters in them: the
/// service looks them up as they are written, and finds nothing.
fn stray_blanks(root: Element<'_, '_>) -> Vec<Placed> {
    let is_stray = |c: char| c.is_whitespace() || is_invisible(c);
    let numbers =
        ["idCertificato", "idInizioRicovero"].into_iter().filter_map(|name| Some((name, root.text_of(name)?)));
    let odd = numbers.filter(|(_, text)| text.contains(is_stray));
    odd.map(|(name, text)| {
        let right: String = text.chars().filter(|c| !is_stray(*c)).collect();
        let finding = Finding::new(Code::CHECK_BLANKS).about(name).found(text).allowed(Text::same(kept(&right)));
        Placed { issue: finding.into(), path: name.to_owned() }
    })
    .collect()
}

fn content(because: &[&str]) -> NotChecked {
    NotChecked { part: Part::Content, because: because.iter().map(|&why| why.to_owned()).collect() }
}

fn all_rules(because: &[&str]) -> NotChecked {
    NotChecked { part: Part::AllRules, ..content(because) }
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
