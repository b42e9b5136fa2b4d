//! The pass over the events of a message.
//!
//! One pass reads the events of the parser, builds the tree, and checks each element on the way. There is a stack with
//! one [`Frame`] for each open element whose type is known; an element of which nothing is known is read to its end
//! without a frame (`pass_over`).
//!
//! The contract's types are sequences in which each name occurs once, so that matching children needs no automaton:
//! the state is a [`Cursor`], an index into the sequence and the number of children that this particle has had.
//!
//! | the child's name is | then | the cursor |
//! |---|---|---|
//! | the particle at the cursor, which may occur again | it fits | counts one more |
//! | the particle at the cursor, which has had its `max` | it does not fit | stays, `broken` |
//! | another, and the particle at the cursor has had its `min` | the next particle is tried | moves on, count 0 |
//! | another, and the particle at the cursor lacks some | it does not fit | stays, `broken` |
//! | beyond the last particle | it does not fit | stays, `broken` |
//!
//! At the end of the element the particle at the cursor must have had its `min`, and every later one a `min` of 0.
//!
//! While nothing is wrong, that is all. A child that does not fit only sets `broken` and is checked as the particle
//! that its name stands for anywhere in the sequence (`find`), so that its content is checked too. Which child is
//! missing, misplaced, repeated or unknown cannot be said before the last one is known: at the end of a `broken`
//! element `explain` looks at all its children at once.

use std::borrow::Cow;
use std::sync::Arc;

use super::explain::{GUESSES, Match, find};
use super::model::{Complex, Content, Model, Particle, Type, TypeId};
use super::partial::Partial;
use super::report::Report;
use super::simple_type::SimpleType;
use super::violation::{ValidationError, ViolationKind};
use super::xsi_attributes;
use sac_xml::{Element, Event, NO_NAMESPACE, NamespaceId, NodeId, ParseError, Reader, Tree, TreeBuilder, is_blank};

/// What to make of an optional element that is there but empty (rules §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyOptional {
    /// It breaks the schema.
    #[default]
    Reject,
    /// It is read as if it were not there.
    Absent,
}

/// A message that conforms to the schema: only the validator makes one.
///
/// It holds the tree of the message, without the empty optional elements if those were to be
/// read as absent.
#[derive(Clone, Debug)]
pub struct Validated<'a> {
    tree: Tree<'a>,
    root: NodeId,
}

impl<'a> Validated<'a> {
    /// The request or response element.
    ///
    /// # Panics
    /// Never: a tree that was validated has its root.
    #[must_use]
    pub fn root(&self) -> Element<'_, 'a> {
        #[expect(clippy::expect_used, reason = "set from this very tree when it was made")]
        self.tree.element(self.root).expect("infallible: a validated tree has its root")
    }
}

/// What an element turned out to be.
#[derive(Debug)]
pub enum Examined<'a> {
    /// It conforms.
    Valid(Validated<'a>),
    /// It does not: what of it can be relied upon, and every violation.
    Invalid(Partial<'a>, ValidationError),
}

impl<'a> Examined<'a> {
    /// The message, or why it does not conform.
    ///
    /// # Errors
    /// Every violation.
    pub fn into_result(self) -> Result<Validated<'a>, ValidationError> {
        match self {
            Self::Valid(validated) => Ok(validated),
            Self::Invalid(_, error) => Err(error),
        }
    }
}

/// Where an element stands in the sequence of its type.
#[derive(Clone, Copy, Default)]
struct Cursor {
    position: u32,
    count: u32,
    /// A child did not fit: `explain` looks at all children at the end of the element.
    broken: bool,
}

/// An open element of known type.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one element")]
struct Frame<'s> {
    content: &'s Content,
    node: NodeId,
    cursor: Cursor,
    /// The parent's cursor before this element, restored if the element counts as absent.
    before: Cursor,
    /// How many violations there were before this element, which drops those of an element that counts as absent.
    mark: u32,
    /// It may be left out.
    optional: bool,
    /// No attribute and no character data so far, neither here nor below.
    blank: bool,
    /// Text between elements, or an element in a value, has been reported.
    mixed: bool,
    /// It is in a namespace although it should be in none.
    qualified: bool,
    /// The namespace about which one of its children has been reported.
    foreign: Option<NamespaceId>,
    /// It says that it is nil, which has been reported.
    nil: bool,
}

