//! Collects violations, and turns them into findings with places once all is known.

use std::fmt::Write as _;

use super::datetime;
use super::explain::{Complaint, Explanation, Match, explain, find};
use super::model::{Model, Particle, Simple};
use sac_diagnostic::{Code, Finding, Locator, Place, Text};
use sac_xml::{Document, Element, NodeId, Tree};

/// The violations of one message.
pub(super) struct Report {
    violations: Vec<Violation>,
    limit: usize,
    /// There were more than the limit.
    overflow: bool,
    /// What the names stand for that are in no place of their sequence, in document order.
    strangers: Vec<(NodeId, Match)>,
}

struct Violation {
    /// The element whose path is told.
    node: NodeId,
    /// Where, in the document's text.
    offset: usize,
    finding: Finding,
    /// The value or element was left empty.
    empty: bool,
}

impl Report {
    pub(super) fn new(limit: usize) -> Self {
        Self { violations: Vec::new(), limit, overflow: false, strangers: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.violations.is_empty() && !self.overflow
    }

    /// How many there are, for [`Report::forget`].
    pub(super) fn mark(&self) -> u32 {
        // The limit on findings keeps the number small.
        u32::try_from(self.violations.len()).unwrap_or(u32::MAX)
    }

    /// Drops what was added since the mark: the element turned out to count as absent.
    pub(super) fn forget(&mut self, mark: u32) {
        self.violations.truncate(mark as usize);
    }

    /// Says of what was added since the mark, where it is about emptiness, that an optional
    /// element was left empty (rules §6).
    pub(super) fn blame_emptiness(&mut self, mark: u32) {
        for violation in self.violations.iter_mut().skip(mark as usize).filter(|violation| violation.empty) {
            violation.finding.code = Code::XSD_EMPTY_OPTIONAL;
        }
    }

    pub(super) fn add(&mut self, node: NodeId, offset: usize, finding: Finding) {
        self.push(node, offset, false, || finding);
    }

    fn push(&mut self, node: NodeId, offset: usize, empty: bool, finding: impl FnOnce() -> Finding) {
        if self.violations.len() < self.limit {
            self.violations.push(Violation { node, offset, finding: finding(), empty });
        } else {
            self.overflow = true;
        }
    }

    pub(super) fn unknown_root(
        &mut self,
        model: &Model,
        node: NodeId,
        offset: usize,
        name: &str,
        close: Option<&Particle>,
    ) {
        self.push(node, offset, false, || {
            let finding = Finding::new(Code::XSD_ROOT).found(name).allowed(names(&model.roots));
            match close {
                Some(root) => finding.suggest(root.name.clone()),
                None => finding,
            }
        });
    }

    pub(super) fn root_namespace(&mut self, model: &Model, node: NodeId, offset: usize, name: &str, found: &str) {
        self.push(node, offset, false, || {
            Finding::new(Code::XSD_ROOT_NAMESPACE).about(name).found(found).allowed(Text::same(&*model.namespace))
        });
    }

    pub(super) fn namespace(&mut self, node: NodeId, offset: usize, name: &str, found: &str) {
        self.push(node, offset, false, || Finding::new(Code::XSD_NAMESPACE).about(name).found(found));
    }

    pub(super) fn child_in_value(&mut self, node: NodeId, offset: usize, child: &str, parent: &str) {
        self.push(node, offset, false, || Finding::new(Code::XSD_CHILD).about(parent).found(child));
    }

    pub(super) fn text(&mut self, node: NodeId, offset: usize, name: &str, text: &str, particles: &[Particle]) {
        self.push(node, offset, false, || {
            Finding::new(Code::XSD_TEXT).about(name).found(text).allowed(names(particles))
        });
    }

    pub(super) fn value(&mut self, element: &Element<'_, '_>, simple: &Simple, code: Code) {
        let value = element.text();
        self.push(element.id(), element.content_offset(), value.is_empty(), || {
            let mut allowed = simple.allowed();
            if code == Code::XSD_LENGTH {
                let length = value.chars().count();
                let _ = write!(allowed.it, " (qui sono {length})");
                let _ = write!(allowed.en, " (here {length})");
            }
            if code == Code::XSD_DATETIME
                && let Some(unreal) = datetime::unreal(value)
            {
                let _ = write!(allowed.it, " ({})", unreal.it);
                let _ = write!(allowed.en, " ({})", unreal.en);
            }
            Finding::new(code).about(element.qualified()).found(value).allowed(allowed)
        });
    }

    /// Reports what is wrong with the children of an element whose end tag begins at `end`, and
    /// drops what was added since the mark about children that do not belong there at all.
    pub(super) fn children(&mut self, parent: &Element<'_, '_>, particles: &[Particle], end: usize, mark: u32) {
        let children: Vec<Element<'_, '_>> = parent.children().collect();
        let mut matches: Vec<_> = children.iter().map(|child| self.meaning(particles, child)).collect();
        self.set_apart_foreign(mark, &children, &mut matches);
        let named = |indices: &[usize]| {
            let chosen = indices.iter().filter_map(|&index| particles.get(index)).cloned().collect::<Vec<_>>();
            names(&chosen)
        };
        let Explanation { complaints, idle } = explain(particles, &matches);
        self.forget_idle(mark, &children, &idle);
        // What stands in an element that was put around it is not missing.
        let is_wrapped = |particle: usize| {
            let name = particles.get(particle).map(|particle| &*particle.name);
            let unknown = children.iter().zip(&matches).filter(|(_, found)| **found == Match::None);
            unknown.flat_map(|(child, _)| child.children()).any(|inner| Some(inner.local()) == name)
        };
        let mut misplaced = false;
        for complaint in complaints {
            let at =
                |child: usize| children.get(child).map_or((parent.id(), end), |child| (child.id(), child.offset()));
            let name = |child: usize| children.get(child).map_or("", Element::qualified);
            let subject = parent.qualified();
            match complaint {
                Complaint::Missing { particles, .. } if particles.iter().all(|&particle| is_wrapped(particle)) => {}
                Complaint::Missing { particles, before } => {
                    let offset = before.map_or(end, |child| at(child).1);
                    self.push(parent.id(), offset, children.is_empty(), || {
                        Finding::new(Code::XSD_MISSING).about(subject).allowed(named(&particles))
                    });
                }
                Complaint::Unknown { child, expected, close } => {
                    let (node, offset) = at(child);
                    self.push(node, offset, false, || {
                        let finding =
                            Finding::new(Code::XSD_UNKNOWN).about(subject).found(name(child)).allowed(named(&expected));
                        match close.and_then(|index| particles.get(index)) {
                            Some(particle) => finding.suggest(particle.name.clone()),
                            None => finding,
                        }
                    });
                }
                // Two that changed places, or a whole sequence turned round, are one mistake.
                Complaint::Misplaced { .. } if std::mem::replace(&mut misplaced, true) => {}
                Complaint::Misplaced { child } => {
                    let (node, offset) = at(child);
                    self.push(node, offset, false, || {
                        Finding::new(Code::XSD_ORDER).about(subject).found(name(child)).allowed(names(particles))
                    });
                }
                Complaint::Repeated { child, particle, count } => {
                    let (node, offset) = at(child);
                    let max = particles.get(particle).map_or(1, |particle| particle.max);
                    self.push(node, offset, false, || {
                        Finding::new(Code::XSD_REPEATED)
                            .about(name(child))
                            .found(&count.to_string())
                            .allowed(Text::same(max.to_string()))
                    });
                }
            }
        }
    }

    /// Keeps what the name of a child stands for that is no particle's.
    pub(super) fn stranger(&mut self, node: NodeId, close: Match) {
        self.strangers.push((node, close));
    }

    fn meaning(&self, particles: &[Particle], child: &Element<'_, '_>) -> Match {
        match self.strangers.binary_search_by_key(&child.id(), |(node, _)| *node) {
            Ok(index) => self.strangers[index].1,
            Err(_) => find(particles, child.local(), false),
        }
    }

    /// Takes a child that was blamed for its namespace for a stranger, where the one that was
    /// meant is there as well.
    fn set_apart_foreign(&self, mark: u32, children: &[Element<'_, '_>], matches: &mut [Match]) {
        let blamed = self.violations.iter().skip(mark as usize).filter(|one| one.finding.code == Code::XSD_NAMESPACE);
        for violation in blamed {
            let Ok(index) = children.binary_search_by_key(&violation.node, Element::id) else { continue };
            if matches.iter().filter(|&&other| other == matches[index]).count() > 1 {
                matches[index] = Match::None;
            }
        }
    }

    /// Drops what was added since the mark about idle children, and about what is in them.
    fn forget_idle(&mut self, mark: u32, children: &[Element<'_, '_>], idle: &[bool]) {
        let mut index = 0;
        self.violations.retain(|violation| {
            index += 1;
            let child = children.partition_point(|child| child.id() <= violation.node).checked_sub(1);
            index <= mark || !child.is_some_and(|child| idle[child])
        });
    }

    /// The findings in the order of the document, each with its place.
    pub(super) fn findings(mut self, tree: &Tree<'_>, document: &Document<'_>) -> Vec<Finding> {
        self.violations.sort_by_key(|violation| violation.offset);
        let mut locator = Locator::new(document.text());
        let mut findings: Vec<Finding> = Vec::with_capacity(self.violations.len() + 1);
        for Violation { node, offset, finding, .. } in self.violations {
            let (line, column) = locator.locate(offset);
            let xpath = tree.element(node).map(|element| element.xpath()).unwrap_or_default();
            findings.push(finding.at(Place { line, column, offset: document.origin(offset), xpath }));
        }
        if self.overflow {
            findings.push(Finding::new(Code::LIMIT_FINDINGS).allowed(Text::same(self.limit.to_string())));
        }
        findings
    }
}

/// Element names as a list to read.
fn names(particles: &[Particle]) -> Text {
    if particles.is_empty() {
        return Text::new("nessun altro elemento", "no further element");
    }
    Text::same(particles.iter().map(|particle| particle.name.as_str()).collect::<Vec<_>>().join(", "))
}
