//! Collects violations, and works out their places at the end.

use std::sync::Arc;

use super::explain::{Complaint, Explanation, Match, explain, find};
use super::model::{Model, Particle};
use super::partial::Flaw;
use super::simple_type::SimpleType;
use super::violation::{Broken, ValidationError, Violation, ViolationKind};
use sac_xml::{Document, Element, Locator, NodeId, Place, Tree};

/// The violations of one message.
pub(super) struct Report {
    violations: Vec<Found>,
    limit: usize,
    /// There were more than the limit.
    overflow: bool,
    /// The children whose name no particle has, with the particle that each may stand for, in document order.
    unmatched: Vec<(NodeId, Match)>,
}

/// A violation whose place is not worked out yet.
struct Found {
    /// The element whose path is reported.
    node: NodeId,
    /// Where, in the document's text.
    offset: usize,
    kind: ViolationKind,
    emptiness: Emptiness,
}

/// Whether a violation is about something left empty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emptiness {
    Filled,
    Empty,
    EmptyOptional,
}

impl Report {
    pub(super) fn new(limit: usize) -> Self {
        Self { violations: Vec::new(), limit, overflow: false, unmatched: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.violations.is_empty() && !self.overflow
    }

    /// How many there are, for [`Report::forget`].
    pub(super) fn mark(&self) -> u32 {
        // The limit on violations keeps the number small.
        u32::try_from(self.violations.len()).unwrap_or(u32::MAX)
    }

    /// Drops what was added since the mark: the element turned out to count as absent.
    pub(super) fn forget(&mut self, mark: u32) {
        self.violations.truncate(mark as usize);
    }

    /// Records, for what was added since the mark and is about emptiness, that an optional
    /// element was left empty (rules §6).
    pub(super) fn mark_empty_optional(&mut self, mark: u32) {
        for found in self.violations.iter_mut().skip(mark as usize) {
            if found.emptiness == Emptiness::Empty {
                found.emptiness = Emptiness::EmptyOptional;
            }
        }
    }

    pub(super) fn add(&mut self, node: NodeId, offset: usize, kind: ViolationKind) {
        self.push(node, offset, Emptiness::Filled, || kind);
    }

    fn push(&mut self, node: NodeId, offset: usize, emptiness: Emptiness, kind: impl FnOnce() -> ViolationKind) {
        if self.violations.len() < self.limit {
            self.violations.push(Found { node, offset, kind: kind(), emptiness });
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
        similar: Option<&Particle>,
    ) {
        self.push(node, offset, Emptiness::Filled, || ViolationKind::UnknownRoot {
            element: name.to_owned(),
            known: names(&model.roots),
            similar: similar.map(|root| root.name.clone()),
        });
    }

    pub(super) fn root_namespace(&mut self, model: &Model, node: NodeId, offset: usize, name: &str, namespace: &str) {
        self.push(node, offset, Emptiness::Filled, || ViolationKind::RootNamespace {
            element: name.to_owned(),
            namespace: namespace.to_owned(),
            expected: model.namespace.clone(),
        });
    }

    pub(super) fn namespace(&mut self, node: NodeId, offset: usize, name: &str, namespace: &str) {
        self.push(node, offset, Emptiness::Filled, || ViolationKind::ElementNamespace {
            element: name.to_owned(),
            namespace: namespace.to_owned(),
        });
    }

    pub(super) fn child_in_value(&mut self, node: NodeId, offset: usize, child: &str, parent: &str) {
        self.push(node, offset, Emptiness::Filled, || ViolationKind::ElementInValue {
            parent: parent.to_owned(),
            element: child.to_owned(),
        });
    }

    pub(super) fn text(&mut self, node: NodeId, offset: usize, name: &str, text: &str, particles: &[Particle]) {
        self.push(node, offset, Emptiness::Filled, || ViolationKind::TextBetweenElements {
            parent: name.to_owned(),
            text: text.to_owned(),
            allowed: names(particles),
        });
    }

    pub(super) fn value(&mut self, element: &Element<'_, '_>, simple_type: &Arc<SimpleType>, broken: Broken) {
        let value = element.text();
        let emptiness = if value.is_empty() { Emptiness::Empty } else { Emptiness::Filled };
        self.push(element.id(), element.content_offset(), emptiness, || ViolationKind::Value {
            element: element.qualified().to_owned(),
            value: value.to_owned(),
            simple_type: Arc::clone(simple_type),
            broken,
        });
    }

    /// Reports what is wrong with the children of an element whose end tag begins at `end`, and
    /// drops what was added since the mark about children that do not belong there at all.
    pub(super) fn children(&mut self, parent: &Element<'_, '_>, particles: &[Particle], end: usize, mark: u32) {
        let children: Vec<Element<'_, '_>> = parent.children().collect();
        let mut matches: Vec<_> = children.iter().map(|child| self.meaning(particles, child)).collect();
        self.set_apart_foreign(mark, &children, &mut matches);
        let named = |indices: &[usize]| {
            let chosen = indices.iter().filter_map(|&index| particles.get(index));
            chosen.map(|particle| particle.name.clone()).collect()
        };
        let Explanation { complaints, surplus } = explain(particles, &matches);
        self.forget_surplus(mark, &children, &surplus);
        // What stands in an element that was put around it is not missing.
        let is_wrapped = |particle: usize| {
            let name = particles.get(particle).map(|particle| &*particle.name);
            let unknown = children.iter().zip(&matches).filter(|(_, found)| **found == Match::None);
            unknown.flat_map(|(child, _)| child.children()).any(|inner| Some(inner.local()) == name)
        };
        let parent_name = || parent.qualified().to_owned();
        let name = |child: usize| children.get(child).map_or_else(String::new, |child| child.qualified().to_owned());
        let mut misplaced = false;
        for complaint in complaints {
            let at =
                |child: usize| children.get(child).map_or((parent.id(), end), |child| (child.id(), child.offset()));
            match complaint {
                Complaint::Missing { particles, .. } if particles.iter().all(|&particle| is_wrapped(particle)) => {}
                Complaint::Missing { particles, before } => {
                    let offset = before.map_or(end, |child| at(child).1);
                    let emptiness = if children.is_empty() { Emptiness::Empty } else { Emptiness::Filled };
                    self.push(parent.id(), offset, emptiness, || ViolationKind::Missing {
                        parent: parent_name(),
                        elements: named(&particles),
                    });
                }
                Complaint::Unknown { child, expected, close } => {
                    let (node, offset) = at(child);
                    self.push(node, offset, Emptiness::Filled, || ViolationKind::UnknownElement {
                        parent: parent_name(),
                        element: name(child),
                        allowed: named(&expected),
                        similar: close.and_then(|index| particles.get(index)).map(|particle| particle.name.clone()),
                    });
                }
                // Two that changed places, or a whole sequence turned round, are one mistake.
                Complaint::Misplaced { .. } if std::mem::replace(&mut misplaced, true) => {}
                Complaint::Misplaced { child } => {
                    let (node, offset) = at(child);
                    self.push(node, offset, Emptiness::Filled, || ViolationKind::Order {
                        parent: parent_name(),
                        element: name(child),
                        order: names(particles),
                    });
                }
                Complaint::Repeated { child, particle, count } => {
                    let (node, offset) = at(child);
                    let max = particles.get(particle).map_or(1, |particle| particle.max);
                    self.push(node, offset, Emptiness::Filled, || ViolationKind::Repeated {
                        element: name(child),
                        count,
                        max,
                    });
                }
            }
        }
    }

    /// Keeps what a child may stand for whose name no particle has.
    pub(super) fn unmatched(&mut self, node: NodeId, close: Match) {
        self.unmatched.push((node, close));
    }

    fn meaning(&self, particles: &[Particle], child: &Element<'_, '_>) -> Match {
        match self.unmatched.binary_search_by_key(&child.id(), |(node, _)| *node) {
            Ok(index) => self.unmatched.get(index).map_or(Match::None, |(_, close)| *close),
            Err(_) => find(particles, child.local(), false),
        }
    }

    /// Counts a child whose namespace was reported as unknown, where one of its name without the namespace is
    /// there as well.
    fn set_apart_foreign(&self, mark: u32, children: &[Element<'_, '_>], matches: &mut [Match]) {
        let is_blamed = |found: &&Found| matches!(found.kind, ViolationKind::ElementNamespace { .. });
        for found in self.violations.iter().skip(mark as usize).filter(is_blamed) {
            let Ok(index) = children.binary_search_by_key(&found.node, Element::id) else { continue };
            let Some(blamed) = matches.get(index).copied() else { continue };
            if matches.iter().filter(|&&other| other == blamed).count() > 1
                && let Some(blamed) = matches.get_mut(index)
            {
                *blamed = Match::None;
            }
        }
    }

    /// Drops what was added since the mark about surplus children, and about what is in them.
    fn forget_surplus(&mut self, mark: u32, children: &[Element<'_, '_>], surplus: &[bool]) {
        let mut index = 0;
        self.violations.retain(|found| {
            index += 1;
            let child = children.partition_point(|child| child.id() <= found.node).checked_sub(1);
            index <= mark || !child.and_then(|child| surplus.get(child)).is_some_and(|is_surplus| *is_surplus)
        });
    }

    /// The violations in the order of the document, each with its place; and which elements they
    /// make unreliable.
    pub(super) fn finish(mut self, tree: &Tree<'_>, document: &Document<'_>) -> (Vec<Flaw>, ValidationError) {
        self.violations.sort_by_key(|found| found.offset);
        let flaws = self.violations.iter().map(|found| Flaw::of(found.node, &found.kind)).collect();
        let mut locator = Locator::new(document.text());
        let violation = |Found { node, offset, kind, emptiness }| {
            let (line, column) = locator.locate(offset);
            let xpath = tree.element(node).map(|element| element.xpath()).unwrap_or_default();
            let place = Place { line, column, offset: document.origin(offset), xpath };
            Violation { kind, place, is_empty_optional: emptiness == Emptiness::EmptyOptional }
        };
        let violations = self.violations.into_iter().map(violation).collect();
        (flaws, ValidationError::Invalid { violations, more_than: self.overflow.then_some(self.limit) })
    }
}

fn names(particles: &[Particle]) -> Vec<String> {
    particles.iter().map(|particle| particle.name.clone()).collect()
}