struct Pass<'s, 'r, 'a> {
    model: &'s Model,
    reader: &'r mut Reader<'a>,
    tree: TreeBuilder<'a>,
    frames: Vec<Frame<'s>>,
    report: Report,
    empty: EmptyOptional,
    /// The default namespace about which an inner element has been reported.
    inherited: Option<NamespaceId>,
    /// How many unknown names have been compared with known ones.
    guesses: usize,
}

/// Checks the element that the reader has just started.
///
/// # Errors
/// The document is not well-formed, or reaches a limit.
pub(super) fn examine<'a>(
    model: &Model,
    reader: &mut Reader<'a>,
    empty: EmptyOptional,
) -> Result<Examined<'a>, Box<ParseError>> {
    let tree = TreeBuilder::new(reader);
    let report = Report::new(reader.limits().findings);
    let mut pass =
        Pass { model, reader, tree, frames: Vec::with_capacity(16), report, empty, inherited: None, guesses: 0 };
    pass.run()?;
    let Pass { reader, tree, report, .. } = pass;
    let tree = tree.finish(reader);
    let root = tree.root().map(|root| root.id());
    Ok(match root {
        Some(root) if report.is_empty() => Examined::Valid(Validated { tree, root }),
        _ => {
            let (flaws, error) = report.finish(&tree, reader.document());
            Examined::Invalid(Partial::new(tree, root, flaws, &error), error)
        }
    })
}

impl<'a> Pass<'_, '_, 'a> {
    fn run(&mut self) -> Result<(), Box<ParseError>> {
        let node = self.tree.start(self.reader);
        if let Some(declared) = self.root(node) {
            self.open(node, declared, Cursor::default(), false, false);
        } else {
            self.pass_over()?;
        }
        // The last frame is the innermost open element; the root's end empties the stack.
        while !self.frames.is_empty() {
            // Between elements, where only blanks are allowed, blanks need no event.
            let value = matches!(self.frames.last(), Some(Frame { content: Content::Simple(_), .. }));
            let event = if value { self.reader.read()? } else { self.reader.read_markup()? };
            match event {
                Event::Start => self.start()?,
                Event::Text(text) => self.text(text),
                Event::End => self.end(),
                Event::Finish => break,
            }
        }
        Ok(())
    }

    /// The type of the message, if its name is one of the schema's or nearly so.
    fn root(&mut self, node: NodeId) -> Option<TypeId> {
        let name = self.reader.name();
        let namespace = self.reader.namespace(name.namespace);
        let (known, close) = match find(&self.model.roots, name.local, true) {
            Match::Exact(index) => (self.model.roots.get(index), false),
            Match::Close(index) => (self.model.roots.get(index), true),
            Match::None => (None, false),
        };
        let offset = self.reader.offset();
        if known.is_none() || close {
            self.report.unknown_root(self.model, node, offset, name.qualified, known);
        } else if namespace != self.model.namespace {
            self.report.root_namespace(self.model, node, offset, name.qualified, namespace);
        }
        known.map(|root| root.type_id)
    }

    /// Pushes the frame of an element that has just started. `declared` is the type that the schema gives it; `xsi:type`
    /// may name one that is derived from it.
    fn open(&mut self, node: NodeId, declared: TypeId, before: Cursor, optional: bool, qualified: bool) {
        let mut type_id = declared;
        let mut blank = true;
        let mut nil = false;
        if !self.reader.attributes().is_empty() || self.is_abstract(declared) {
            let attributes = xsi_attributes::check(self.model, self.reader, declared);
            type_id = attributes.type_id;
            blank = self.reader.attributes().is_empty();
            for (offset, kind) in attributes.violations {
                nil |= matches!(kind, ViolationKind::Nil { .. });
                self.report.add(node, offset, kind);
            }
        }
        self.frames.push(Frame {
            content: &self.model.get(type_id).content,
            node,
            cursor: Cursor::default(),
            before,
            mark: self.report.mark(),
            optional,
            blank,
            mixed: false,
            qualified,
            foreign: None,
            nil,
        });
    }

    fn is_abstract(&self, id: TypeId) -> bool {
        matches!(self.model.get(id), Type { content: Content::Complex(Complex { is_abstract: true, .. }), .. })
    }

    /// A child starts: matches its name against the parent's sequence, and opens it with the type it stands for.
    fn start(&mut self) -> Result<(), Box<ParseError>> {
        let Some(parent) = self.frames.last_mut() else {
            return Ok(());
        };
        let complex = match parent.content {
            Content::Complex(complex) => complex,
            Content::Simple(_) => return self.child_in_value(),
        };
        let name = self.reader.name();
        // Kept for the case that the child is optional and empty, and counts as absent.
        let before = parent.cursor;
        let node = self.tree.start(self.reader);
        let mut exact = true;
        let mut particle = advance(&complex.particles, &mut parent.cursor, name.local);
        if particle.is_none() {
            // Out of order, once too often, or unknown. The cursor stays where it is: the children that follow in the
            // right order still fit.
            parent.cursor.broken = true;
            self.guesses += 1;
            let found = find(&complex.particles, name.local, self.guesses <= GUESSES);
            exact = matches!(found, Match::Exact(_));
            if !exact {
                // The report keeps what a misspelt name stands for, so that `explain` need not guess again.
                self.report.unmatched(node, found);
            }
            particle = match found {
                Match::Exact(index) | Match::Close(index) => complex.particles.get(index),
                Match::None => None,
            };
        }
        // A misspelt element never counts as an empty optional one: it would go unreported.
        let optional = exact && particle.is_some_and(|particle| particle.min == 0);
        let Some(particle) = particle else {
            self.not_blank();
            return self.pass_over();
        };
        // A namespace is reported only of a name that the schema knows.
        let qualified = name.namespace != NO_NAMESPACE && self.check_namespace(node, exact);
        self.open(node, particle.type_id, before, optional, qualified);
        Ok(())
    }

    /// Whether the element is in a namespace. If `report` holds that is reported, once for elements that got it the
    /// same way: by a default namespace, or beside one another.
    fn check_namespace(&mut self, node: NodeId, report: bool) -> bool {
        let name = self.reader.name();
        let uri = self.reader.namespace(name.namespace);
        if uri.is_empty() {
            return false;
        }
        let Some(parent) = self.frames.last_mut().filter(|_| report) else {
            return true;
        };
        let beside = parent.foreign.replace(name.namespace) == Some(name.namespace);
        let inherits = name.qualified.len() == name.local.len();
        let inherited = inherits && self.inherited.replace(name.namespace) == Some(name.namespace);
        if !(parent.qualified || beside || inherited) {
            self.report.namespace(node, self.reader.offset(), name.qualified, uri);
        }
        true
    }

    /// Reads the element just started to its end unchecked, as nothing is known of it. It stays in the tree with all
    /// that is in it, so that the report can show what was put around known elements.
    fn pass_over(&mut self) -> Result<(), Box<ParseError>> {
        let above = self.tree.depth() - 1;
        while self.tree.depth() > above {
            match self.reader.read_markup()? {
                Event::Start => {
                    self.tree.start(self.reader);
                }
                Event::Text(_) => {}
                Event::End => {
                    self.tree.end();
                }
                Event::Finish => break,
            }
        }
        Ok(())
    }

    /// An element starts inside a simple value: reported once for each value, and read unchecked.
    fn child_in_value(&mut self) -> Result<(), Box<ParseError>> {
        let name = self.reader.name().qualified;
        let offset = self.reader.offset();
        let reported = self.frames.last_mut().is_some_and(|frame| std::mem::replace(&mut frame.mixed, true));
        let parent = self.frames.last().map(|frame| frame.node);
        self.tree.start(self.reader);
        if let Some(node) = parent.filter(|_| !reported) {
            let parent = self.tree.so_far().element(node).map_or("", |element| element.qualified());
            self.report.child_in_value(node, offset, name, parent);
        }
        self.not_blank();
        self.pass_over()
    }

    fn not_blank(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blank = false;
        }
    }

    fn text(&mut self, text: Cow<'a, str>) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        match frame.content {
            Content::Simple(_) => {
                frame.blank &= text.is_empty();
                self.tree.text(text);
            }
            Content::Complex(_) if is_blank(&text) => {}
            Content::Complex(complex) => {
                frame.blank = false;
                if !std::mem::replace(&mut frame.mixed, true) {
                    let node = frame.node;
                    let offset = self.reader.text_offset();
                    let name = self.tree.so_far().element(node).map_or("", |element| element.qualified());
                    self.report.text(node, offset, name, text.trim_ascii(), &complex.particles);
                }
            }
        }
    }

    /// The innermost element ends: checks its value, or whether its children are complete.
    fn end(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        match frame.content {
            Content::Simple(simple) => self.check_value(&frame, simple),
            Content::Complex(complex) => self.check_children(&frame, complex),
        }
        self.tree.end();
        let Some(parent) = self.frames.last_mut() else {
            return;
        };
        if !frame.blank {
            parent.blank = false;
        } else if frame.optional {
            // An optional element that is there but empty (rules §6). Read as absent it takes back all its traces: the
            // parent's cursor, its violations, its node.
            match self.empty {
                EmptyOptional::Absent => {
                    parent.cursor = frame.before;
                    self.report.forget(frame.mark);
                    self.tree.remove_last_child();
                }
                EmptyOptional::Reject => self.report.mark_empty_optional(frame.mark),
            }
        }
    }

    fn check_value(&mut self, frame: &Frame<'_>, simple_type: &Arc<SimpleType>) {
        let Some(element) = self.tree.so_far().element(frame.node).filter(|_| !frame.mixed) else {
            return;
        };
        if frame.nil && element.text().is_empty() {
            return;
        }
        if let Some(broken) = simple_type.check(element.text()) {
            self.report.value(&element, simple_type, broken);
        }
    }

    /// Whether the children are complete and all fitted; if not, the report explains them.
    fn check_children(&mut self, frame: &Frame<'_>, complex: &Complex) {
        let Cursor { position, count, broken } = frame.cursor;
        // The particle at the cursor has had `count` children, the later ones none.
        let complete = || {
            let rest = complex.particles.get(position as usize..).unwrap_or_default();
            rest.iter().enumerate().all(|(index, particle)| particle.min <= if index == 0 { count } else { 0 })
        };
        if !broken && complete() {
            return;
        }
        let Some(element) = self.tree.so_far().element(frame.node) else {
            return;
        };
        // Where it is nil or holds text in the place of elements, that is reported already; each missing element would
        // only repeat it.
        let replaced = (frame.nil || frame.mixed) && element.children().next().is_none();
        if !replaced {
            let end = self.reader.document().text().get(..self.reader.position()).and_then(|text| text.rfind('<'));
            self.report.children(&element, &complex.particles, end.unwrap_or(0), frame.mark);
        }
    }
}

/// Moves the cursor to the particle of this name if the sequence allows it next (the table above); otherwise the cursor
/// stays.
fn advance<'s>(particles: &'s [Particle], cursor: &mut Cursor, local: &str) -> Option<&'s Particle> {
    let mut position = cursor.position as usize;
    let mut count = cursor.count;
    loop {
        let particle = particles.get(position)?;
        if particle.name == local {
            // Each name occurs once in a sequence: no later particle can take the surplus child.
            if count >= particle.max {
                return None;
            }
            // A sequence has far fewer than 2³² elements.
            cursor.position = u32::try_from(position).unwrap_or(u32::MAX);
            cursor.count = count + 1;
            return Some(particle);
        }
        // This particle cannot be left yet.
        if count < particle.min {
            return None;
        }
        position += 1;
        count = 0;
    }
}
